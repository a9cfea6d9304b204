"""The page with the ways to share, the form, the message before it is sent, and the sending of it."""

import json
import re
from datetime import timedelta

import altcha
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.publishing import publish, withdraw
from portal import page_cache
from sharing import floods, switch, tokens, views
from sharing.addresses import address_hash, objection_token
from sharing.models import Objection, SpentToken, Suggestion
from sharing.suggesting import object_to_suggestions
from tests.factories import make_article, make_edition, make_user
from tests.reading import parse
from tests.sharing.conftest import ADDRESS, WRITTEN, token_in

pytestmark = pytest.mark.django_db


def test_every_article_leads_to_its_page(client, edition):
    assert f'href="{ADDRESS}"' in client.get("/pl/articles/mosty/").text

    response = client.get(ADDRESS)

    assert response.status_code == 200
    assert '<html lang="pl"' in response.text
    assert "Poleć znajomym" in response.text
    assert 'href="mailto:?subject=Mosty&amp;body=http%3A//127.0.0.1%3A8000/pl/articles/mosty/"' in response.text


def test_the_empty_form_is_the_same_for_everybody_and_may_be_kept(client, edition):
    first, second = client.get(ADDRESS), Client().get(ADDRESS, headers={"Cookie": "sessionid=x"})

    assert first.content == second.content
    assert "public" in first.headers["Cache-Control"]
    assert 'name="token"' not in first.text


def test_the_form_costs_the_same_at_any_number_of_suggestions(client, edition, ask):
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as few:
        client.get(ADDRESS)
    for number in range(5):
        ask(recipient=f"ala{number}@example.org")

    with CaptureQueriesContext(connection) as many:
        client.get(ADDRESS)

    assert len(few) == len(many) <= 4


def test_the_message_is_seen_before_it_is_sent(client, edition):
    response = client.post(ADDRESS, WRITTEN | {"note": "Zobacz <b>to</b> & owo", "reply_to": "jan@example.net"})

    assert response.status_code == 200
    for shown in ("ala@example.org", "jan@example.net", "Polecono Ci: Mosty", "Zobacz &lt;b&gt;to&lt;/b&gt; &amp; owo"):
        assert shown in response.text
    assert "<b>" not in response.text
    assert objection_token("ala@example.org") not in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert not Suggestion.objects.exists()


def test_sending_puts_one_suggestion_and_its_task_into_the_queue(ask, edition):
    response = ask(note="Zobacz.")

    suggestion = Suggestion.objects.get()
    assert response.status_code == 200
    assert "Dziękujemy" in response.text
    assert (suggestion.edition, suggestion.state) == (edition, "waiting")
    assert (suggestion.sender_name, suggestion.recipient, suggestion.note) == ("Jan", "ala@example.org", "Zobacz.")


def test_what_is_sent_arrives(ask, run_tasks, mailoutbox):
    ask()

    run_tasks()

    assert [message.to for message in mailoutbox] == [["ala@example.org"]]
    assert Suggestion.objects.get().state == "sent"


def test_a_second_press_and_a_reload_send_nothing_more(client, edition, at_once):
    shown = client.post(ADDRESS, WRITTEN)
    sent = WRITTEN | {"token": token_in(shown), "send": "1"}

    answers = [client.post(ADDRESS, sent) for _press in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len({answer.content for answer in answers}) == 1
    assert Suggestion.objects.count() == 1


@pytest.mark.parametrize("change", ["sender_name", "recipient", "note", "reply_to"])
def test_a_token_sends_only_the_message_that_was_shown(client, edition, at_once, change):
    token = token_in(client.post(ADDRESS, WRITTEN))
    other = {"recipient": "inna@example.org", "reply_to": "x@example.org"}.get(change, "Co innego")

    response = client.post(ADDRESS, WRITTEN | {change: other, "token": token, "send": "1"})

    assert "Oto wiadomość" in response.text
    assert not Suggestion.objects.exists()


def test_a_token_is_of_one_article(client, edition, at_once):
    make_edition(pl={"title": "Rzeki", "slug": "rzeki", "body": "<p>a</p>"})
    token = token_in(client.post(ADDRESS, WRITTEN))

    client.post("/pl/articles/rzeki/share/", WRITTEN | {"token": token, "send": "1"})

    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "W10:1abcde:zzz", "WyJhIl0"])
def test_a_forged_token_sends_nothing(client, edition, at_once, token):
    response = client.post(ADDRESS, WRITTEN | {"token": token, "send": "1"})

    assert "Oto wiadomość" in response.text
    assert not Suggestion.objects.exists()


def test_a_token_expires(client, edition, at_once, monkeypatch):
    token = token_in(client.post(ADDRESS, WRITTEN))
    monkeypatch.setattr(tokens, "LIFE", timedelta(0))

    client.post(ADDRESS, WRITTEN | {"token": token, "send": "1"})

    assert not Suggestion.objects.exists()


def test_who_has_not_read_the_message_is_asked_to(client, edition):
    token = token_in(client.post(ADDRESS, WRITTEN))

    response = client.post(ADDRESS, WRITTEN | {"token": token, "send": "1"})

    assert "Jeszcze nic nie wysłano" in response.text
    assert not Suggestion.objects.exists()


def test_the_message_can_be_changed_before_it_is_sent(client, edition):
    response = client.post(ADDRESS, WRITTEN | {"note": "Zobacz.", "change": "1"})

    assert response.status_code == 200
    assert ">\nZobacz.</textarea>" in response.text
    assert 'value="ala@example.org"' in response.text


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("sender_name", ""),
        ("sender_name", "x" * 61),
        ("sender_name", "Wygraj na evil.example"),
        ("recipient", ""),
        ("recipient", "ala"),
        ("note", "x" * 301),
        ("note", "Zobacz https://evil.example/x"),
        ("note", "pisz: ala@example.org"),
        ("reply_to", "nie adres"),
        ("website", "http://spam.example"),
    ],
)
def test_an_error_stands_beside_its_field_which_has_the_focus(client, edition, field, typed):
    response = client.post(ADDRESS, WRITTEN | {field: typed})

    page = parse(response)
    (wrong,) = [element for element in page.elements if element.attributes.get("aria-invalid") == "true"]
    assert response.status_code == 422
    assert wrong.attributes["name"] == field
    assert "autofocus" in wrong.attributes
    described = wrong.attributes["aria-describedby"].split()
    assert f"id_{field}_error" in described
    assert all(f'id="{name}"' in response.text for name in described)
    assert not Suggestion.objects.exists()


def test_the_focus_is_on_the_first_of_several_errors(client, edition):
    page = parse(client.post(ADDRESS, {"sender_name": "", "recipient": "x"}))

    assert [element.attributes["name"] for element in page.elements if "autofocus" in element.attributes] == [
        "sender_name"
    ]


@pytest.mark.parametrize("length", [60, 61])
def test_a_name_has_sixty_characters_at_most_however_they_are_encoded(client, edition, length):
    response = client.post(ADDRESS, WRITTEN | {"sender_name": "e\u0301" * length})

    assert response.status_code == (200 if length == 60 else 422)


def test_the_page_of_a_language_speaks_it(client, edition):
    make_edition(article=edition.article, language="pl")
    for code, slug, words in (("en", "bridges", "Suggest to a friend"), ("zh-hans", "qiao", "推荐给朋友")):
        make_edition(language=code, **{code.replace("-", "_"): {"title": slug, "slug": slug, "body": "<p>a</p>"}})
        response = client.post(f"/{code}/articles/{slug}/share/", {"recipient": "x"})
        assert words in response.text
        assert {element.language for _text, element in parse(response).texts if element.tag == "strong"} == {
            "zh-Hans" if code == "zh-hans" else code
        }


def test_where_no_article_is_there_is_no_page(client, edition):
    assert client.get("/pl/articles/nie-ma/share/").status_code == 404
    assert client.get("/en/articles/mosty/share/").status_code == 404
    withdraw(article=edition.article, language="pl", by=make_user())
    assert client.get(ADDRESS).status_code == 404


def test_an_old_address_leads_to_the_new_one(client, edition):
    article = edition.article
    article.slug_pl = "nowe-mosty"
    article.save(update_fields=["slug_pl"])
    publish(article=article, language="pl", by=make_user())

    response = client.get(ADDRESS)

    assert (response.status_code, response.headers["Location"]) == (301, "/pl/articles/nowe-mosty/share/")


def test_the_language_switch_leads_to_the_same_page_in_the_languages_of_the_article(client):
    article = make_article(
        pl={"title": "Mosty", "slug": "mosty", "body": "<p>a</p>"}, en={"title": "B", "slug": "b", "body": "<p>b</p>"}
    )
    for code in ("pl", "en"):
        make_edition(article=article, language=code)

    assert 'href="/en/articles/b/share/" hreflang="en"' in client.get(ADDRESS).text


def test_the_setting_takes_the_form_away_and_leaves_the_other_ways(client, edition, ask, settings):
    settings.PORTAL_SHARE_FORM = False

    response = client.get(ADDRESS)

    assert 'class="share-form"' not in response.text
    assert "mailto:" in response.text
    assert 'class="share-form"' not in client.post(ADDRESS, WRITTEN | {"send": "1"}).text
    assert not Suggestion.objects.exists()


def test_stopping_takes_the_form_away_at_once_from_the_page_that_caches_keep(client, edition, settings, monkeypatch):
    monkeypatch.setitem(page_cache.BELIEVED, "postgresql", 0)  # otherwise a twentieth of a second
    settings.PORTAL_PAGE_CACHE = True
    assert 'class="share-form"' in client.get(ADDRESS).text

    switch.stop()
    assert 'class="share-form"' not in client.get(ADDRESS).text

    switch.resume()
    assert 'class="share-form"' in client.get(ADDRESS).text


def test_nothing_of_it_sets_a_cookie(client, edition, ask):
    token = objection_token("ala@example.org")
    answers = [
        client.get(ADDRESS), client.post(ADDRESS, {}), client.post(ADDRESS, WRITTEN), ask(), ask(note="a.example"),
        client.get("/pl/suggestions/"), client.get(f"/pl/suggestions/never/{token}/"),
        client.post(f"/pl/suggestions/never/{token}/"),
    ]  # fmt: skip

    assert all("Set-Cookie" not in answer.headers and not answer.cookies for answer in answers)
    assert not client.cookies


# Limits and the proof of work


@pytest.fixture
def small_limits(settings):
    settings.PORTAL_SHARE_PER_SENDER = (3, 5)
    settings.PORTAL_SHARE_PER_RECIPIENT = (2, 3)
    settings.PORTAL_SHARE_PER_ARTICLE = (4, 9)
    settings.PORTAL_SHARE_PER_SITE = (6, 9)


@pytest.fixture
def nothing_near(monkeypatch):
    monkeypatch.setattr(views.limits, "NEAR", 10)


def test_only_so_many_come_from_one_network(ask, small_limits, nothing_near):
    answers = [ask(recipient=f"ala{n}@example.org", network=f"192.0.2.{n}") for n in range(5)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert Suggestion.objects.count() == 3
    assert ask(recipient="ola@example.org", network="198.51.100.1").status_code == 200


def test_only_so_many_go_to_one_mailbox_however_it_is_spelled(ask, small_limits, nothing_near):
    spellings = ("ala@example.org", "Ala+x@EXAMPLE.org", "ALA@example.org")
    answers = [ask(recipient=spelling, network=f"192.0.{n}.1") for n, spelling in enumerate(spellings)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]


def test_only_so_many_are_of_one_article_and_of_the_site(ask, small_limits, nothing_near):
    make_edition(pl={"title": "Rzeki", "slug": "rzeki", "body": "<p>a</p>"})

    def one(n, address=ADDRESS):
        return ask(address, recipient=f"ala{n}@example.org", network=f"192.0.{n}.1").status_code

    assert [one(n) for n in range(5)] == [200, 200, 200, 200, 429]
    assert [one(n, "/pl/articles/rzeki/share/") for n in range(5, 8)] == [200, 200, 429]


def test_a_refused_suggestion_counts_nowhere_and_may_be_sent_later(client, edition, at_once, settings, nothing_near):
    settings.PORTAL_SHARE_PER_SITE = (0, 0)
    written = WRITTEN | {"token": token_in(client.post(ADDRESS, WRITTEN)), "send": "1"}
    assert client.post(ADDRESS, written).status_code == 429
    assert not SpentToken.objects.exists()
    settings.PORTAL_SHARE_PER_SITE = (1, 1)

    assert client.post(ADDRESS, written).status_code == 200
    assert Suggestion.objects.count() == 1


def test_no_network_address_is_kept(ask):
    ask(network="203.0.113.77")

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("sharing_", "django_tasks")):
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (our own tables)
                assert "203.0.113" not in str(cursor.fetchall())


def test_a_flood_of_forms_is_answered_quickly_and_others_are_served(client, edition, django_assert_num_queries):
    for _form in range(floods.MOST):
        assert client.post(ADDRESS, WRITTEN, REMOTE_ADDR="192.0.2.7").status_code == 200

    with django_assert_num_queries(0):
        refused = client.post(ADDRESS, WRITTEN, REMOTE_ADDR="192.0.2.200")

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert "W tej chwili" in refused.text
    assert client.post(ADDRESS, WRITTEN, REMOTE_ADDR="198.51.100.1").status_code == 200
    assert client.get(ADDRESS, REMOTE_ADDR="192.0.2.7").status_code == 200


def solved(challenge: str) -> str:
    made = altcha.Challenge.from_dict(json.loads(challenge))
    return altcha.Payload(made, altcha.solve_challenge(made)).to_base64()


def challenge_in(response) -> str | None:
    found = [element.attributes.get("data-challenge") for element in parse(response).elements]
    return next((challenge for challenge in found if challenge), None)


@pytest.fixture
def cheap(monkeypatch):
    monkeypatch.setattr(tokens, "PROOF", {"algorithm": "PBKDF2/SHA-256", "cost": 10})
    monkeypatch.setattr(tokens, "COUNTER", (3, 9))


def test_a_proof_of_work_is_asked_for_when_a_limit_is_near(client, ask, settings, cheap):
    settings.PORTAL_SHARE_PER_SENDER = (4, 9)
    assert ask().status_code == 200
    assert challenge_in(client.post(ADDRESS, WRITTEN, REMOTE_ADDR="192.0.2.7")) is None
    ask(recipient="ola@example.org")

    written = WRITTEN | {"recipient": "ela@example.org"}
    shown = client.post(ADDRESS, written, REMOTE_ADDR="192.0.2.7")
    sent = written | {"token": token_in(shown), "send": "1"}
    refused = client.post(ADDRESS, sent, REMOTE_ADDR="192.0.2.7")
    assert "Odczekaj minutę" in refused.text
    assert Suggestion.objects.count() == 2
    taken = client.post(ADDRESS, sent | {"proof": solved(challenge_in(shown))}, REMOTE_ADDR="192.0.2.7")

    assert "Dziękujemy" in taken.text
    assert Suggestion.objects.count() == 3


def test_without_a_script_a_minute_s_wait_stands_for_the_proof(client, edition, at_once, settings, monkeypatch):
    settings.PORTAL_SHARE_PER_SITE = (1, 9)
    monkeypatch.setattr(views.limits, "NEAR", 0)
    client.post(ADDRESS, WRITTEN | {"send": "1"})  # nothing counts yet
    Suggestion.objects.all().delete()
    monkeypatch.setattr(views.limits, "are_near", lambda *_arguments: True)
    shown = client.post(ADDRESS, WRITTEN)
    sent = WRITTEN | {"token": token_in(shown), "send": "1"}

    early = client.post(ADDRESS, sent)
    assert "<noscript>" in shown.text
    assert token_in(early) == token_in(shown)  # the minute does not begin anew
    later = timezone.now() + timedelta(seconds=61)
    monkeypatch.setattr(views.timezone, "now", lambda: later)
    client.post(ADDRESS, sent)

    assert Suggestion.objects.count() == 1


def test_a_proof_counts_for_one_token(client, edition, cheap):
    now = timezone.now()
    mine, other = tokens.issue({"a": 1}, now), tokens.issue({"a": 1}, now)
    proof = solved(tokens.challenge(mine))

    assert tokens.is_proven(proof, mine)
    assert not tokens.is_proven(proof, other)
    assert not tokens.is_proven("", mine)
    assert not tokens.is_proven("bm9uc2Vuc2U=", mine)
    assert not tokens.is_proven("x" * 5000, mine)


def test_what_the_browser_says_of_its_proof_is_not_believed(cheap):
    token = tokens.issue({"a": 1}, timezone.now())
    made = json.loads(tokens.challenge(token))
    made["parameters"]["keyPrefix"] = "00"
    easy = altcha.Challenge.from_dict(made)

    assert not tokens.is_proven(altcha.Payload(easy, altcha.solve_challenge(easy)).to_base64(), token)


# Never again


def test_a_link_only_asks_and_the_button_objects(client, db):
    address = f"/pl/suggestions/never/{objection_token('Ala@Example.org')}/"

    asked = client.get(address)
    assert asked.status_code == 200
    assert not Objection.objects.exists()
    done = client.post(address, {"List-Unsubscribe": "One-Click"})

    assert done.status_code == 200
    assert Objection.objects.get().pk == address_hash("ala+sport@example.org")
    assert "ala" not in str(Objection.objects.values_list()).lower()
    assert "no-store" in asked.headers["Cache-Control"]


def test_objecting_twice_is_as_good_as_once(client, db):
    address = f"/en/suggestions/never/{objection_token('ala@example.org')}/"

    assert [client.post(address).status_code for _time in range(2)] == [200, 200]
    assert Objection.objects.count() == 1


@pytest.mark.parametrize("token", ["x", "0" * 32, "0" * 48, objection_token("ala@example.org")[:-1] + "!"])
def test_nobody_can_object_for_another(client, db, token):
    assert client.post(f"/pl/suggestions/never/{token}/").status_code == 404
    assert not Objection.objects.exists()


def test_who_objects_gets_nothing_and_nobody_can_tell(ask, run_tasks, mailoutbox):
    object_to_suggestions(address_hash("ala@example.org"), now=timezone.now())

    to_one_who_objects = ask()
    to_another = ask(recipient="ola@example.org")
    run_tasks()

    assert to_one_who_objects.content == to_another.content
    assert [message.to for message in mailoutbox] == [["ola@example.org"]]
    assert sorted(Suggestion.objects.values_list("state", "recipient")) == [("sent", ""), ("unwanted", "")]


# Privacy


@pytest.mark.parametrize("code", ["pl", "en", "zh-hans"])
def test_the_privacy_page_is_in_step_with_the_settings(client, settings, db, code):
    settings.PORTAL_SHARE_HOURS = 31
    settings.PORTAL_SHARE_PER_SENDER = (41, 42)
    settings.PORTAL_SHARE_PER_RECIPIENT = (43, 44)
    settings.PORTAL_SHARE_PER_ARTICLE = (45, 46)
    settings.PORTAL_SHARE_PER_SITE = (47, 48)
    settings.PORTAL_PRIVACY_CONTACT = "dpo@example.org"

    text = client.get(f"/{code}/suggestions/").text

    assert re.findall(r"<td>(\d+)</td>", text) == ["41", "42", "43", "44", "45", "46", "47", "48"]
    assert re.search(r"\b31\b|31 小时", text)
    assert "dpo@example.org" in text


def test_the_privacy_page_says_in_words_what_is_no_setting():
    """These stand in the text as words: an hour, a day, a minute. Who changes one changes the text."""
    assert timedelta(hours=1) == tokens.LIFE
    assert timedelta(minutes=1) == tokens.WAIT
    assert views.limits.PERIODS["day"] == timedelta(days=1)
