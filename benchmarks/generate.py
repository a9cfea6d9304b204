"""Fill a database with articles in three languages, the same ones every time.

``publish()`` takes 6 to 20 milliseconds for a text of this length: half an hour to two hours for a
hundred thousand articles. So the rows that it would write are written in bulk: each language's
sample is rendered once, and the article's number is put into it. Before that, ``verify`` publishes
the first articles through ``publish()``, compares, and rolls back.
"""

import argparse
import os
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from random import Random

import django

django.setup()

from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction

from articles import freshness, lastmod, reach
from articles.body.rendering import render_body
from articles.models import (
    Article,
    Draft,
    Edition,
    EditionTag,
    EditionTopic,
    SearchEntry,
    Tag,
    TaggedArticle,
    Withdrawal,
)
from articles.publishing import publish, withdraw
from articles.search import index
from articles.search.analysis import is_spaceless, pieces, term_of
from articles.search.terms import TAG, TOPIC, YEAR, Terms, named, terms_of
from languages.columns import localized
from languages.slugs import slugify
from library.models import Image
from topics.models import Topic

WORDS = " ".join(f"99{place:02}99" for place in range(20))  # what stands where an article's own words go
NUMBER = "0000000"  # what stands in the samples where an article's number goes; as long as the number itself
LAST = datetime(2026, 11, 1, tzinfo=UTC)  # when the newest article went live; one an hour before that
BODY_BYTES = int(os.environ.get("BENCHMARK_BODY_BYTES", "12000"))
DEMO = Path(__file__).parents[1] / "demo" / "articles"
TOPICS, TAGS, PICTURES = 14, 40, 50
BATCH = 500
SAMPLE = 25  # articles of every kind are among the first ones

TITLES = {"pl": "Zapiski znad rzeki", "en": "Notes from the river", "zh-hans": "河边札记"}
LEADS = {
    "pl": "Co widać z mostu o szóstej rano, zanim otworzą pierwszą piekarnię.",
    "en": "What can be seen from the bridge at six in the morning, before the first bakery opens.",
    "zh-hans": "清晨六点，第一家面包店开门之前，从桥上能看到什么。",
}
SENTENCES = {
    "pl": (
        "Most łączy dwa brzegi i dwa sposoby opowiadania o mieście.",
        "W maju 1913 r. przeszło po nim 12 tys. osób, a każda zapłaciła za przejście 5 groszy.",
        "Z okien biblioteki widać barki, które wożą piasek do budowy bulwaru.",
        "Archiwistka zapisuje w zeszycie datę, pogodę i nazwisko gościa.",
        "Nikt nie pamięta, kto posadził lipy, ale wszyscy wiedzą, kiedy kwitną.",
        "O zmierzchu zapala się neon z napisem <em>Przystań</em>, naprawiony z <a href='/pl/'>funduszy</a> sąsiadów.",
    ),
    "en": (
        "The bridge joins two banks and two ways of telling the city's story.",
        "In May 1913 twelve thousand people crossed it, and each of them paid a small coin at the gate.",
        "From the library's windows one sees the barges that carry sand to the new promenade.",
        "The archivist writes the date, the weather and the visitor's name into an exercise book.",
        "Nobody remembers who planted the lime trees, but everyone knows when they are in flower.",
        "At dusk the neon sign <em>Harbour</em> lights up, mended with the <a href='/en/'>neighbours'</a> money.",
    ),
    "zh-hans": (
        "这座桥连接着两岸，也连接着讲述这座城市的两种方式。",
        "1913年5月，有一万二千人从桥上走过，每人在桥头付一枚小铜钱。",
        "从图书馆的窗口可以看见运沙的驳船，沙子用来修建新的河滨步道。",
        "档案员在练习簿上写下日期、天气和来访者的姓名。",
        "没有人记得是谁种下了这些椴树，但人人都知道它们何时开花。",
        "黄昏时分，邻居们<a href='/zh-hans/'>集资</a>修好的霓虹灯招牌<em>码头</em>亮了起来。",
    ),
}


def languages_of(number: int) -> list[str]:
    """Return the languages of an article, the original's first: every tenth lacks one, every tenth two."""
    return {3: ["pl", "en"], 7: ["en"]}.get(number % 10, ["pl", "en", "zh-hans"])


def is_rewritten(number: int) -> bool:
    """Tell whether the original has a second edition; the article has three editions on the average."""
    return number % 10 in (0, 2, 6)


def is_minor(number: int) -> bool:
    """Tell whether that edition leaves the translations as they are; otherwise they are behind."""
    return number % 10 != 0


def is_withdrawn(number: int) -> bool:
    return number % 50 == 25


def topics_of(number: int) -> list[int]:
    return sorted({number % TOPICS + 1, number // TOPICS % TOPICS + 1})


def tags_of(number: int) -> list[int]:
    return sorted({number % TAGS + 1, number // TAGS % TAGS + 1, number * 7 % TAGS + 1})


def sample_title(code: str) -> str:
    return f"{TITLES[code]} {NUMBER}"


@cache
def sample_body(code: str) -> str:
    """Return twelve kilobytes of HTML as the editor writes it."""
    random = Random(code)
    parts = [f"<p>{NUMBER}</p>"]
    size = 0
    while size < BODY_BYTES:
        if len(parts) % 6 == 0:
            parts.append(f"<h2>{TITLES[code]} {len(parts)}</h2>")
        joint = "" if code == "zh-hans" else " "
        parts.append(f"<p>{joint.join(random.choices(SENTENCES[code], k=7))}</p>")
        size = len("".join(parts).encode())
    return "".join([*parts, f"<p>{WORDS}</p>"])


@cache
def vocabulary(code: str) -> tuple[list[str], list[float]]:
    """Return the words of the demo's articles (pairs of characters, in Chinese), and how often each is drawn.

    As in every language, the second is half as frequent as the first, the hundredth a hundredth. The
    frequencies are summed up.
    """
    sample = " ".join((sample_title(code), LEADS[code], *SENTENCES[code]))
    known = {term_of(word, code) for word in pieces(sample, code) if not is_spaceless(word)} | set(sample)
    text = " ".join(path.read_text() for path in sorted(DEMO.glob(f"*/index.{code}.md")))
    found = re.findall(r"[\u4e00-\u9fff]{2}" if code == "zh-hans" else r"(?<!\w)[a-zà-ž]{3,20}(?!\w)", text.lower())
    often = (word for word, _times in Counter(found).most_common())
    words = [word for word in often if not known & {term_of(word, code), *(word if code == "zh-hans" else ())}]
    return words, list(accumulate(1 / place for place in range(1, len(words) + 1)))


@lru_cache(16)
def words_of(number: int, code: str) -> str:
    words, weights = vocabulary(code)
    random, chosen = Random(f"{code}{number}"), []
    used: set[str] = set()  # no word, and in Chinese no character, comes twice: none is what the article is about
    while len(chosen) < len(WORDS.split()):
        word = random.choices(words, cum_weights=weights)[0]
        parts = set(word) if code == "zh-hans" else {term_of(word, code)}
        if not parts & used and len(parts) == len(word if code == "zh-hans" else (word,)):
            chosen.append(word)
            used |= parts
    return " ".join(chosen)


def numbered(text: str, number: int, code: str = "en") -> str:
    """Return a sample as an article's own: with its number and its words."""
    return text.replace(WORDS, words_of(number, code)).replace(NUMBER, f"{number:07}")


class Rows:
    """The rows of articles as ``publish()`` would leave them; ``editions`` counts on from the last one's key."""

    def __init__(self, count: int):
        self.count = count
        self.editions = 0
        self.rendered = {code: render_body(sample_body(code), code) for code in TITLES}
        self.slugs = {code: slugify(sample_title(code)) for code in TITLES}
        self.terms = {code: self._sample_terms(code) for code in TITLES}
        self.counts = {code: Counter() for code in TITLES}  # of the words in texts that are live

    def moment(self, number: int) -> datetime:
        return LAST - timedelta(hours=self.count - number)

    def article(self, number: int) -> Article:
        moment = self.moment(number)
        texts = {}
        for code in languages_of(number):
            texts |= {
                localized("title", code): numbered(sample_title(code), number),
                localized("lead", code): LEADS[code],
                localized("body", code): numbered(sample_body(code), number, code),
                localized("author_line", code): "Eleanor Whitlow",
            }
        return Article(
            pk=number,
            source_language=languages_of(number)[0],
            image_id=number % PICTURES + 1 if number % 3 else None,
            is_featured=number % 100 == 1,
            created_at=moment,
            updated_at=moment,
            **texts,
        )

    def editions_of(self, number: int) -> list[Edition]:
        """Return an article's editions in the order in which they were published."""
        moment = self.moment(number)
        first, *others = [self._edition(number, code, moment) for code in languages_of(number)]
        for edition in others:
            edition.made_from_id = first.pk
        if is_withdrawn(number):
            first.live_until = moment + timedelta(days=1)
        if not is_rewritten(number):
            return [first, *others]
        second = self._edition(number, first.language, moment)
        second.version, second.is_minor, second.note = 2, is_minor(number), "Rewritten."
        first.live_until = second.live_from = moment + timedelta(minutes=30)
        return [first, *others, second]

    def _sample_terms(self, code: str) -> Terms:
        """Return what the index holds of every article alike."""
        rendered = self.rendered[code]
        terms = terms_of(
            Edition(
                language=code,
                title=sample_title(code),
                lead=LEADS[code],
                author_line="Eleanor Whitlow",
                contents=rendered.contents,
                plain_text=rendered.plain_text,
                published_at=LAST,
            ),
            (),
            (),
        )
        terms.others -= {name for name in terms.others if name.startswith(named(code, "", YEAR))}
        return terms

    def terms_of(self, edition: Edition) -> Terms:
        """Return what ``publish()`` puts into the index of an edition; taken apart anew are its own words alone."""
        code, number, sample = edition.language, edition.article_id, self.terms[edition.language]
        own = words_of(number, code).split()
        terms = [named(code, word if code == "zh-hans" else term_of(word, code)) for word in own]
        dummies = {named(code, dummy) for dummy in WORDS.split()}
        key, others = f"{number:07}", set()
        others |= {name.replace(NUMBER, key) for name in sample.others - dummies}
        if code == "zh-hans":
            others |= {named(code, sign) for word in own for sign in word}
        for kind, values in ((TOPIC, topics_of(number)), (TAG, tags_of(number)), (YEAR, [edition.published_at.year])):
            others |= {named(code, value, kind) for value in values}
        running = [name.replace(NUMBER, key) for name in sample.running[: -len(own)]]
        return Terms([*running, *terms], others, sample.surfaces if code == "zh-hans" else sample.surfaces | {*own})

    def index(self, editions: list[Edition]) -> None:
        """Write the entries of the editions that are live, and count their words."""
        live = [(edition, self.terms_of(edition)) for edition in editions if edition.live_until > LAST]
        index.write(live)
        for edition, terms in live:
            self.counts[edition.language].update(["", *terms.surfaces])

    def _edition(self, number, code, moment) -> Edition:
        self.editions += 1
        rendered = self.rendered[code]
        return Edition(
            pk=self.editions,
            article_id=number,
            language=code,
            version=1,
            slug=numbered(self.slugs[code], number),
            title=numbered(sample_title(code), number),
            lead=LEADS[code],
            author_line="Eleanor Whitlow",
            manuscript=numbered(rendered.manuscript, number, code),
            body=numbered(rendered.body, number, code),
            contents=rendered.contents,
            plain_text=numbered(rendered.plain_text, number, code),
            reading_minutes=rendered.reading_minutes,
            image_id=number % PICTURES + 1 if number % 3 else None,
            image_alt=f"Picture {number % PICTURES + 1} ({code})" if number % 3 else "",
            is_featured=number % 100 == 1,
            is_original=code == languages_of(number)[0],
            published_at=moment,
            live_from=moment,
            published_by_id=1,
        )


def fill(count: int) -> None:
    rows = Rows(count)
    with transaction.atomic():
        fill_library()
    verify(rows)
    rows.editions = 0
    for start in range(1, count + 1, BATCH):
        with transaction.atomic():
            write(rows, range(start, min(start + BATCH, count + 1)))
        print(f"\r{start + BATCH - 1} articles", end="", flush=True)
    print()
    for code, counts in rows.counts.items():
        index.count(code, counts)
    finish()


def fill_library() -> None:
    """Write the user, pictures (without files), topics and tags that the articles share."""
    User.objects.create_superuser("benchmark", password=None, pk=1)
    alt = {localized("alt", code): code for code in TITLES}
    Image.objects.bulk_create(
        Image(
            pk=key,
            digest=f"{key:020x}",
            file_name=f"{key}.jpg",
            format="JPEG",
            width=1600,
            height=1000,
            **{name: f"Picture {key} ({code})" for name, code in alt.items()},
        )
        for key in range(1, PICTURES + 1)
    )
    Topic.objects.bulk_create(
        Topic(
            pk=key,
            position=key,
            banner_id=key,
            **{localized("title", code): f"{TITLES[code]} {key}" for code in TITLES},
            **{localized("slug", code): f"topic-{key}" for code in TITLES},
            **{localized("introduction", code): LEADS[code] for code in TITLES},
        )
        for key in range(1, TOPICS + 1)
    )
    Tag.objects.bulk_create(
        Tag(pk=key, slug=f"tag-{key}", **{localized("name", code): f"{TITLES[code]} {key}" for code in TITLES})
        for key in range(1, TAGS + 1)
    )


def write(rows: Rows, numbers: range) -> None:
    Article.objects.bulk_create(rows.article(number) for number in numbers)
    Article.topics.through.objects.bulk_create(
        Article.topics.through(article_id=number, topic_id=key) for number in numbers for key in topics_of(number)
    )
    TaggedArticle.objects.bulk_create(
        TaggedArticle(content_object_id=number, tag_id=key) for number in numbers for key in tags_of(number)
    )
    editions = [edition for number in numbers for edition in rows.editions_of(number)]
    Edition.objects.bulk_create(editions)
    rows.index(editions)
    EditionTopic.objects.bulk_create(
        EditionTopic(edition=edition, topic_id=key, published_at=edition.published_at)
        for edition in editions
        for key in topics_of(edition.article_id)
    )
    EditionTag.objects.bulk_create(
        EditionTag(edition=edition, tag_id=key, published_at=edition.published_at)
        for edition in editions
        for key in tags_of(edition.article_id)
    )
    Draft.objects.bulk_create(
        Draft(article_id=number, language=code) for number in numbers for code in languages_of(number)
    )
    Withdrawal.objects.bulk_create(
        Withdrawal(edition=edition, at=edition.live_until, withdrawn_by_id=1)
        for edition in editions
        if is_withdrawn(edition.article_id) and edition.is_original
    )


def verify(rows: Rows) -> None:
    """Publish the first articles through the one door, and compare with the rows written in bulk."""
    numbers = range(1, min(SAMPLE, rows.count) + 1)
    with transaction.atomic():
        write(rows, numbers)
        in_bulk = [seen(number) for number in numbers]
        transaction.set_rollback(True)
    with transaction.atomic():
        for number in numbers:
            through_the_door(rows, number)
        published = [seen(number) for number in numbers]
        transaction.set_rollback(True)
    for number, (ours, theirs) in enumerate(zip(in_bulk, published, strict=True), 1):
        if ours != theirs:
            raise SystemExit(f"Article {number} differs from what publish() writes:\n{ours}\n{theirs}")
    for edition in (edition for number in numbers for edition in rows.editions_of(number)):
        if rows.terms_of(edition) != terms_of(edition, topics_of(edition.article_id), tags_of(edition.article_id)):
            raise SystemExit(f"{edition} differs in the index from what publish() writes.")
    rows.counts = {code: Counter() for code in TITLES}


def through_the_door(rows: Rows, number: int) -> None:
    user = User.objects.get(pk=1)
    article = rows.article(number)
    article.save(force_insert=True)
    article.topics.set(topics_of(number))
    article.tags.set(Tag.objects.filter(pk__in=tags_of(number)))
    for edition in rows.editions_of(number):
        publish(
            article=article,
            language=edition.language,
            by=user,
            at=edition.live_from,
            note=edition.note,
            minor=edition.is_minor,
        )
    if is_withdrawn(number):
        ended = rows.moment(number) + timedelta(days=1)
        withdraw(article=article, language=languages_of(number)[0], by=user, at=ended)


def seen(number: int) -> list:
    """Return everything of an article's editions and drafts but the keys and the moment of writing."""
    left_out = {"id", "made_from_id", "created_at"}
    names = [field.attname for field in Edition._meta.concrete_fields if field.attname not in left_out]
    editions = Edition.objects.filter(article=number).order_by("language", "version")
    return [
        *editions.values(*names, "made_from__language", "made_from__version", "withdrawal__at"),
        *EditionTopic.objects.filter(edition__in=editions)
        .order_by("edition__language", "edition__version", "topic")
        .values("edition__language", "edition__version", "topic", "published_at"),
        *EditionTag.objects.filter(edition__in=editions)
        .order_by("edition__language", "edition__version", "tag")
        .values("edition__language", "edition__version", "tag", "published_at"),
        *SearchEntry.objects.filter(edition__in=editions)
        .order_by("edition__language", "edition__version")
        .values("edition__language", "edition__version", "live_from", "live_until"),
        *Draft.objects.filter(article=number)
        .order_by("language")
        .values("language", "state", "follows", "has_changes"),
    ]


def finish() -> None:
    """Let keys count on from the last ones, and give the planner its statistics."""
    models = [model for model in apps.get_models() if model._meta.managed]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    freshness.bump()
    reach.rebuild()
    lastmod.rebuild()


def write_folder(folder: Path, count: int) -> None:
    """Write the articles as a content folder without pictures, each in three languages."""
    for key in range(1, TOPICS + 1):
        bundle = folder / "topics" / f"topic-{key}"
        bundle.mkdir(parents=True)
        for code, title in TITLES.items():
            text = f'---\ntitle: "{title} {key}"\nslug: topic-{key}\n---\n{LEADS[code]}\n'
            (bundle / f"index.{code}.md").write_text(text)
    for number in range(1, count + 1):
        moment = LAST - timedelta(hours=count - number)
        bundle = folder / "articles" / f"article-{number:07}"
        bundle.mkdir(parents=True)
        for code in TITLES:
            head = (
                f'title: "{numbered(sample_title(code), number)}"',
                f'summary: "{LEADS[code]}"',
                f"date: {moment.isoformat()}",
                "author: Eleanor Whitlow",
                f"tags: [{', '.join(f'tag-{key}' for key in tags_of(number))}]",
                f"topics: [{', '.join(f'topic-{key}' for key in topics_of(number))}]",
            )
            text = "\n".join(("---", *head, "source: pl", "---", numbered(sample_markdown(code), number, code), ""))
            (bundle / f"index.{code}.md").write_text(text)


@cache
def sample_markdown(code: str) -> str:
    text = sample_body(code)
    for pattern, markdown in (
        (r"<h2>(.*?)</h2>", r"## \1\n\n"),
        (r"<p>(.*?)</p>", r"\1\n\n"),
        (r"<a href='(.*?)'>(.*?)</a>", r"[\2](\1)"),
        (r"</?em>", "*"),
    ):
        text = re.sub(pattern, markdown, text)
    return text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--folder", type=Path, help="write a content folder instead of a database")
    options = parser.parse_args()
    count = options.articles
    if options.folder:
        write_folder(options.folder, count)
        return
    call_command("migrate", verbosity=0)
    found = Article.objects.count()
    if found and found != count:
        raise SystemExit(f"The database holds {found} articles, not {count}: it was not filled to the end. Remove it.")
    if not found:
        fill(count)


if __name__ == "__main__":
    main()
