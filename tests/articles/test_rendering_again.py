from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from articles import freshness
from articles.body import rendering
from articles.models import Edition, RenderingAgain
from articles.publishing import publish, withdraw
from articles.rendering_again import render_again
from tests.factories import make_edition, make_image, make_user

pytestmark = pytest.mark.django_db


def with_other_rules(monkeypatch):
    monkeypatch.setattr(rendering, "typeset", lambda text, _language: text.replace("kota", "psa"))


def rows():
    return {row.pop("id"): row for row in Edition.objects.values()}


def test_only_what_is_rendered_changes_and_no_version_is_made(monkeypatch):
    edition = make_edition()
    before, number = rows(), freshness.number()
    with_other_rules(monkeypatch)

    (outcome,) = render_again(Edition.objects.all())

    after = rows()
    assert outcome.differs
    assert "Ala ma psa." in after[edition.pk].pop("body")
    assert "Ala ma psa." in after[edition.pk].pop("plain_text")
    assert after[edition.pk].items() <= before[edition.pk].items()
    assert freshness.number() > number
    assert not RenderingAgain.objects.exists()


def test_where_nothing_differs_nothing_is_written(django_assert_max_num_queries):
    make_edition()
    before, number = rows(), freshness.number()

    with django_assert_max_num_queries(10) as asked:
        (outcome,) = render_again(Edition.objects.all())

    assert not outcome.differs
    assert not any(query["sql"].startswith(("UPDATE", "INSERT")) for query in asked.captured_queries)
    assert (rows(), freshness.number()) == (before, number)


def test_a_dry_run_tells_and_does_nothing(monkeypatch):
    edition = make_edition()
    before = rows()
    with_other_rules(monkeypatch)
    out = StringIO()

    call_command("render_again", dry_run=True, stdout=out)

    assert rows() == before
    assert out.getvalue().splitlines() == [
        f"{edition.get_absolute_url()} (version 1)",
        "    -<p>Ala ma kota.</p>",
        "    +<p>Ala ma psa.</p>",
        "Dry run, nothing was written: 1 editions looked at, 1 would change.",
    ]


def test_the_command_leaves_what_no_reader_has_or_will_have(monkeypatch):
    gone, old = make_edition(), make_edition()
    withdraw(article=gone.article, language="pl", by=make_user())
    new = publish(article=old.article, language="pl", by=make_user())
    with_other_rules(monkeypatch)

    call_command("render_again", stdout=StringIO())

    changed = {pk for pk, row in rows().items() if "psa" in row["body"]}
    assert changed == {new.pk}


def test_languages_that_were_taken_out_stay_as_they_are(monkeypatch):
    edition = make_edition(pl={"title": "Kot", "body": "<p>Ala ma kota.</p>"})
    Edition.objects.create(**Edition.objects.filter(pk=edition.pk).values().get() | {"id": None, "language": "uk"})
    with_other_rules(monkeypatch)
    out = StringIO()

    call_command("render_again", verbosity=0, stdout=out)

    assert "1 editions looked at, 1 changed." in out.getvalue()


def test_running_it_again_changes_nothing(monkeypatch):
    make_edition()
    with_other_rules(monkeypatch)
    call_command("render_again", stdout=StringIO())
    out = StringIO()

    call_command("render_again", stdout=out)

    assert out.getvalue() == "1 editions looked at, 0 changed.\n"


def test_headings_keep_their_anchors(monkeypatch):
    edition = make_edition()
    monkeypatch.setattr(rendering.anchors, "slugify", lambda _title: "other")

    list(render_again(Edition.objects.all()))

    assert [heading["anchor"] for heading in Edition.objects.get(pk=edition.pk).contents] == ["pierwszy", "drugi"]


def test_links_follow_an_article_that_moved():
    target = make_edition(pl={"title": "Cel", "slug": "stary", "body": "<p>x</p>"})
    link = f'<p><a data-article="{target.article_id}">tam</a></p>'
    edition = make_edition(pl={"title": "Skąd", "body": link})
    target.article.slug_pl = "nowy"
    target.article.save()
    publish(article=target.article, language="pl", by=make_user())

    list(render_again(Edition.objects.filter(pk=edition.pk)))

    edition.refresh_from_db()
    assert edition.body == '<p><a href="/pl/articles/nowy/">tam</a></p>'


def test_an_older_body_shows_its_pictures_still():
    image = make_image()
    edition = make_edition(pl={"title": "Z obrazem", "body": f'<p><img src="{image.whole.src}" alt="x"></p>'})

    (outcome,) = render_again(Edition.objects.all())

    assert f'src="{image.whole.src}"' in outcome.after
    assert Edition.objects.get(pk=edition.pk).manuscript == edition.manuscript


def test_a_failure_leaves_the_door_shut(monkeypatch):
    edition = make_edition()
    with_other_rules(monkeypatch)
    monkeypatch.setattr(freshness, "bump", lambda: 1 / 0)

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        list(render_again(Edition.objects.all()))

    assert not RenderingAgain.objects.exists()
    assert "psa" not in Edition.objects.get(pk=edition.pk).body
    assert connection.is_usable()
