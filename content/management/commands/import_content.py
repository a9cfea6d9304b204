import sys
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.utils import translation
from tqdm import tqdm

from content.bundles import KINDS
from content.importing import Import, account
from languages.names import site_codes

COUNTED = ("created", "changed", "unchanged", "left", "broken")


class Command(BaseCommand):
    help = "Take a content folder into the site. Running it again changes nothing that is the same."

    def add_arguments(self, parser):
        parser.add_argument("directory", metavar="DIR", type=Path)
        parser.add_argument(
            "--language",
            metavar="THEIRS=OURS",
            action="append",
            default=[],
            help="The folder's code for a language and the site's (zh-cn=zh-hans); nothing after = leaves it out.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Tell what would be done, and do nothing.")
        parser.add_argument(
            "--overwrite", action="store_true", help="Replace what editors have changed and not published."
        )
        parser.add_argument("--as", dest="account", default="", metavar="USERNAME", help="Who publishes.")

    def handle(self, *, directory, language, dry_run, overwrite, account: str, **options):
        if not any((directory / kind).is_dir() for kind in KINDS):
            raise CommandError(f"{directory} is no content folder: it has neither topics/ nor articles/.")
        run = Import(
            directory,
            by=_account(account),
            languages=_mapping(language),
            dry_run=dry_run,
            overwrite=overwrite,
        )
        counts = dict.fromkeys(COUNTED, 0)
        # the reasons in the language of this command's own words, not half of them in the site's
        with translation.override(None), tqdm(unit=" bundles", disable=not sys.stderr.isatty()) as progress:
            for number, total, outcomes in run.outcomes():
                progress.total = total
                progress.update(number - progress.n)
                for outcome in outcomes:
                    if outcome.kind in counts:
                        counts[outcome.kind] += 1
                    if outcome.kind != "unchanged" and (outcome.reason or dry_run or options["verbosity"] > 1):
                        progress.clear()
                        self.stdout.write(f"{outcome.kind}: {outcome}")
        said = ", ".join(f"{number} {kind}" for kind, number in counts.items() if number or kind != "left")
        self.stdout.write(f"Dry run, nothing was written: {said}." if dry_run else f"{said}.".capitalize())
        if counts["broken"]:
            raise SystemExit(1)


def _account(name: str):
    try:
        return account(name)
    except LookupError as error:
        raise CommandError(f"There is no account “{name}”.") from error


def _mapping(pairs: list[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        theirs, equals, ours = pair.lower().partition("=")
        if not theirs or not equals or (ours and ours not in site_codes()):
            raise CommandError(
                f"--language {pair}: write theirs=ours; the site's languages are {', '.join(site_codes())}."
            )
        mapping[theirs] = ours
    return mapping
