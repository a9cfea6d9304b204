"""Every piece of text says its language, and no text stands in for another."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from articles.publishing import publish, withdraw
from languages.names import bcp47, language, site_codes
from tests.factories import make_article, make_image, make_tag, make_topic, make_user
from tests.reading import crawl, is_page, parse, path_of, text_of

pytestmark = pytest.mark.django_db

# A word of each language that stands in every text of it, and in nothing else.
SIGNS = {"pl": "źdźbło", "en": "heather", "zh-hans": "草叶"}


def say(code, what):
    return f"{what} {SIGNS[code]}"


def make_site():
    """Fill a site with articles in every set of languages, all under one topic and one tag."""
    names = {code.replace("-", "_"): code for code in site_codes()}
    image = make_image(
        **{
            f"{field}_{name}": say(code, field)
            for name, code in names.items()
            for field in ("alt", "caption", "credit")
        }
    )
    topics = [
        make_topic(
            banner=image,
            **{
                name: {
                    "title": say(code, "Topic"),
                    "slug": f"topic-{number}-{name}",
                    "introduction": say(code, "Intro"),
                }
                for name, code in names.items()
                if code in codes
            },
        )
        for number, codes in enumerate((site_codes(), ["pl"], ["en"], ["zh-hans", "en"]))
    ]
    tags = [
        make_tag(f"tag-{number}", **{name: say(code, "Tag") for name, code in names.items() if code in codes})
        for number, codes in enumerate((site_codes(), ["en"], ["zh-hans"]))
    ]
    articles = []
    for number, codes in enumerate((site_codes(), ["pl"], ["en"], ["zh-hans"], ["pl", "en"], ["en", "zh-hans"])):
        article = make_article(
            topics=topics,
            tags=tags,
            image=image,
            is_featured=number == 5,
            source_language=codes[0],
            **{
                code.replace("-", "_"): {
                    "title": say(code, f"Title {number}"),
                    "slug": f"article-{number}-{code}",
                    "lead": say(code, "Lead"),
                    "body": f"<h2>{say(code, 'H')}</h2><p>{say(code, 'P')}</p>",
                    "author_line": say(code, "Author"),
                }
                for code in codes
            },
        )
        at = timezone.now() - timedelta(hours=1)
        for code in codes:
            publish(article=article, language=code, by=make_user(), at=at)
        articles.append(article)
    withdraw(article=articles[0], language="zh-hans", by=make_user(), reason=say("zh-hans", "Reason"))
    publish(article=articles[4], language="pl", by=make_user())  # leaves English behind
    return articles


@pytest.fixture
def answers():
    make_site()
    return crawl(also=[f"/{here}/articles/article-{n}-{there}/" for n in range(6) for here in SIGNS for there in SIGNS])


def pages(answers):
    return {address: parse(answer) for address, answer in answers.items() if is_page(answer) and answer.content}


def test_every_text_carries_its_language(answers):
    seen = set()
    for address, page in pages(answers).items():
        for text, element in page.texts:
            for code, sign in SIGNS.items():
                if sign in text:
                    seen.add((page.language, code))
                    assert element.language == bcp47(code), f"{address}: {text!r} is said to be {element.language}"
    assert seen == {(bcp47(page), code) for page in SIGNS for code in SIGNS}


def test_every_text_of_another_language_tells_its_direction(answers):
    for address, page in pages(answers).items():
        for element in page.elements:
            own = element.attributes.get("lang", page.language)
            if own == page.language or element.tag in ("html", "link"):
                continue
            if element.tag == "a" and "hreflang" in element.attributes:
                continue  # the language switch names each language in its own words
            expected = language(element.language.lower()).direction
            assert element.attributes.get("dir") == expected, f"{address}: {element}"


def test_links_to_another_language_say_so(answers):
    for address, page in pages(answers).items():
        for link in page.all("a"):
            target = path_of(link.attributes.get("href", "")).split("/")
            if len(target) > 1 and target[1] in site_codes() and bcp47(target[1]) != page.language:
                assert link.attributes.get("hreflang") == bcp47(target[1]), f"{address}: {link}"


def test_a_page_says_its_language_and_direction(answers):
    for address, page in pages(answers).items():
        code = path_of(address).split("/")[1]
        if code in site_codes():
            (root,) = page.all("html")
            assert root.attributes["lang"] == bcp47(code)
            assert root.attributes.get("dir", "ltr") == language(code).direction
            assert answers[address].headers["Content-Language"] == bcp47(code)


def test_one_text_has_one_address(answers):
    owners = {}
    for address, page in pages(answers).items():
        if answers[address].status_code == 200 and "/articles/article-" in address:
            if re.search(
                r"/(?:history|changes|share|v\d+)/$", address
            ):  # not the text's address, and says where that is
                assert page.canonical == settings.SITE_URL + re.sub(
                    r"(?:history|share|v\d+(?:/changes)?)/$", "", address
                )
                assert page.all("meta", name="robots", content="noindex")
                continue
            owners.setdefault("".join(text for text, _element in page.texts if "P " in text), []).append(address)
            assert page.canonical == settings.SITE_URL + address
    bodies = [address for addresses in owners.values() for address in addresses]
    assert len(bodies) == len(set(bodies)) == 9


def test_alternates_are_exactly_the_live_ones_and_lead_back(answers):
    found = {}
    for address, page in pages(answers).items():
        alternates = {tag: path_of(target) for tag, target in page.alternates.items()}
        if answers[address].status_code != 200:
            assert not alternates, address
            continue
        found[path_of(address)] = alternates
    checked = 0
    for address, alternates in found.items():
        if not alternates:
            continue
        assert address in alternates.values(), f"{address} does not name itself"
        assert "x-default" in alternates
        for target in alternates.values():
            assert answers[target].status_code == 200
            assert found[target] == alternates, f"{address} and {target} disagree"
            checked += 1
    assert checked > 40


def test_an_article_that_is_elsewhere_is_a_marked_404_in_the_readers_language(answers):
    page = pages(answers)["/zh-hans/articles/article-4-en/"]

    assert answers["/zh-hans/articles/article-4-en/"].status_code == 404
    assert page.language == "zh-Hans"
    assert [meta.attributes["content"] for meta in page.all("meta", name="robots")] == ["noindex"]
    targets = {path_of(link.attributes["href"]) for link in page.all("a")}
    assert {"/pl/articles/article-4-pl/", "/en/articles/article-4-en/"} <= targets


def test_a_withdrawn_text_is_a_410_that_marks_its_reason(answers):
    page = pages(answers)["/zh-hans/articles/article-0-zh-hans/"]

    assert answers["/zh-hans/articles/article-0-zh-hans/"].status_code == 410
    assert page.language == "zh-Hans"
    assert any("Reason" in text for text, _element in page.texts)


def test_nothing_is_shown_in_place_of_what_is_missing(answers):
    """No page that answers 200 for an article shows a body of another language than its address."""
    for address, answer in answers.items():
        if answer.status_code == 200 and (match := re.match(r"/([a-z-]+)/articles/article-[^/]+/(?:v\d+/)?$", address)):
            others = {sign for code, sign in SIGNS.items() if code != match[1]}
            body = answer.content.decode().split('class="body"')[1].split("</div>")[0]
            assert SIGNS[match[1]] in body
            assert not any(sign in body for sign in others)


def test_sitemaps_name_live_pages_only(answers):
    addresses = {address for address in answers if answers[address].status_code == 200}
    named = set(re.findall(r"<loc>([^<]+)</loc>", "".join(text_of(answers[a]) for a in answers if "sitemap" in a)))

    assert {path_of(address) for address in named} <= {path_of(address) for address in addresses}
    assert f"{settings.SITE_URL}/en/articles/article-2-en/" in named
    assert not any("article-0-zh-hans" in address for address in named)


def test_fallbacks_are_off():
    assert settings.MODELTRANSLATION_ENABLE_FALLBACKS is False
    assert make_article(pl={"title": "Tytuł"}).text("en")["title"] == ""


def test_a_title_of_another_language_is_marked_for_the_eye(answers):
    """In a list, the language's name stands beside such a title, in the page's own language."""
    for address in ("/pl/articles/", "/pl/", "/en/topics/topic-0-en/", "/zh-hans/tags/tag-0/"):
        page = pages(answers)[address]
        marks = [text for text, element in page.texts if element.attributes.get("class") == "mark"]
        foreign = [text for text, element in page.texts if "Title" in text and element.language != page.language]
        assert foreign, address
        assert len(marks) >= len(foreign), address


def test_a_feed_speaks_its_language_alone(answers):
    feeds = [address for address in answers if "/feed/" in address and answers[address].status_code == 200]
    for address in feeds:
        code = address.split("/")[1]
        text = text_of(answers[address])
        assert SIGNS[code] in text or code == "zh-hans", address
        assert not [sign for other, sign in SIGNS.items() if other != code and sign in text], address
    assert len(feeds) > 20


def test_a_program_is_told_the_language_of_every_text(answers):
    listed = [item for address, answer in answers.items() if address.startswith("/api/v1/articles/?")
              for item in answer.json()["items"]]  # fmt: skip
    whole = [
        answer.json() for address, answer in answers.items() if re.match(r"/api/v1/articles/\d+/[a-z-]+/", address)
    ]
    for item in (*listed, *whole):
        for name in ("title", "lead", "author", "body"):
            signs = [code for code, sign in SIGNS.items() if sign in item.get(name, "")]
            assert signs in ([item["language"]], []), item
    for item in whole:
        for link in item["topics"]:
            assert SIGNS[link["language"]] in link["title"]
        for link in item["tags"]:
            assert SIGNS[link["language"]] in link["name"]
    assert {item["language"] for item in whole} == set(SIGNS)
