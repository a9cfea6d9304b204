"""The JSON API: what is live, for programs, by pages, with cheap second questions."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from articles.publishing import publish, withdraw
from portal import page_cache
from tests.factories import make_article, make_edition, make_image, make_tag, make_topic
from tests.reading import parse

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
ROOT = "/api/v1/"


def text(title, **more):
    return {"title": title, "body": "<p>Ala ma kota.</p>", **more}


def site(editor, **shared):
    """Return an article that is live in two languages, under a topic and a tag."""
    article = make_article(
        pl=text("Most", slug="most", lead="Krótko", author_line="Anna Nowak"), en=text("Bridge", slug="bridge"),
        **shared or {"image": make_image(alt_pl="Rzeka"), "topics": [make_topic()], "tags": [make_tag(pl="Rzeka")]},
    )  # fmt: skip
    for code in ("pl", "en"):
        publish(article=article, language=code, by=editor, at=timezone.now() - HOUR)
    return article


def titles(client, query=""):
    return [item["title"] for item in client.get(f"{ROOT}articles/{query}").json()["items"]]


def described(client) -> dict:
    return client.get(f"{ROOT}openapi.json").json()


def test_the_description_is_valid_openapi_3_1(client):
    schema = described(client)

    OpenAPIV31SpecValidator(schema).validate()
    assert schema["openapi"].startswith("3.1")
    assert {"get"} == {method for methods in schema["paths"].values() for method in methods}


def test_every_answer_is_as_it_is_described(client, editor):
    article = site(editor)
    schema = described(client)
    number = {"/api/v1/topics/{number}/": article.topics.get().pk}

    for path in schema["paths"]:
        address = path.replace("{number}", str(number.get(path, article.pk))).replace("{language}", "pl")
        address += "?language=pl&q=most" if "search" in path else ""
        answer = client.get(address)
        assert answer.status_code == 200, address
        kind = schema["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        Draft202012Validator(kind | {"components": schema["components"]}).validate(answer.json())
        assert answer.json(), address


def test_the_door_tells_where_everything_is(client, editor):
    site(editor)

    for name, address in client.get(ROOT).json().items():
        query = "?language=pl" if name == "search" else ""
        assert client.get(urlsplit(address).path + query).status_code == 200


def test_a_text_is_told_whole(client, editor, settings):
    article = site(editor)
    edition = article.editions.get(language="pl")

    found = client.get(f"{ROOT}articles/{article.pk}/pl/").json()

    site_url = settings.SITE_URL
    assert (found["title"], found["lead"], found["author"], found["language"]) == ("Most", "Krótko", "Anna Nowak", "pl")
    assert found["address"] == f"{site_url}/pl/articles/most/"
    assert found["identity"] == client.get("/pl/feed/json/").json()["items"][0]["id"]
    assert found["data"] == f"{site_url}{ROOT}articles/{article.pk}/pl/"
    assert found["alternates"] == {"pl": f"{site_url}/pl/articles/most/", "en": f"{site_url}/en/articles/bridge/"}
    assert found["topics"] == [{"title": "Temat", "language": "pl", "address": f"{site_url}/pl/topics/temat/"}]
    assert found["tags"] == [
        {"slug": "rzeka", "name": "Rzeka", "language": "pl", "address": f"{site_url}/pl/tags/rzeka/"}
    ]
    assert "Ala ma kota." in found["body"]
    assert found["picture"]["alt"] == "Rzeka"
    assert found["picture"]["address"] == site_url + article.image.whole.src
    assert timezone.datetime.fromisoformat(found["published_at"]) - edition.published_at < timedelta(milliseconds=1)
    assert (found["version"], found["is_original"], found["is_behind"]) == (1, True, False)


def test_no_name_of_another_language_is_passed_off_as_this_ones(client, editor):
    article = site(editor)

    found = client.get(f"{ROOT}articles/{article.pk}/en/").json()

    assert [(topic["title"], topic["language"]) for topic in found["topics"]] == [("Temat", "pl")]
    assert [(tag["name"], tag["language"]) for tag in found["tags"]] == [("Rzeka", "pl")]


def test_the_languages_of_an_article_are_told(client, editor):
    article = site(editor)

    found = client.get(f"{ROOT}articles/{article.pk}/").json()

    assert [(item["language"], item["is_original"]) for item in found] == [("pl", True), ("en", False)]


def test_a_list_is_narrowed(client, editor):
    article = site(editor)
    make_edition(pl=text("Inny"))

    assert titles(client) == ["Inny", "Bridge", "Most"]
    assert titles(client, "?language=pl") == ["Inny", "Most"]
    assert titles(client, f"?topic={article.topics.get().pk}") == ["Bridge", "Most"]
    assert titles(client, "?tag=rzeka&language=en") == ["Bridge"]
    assert titles(client, "?limit=1") == ["Inny"]


def test_the_pages_of_a_list_hold_everything_once(client, editor):
    start = timezone.now() - 100 * HOUR
    for number in range(7):
        make_edition(pl=text(f"Ł{number}", slug=f"łódź-{number}"), at=start + HOUR * (number // 3))
    found, address = [], f"{ROOT}articles/?language=pl&limit=3"

    while address:
        answer = client.get(address).json()
        found += [item["title"] for item in answer["items"]]
        address = answer["next"] and "{0.path}?{0.query}".format(urlsplit(answer["next"]))

    assert found == [f"Ł{number}" for number in reversed(range(7))]


def test_the_pages_of_the_tags_hold_every_tag_that_something_live_carries(client, editor):
    for number in range(5):
        make_edition(article=make_article(pl=text(f"T{number}"), tags=[make_tag(f"tag-{number}", pl=f"Tag {number}")]))
    make_tag("ukryty", pl="Ukryty")
    make_edition(article=make_article(pl=text("Jutro"), tags=[make_tag("jutro")]), at=timezone.now() + HOUR)
    found, address = [], f"{ROOT}tags/?limit=2"

    while address:
        answer = client.get(address).json()
        found += [tag["slug"] for tag in answer["items"]]
        address = answer["next"] and "{0.path}?{0.query}".format(urlsplit(answer["next"]))

    assert found == [f"tag-{number}" for number in range(5)]


def test_what_is_not_live_is_nowhere(client, editor):
    article = site(editor)
    scheduled = make_edition(pl=text("Jutro"), at=timezone.now() + HOUR)
    draft = make_article(pl=text("Szkic"))
    for code in ("pl", "en"):
        withdraw(article=article, language=code, by=editor, reason="Pomyłka")

    assert titles(client) == []
    for other in (article, scheduled.article, draft):
        assert client.get(f"{ROOT}articles/{other.pk}/").status_code == 404
        assert client.get(f"{ROOT}articles/{other.pk}/pl/").status_code == 404
    assert client.get(f"{ROOT}tags/").json()["items"] == []
    assert client.get(f"{ROOT}articles/?tag=rzeka").status_code == 404


def test_the_search_finds_what_readers_find(client, editor):
    article = site(editor)
    make_edition(pl=text("Rzeka", lead="O mostach"), at=timezone.now() - 2 * HOUR)
    make_edition(pl=text("Mosty jutra"), at=timezone.now() + HOUR)

    found = client.get(f"{ROOT}search/?language=pl&q=most").json()

    assert [hit["title"] for hit in found["items"]] == ["Most", "Rzeka"]
    assert (found["count"], found["next"]) == (2, None)
    assert client.get(urlsplit(found["items"][0]["data"]).path).json()["id"] == article.pk
    narrowed = client.get(f"{ROOT}search/?language=pl&q=most&tag=rzeka&topic={article.topics.get().pk}").json()
    assert [hit["title"] for hit in narrowed["items"]] == ["Most"]
    for code in ("pl", "en"):
        withdraw(article=article, language=code, by=editor)
    assert [hit["title"] for hit in client.get(f"{ROOT}search/?language=pl&q=most").json()["items"]] == ["Rzeka"]


def test_the_search_goes_on(client):
    for number in range(12):
        make_edition(pl=text(f"Most {number}"), at=timezone.now() - HOUR * (1 + number))

    first = client.get(f"{ROOT}search/?language=pl&q=most").json()
    second = client.get("{0.path}?{0.query}".format(urlsplit(first["next"]))).json()

    assert (len(first["items"]), len(second["items"]), second["next"]) == (10, 2, None)
    assert len({hit["address"] for hit in first["items"] + second["items"]}) == 12


def test_a_topic_out_of_its_period_is_not_there(client):
    topic = make_topic(pl={"title": "Temat", "slug": "temat"}, visible_until=timezone.now())

    assert client.get(f"{ROOT}topics/").json() == []
    assert client.get(f"{ROOT}topics/{topic.pk}/").status_code == 404
    assert client.get(f"{ROOT}articles/?topic={topic.pk}").status_code == 404


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("articles/?language=xx", 404), ("articles/?limit=0", 422), ("articles/?limit=101", 422),
        ("articles/?limit=x", 422), ("articles/?before=x", 404), ("articles/?before=pl:%00", 404),
        ("articles/?topic=99999999999999999999", 422), ("articles/?topic=7", 404), ("articles/?tag=%00", 404),
        ("articles/0/", 422), ("articles/x/", 422), ("articles/9/", 404), ("articles/99999999999999999999/", 422),
        ("articles/1/%00/", 404), ("tags/?after=nie-ma", 404), ("tags/?after=%00", 404), ("nie-ma/", 404),
        ("search/", 422), ("search/?language=xx&q=a", 404), ("search/?language=pl&q=a&page=101", 422),
        ("search/?language=pl&q=a&tag=nie-ma", 404), ("search/?language=pl&q=a&year=x", 422),
        ("articles/?language=" + "x" * 500, 422), ("articles/?before=pl:" + "x" * 500, 422),
    ],
)  # fmt: skip
def test_a_question_without_sense_is_answered_in_json(client, address, status):
    make_edition(pl=text("Most"))

    answer = client.get(f"{ROOT}{address}")

    assert answer.status_code == status
    assert answer["Content-Type"].startswith("application/json")
    assert answer.json()["detail"]


@pytest.mark.parametrize("query", ["", "%00", '"', "-", "a" * 10_000, "'; DROP TABLE x", "%F0%9F%8C%89", "桥"])
def test_any_query_is_answered(client, query):
    make_edition(pl=text("Most"))

    answer = client.get(f"{ROOT}search/?language=pl&q={query}")

    assert (answer.status_code, answer.json()["items"]) == (200, [])


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, method):
    assert getattr(client, method)(f"{ROOT}articles/").status_code == 405


def test_programs_of_every_origin_may_read(client):
    asked = client.options(f"{ROOT}articles/", headers={"origin": "https://elsewhere.example"})
    answer = client.get(f"{ROOT}articles/", headers={"origin": "https://elsewhere.example"})
    head = client.head(f"{ROOT}articles/")

    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")
    assert answer["Access-Control-Allow-Origin"] == asked["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert (head.status_code, head["Content-Type"]) == (200, answer["Content-Type"])
    assert not answer.cookies


def test_letters_of_every_script_stand_for_themselves(client):
    make_edition(zh_hans={"title": "桥", "body": "<p>草叶</p>"}, source_language="zh-hans", language="zh-hans")

    assert "桥" in client.get(f"{ROOT}articles/").content.decode()


@pytest.fixture
def clock(settings, monkeypatch):
    settings.PORTAL_PAGE_CACHE = True
    monkeypatch.setattr(page_cache, "BELIEVED", {"sqlite": 0, "postgresql": 0})

    class Clock:
        now = timezone.now().replace(microsecond=300_000)

    monkeypatch.setattr(timezone, "now", lambda: Clock.now)
    return Clock


@pytest.mark.parametrize("address", [f"{ROOT}articles/?language=pl", "/pl/feed/", "/pl/feed/json/"])
def test_a_second_question_is_cheap_until_something_changes(client, editor, clock, address):
    article = make_article(pl=text("Most"))
    publish(article=article, language="pl", by=editor)
    client.get(address)
    clock.now += timedelta(seconds=2)
    first = client.get(address)
    by_etag = {"if-none-match": first["ETag"]}
    by_moment = {"if-modified-since": first["Last-Modified"]}

    assert [client.get(address, headers=asked).status_code for asked in (by_etag, by_moment)] == [304, 304]
    assert client.get(address, headers=by_etag)["Access-Control-Allow-Origin"] == "*"

    article.title_pl = "Mosty"
    article.save()
    publish(article=article, language="pl", by=editor)
    assert [client.get(address, headers=asked).status_code for asked in (by_etag, by_moment)] == [200, 200]


def test_a_change_within_the_second_is_not_missed(client, editor, clock):
    article = make_article(pl=text("Most"))
    publish(article=article, language="pl", by=editor)
    clock.now += timedelta(milliseconds=100)

    first = client.get(f"{ROOT}articles/")

    assert "Last-Modified" not in first


def test_the_etag_outweighs_the_moment(client, editor, clock):
    make_edition(pl=text("Most"))
    client.get(f"{ROOT}articles/")
    clock.now += timedelta(seconds=2)
    first = client.get(f"{ROOT}articles/")

    asked = {"if-none-match": '"other"', "if-modified-since": first["Last-Modified"]}

    assert client.get(f"{ROOT}articles/", headers=asked).status_code == 200


def test_an_answer_is_rendered_once(client, editor, clock):
    article = site(editor)
    addresses = [f"{ROOT}articles/?language=pl&limit=5", f"{ROOT}articles/{article.pk}/pl/", f"{ROOT}tags/", "/api/"]
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        assert [query for query in captured if "freshness" not in query["sql"]] == [], address


def test_twenty_more_cost_no_query_more(client, editor):
    topic, tag, image = make_topic(), make_tag(pl="Rzeka"), make_image()
    article = site(editor, topics=[topic], tags=[tag], image=image)
    addresses = [
        f"{ROOT}articles/", f"{ROOT}articles/?language=pl", f"{ROOT}articles/?topic={topic.pk}",
        f"{ROOT}articles/?tag=rzeka&language=pl&before=pl:most", f"{ROOT}articles/{article.pk}/",
        f"{ROOT}articles/{article.pk}/pl/", f"{ROOT}topics/", f"{ROOT}topics/{topic.pk}/", f"{ROOT}tags/",
        f"{ROOT}tags/?after=rzeka", f"{ROOT}languages/", f"{ROOT}search/?language=pl&q=most&tag=rzeka",
    ]  # fmt: skip

    def costs():
        found = {}
        for address in addresses:
            assert client.get(address).status_code == 200, address
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            found[address] = len(captured)
        return found

    one = costs()
    for number in range(20):
        more = make_article(
            pl=text(f"T{number}"), image=image, topics=[topic, make_topic(pl={"title": "X", "slug": f"x{number}"})],
            tags=[tag, make_tag(f"s{number}")],
        )  # fmt: skip
        make_edition(article=more, at=timezone.now() - 2 * HOUR)

    assert costs() == one
    assert max(one.values()) <= 8


def test_the_guide_names_every_address_and_field(client):
    schema = described(client)

    response = client.get("/api/")
    page = parse(response)

    words = {words.strip() for words, _element in page.texts}
    assert {f"GET {path}" for path in schema["paths"]} <= words
    for kind in schema["components"]["schemas"].values():
        assert set(kind["properties"]) <= words
    assert response["Content-Language"] == "en"
    assert "Accept-Language" not in response.get("Vary", "")


def test_the_guide_is_marked_as_english_where_the_site_is_not(client, settings):
    settings.LANGUAGES = [("pl", "Polish"), ("zh-hans", "Chinese")]

    page = parse(client.get("/api/"))

    assert page.language == "pl"
    assert {element.language for words, element in page.texts if "JSON API" in words} == {"en"}
