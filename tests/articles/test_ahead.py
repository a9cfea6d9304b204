"""What an import does ahead of publishing changes nothing of what is published."""

import pytest

from articles.ahead import work_ahead
from articles.models import Edition
from articles.publishing import publish
from articles.search.results import search
from languages.columns import localized
from tests.factories import BODY, make_article, make_image, make_user

pytestmark = pytest.mark.django_db
TEXTS = {
    "pl": "<h2>Wstęp</h2><p>Ala ma kota i 5 km do domu.</p><h2>Wstęp</h2><p>Koty śpią.</p>",
    "en": "<h2>Cats</h2><script>bad()</script><p>The cats’ houses</p>",
    "zh-hans": "<h2>花园</h2><p>文人的园子在江南。</p>",
}
FROZEN = ("manuscript", "body", "contents", "plain_text", "reading_minutes")


def written(body):
    return {"title": "Tytuł", "lead": "Zdanie.", "author_line": "", "body": body}


def make(language, body):
    return make_article(**{language.replace("-", "_"): written(body)}, source_language=language)


def frozen(edition):
    return {name: getattr(edition, name) for name in FROZEN}


@pytest.mark.parametrize(("language", "body"), TEXTS.items())
def test_an_edition_is_the_same_with_work_done_ahead(language, body):
    by = make_user()

    plain = publish(article=make(language, body), language=language, by=by)
    helped = publish(article=make(language, body), language=language, by=by, ahead=work_ahead(written(body), language))

    assert frozen(helped) == frozen(plain)


@pytest.mark.parametrize(("language", "word"), [("pl", "kot"), ("en", "house"), ("zh-hans", "江南")])
def test_what_was_done_ahead_is_found(language, word):
    ahead = work_ahead(written(TEXTS[language]), language)

    edition = publish(article=make(language, TEXTS[language]), language=language, by=make_user(), ahead=ahead)

    assert [found.pk for found in search(word, language)] == [edition.pk]


@pytest.mark.parametrize("field", ["title", "lead", "author_line", "body"])
def test_work_done_ahead_on_another_text_is_not_used(field):
    other = work_ahead(written(BODY) | {field: "Inny tekst."}, "pl")

    edition = publish(article=make("pl", BODY), language="pl", by=make_user(), ahead=other)

    assert "Ala ma kota" in edition.body.replace("\xa0", " ")
    assert [found.pk for found in search("inny", "pl")] == []


def test_work_done_ahead_does_not_move_the_anchors_of_an_earlier_edition():
    by, article = make_user(), make("pl", "<h2>Stary dom</h2><p>a</p>")
    publish(article=article, language="pl", by=by)
    body = "<h2>Stary, dobry dom</h2><p>a</p>"
    type(article).objects.update(**{localized("body", "pl"): body})

    publish(article=article, language="pl", by=by, ahead=work_ahead(written(body), "pl"))

    first, second = Edition.objects.order_by("version")
    assert second.contents[0]["title"] == "Stary, dobry dom"
    assert second.contents[0]["anchor"] == first.contents[0]["anchor"]


def test_a_body_that_refers_to_rows_is_left_to_publishing():
    image = make_image()

    for body in (
        f'<p>a</p><figure><img data-image="{image.pk}" alt="b"></figure>', '<p><a data-article="1">a</a></p>',
    ):  # fmt: skip
        assert work_ahead(written(body), "pl") is None
