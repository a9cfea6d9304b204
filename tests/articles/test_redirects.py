"""Old addresses: redirects, lists of them, and what readers look for in vain."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import redirect_lists, redirects
from articles.models import MissingAddress, Redirect
from articles.publishing import publish, withdraw
from articles.redirects import keep, normalized
from tests.factories import make_article, make_edition, make_topic, make_user

pytestmark = pytest.mark.django_db

OLD = "/pol/zt/t123.htm"


def lead(old=OLD, target="", **places):
    redirect = Redirect(old=old, target=target, **places)
    keep(redirect)
    return redirect


def answer(client, address):
    response = client.get(address)
    return response.status_code, response.headers.get("Location")


@pytest.fixture
def counting(monkeypatch):
    for tally in (redirects.hits, redirects.misses):
        monkeypatch.setattr(tally, "due", 0.0)
    monkeypatch.setattr(redirects, "WRITTEN_EVERY", 0)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("/pol/zt/t123.htm", "/pol/zt/t123.htm"),
        ("http://www.old.example/pol/zt/T123.HTM#top", "/pol/zt/t123.htm"),
        ("pol/zt/", "/pol/zt"),
        ("/a.php?b=2&a=1&utm_source=x", "/a.php?a=1&b=2"),
        ("/%C5%81%C3%B3d%C5%BA", "/łódź"),
        ("/Łódź", "/łódź"),
        ("/L%CC%81", "/ĺ"),
        ("/%B1x", "/%b1x"),
        ("/a%20b", "/a b"),
        ("http://[", ""),
        ("", "/"),
    ],
)
def test_an_address_is_kept_in_one_form(written, kept):
    assert normalized(written) == kept


@pytest.mark.parametrize(
    "asked",
    [OLD, "/pol/zt/T123.HTM", f"{OLD}/", f"{OLD}?utm_source=mail", f"{OLD}?id=7", "/pol/zt/t%3123.htm"],
)
def test_an_old_address_leads_to_the_new_one_however_it_is_spelled(client, asked):
    lead(target="/pl/topics/")

    assert answer(client, asked) == (301, "/pl/topics/")


def test_a_redirect_for_the_very_query_comes_before_one_for_the_path(client):
    lead("/show.php", "/pl/")
    lead("/show.php?id=5&lang=PL", "/pl/topics/")

    assert answer(client, "/show.php?lang=pl&id=5") == (301, "/pl/topics/")
    assert answer(client, "/show.php?id=6") == (301, "/pl/")
    assert answer(client, "/show.php") == (301, "/pl/")


@pytest.mark.parametrize(
    "path", ["/%B1%EA.htm", "/%C4%85.htm", "/中文.htm", "/en/zt/t1.htm", "/zh/zt/t1.htm", "/en-US/a.htm"]
)
def test_old_addresses_may_be_in_any_encoding_and_look_like_ours(client, path):
    lead(path, "/pl/topics/")

    assert answer(client, path) == (301, "/pl/topics/")


def test_a_redirect_follows_its_article_wherever_it_moves(client, editor):
    article = make_edition(pl={"title": "Most", "slug": "most", "body": "<p>x</p>"}).article
    lead(target="/pl/articles/most/")
    article.slug_pl = "nowy-most"
    article.save()
    publish(article=article, language="pl", by=editor)

    assert Redirect.objects.get().article == article
    assert answer(client, OLD) == (301, "/pl/articles/nowy-most/")


def test_a_redirect_leads_to_the_chosen_language_or_the_nearest(client, editor):
    article = make_article(
        pl={"title": "Most", "slug": "most", "body": "<p>x</p>"}, en={"title": "B", "slug": "b", "body": "<p>x</p>"}
    )
    publish(article=article, language="pl", by=editor)
    lead(article=article, language="en")

    before = answer(client, OLD)
    publish(article=article, language="en", by=editor)

    assert before == (301, "/pl/articles/most/")
    assert answer(client, OLD) == (301, "/en/articles/b/")


def test_a_redirect_to_a_withdrawn_article_leads_to_the_reason(client, editor):
    article = make_edition(pl={"title": "Most", "slug": "most", "body": "<p>x</p>"}).article
    lead(article=article)
    withdraw(article=article, language="pl", by=editor)

    assert answer(client, OLD) == (301, "/pl/articles/most/")


def test_a_redirect_tells_nothing_of_a_draft(client):
    lead(article=make_article(pl={"title": "Tajne", "slug": "tajne", "body": "<p>x</p>"}))

    assert answer(client, OLD) == (404, None)


def test_a_redirect_follows_a_topic_within_its_period(client):
    topic = make_topic(pl={"title": "Temat", "slug": "temat"})
    lead(target="/pl/topics/temat/")
    assert answer(client, OLD) == (301, "/pl/topics/temat/")

    topic.visible_until = timezone.now()
    topic.save()

    assert answer(client, OLD) == (404, None)


def test_a_redirect_never_hides_what_answers_by_itself(client, editor):
    lead("/pl/articles/most", "/pl/topics/")
    lead("/en/articles/most", "/pl/topics/")
    assert answer(client, "/pl/articles/most/") == (301, "/pl/topics/")

    edition = make_edition(pl={"title": "Most", "slug": "most", "body": "<p>x</p>"})

    assert answer(client, "/pl/articles/most/") == (200, None)
    assert answer(client, "/en/articles/most/") == (404, None)  # the page that says where it is
    withdraw(article=edition.article, language="pl", by=editor)
    assert answer(client, "/pl/articles/most/") == (410, None)


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example/", "/\\evil.example", "https:/evil", "javascript:alert(1)", "data:text/html,x", "evil.example",
        "/a b", "/a\nSet-Cookie: x", "http://", "https://[", "ftp://evil.example/", "\\\\evil.example", OLD,
        "/POL/zt/T123.htm/",
    ],
)  # fmt: skip
def test_where_a_redirect_may_not_lead(target):
    with pytest.raises(ValidationError):
        lead(target=target)
    assert not Redirect.objects.exists()


@pytest.mark.parametrize("old", ["", "/", "/?a=1#", "/admin/", "/admin/x", "/" + "a" * 600])
def test_which_addresses_are_no_old_ones(old):
    if old == "/?a=1#":
        assert normalized(old) == "/?a=1"
        return
    with pytest.raises(ValidationError):
        lead(old, "/pl/")


def test_nothing_of_a_request_gets_into_where_it_leads(client):
    lead("/go", "https://partner.example/x")

    assert answer(client, "/go?next=//evil.example&utm_source=x") == (301, "https://partner.example/x")


def test_chains_are_collapsed_from_both_ends(client):
    lead("/b", "/c")
    lead("/a", "/b")
    assert Redirect.objects.get(old="/a").target == "/c"

    lead("/c", "/pl/topics/")

    assert {redirect.target for redirect in Redirect.objects.all()} == {"/pl/topics/"}
    assert answer(client, "/a") == (301, "/pl/topics/")


def test_chains_through_a_query_are_collapsed_as_readers_would_go(client):
    lead("/b", "/pl/topics/")
    lead("/b?id=1", "/en/topics/")
    lead("/a", "/b?id=2")
    lead("/a1", "/b?id=1")
    lead("/d", "/c?id=1")
    lead("/c", "/zh-hans/topics/")

    assert answer(client, "/a") == (301, "/pl/topics/")
    assert answer(client, "/a1") == (301, "/en/topics/")
    assert answer(client, "/d") == (301, "/zh-hans/topics/")


@pytest.mark.parametrize(
    "pairs", [[("/a", "/a?x=1")], [("/a", "/b?x=1"), ("/b", "/a?y=1")], [("/a", "/b?x=1"), ("/b", "/a")]]
)
def test_loops_through_a_query_are_refused(pairs):
    *first, (old, target) = pairs
    for pair in first:
        lead(*pair)

    with pytest.raises(ValidationError):
        lead(old, target)


def test_loops_are_refused_also_by_the_database():
    lead("/a", "/b")
    lead("/b2", "/a")

    with pytest.raises(ValidationError, match=r"each other|do siebie"):
        lead("/b", "/a")
    with pytest.raises(ValidationError):
        lead("/b", "/b2")
    with pytest.raises(IntegrityError), transaction.atomic():
        Redirect.objects.filter(old="/a").update(target_key="/a")
    with pytest.raises(IntegrityError), transaction.atomic():
        Redirect.objects.create(old="/nowhere")


def test_hits_are_counted_and_last_ones_dated(client, counting):
    redirect = lead(target="/pl/")
    for _time in range(3):
        client.get(OLD)

    redirect.refresh_from_db()
    assert redirect.hits == 3
    assert timezone.now() - redirect.last_hit_at < timedelta(minutes=1)


def test_a_flood_of_hits_writes_once(client, django_assert_num_queries, monkeypatch):
    lead(target="/pl/")
    with django_assert_num_queries(1):
        client.get(OLD)
    for _time in range(50):
        client.get(OLD)
    monkeypatch.setattr(redirects.hits, "due", 0.0)
    client.get(OLD)

    assert Redirect.objects.get().hits == 52


def test_what_readers_look_for_in_vain_is_counted_without_what_tells_of_them(client, counting):
    for _time in range(2):
        client.get("/pl/nie-ma/?mail=jan@example.org", headers={"X-Forwarded-For": "9.9.9.9"})
    client.get("/wypisz/jan@example.org/")
    client.get("/admin/nie-ma/")
    client.get(f"/{'a' * 300}/")
    client.post("/pl/post/")
    make_edition(pl={"title": "Most", "slug": "most", "body": "<p>x</p>"})
    client.get("/en/articles/most/")
    assert answer(client, "/pl/articles") == (301, "/pl/articles/")
    for query in ("before=%00", "before=pl:nie-ma", "before=pl:most", "after=x"):  # the list is there, this part is not
        assert client.get(f"/pl/articles/?{query}").status_code == 404

    assert list(MissingAddress.objects.values_list("path", "count")) == [("/pl/nie-ma/", 2)]


def test_a_scanner_cannot_fill_the_list_or_push_out_what_many_look_for(client, counting, monkeypatch):
    monkeypatch.setattr(redirects, "MOST_MISSING", 20)
    for _time in range(3):
        client.get("/pl/wazne/")
    for number in range(60):
        client.get(f"/scan-{number}.php")

    assert MissingAddress.objects.count() == 20
    assert MissingAddress.objects.get(path="/pl/wazne/").count == 3


def test_of_a_burst_only_so_much_is_kept(client, monkeypatch):
    for number in range(redirects.MOST_WAITING + 50):
        redirects.missed(f"/scan-{number}")
    assert len(redirects.misses.waiting) == redirects.MOST_WAITING
    monkeypatch.setattr(redirects.misses, "due", 0.0)

    redirects.missed("/scan-1")

    assert MissingAddress.objects.count() == redirects.NEW_AT_ONCE
    assert MissingAddress.objects.get(path="/scan-1").count == 2


def test_what_was_not_looked_for_in_a_long_time_is_forgotten(client, counting):
    MissingAddress.objects.create(path="/dawno/", count=900, last_at=timezone.now() - timedelta(days=91))

    client.get("/nowe/")

    assert list(MissingAddress.objects.values_list("path", flat=True)) == ["/nowe/"]


@pytest.mark.parametrize("key", ["x", "9" * 30])
def test_a_forged_key_is_refused(client, key):
    client.force_login(make_user("admin", superuser=True))
    chosen = {"action": "delete_selected", "_selected_action": key}

    assert client.get(f"/admin/articles/redirect/add/?old=/a&article={key}&topic={key}").status_code == 200
    for place in ("article", "topic"):
        sent = {"old": OLD, "language": "", "target": "", place: key}
        assert client.post("/admin/articles/redirect/add/", sent).status_code == 400
    for rows in ("redirect", "missingaddress"):
        assert client.post(f"/admin/articles/{rows}/", chosen).status_code == 400
    assert not Redirect.objects.exists()


def test_a_missing_address_becomes_a_redirect_in_two_steps(client, counting):
    client.get("/pol/T5.htm")
    client.force_login(make_user("admin", superuser=True))
    make = re.search(
        r'href="(/admin/articles/redirect/add/\?old=[^"]+)"', client.get("/admin/articles/missingaddress/").text
    )[1]
    form = client.get(make).text

    response = client.post(make, {"old": "/pol/T5.htm", "target": "/pl/topics/", "language": ""})

    assert 'value="/pol/T5.htm"' in form
    assert response.status_code == 302
    assert answer(client, "/pol/T5.htm") == (301, "/pl/topics/")
    assert not MissingAddress.objects.filter(path__iexact="/pol/T5.htm").exists()


def test_the_form_says_what_is_wrong(client):
    lead("/a", "/b")
    client.force_login(make_user("admin", superuser=True))

    for values in (
        {"old": "/b", "target": "/a"},
        {"old": "/x"},
        {"old": "/x", "target": "//evil"},
        {"old": "/A/", "target": "/c"},
    ):
        response = client.post("/admin/articles/redirect/add/", {"language": "", **values})
        assert response.status_code == 200
        assert "errornote" in response.text
    assert Redirect.objects.count() == 1


LIST = """old,new,language
/pol/zt/t1.htm,/pl/articles/most/
/pol/zt/t2.htm,article:bridge,EN
/pol/zt/t3.htm,topic:river,pl
/pol/zt/t4.htm,//evil.example/
/pol/zt/T1.htm,/pl/

/pol/zt/t5.htm,article:none
/pol/zt/t6.htm,/pl/topics/,xx
/pol/zt/t7.htm,/pol/zt/t8.htm
/pol/zt/t8.htm,/pol/zt/t7.htm
/pol/zt/t9.htm
"""


@pytest.fixture
def places(editor):
    bridge = make_article(key="bridge", pl={"title": "Most", "slug": "most", "body": "<p>x</p>"})
    publish(article=bridge, language="pl", by=editor)
    return bridge, make_topic(key="river", pl={"title": "Rzeka", "slug": "rzeka"})


def kinds(lines):
    return {line.number: line.kind for line in lines}


def test_a_list_is_taken_in_line_by_line(places):
    lines = redirect_lists.take_in(LIST)

    assert kinds(lines) == {
        2: "created", 3: "created", 4: "created", 5: "broken", 6: "broken", 8: "broken", 9: "broken", 10: "created",
        11: "broken", 12: "broken",
    }  # fmt: skip
    assert all(line.problem for line in lines if line.kind == "broken")
    assert Redirect.objects.get(old="/pol/zt/t1.htm").article == places[0]
    assert Redirect.objects.get(old="/pol/zt/t2.htm").language == "en"
    assert Redirect.objects.get(old="/pol/zt/t3.htm").topic == places[1]


def test_a_list_taken_in_again_changes_nothing(places):
    redirect_lists.take_in(LIST)

    again = redirect_lists.take_in(LIST)

    assert {line.kind for line in again} == {"unchanged", "broken"}


@pytest.mark.parametrize("line", ["/a\0.htm,/pl/", "/a.htm,article:\0", "/a.htm,/pl/,\0"])
def test_a_null_byte_in_a_list_is_told(places, line):
    assert kinds(redirect_lists.take_in(f"{line}\n/b.htm,/pl/")) == {1: "broken", 2: "created"}


def test_what_no_quotation_mark_ends_is_told_and_what_stands_before_is_taken(client, places):
    client.force_login(make_user("admin", superuser=True))
    file = SimpleUploadedFile("list.csv", f'/a.htm,/pl/\n"/b.htm{"x" * 140_000}'.encode())

    response = client.post("/admin/articles/redirect/list/", {"file": file, "_take": "1"})

    assert response.status_code < 400
    assert [redirect.old for redirect in Redirect.objects.all()] == ["/a.htm"]
    assert kinds(redirect_lists.take_in(f'"/b.htm{"x" * 140_000}')) == {1: "broken"}


@pytest.mark.parametrize("separator", [";", "\t"])
def test_spreadsheets_may_write_other_separators_and_encodings(places, separator):
    text = redirect_lists.decoded(f"/żółw.htm{separator}/pl/topics/\r\n".encode("cp1250"))

    assert kinds(redirect_lists.take_in(text)) == {1: "created"}
    assert Redirect.objects.get().old == "/żółw.htm"


def test_the_admin_shows_what_a_list_would_do_and_then_does_it(client, places):
    client.force_login(make_user("admin", superuser=True))
    file = SimpleUploadedFile("list.csv", LIST.encode())
    shown = client.post("/admin/articles/redirect/list/", {"file": file}).text
    assert Redirect.objects.count() == 0
    assert shown.count('<tr class="created">') == 4
    assert shown.count('<tr class="broken">') == 6

    client.post("/admin/articles/redirect/list/", {"lines": LIST, "_take": "1"})

    assert Redirect.objects.count() == 4
    assert answer(client, "/pol/zt/t1.htm") == (301, "/pl/articles/most/")
    csv = client.get("/admin/articles/redirect/list.csv").text
    assert "/pol/zt/t1.htm,/pl/articles/most/,pl\n" in csv


def test_only_who_may_change_redirects_may_take_in_a_list(client):
    client.force_login(make_user("translator"))

    assert client.get("/admin/articles/redirect/list/").status_code == 403
    assert client.get("/admin/articles/redirect/list.csv").status_code == 403
    assert client.get("/admin/articles/missingaddress/").status_code == 403


def test_the_command_takes_in_a_list_and_tells_of_broken_lines(tmp_path, places, capsys):
    file = tmp_path / "list.csv"
    file.write_text(LIST)

    with pytest.raises(SystemExit):
        call_command("import_redirects", str(file), "--dry-run")
    assert Redirect.objects.count() == 0
    with pytest.raises(SystemExit):
        call_command("import_redirects", str(file))

    assert Redirect.objects.count() == 4
    said = capsys.readouterr()
    assert "4 created, 0 changed, 0 unchanged, 6 broken" in said.out
    assert f"{file}, line 5: /pol/zt/t4.htm: " in said.err


def test_a_404_costs_one_query_more_however_many_redirects_there_are(client, django_assert_num_queries):
    client.get("/nie-ma/")
    with django_assert_num_queries(2):  # the other one is the frame's
        client.get("/nie-ma/")
    for number in range(20):
        lead(f"/old-{number}", "/pl/")

    with django_assert_num_queries(2):
        client.get("/nie-ma/")
