"""Import, export, import into an empty site: the same pages, byte for byte."""

import random
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from articles.models import Article, Edition, Tag, Withdrawal
from articles.publishing import PublishingError, publish, unschedule, withdraw
from languages.columns import localized
from languages.names import site_codes
from tests.content.conftest import Folder
from tests.factories import make_article, make_image, make_tag, make_topic, make_user, picture_bytes
from topics.models import Topic

DEMO = Path(__file__).parents[2] / "demo"
BODIES = [
    "<p>Akapit {0}.</p><p>Drugi.</p>",
    "<h2>Nagłówek {0}</h2><ul><li><p>raz</p></li><li><p>dwa</p><ul><li><p>w środku</p></li></ul></li></ul>",
    "<table><tbody><tr><th>a</th><td>{0}</td></tr></tbody></table>",
    '<p>Zdanie<span data-note="">Przypis {0}.</span>.</p><blockquote><p>{0}</p><footer>Ktoś</footer></blockquote>',
]


def all_pages(client) -> dict[str, tuple[int, bytes]]:
    """Return the status and bytes of every public page that links lead to, and of every edition's address."""
    waiting = [f"/{code}/" for code in site_codes()] + ["/sitemap.xml"]
    waiting += [edition.get_absolute_url() for edition in Edition.objects.all()]
    pages = {}
    while waiting:
        address = waiting.pop()
        if address in pages:
            continue
        response = client.get(address)
        body = response.getvalue() if response.streaming else response.content
        body = re.sub(rb"<lastmod>[^<]*</lastmod>", b"", body)  # the sitemap tells what an import has just changed
        pages[address] = response.status_code, body
        if "html" in response.headers.get("Content-Type", ""):
            found = re.findall(rb'(?:href|src)="(/[^"#]*)"', body)
            here = re.findall(rb'href="(\?[^"#]*)"', body)
            waiting += [link.decode().replace("&amp;", "&") for link in found if not link.startswith(b"/static/")]
            waiting += [address.partition("?")[0] + link.decode().replace("&amp;", "&") for link in here]
    return pages


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo with two small pictures in the places of all: making renditions is what takes the time."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    shutil.copytree(DEMO, folder)
    for number, picture in enumerate(sorted(folder.rglob("*.jpg"))):
        picture.write_bytes(picture_bytes(colour="navy" if number % 3 else "teal"))
    return Folder(folder)


def test_the_demo_comes_back_the_same_byte_for_byte(client, demo, exported, empty_site, tmp_path):
    empty_site()  # feeds name articles by their keys, which must be counted from one both times
    demo.take_in()
    before = all_pages(client)
    exported.export()
    empty_site()

    said = exported.take_in()
    after = all_pages(client)

    assert said.endswith("0 broken.")
    assert len(before) > 100
    assert {address for address in before if before[address] != after.get(address)} == set()
    assert after.keys() == before.keys()
    again = Folder(tmp_path / "again")
    again.export()
    assert again.files() == exported.files()


def test_an_export_taken_in_where_it_came_from_changes_nothing(demo, exported):
    demo.take_in()
    exported.export()
    editions = list(Edition.objects.order_by("pk").values())

    foretold = exported.take_in("--dry-run")
    said = exported.take_in()

    assert re.fullmatch(r"0 created, 0 changed, \d+ unchanged, 0 broken\.", said)
    assert foretold == f"Dry run, nothing was written: {said}"
    assert list(Edition.objects.order_by("pk").values()) == editions


# A random history of one article in three languages, acted out at moments that pass.

FACTS = [field.attname for field in Edition._meta.concrete_fields]
NOT_COMPARED = {"id", "article_id", "image_id", "made_from_id", "published_by_id", "created_at"}
SEEDS = (0, 1, 2, 11, 29, 33, 46, 69, 92, 189, 314, 332)  # among them histories that are easily got wrong
START = datetime(2026, 1, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize("seed", SEEDS)
def test_any_history_comes_back_as_it_was(seed, exported, empty_site, monkeypatch, tmp_path):
    chance = random.Random(seed)  # noqa: S311 - the same histories in every run
    clock = iter(START + timedelta(hours=chance.randint(1, 30) * step) for step in range(1, 1000))
    monkeypatch.setattr(timezone, "now", lambda: START)
    articles = [act_out(chance, monkeypatch, clock) for _number in range(2)]
    monkeypatch.setattr(timezone, "now", lambda: START + timedelta(days=chance.choice([3, 40, 4000])))
    before = facts_of(articles)
    exported.export()
    keys = [Article.objects.get(pk=article.pk).key for article in articles]
    said = exported.take_in()
    assert re.fullmatch(r"0 created, 0 changed, \d+ unchanged, 0 broken\.", said)
    assert facts_of(articles) == before
    empty_site()

    said = exported.take_in()

    assert said.endswith("0 broken.")
    after = facts_of(Article.objects.get(key=key) for key in keys)
    assert {place: (fact, after.get(place)) for place, fact in before.items() if after.get(place) != fact} == {}
    assert after.keys() == before.keys()
    again = Folder(tmp_path / "again")
    again.export()
    assert again.files() == exported.files()


def act_out(chance, monkeypatch, clock) -> Article:
    """Return an article whose languages were written, published, scheduled, withdrawn and changed at random."""
    topics = [make_topic(pl={"title": f"Temat {n}", "slug": f"temat-{Topic.objects.count()}"}) for n in range(2)]
    tags = [make_tag(f"tag-{Tag.objects.count()}", pl="nazwa") for _n in range(2)]
    pictures = [make_image(colour, alt_pl="opis", alt_en="text", credit_pl="autor") for colour in ("navy", "teal")]
    article = make_article(pl={"title": f"Tytuł {Article.objects.count()}", "body": "<p>Początek.</p>"})
    user = make_user()
    for step in range(chance.randint(3, 14)):
        now = next(clock)
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        language = chance.choice(["pl", "en", "zh-hans"])
        act = chance.choice(["write", "publish", "publish", "publish", "withdraw", "unschedule", "share", "source"])
        moment = chance.choice([None, None, now + timedelta(days=chance.randint(1, 90)), now - timedelta(hours=2)])
        try:
            if act == "source" and chance.random() < 0.4:
                article.source_language = language
            elif act == "share":
                article.topics.set(chance.sample(topics, chance.randint(0, 2)))
                article.tags.set(chance.sample(tags, chance.randint(0, 2)))
                article.image = chance.choice([None, *pictures])
                article.is_featured = chance.random() < 0.5
                image = chance.choice(pictures)
                image.alt_pl, image.caption_en = f"opis {step}", chance.choice(["", f"caption {step}"])
                image.save()
            elif act == "withdraw":
                withdraw(article=article, language=language, by=user, at=moment, reason=f"Powód {step}: „tak”")
            elif act == "unschedule":
                unschedule(article=article, language=language)
            else:
                setattr(article, localized("title", language), f"Tytuł {step} {article.pk}")
                setattr(article, localized("body", language), chance.choice(BODIES).format(step))
                setattr(article, localized("lead", language), chance.choice(["", f"Zajawka: „{step}” # 'x'\\n"]))
            article.save()
            if act == "publish":
                publish(article=article, language=language, by=user, at=moment, note=f"{step}", minor=step % 3 == 0)
        except PublishingError:
            continue
    return article


def facts_of(articles) -> dict:
    """Return what the site knows of articles, in words instead of numbers."""
    facts = {}
    for number, article in enumerate(articles):
        article.refresh_from_db()
        for code in site_codes():
            facts |= {(number, code, field): text for field, text in article.text(code).items() if field != "slug"}
        facts[number, "source"] = article.source_language
        facts[number, "topics"] = {topic.slug_pl for topic in article.topics.all()}
        facts[number, "tags"] = {tag.slug for tag in article.tags.all()}
        facts[number, "image"] = article.image and (article.image.digest, article.image.describe("pl"))
        facts[number, "featured"] = article.is_featured
        for edition in article.editions.order_by("language", "version"):
            place = (number, edition.language, edition.version)
            facts |= {(*place, name): getattr(edition, name) for name in FACTS if name not in NOT_COMPARED}
            made_from, withdrawal = edition.made_from, Withdrawal.objects.filter(edition=edition).first()
            facts[*place, "made_from"] = made_from and (made_from.language, made_from.version)
            facts[*place, "image"] = edition.image and edition.image.digest
            facts[*place, "topics"] = {topic.slug_pl for topic in edition.topics.all()}
            facts[*place, "tags"] = {tag.slug for tag in edition.tags.all()}
            facts[*place, "withdrawal"] = withdrawal and (withdrawal.at, withdrawal.reason)
    return facts
