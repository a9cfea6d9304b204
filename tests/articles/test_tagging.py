"""Tags renamed, merged and translated: their old addresses lead on, and editions stay as they are."""

import pytest

from articles import freshness, tagging
from articles.models import Edition, EditionTag, FormerTag, Tag, TaggedArticle
from articles.search.results import search
from languages.names import site_codes
from tests.factories import make_article, make_edition, make_tag, make_user

pytestmark = pytest.mark.django_db


def tagged(slug, *tags):
    return make_edition(article=make_article(tags=tags, pl={"title": slug, "slug": slug, "body": "<p>x</p>"}))


def answer(client, address):
    response = client.get(address)
    return response.status_code, response.headers.get("Location")


def rename(tag, slug):
    tag.slug = slug
    tagging.save(tag)


def test_the_old_address_of_a_tag_leads_to_the_new_one(client):
    tag = make_tag("rzeka", pl="Rzeka")
    tagged("most", tag)
    rename(tag, "rzeki")

    assert answer(client, "/pl/tags/rzeka/") == (301, "/pl/tags/rzeki/")
    assert answer(client, "/en/tags/rzeka/feed/") == (301, "/en/tags/rzeki/feed/")
    assert answer(client, "/pl/tags/rzeka/feed/json/") == (301, "/pl/tags/rzeki/feed/json/")
    assert client.get("/pl/tags/rzeki/").status_code == 200


def test_an_old_address_leads_straight_to_the_newest_and_back_again(client):
    tag = make_tag("a", pl="A")
    tagged("most", tag)
    for slug in ("b", "c", "a"):
        rename(tag, slug)

    assert answer(client, "/pl/tags/b/") == (301, "/pl/tags/a/")
    assert client.get("/pl/tags/a/").status_code == 200
    assert set(FormerTag.objects.values_list("slug", flat=True)) == {"b", "c"}


def test_a_new_tag_takes_an_address_that_another_one_had(client):
    first = make_tag("a", pl="A")
    tagged("most", first)
    rename(first, "b")
    second = Tag(slug="a", name_pl="Nowy")
    tagging.save(second)
    tagged("inny", second)

    assert "Nowy" in client.get("/pl/tags/a/").text


def test_the_old_address_of_a_tag_that_nothing_carries_tells_nothing(client):
    rename(make_tag("tajne", pl="Tajne"), "kanarek")

    assert answer(client, "/pl/tags/tajne/") == (404, None)


def test_one_tag_takes_the_places_of_another(client):
    river, rivers = make_tag("river", en="river"), make_tag("rivers", pl="rzeki", en="rivers")
    both, one = tagged("both", river, rivers), tagged("one", rivers)
    before = list(Edition.objects.order_by("pk").values())
    number = freshness.number()

    tagging.merge([rivers], river)

    html = client.get("/pl/tags/river/").text
    assert "/pl/articles/both/" in html
    assert "/pl/articles/one/" in html
    assert "rzeki" in html
    assert answer(client, "/pl/tags/rivers/") == (301, "/pl/tags/river/")
    assert not Tag.objects.filter(slug="rivers").exists()
    assert set(EditionTag.objects.values_list("edition", "tag")) == {(both.pk, river.pk), (one.pk, river.pk)}
    assert set(TaggedArticle.objects.values_list("content_object", "tag")) == {
        (both.article_id, river.pk), (one.article_id, river.pk)
    }  # fmt: skip
    assert Tag.objects.get(slug="river").name_en == "river"
    assert freshness.number() > number
    assert list(Edition.objects.order_by("pk").values()) == before


def test_merging_a_merged_tag_leads_all_its_addresses_on(client):
    a, b, c = (make_tag(slug, pl=slug) for slug in "abc")
    tagged("most", a)
    tagging.merge([a], b)
    tagging.merge([b], c)

    assert answer(client, "/pl/tags/a/") == answer(client, "/pl/tags/b/") == (301, "/pl/tags/c/")


def test_the_search_finds_a_text_by_the_tag_that_took_over(client):
    river, water = make_tag("river", pl="rzeka"), make_tag("water", pl="woda")
    tagged("most", water)
    assert not list(search("rzeka", "pl"))

    tagging.merge([water], river)

    assert [edition.slug for edition in search("rzeka", "pl")] == ["most"]


@pytest.mark.parametrize("key", ["x", "9" * 30])
def test_a_forged_key_in_a_list_is_refused(client, key):
    client.force_login(make_user("anna", superuser=True))

    for action in ("merge", "delete_selected"):
        answer = client.post("/admin/articles/tag/", {"action": action, "_selected_action": [key], "into": key})

        assert answer.status_code == 400


def test_editors_merge_tags_from_their_list(client):
    tags = [make_tag(slug, pl=slug) for slug in ("a", "b", "c")]
    tagged("most", tags[1])
    client.force_login(make_user("admin", superuser=True))
    address = "/admin/articles/tag/"
    chosen = {"action": "merge", "_selected_action": [tags[0].pk, tags[1].pk]}
    asked = client.post(address, chosen)
    assert asked.status_code == 200
    assert Tag.objects.count() == 3

    client.post(address, chosen | {"into": tags[0].pk})

    assert set(Tag.objects.values_list("slug", flat=True)) == {"a", "c"}
    assert answer(client, "/pl/tags/b/") == (301, "/pl/tags/a/")
    client.post(address, {"action": "merge", "_selected_action": [tags[2].pk], "into": tags[2].pk})
    assert Tag.objects.count() == 2


def test_renaming_in_the_form_keeps_the_old_address(client):
    tag = make_tag("rzeka", pl="Rzeka")
    tagged("most", tag)
    client.force_login(make_user("admin", superuser=True))
    values = {f"name_{code.replace('-', '_')}": "" for code in site_codes()} | {"name_pl": "Rzeki", "slug": "rzeki"}

    response = client.post(f"/admin/articles/tag/{tag.pk}/change/", values | {"initial-name_pl": "Rzeka"})

    assert response.status_code == 302
    assert answer(client, "/pl/tags/rzeka/") == (301, "/pl/tags/rzeki/")
    assert "Rzeki" in client.get("/pl/tags/rzeki/").text
