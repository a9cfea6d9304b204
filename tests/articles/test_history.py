"""The public history of a text, and what readers find where a text was withdrawn."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Edition, Withdrawal
from articles.publishing import publish, unschedule, withdraw
from languages.columns import localized
from tests.factories import make_article, make_edition, make_tag, make_topic

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
PLACE = "/pl/articles/most/"


def rewrite(article, body, *, language="pl", **texts):
    for name, text in {"body": body, **texts}.items():
        setattr(article, localized(name, language), text)
    article.save()
    return article


def make_versions(editor, *bodies, **shared):
    """Publish a text once for each body, an hour apart; return the article."""
    article = make_article(pl={"title": "Most", "slug": "most", "lead": "O moście."}, **shared)
    for number, body in enumerate(bodies):
        at = timezone.now() - HOUR * (len(bodies) - number)
        publish(article=rewrite(article, body), language="pl", by=editor, at=at, note=f"zmiana {number}")
    return article


def test_an_earlier_edition_can_be_read_as_it_was(client, editor, settings):
    make_versions(editor, "<p>Stary tekst.</p>", "<p>Nowy tekst.</p>")

    html = client.get(f"{PLACE}v1/").text

    assert "Stary tekst." in html
    assert "Nowy tekst." not in html
    assert '<meta name="robots" content="noindex">' in html
    assert f'<link rel="canonical" href="{settings.SITE_URL}{PLACE}">' in html
    assert 'rel="alternate" hreflang' not in html
    assert f'<a href="{PLACE}">' in html


def test_the_current_edition_has_one_address(client, editor):
    make_versions(editor, "<p>A</p>", "<p>B</p>")

    response = client.get(f"{PLACE}v2/")

    assert (response.status_code, response.headers["Location"]) == (302, PLACE)


@pytest.mark.parametrize("rest", ["v3/", "v4/", "v99999999999999999999/", "v0/", "v01/", "v1/changes/", "vx/"])
def test_what_readers_never_had_is_not_found(client, editor, rest):
    article = make_versions(editor, "<p>A</p>", "<p>B</p>")
    publish(article=article, language="pl", by=editor, at=timezone.now() + HOUR, note="planowane")

    assert client.get(PLACE + rest).status_code == 404
    assert "planowane" not in client.get(f"{PLACE}history/").text


def test_the_history_names_every_edition_with_its_note_and_what_changed(client, editor):
    make_versions(editor, "<p>Ala ma kota.</p><p>Stałe.</p>", "<p>Ala ma psa.</p><p>Stałe.</p>")

    html = client.get(f"{PLACE}history/").text
    changes = client.get(f"{PLACE}v2/changes/").text

    assert re.findall(r'<h2><a href="([^"]+)">', html) == [PLACE, f"{PLACE}v1/"]
    assert "zmiana 0" in html
    assert "zmiana 1" in html
    assert f'href="{PLACE}v2/changes/"' in html
    assert "Ala ma <del>kota</del><ins>psa</ins>." in changes
    assert 'content="noindex"' in html
    assert 'content="noindex"' in changes


def test_notes_are_set_as_texts_are(client, editor):
    edition = make_edition(pl={"title": "Most", "slug": "most", "body": "<p>A</p>"})
    publish(article=edition.article, language="pl", by=editor, note="Co się stało z literami")

    assert "Co się stało z\u00a0literami" in client.get(f"{PLACE}history/").text


def test_a_text_that_was_published_once_shows_no_history(client, editor):
    make_versions(editor, "<p>A</p>")

    assert "history/" not in client.get(PLACE).text
    assert client.get(f"{PLACE}history/").status_code == 200


def test_a_revised_text_leads_to_its_history(client, editor):
    make_versions(editor, "<p>A</p>", "<p>B</p>")

    assert f'<a href="{PLACE}history/">' in client.get(PLACE).text


def test_an_earlier_address_leads_to_the_same_version_under_the_present_one(client, editor):
    article = make_versions(editor, "<p>A</p>")
    publish(article=rewrite(article, "<p>B</p>", slug="nowy-most"), language="pl", by=editor)

    for rest in ("v1/", "history/", "v2/changes/"):
        response = client.get(PLACE + rest)
        assert (response.status_code, response.headers["Location"]) == (301, f"/pl/articles/nowy-most/{rest}")


@pytest.mark.parametrize("keeps_text", [False, True])
def test_the_history_of_a_withdrawn_text_cannot_be_read(client, editor, keeps_text):
    article = make_versions(editor, "<p>Tajemnica.</p>", "<p>Nowy tekst.</p>")
    withdraw(article=article, language="pl", by=editor, reason="Pomyłka", keeps_text=keeps_text)

    for rest in ("v1/", "v2/", "history/", "v2/changes/"):
        response = client.get(PLACE + rest)
        assert response.status_code == 410
        assert "Tajemnica" not in response.text


def test_what_was_taken_back_stays_hidden_when_the_text_is_published_again(client, editor):
    article = make_versions(editor, "<p>Tajemnica.</p>", "<p>Tajemnica druga.</p>")
    withdraw(article=article, language="pl", by=editor)
    publish(article=rewrite(article, "<p>Czysty tekst.</p>"), language="pl", by=editor)
    publish(article=rewrite(article, "<p>Czystszy tekst.</p>"), language="pl", by=editor)

    answers = {
        rest: client.get(PLACE + rest) for rest in ("history/", "v1/", "v2/", "v3/", "v3/changes/", "v4/changes/")
    }

    assert [answer.status_code for answer in answers.values()] == [200, 404, 404, 200, 404, 200]
    assert not any("Tajemnica" in answer.text for answer in answers.values())
    assert "<del>Czysty</del><ins>Czystszy</ins>" in answers["v4/changes/"].text


def test_a_withdrawal_that_is_still_to_come_hides_nothing(client, editor):
    article = make_versions(editor, "<p>A</p>", "<p>B</p>")
    withdraw(article=article, language="pl", by=editor, at=timezone.now() + HOUR)

    assert client.get(f"{PLACE}v1/").status_code == 200


def test_a_withdrawal_that_was_called_off_with_its_edition_hides_nothing(client, editor, monkeypatch):
    article = make_versions(editor, "<p>A</p>", "<p>B</p>")
    now = timezone.now()
    publish(article=article, language="pl", by=editor, at=now + HOUR)
    withdraw(article=article, language="pl", by=editor, at=now + 2 * HOUR, reason="Po wystawie.")
    unschedule(article=article, language="pl")

    monkeypatch.setattr(timezone, "now", lambda: now + 3 * HOUR)

    assert not Withdrawal.objects.exists()
    assert [client.get(PLACE + rest).status_code for rest in ("", "v1/")] == [200, 200]


def test_the_reason_is_told_where_a_text_ends_when_its_successor_was_to_begin(client, editor, monkeypatch):
    article = make_versions(editor, "<p>A</p>")
    then = timezone.now() + HOUR
    publish(article=article, language="pl", by=editor, at=then)
    withdraw(article=article, language="pl", by=editor, at=then, reason="Po wystawie.")

    monkeypatch.setattr(timezone, "now", lambda: then)

    answer = client.get(PLACE)
    assert answer.status_code == 410
    assert "Po wystawie." in answer.text


def test_a_withdrawn_text_may_stay_readable_under_a_dated_notice(client, editor):
    article = make_versions(editor, "<p>Dawny tekst.</p>", tags=[make_tag(pl="rzeka")], topics=[make_topic()])
    before = client.get(PLACE).text
    withdraw(article=article, language="pl", by=editor, reason="Straciło aktualność.", keeps_text=True)

    response = client.get(PLACE)

    assert response.status_code == 200
    assert "Dawny tekst." in response.text
    assert "Straciło aktualność." in response.text
    assert re.search(r'class="past".*<time datetime=', response.text, re.DOTALL)
    assert '<meta name="robots" content="noindex">' in response.text
    assert "noindex" not in before
    for place in ("/pl/", "/pl/articles/", "/pl/new/", "/pl/topics/temat/", "/sitemap-articles-0.xml", "/pl/feed/"):
        assert PLACE + '"' not in client.get(place).text
    assert client.get("/pl/tags/rzeka/").status_code == 404


def test_an_old_address_of_a_text_that_stays_readable_leads_to_the_last_one(client, editor):
    article = make_versions(editor, "<p>A</p>")
    publish(article=rewrite(article, "<p>B</p>", slug="nowy-most"), language="pl", by=editor)
    withdraw(article=article, language="pl", by=editor, keeps_text=True)

    response = client.get(PLACE)

    assert (response.status_code, response.headers["Location"]) == (301, "/pl/articles/nowy-most/")


def test_the_form_of_withdrawal_asks_what_readers_find(client, editor):
    edition = make_edition(pl={"title": "Most", "slug": "most", "body": "<p>Tekst.</p>"})
    client.force_login(editor)
    address = f"/admin/articles/article/{edition.article_id}/withdraw/pl/"
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(address).text)[1]

    client.post(address, {"reason": "Nieaktualne", "keeps_text": "on", "when": "now", "seen": seen})

    assert Withdrawal.objects.get().keeps_text
    assert "Tekst." in client.get(PLACE).text


def test_readable_are_live_texts_and_what_they_were(editor):
    article = make_versions(editor, "<p>A</p>", "<p>B</p>")
    gone = make_edition(pl={"title": "Gone", "body": "<p>x</p>"}).article
    withdraw(article=gone, language="pl", by=editor)
    publish(article=article, language="pl", by=editor, at=timezone.now() + HOUR)

    assert list(Edition.objects.readable().values_list("title", "version")) == [("Most", 1), ("Most", 2)]


@pytest.mark.parametrize(("rest", "few"), [("history/", 4), ("v1/", 5), ("v2/changes/", 4)])
def test_a_page_takes_as_many_queries_with_few_versions_as_with_many(
    client, editor, django_assert_num_queries, rest, few
):
    article = make_versions(editor, "<p>A</p>", "<p>B</p>", tags=[make_tag(pl="rzeka")], topics=[make_topic()])
    client.get(PLACE + rest)
    with django_assert_num_queries(few):
        client.get(PLACE + rest)
    for number in range(20):
        publish(article=rewrite(article, f"<p>{number}</p>"), language="pl", by=editor)
    client.get(PLACE + rest)  # the frame is read again after each publication

    with django_assert_num_queries(few) as captured:
        client.get(PLACE + rest)
    assert not any('"articles_article"' in query["sql"] for query in captured.captured_queries)


def test_what_changed_says_the_language_of_every_part(client, editor):
    make_versions(
        editor,
        '<p>Mówi się <span lang="en" dir="ltr">milk bar &amp; more</span> albo bar.</p><p lang="ar" dir="rtl">شاي</p>',
        '<p>Mówi się <span lang="en" dir="ltr">good milk bar &amp; more</span> albo bufet.</p>'
        '<ul><li><p>Nowe <span lang="zh-Hans">茶</span></p></li></ul>',
    )

    html = client.get(f"{PLACE}v2/changes/").text

    assert '<ins><span lang="en" dir="ltr">good </span></ins><span lang="en" dir="ltr">milk bar &amp; more<' in html
    assert " albo <del>bar</del><ins>bufet</ins>." in html
    assert '<del><span lang="ar" dir="rtl">شاي</span></del>' in html
    assert '<span lang="zh-Hans" dir="ltr">茶</span>' in html
