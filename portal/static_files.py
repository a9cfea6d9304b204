"""Static files as they are served: with their content's hash in the name, compressed, style sheets in one piece."""

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from identity.sheet import HOUSE, joined


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Puts the sheets that the readers' style sheet imports into it: a reader makes one request for both."""

    def post_process(self, paths, dry_run=False, **options):
        def read(name: str) -> str:
            storage, path = paths[name]
            with storage.open(path) as file:
                return file.read().decode()

        if not dry_run:
            sheet = joined(HOUSE, read)
            self.delete(HOUSE)
            self.save(HOUSE, ContentFile(sheet.encode()))
            paths[HOUSE] = (self, HOUSE)
        yield from super().post_process(paths, dry_run=dry_run, **options)
