import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, connections, models, transaction
from django.db.models import F
from django.utils import timezone

from articles import freshness, guards
from articles.models import Article, Edition, RenderingAgain
from articles.publishing import SlugTaken, publish
from tests.factories import make_article, make_edition, make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
OTHER_VALUES = {
    "article_id": 0,
    "language": "'en'",
    "version": 7,
    "slug": "'inny'",
    "title": "'Inny'",
    "lead": "'Inny'",
    "author_line": "'Inny'",
    "manuscript": "'Inny'",
    "body": "'Inny'",
    "contents": "'[1]'",
    "plain_text": "'Inny'",
    "reading_minutes": 99,
    "image_id": 1,
    "image_alt": "'Inny'",
    "image_caption": "'Inny'",
    "image_credit": "'Inny'",
    "is_featured": "NOT is_featured",
    "is_original": "NOT is_original",
    "made_from_id": "id",
    "note": "'Inna'",
    "is_minor": "NOT is_minor",
    "is_page": "NOT is_page",
    "published_at": "'2001-01-01 00:00:00+00:00'",
    "live_from": "'2001-01-01 00:00:00+00:00'",
    "published_by_id": 0,
    "created_at": "'2001-01-01 00:00:00+00:00'",
    "id": 4711,
}


def copy_of(edition, **changes) -> Edition:
    """Return an unsaved edition like this one, for writing past ``publish``."""
    values = {field.attname: getattr(edition, field.attname) for field in Edition._meta.concrete_fields}
    return Edition(**values | {"id": None, "version": edition.version + 1} | changes)


def refused(write):
    with pytest.raises(DatabaseError), transaction.atomic():
        write()


# 1. An edition is never changed


def test_every_column_is_tried_below():
    columns = {field.column for field in Edition._meta.concrete_fields}

    assert columns == {*OTHER_VALUES, "live_until"}


@pytest.mark.parametrize("column", OTHER_VALUES)
def test_raw_sql_cannot_change_an_edition(column):
    edition = make_edition()
    before = Edition.objects.values().get()

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE articles_edition SET {column} = {OTHER_VALUES[column]} WHERE id = %s",  # noqa: S608 the table above
            [edition.pk],
        )

    assert Edition.objects.values().get() == before


def test_the_orm_cannot_change_an_edition():
    edition = make_edition()
    edition.title = "Inny"

    refused(edition.save)
    refused(lambda: edition.save(update_fields=["title"]))
    refused(lambda: Edition.objects.update(body="Inny"))
    refused(lambda: Edition.objects.bulk_update([edition], ["title"]))
    refused(lambda: Edition.objects.update(live_until=timezone.now() + HOUR, title="Inny"))

    assert Edition.objects.get().title == "Tytuł"


def test_an_upsert_cannot_change_an_edition():
    edition = make_edition()
    twin = copy_of(edition, id=edition.pk, version=1, title="Inny")

    refused(
        lambda: Edition.objects.bulk_create(
            [twin], update_conflicts=True, unique_fields=["id"], update_fields=["title"]
        )
    )

    assert Edition.objects.get().title == "Tytuł"


@pytest.mark.parametrize("column", OTHER_VALUES)
def test_the_door_of_rendering_again_lets_nothing_else_through(column):
    edition, other = make_edition(), make_edition()
    RenderingAgain.objects.create(edition=edition)
    change = f"UPDATE articles_edition SET {column} = {OTHER_VALUES[column]} WHERE id = %s"  # noqa: S608 the table above

    def write(key):
        with connection.cursor() as cursor:
            cursor.execute(change, [key])

    refused(lambda: write(other.pk))
    if column in guards.RENDERED:
        write(edition.pk)
    else:
        refused(lambda: write(edition.pk))


def test_the_door_stays_shut_for_a_change_of_more_than_what_is_rendered():
    edition = make_edition()
    RenderingAgain.objects.create(edition=edition)

    refused(lambda: Edition.objects.filter(pk=edition.pk).update(body="Inny", title="Inny"))
    Edition.objects.filter(pk=edition.pk).update(body="Inny")

    edition.refresh_from_db()
    assert (edition.title, edition.body) == ("Tytuł", "Inny")


def test_an_edition_can_end():
    end = timezone.now() + HOUR
    edition = make_edition()

    Edition.objects.update(live_until=end)

    edition.refresh_from_db()
    assert edition.live_until == end


def test_an_edition_cannot_end_before_it_begins():
    make_edition()

    refused(lambda: Edition.objects.update(live_until=F("live_from") - HOUR))


# 2. Never two at once


def test_two_editions_of_one_text_are_never_live_at_once():
    edition = make_edition()

    refused(lambda: copy_of(edition).save())
    refused(lambda: copy_of(edition, live_from=edition.live_from + HOUR).save())
    refused(lambda: copy_of(edition, live_from=edition.live_from - HOUR).save())
    refused(lambda: Edition.objects.bulk_create([copy_of(edition, live_from=edition.live_from + HOUR)]))

    assert Edition.objects.count() == 1


def test_a_moment_shared_by_end_and_beginning_is_no_overlap():
    edition = make_edition()
    end = edition.live_from + HOUR
    Edition.objects.update(live_until=end)

    copy_of(edition, live_from=end).save()

    assert Edition.objects.live(end).get().version == 2
    assert Edition.objects.live(end - timedelta(microseconds=1)).get().version == 1


def test_an_ended_edition_cannot_be_prolonged_over_its_successor():
    first = make_edition(at=timezone.now() - HOUR)
    second = publish(article=first.article, language="pl", by=make_user())

    refused(lambda: Edition.objects.filter(pk=first.pk).update(live_until=second.live_from + HOUR))


def test_a_superseded_edition_cannot_come_back_over_another():
    first = make_edition(at=timezone.now() + HOUR)
    publish(article=first.article, language="pl", by=make_user())
    first.refresh_from_db()
    assert first.live_until == first.live_from

    refused(lambda: Edition.objects.filter(pk=first.pk).update(live_until=first.live_from + HOUR))


def test_another_language_or_article_is_no_overlap():
    edition = make_edition()
    other = make_article()

    copy_of(edition, language="en").save()
    copy_of(edition, article_id=other.pk, slug="inny").save()

    assert Edition.objects.live().count() == 3


# 3. A slug has one owner


def test_a_slug_is_one_articles_for_ever():
    edition = make_edition()
    Edition.objects.update(live_until=F("live_from"))
    other = make_article()

    refused(lambda: copy_of(edition, article_id=other.pk).save())
    copy_of(edition, article_id=other.pk, language="en").save()


# The guards themselves


def test_the_guards_are_there():
    assert guards.check_guards(None, ["default"]) == []


@pytest.mark.parametrize("name", ["edition_alone", "edition_slug_owner", "edition_immutable"])
def test_a_missing_guard_is_reported(name):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {name}")
        elif name == "edition_immutable":
            cursor.execute(f"DROP TRIGGER {name} ON articles_edition")
        else:
            cursor.execute(f"ALTER TABLE articles_edition DROP CONSTRAINT {name}")

    (error,) = guards.check_guards(None, ["default"])

    assert name in error.msg


@pytest.mark.django_db(transaction=True)
def test_guards_can_be_installed_again_and_removed():
    with connection.schema_editor() as editor:
        guards.install(None, editor)
    assert guards.check_guards(None, ["default"]) == []

    with connection.schema_editor() as editor:
        guards.remove(None, editor)
    assert not guards.present(connection) & set(guards.TRIGGERS)

    with connection.schema_editor() as editor:
        guards.install(None, editor)
    assert guards.check_guards(None, ["default"]) == []


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_rebuilds_the_table_can_install_the_guards_again():
    """SQLite loses a table's triggers when it is rebuilt: the check tells, and installing again heals."""
    old = Edition._meta.get_field("note")
    new = models.CharField(max_length=501, blank=True)
    new.set_attributes_from_name("note")
    new.model = Edition
    make_edition()

    with connection.schema_editor() as editor:
        editor.alter_field(Edition, old, new)
    missing = guards.check_guards(None, ["default"])
    with connection.schema_editor() as editor:
        editor.alter_field(Edition, new, old)
        guards.install(None, editor)

    assert bool(missing) == (connection.vendor == "sqlite")
    assert guards.check_guards(None, ["default"]) == []
    refused(lambda: Edition.objects.update(title="Inny"))


@pytest.mark.django_db(transaction=True)
def test_an_interrupted_first_migration_can_go_on():
    call_command("migrate", "articles", "0001", verbosity=0)
    try:
        assert guards.check_guards(None, ["default"]) == []
    finally:
        call_command("migrate", verbosity=0)

    assert guards.check_guards(None, ["default"]) == []
    assert guards.present(connection) >= {"edition_alone", "edition_slug_owner", "edition_immutable"}


# Two at the same moment, with real transactions


def at_once(*acts):
    """Run the acts in threads that begin together; return what each returned or raised."""
    barrier, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            barrier.wait()
            outcomes[place] = act()
        except Exception as error:  # noqa: BLE001 the outcome is what the test looks at
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_concurrent_publishers_make_one_live_edition():
    article, user = make_article(), make_user()

    def act():
        return publish(article=article, language="pl", by=user)

    outcomes = at_once(*[act] * 8)

    assert all(isinstance(outcome, Edition) for outcome in outcomes), outcomes
    assert sorted(edition.version for edition in outcomes) == list(range(1, 9))
    assert Edition.objects.live().get().version == 8
    assert freshness.number() == 8


@pytest.mark.django_db(transaction=True)
def test_concurrent_writers_past_publish_make_one_live_edition():
    edition = make_edition()
    Edition.objects.update(live_until=F("live_from"))

    def write(version):
        copy_of(edition, version=version).save(force_insert=True)
        return version

    outcomes = at_once(*[lambda version=version: write(version) for version in range(2, 8)])

    written = [outcome for outcome in outcomes if isinstance(outcome, int)]
    assert len(written) == 1
    assert all(isinstance(outcome, DatabaseError) for outcome in outcomes if not isinstance(outcome, int)), outcomes
    assert Edition.objects.live().get().version == written[0]


@pytest.mark.django_db(transaction=True)
def test_articles_of_one_title_published_at_once_get_different_addresses():
    articles, user = [make_article() for _number in range(6)], make_user()

    outcomes = at_once(
        *[lambda article=article: publish(article=article, language="pl", by=user) for article in articles]
    )

    assert all(isinstance(outcome, Edition) for outcome in outcomes), outcomes
    assert {edition.slug for edition in outcomes} == {"tytul", *(f"tytul-{number}" for number in range(2, 7))}


@pytest.mark.django_db(transaction=True)
def test_one_of_two_articles_that_chose_an_address_gets_it():
    articles, user = [make_article() for _number in range(4)], make_user()
    Article.objects.update(slug_pl="adres")

    outcomes = at_once(
        *[lambda article=article: publish(article=article, language="pl", by=user) for article in articles]
    )

    assert [type(outcome) for outcome in outcomes].count(Edition) == 1, outcomes
    assert [type(outcome) for outcome in outcomes].count(SlugTaken) == 3, outcomes
    assert Edition.objects.get().slug == "adres"


@pytest.mark.django_db(transaction=True)
def test_what_else_the_database_refuses_is_not_hidden():
    article = make_article()

    with pytest.raises(IntegrityError):
        publish(article=article, language="pl", by=None)

    assert not Edition.objects.exists()
