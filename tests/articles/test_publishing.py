from datetime import timedelta

import pytest
from django.utils import timezone, translation

from articles import freshness
from articles.models import (
    MAX_BODY,
    Article,
    Draft,
    Edition,
    EditionTag,
    EditionTopic,
    Reach,
    SearchWord,
    Withdrawal,
)
from articles.publishing import (
    NothingToClose,
    SlugTaken,
    TooEarly,
    Unpublishable,
    build_edition,
    find_problems,
    propose_slug,
    publish,
    together,
    unschedule,
    withdraw,
)
from languages.times import FOREVER
from tests.factories import make_article, make_edition, make_image, make_tag, make_topic

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def change(article, **texts):
    Article.objects.filter(pk=article.pk).update(**texts)


def live_titles(language="pl", now=None):
    return [edition.title for edition in Edition.objects.live(now).in_language(language).newest_first()]


def periods(article, language="pl"):
    editions = Edition.objects.filter(article=article, language=language).order_by("version")
    return [(edition.live_from, edition.live_until) for edition in editions]


# What an edition freezes


def test_a_published_text_is_live_for_ever():
    edition = make_edition()

    assert list(Edition.objects.live()) == [edition]
    assert (edition.version, edition.live_until, edition.published_at) == (1, FOREVER, edition.live_from)


def test_an_edition_holds_what_the_working_copy_said(editor):
    image = make_image(alt_pl="Most", caption_pl="Most nocą", credit_pl="J. Nowak", alt_en="A bridge")
    article = make_article(
        pl={
            "title": " Tytuł\nw dwóch wierszach ",
            "lead": " Wstęp ",
            "body": "<h2>Część</h2><p>Ala</p>",
            "author_line": "Ala",
        },
        image=image,
        is_featured=True,
    )

    edition = publish(article=article, language="pl", by=editor, note="Pierwsze wydanie")

    edition.refresh_from_db()
    assert edition.title == "Tytuł w dwóch wierszach"
    assert edition.slug == "tytul-w-dwoch-wierszach"
    assert (edition.lead, edition.author_line) == ("Wstęp", "Ala")
    assert edition.manuscript == "<h2>Część</h2><p>Ala</p>"
    assert edition.body == '<h2 id="czesc">Część</h2><p>Ala</p>'
    assert edition.contents == [{"level": 2, "anchor": "czesc", "title": "Część"}]
    assert edition.plain_text == "Część\nAla"
    assert (edition.image, edition.image_alt, edition.image_caption) == (image, "Most", "Most nocą")
    assert edition.image_credit == "J. Nowak"
    assert edition.is_featured
    assert edition.is_original


def test_an_edition_is_attributed(editor):
    article = make_article()

    edition = publish(article=article, language="pl", by=editor, note="x" * 600, minor=True)

    assert edition.published_by == editor
    assert edition.note == "x" * 500
    assert edition.is_minor


def test_publishing_takes_the_saved_text_not_the_one_in_memory(editor):
    article = make_article()
    change(article, title_pl="Nowszy")

    assert publish(article=article, language="pl", by=editor).title == "Nowszy"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_language_is_published_from_another_ones_text(editor, language):
    article = make_article(pl={"title": "Tytuł", "body": "<p>Tekst</p>"})

    with pytest.raises(Unpublishable):
        publish(article=article, language=language, by=editor)

    assert not Edition.objects.exists()


def test_a_missing_lead_is_not_taken_from_another_language(editor):
    article = make_article(
        pl={"title": "Tytuł", "lead": "Wstęp", "body": "<p>Tekst</p>"}, en={"title": "Title", "body": "<p>Text</p>"}
    )

    assert publish(article=article, language="en", by=editor).lead == ""


def test_saving_changes_no_edition(editor):
    topic, tag = make_topic(), make_tag("rzeka", pl="Rzeka")
    article = make_article(topics=[topic], tags=[tag], pl={"title": "Tytuł", "lead": "Wstęp", "body": "<p>Tekst</p>"})
    edition = publish(article=article, language="pl", by=editor)
    before = Edition.objects.filter(pk=edition.pk).values().get()

    change(article, title_pl="Inny", slug_pl="inny", lead_pl="", body_pl="<p>Inny</p>", is_featured=True)
    article.topics.clear()
    article.tags.clear()

    assert Edition.objects.filter(pk=edition.pk).values().get() == before
    assert list(Edition.objects.live().about(topic)) == [edition]
    assert list(Edition.objects.live().tagged(tag)) == [edition]


def test_topics_and_tags_change_with_the_next_edition(editor):
    old, new = make_topic(pl={"title": "Stary"}), make_topic(pl={"title": "Nowy"})
    tag = make_tag()
    article = make_article(topics=[old])
    publish(article=article, language="pl", by=editor)
    article.topics.set([new])
    article.tags.set([tag])

    second = publish(article=article, language="pl", by=editor)

    assert list(Edition.objects.live().about(old)) == []
    assert list(Edition.objects.live().about(new)) == list(Edition.objects.live().tagged(tag)) == [second]


def test_places_in_lists_keep_the_day_of_the_first_edition(editor):
    topic, tag = make_topic(), make_tag()
    article = make_article(topics=[topic], tags=[tag])
    day = timezone.now() - timedelta(days=30)
    publish(article=article, language="pl", by=editor, at=day)

    second = publish(article=article, language="pl", by=editor)

    assert second.published_at == day
    assert set(EditionTopic.objects.values_list("published_at", flat=True)) == {day}
    assert set(EditionTag.objects.values_list("published_at", flat=True)) == {day}


def test_publishing_one_language_leaves_the_others_alone(editor):
    article = make_article(pl={"title": "Tytuł", "body": "<p>Tekst</p>"}, en={"title": "Title", "body": "<p>Text</p>"})
    publish(article=article, language="pl", by=editor)
    publish(article=article, language="en", by=editor)
    change(article, title_pl="Drugi", title_en="Second")

    publish(article=article, language="en", by=editor)

    assert live_titles("pl") == ["Tytuł"]
    assert live_titles("en") == ["Second"]


def test_a_draft_is_at_rest_after_publishing(editor):
    article = make_article()
    Draft.objects.create(article=article, language="pl", state=Draft.State.READY, has_changes=True)

    publish(article=article, language="pl", by=editor)

    draft = Draft.objects.get()
    assert (draft.state, draft.has_changes, draft.follows) == (Draft.State.WRITING, False, None)


def test_a_preview_is_what_publishing_would_write(editor):
    article = make_article(pl={"title": "Tytuł", "body": "<p>i w domu</p>"})
    preview = build_edition(article, "pl", timezone.now())

    edition = publish(article=article, language="pl", by=editor)

    for name in ("title", "slug", "lead", "body", "contents", "plain_text", "manuscript", "is_original"):
        assert getattr(preview, name) == getattr(edition, name), name
    assert preview.pk is None


def test_an_article_that_was_never_saved_can_be_previewed():
    make_edition(pl={"title": "Tytuł", "body": "<p>Tekst</p>"})
    article = Article(title_pl="Tytuł", body_pl="<p>Tekst</p>", source_language="pl")

    preview = build_edition(article, "pl", timezone.now())

    assert preview.slug == "tytul-2"


# What cannot be published


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        ({"title_pl": ""}, "title is missing"),
        ({"title_pl": " \u00a0\u200b\u2060 "}, "title is missing"),
        ({"title_pl": "&nbsp;"}, "title is missing"),
        ({"body_pl": ""}, "body is empty"),
        ({"body_pl": "<p>&nbsp;</p><p><br></p>"}, "body is empty"),
        ({"body_pl": "<p>\u200b</p>"}, "body is empty"),
        ({"body_pl": "<script>alert(1)</script>"}, "body is empty"),
        ({"body_pl": "<hr>"}, "body is empty"),
        ({"body_pl": "<p>" + "a" * MAX_BODY + "</p>"}, "Too long: body"),
        ({"body_pl": "słowo " * 900_000}, "Too long: body"),
        ({"lead_pl": "a" * 1001}, "Too long: lead"),
        ({"slug_pl": "a/b"}, "The address may hold"),
        ({"slug_pl": ".."}, "The address may hold"),
        ({"slug_pl": "dwa słowa"}, "The address may hold"),
        ({"slug_pl": "?page=2"}, "The address may hold"),
        ({"slug_pl": "--"}, "The address may hold"),
        ({"slug_pl": "a\u202eb"}, "The address may hold"),
    ],
)
def test_what_is_not_complete_is_refused_in_words(editor, texts, problem):
    article = make_article()
    change(article, **texts)

    with pytest.raises(Unpublishable) as refusal:
        publish(article=article, language="pl", by=editor)

    assert len(refusal.value.messages) == 1
    assert problem in refusal.value.messages[0]
    assert not Edition.objects.exists()


@pytest.mark.parametrize(("field", "limit"), [("title", 200), ("slug", 100), ("author_line", 200)])
def test_what_is_longer_than_its_column_is_refused_in_words(field, limit):
    article = Article(title_pl="Tytuł", body_pl="<p>Tekst</p>")
    setattr(article, f"{field}_pl", "a" * (limit + 1))

    assert [str(problem) for problem in find_problems(article, "pl") if f"at most {limit} are taken" in problem]


@pytest.mark.parametrize("body", ["Tekst bez znaczników", "<p>🙂</p>", "<ul><li>jeden</li></ul>", "<p>&lt;</p>"])
def test_a_body_of_any_kind_can_be_published(editor, body):
    article = make_article(pl={"title": "Tytuł", "body": body})

    assert publish(article=article, language="pl", by=editor).body


def test_a_refused_publication_changes_nothing(editor):
    article = make_article()
    publish(article=article, language="pl", by=editor)
    number = freshness.number()
    change(article, body_pl="")

    with pytest.raises(Unpublishable):
        publish(article=article, language="pl", by=editor)

    assert live_titles() == ["Tytuł"]
    assert periods(article)[0][1] == FOREVER
    assert freshness.number() == number


def test_control_characters_do_not_reach_readers(editor):
    article = make_article(pl={"title": "Ty\x07tuł", "lead": "a\x08b", "body": "<p>a\x01b&#2;c</p>"})

    edition = publish(article=article, language="pl", by=editor)

    assert (edition.title, edition.lead, edition.body) == ("Tytuł", "ab", "<p>abc</p>")


# Time


def test_a_new_edition_takes_the_place_of_the_live_one(editor):
    first = make_edition(at=timezone.now() - HOUR)

    second = publish(article=first.article, language="pl", by=editor)

    first.refresh_from_db()
    assert first.live_until == second.live_from
    assert list(Edition.objects.live()) == [second]
    assert second.version == 2
    assert second.is_revised


def test_a_scheduled_edition_goes_live_by_itself(editor):
    first = make_edition()
    later = timezone.now() + HOUR
    change(first.article, title_pl="Drugi")

    second = publish(article=first.article, language="pl", by=editor, at=later)

    assert live_titles() == live_titles(now=later - timedelta(microseconds=1)) == ["Tytuł"]
    assert live_titles(now=later) == ["Drugi"]
    assert second.is_scheduled()
    assert not second.is_live()


def test_the_first_scheduled_edition_is_seen_by_nobody_before_its_time():
    make_edition(at=timezone.now() + HOUR)

    assert live_titles() == []


def test_publishing_now_supersedes_what_is_scheduled(editor):
    first = make_edition(at=timezone.now() - HOUR)
    later = timezone.now() + HOUR
    scheduled = publish(article=first.article, language="pl", by=editor, at=later)
    change(first.article, title_pl="Teraz")

    publish(article=first.article, language="pl", by=editor)

    scheduled.refresh_from_db()
    assert scheduled.live_until == scheduled.live_from == later
    assert live_titles() == live_titles(now=later + HOUR) == ["Teraz"]
    assert scheduled not in Edition.objects.shown()


def test_scheduling_later_leaves_what_is_scheduled_before(editor):
    now = timezone.now()
    article = make_article()
    for hours, title in ((1, "Pierwszy"), (3, "Drugi")):
        change(article, title_pl=title)
        publish(article=article, language="pl", by=editor, at=now + hours * HOUR)

    assert live_titles(now=now + 2 * HOUR) == ["Pierwszy"]
    assert live_titles(now=now + 4 * HOUR) == ["Drugi"]


def test_scheduling_earlier_supersedes_what_was_scheduled_later(editor):
    now = timezone.now()
    article = make_article()
    for hours, title in ((3, "Pierwszy"), (1, "Drugi")):
        change(article, title_pl=title)
        publish(article=article, language="pl", by=editor, at=now + hours * HOUR)

    assert live_titles(now=now + 2 * HOUR) == live_titles(now=now + 4 * HOUR) == ["Drugi"]


def test_rescheduling_to_the_same_moment_replaces(editor):
    later = timezone.now() + HOUR
    first = make_edition(at=later)
    change(first.article, title_pl="Drugi")

    publish(article=first.article, language="pl", by=editor, at=later)

    assert live_titles(now=later) == ["Drugi"]


def test_a_text_of_the_past_is_published_under_its_day():
    day = timezone.now() - timedelta(days=4000)

    edition = make_edition(at=day)

    assert (edition.live_from, edition.published_at) == (day, day)
    assert live_titles() == ["Tytuł"]


@pytest.mark.parametrize("before", [timedelta(0), timedelta(microseconds=1), timedelta(days=1)])
def test_nothing_goes_before_what_readers_have_seen(editor, before):
    first = make_edition(at=timezone.now() - HOUR)

    with pytest.raises(TooEarly):
        publish(article=first.article, language="pl", by=editor, at=first.live_from - before)

    assert periods(first.article) == [(first.live_from, FOREVER)]


def test_a_text_that_ended_makes_room_for_none(editor):
    now = timezone.now()
    article = make_article()

    ended = publish(article=article, language="pl", by=editor, at=now - 2 * HOUR, until=now - HOUR)

    assert live_titles() == []
    assert live_titles(now=now - 90 * timedelta(minutes=1)) == ["Tytuł"]
    assert ended.live_until == now - HOUR


# Withdrawing and unscheduling


def test_a_withdrawn_text_is_gone_with_its_reason(editor):
    edition = make_edition(at=timezone.now() - HOUR)

    closed = withdraw(article=edition.article, language="pl", by=editor, reason="Pomyłka" * 100)

    withdrawal = Withdrawal.objects.get()
    assert closed == withdrawal.edition == edition
    assert withdrawal.withdrawn_by == editor
    assert withdrawal.reason == ("Pomyłka" * 100)[:500]
    assert live_titles() == []


def test_withdrawing_takes_the_scheduled_ones_along(editor):
    first = make_edition(at=timezone.now() - HOUR)
    publish(article=first.article, language="pl", by=editor, at=timezone.now() + HOUR)

    withdraw(article=first.article, language="pl", by=editor)

    assert live_titles() == live_titles(now=timezone.now() + 2 * HOUR) == []


def test_an_end_can_be_planned(editor):
    edition = make_edition()
    end = timezone.now() + HOUR

    withdraw(article=edition.article, language="pl", by=editor, at=end)

    assert live_titles() == live_titles(now=end - timedelta(microseconds=1)) == ["Tytuł"]
    assert live_titles(now=end) == []


def test_publishing_calls_a_planned_end_off(editor):
    edition = make_edition(at=timezone.now() - HOUR)
    end = timezone.now() + HOUR
    withdraw(article=edition.article, language="pl", by=editor, at=end, reason="Koniec")

    publish(article=edition.article, language="pl", by=editor)

    assert live_titles(now=end) == ["Tytuł"]
    assert not Withdrawal.objects.exists()


def test_publishing_again_after_a_withdrawal_keeps_its_reason_on_record(editor):
    edition = make_edition(at=timezone.now() - HOUR)
    withdraw(article=edition.article, language="pl", by=editor, reason="Pomyłka")

    again = publish(article=edition.article, language="pl", by=editor)

    assert list(Edition.objects.live()) == [again]
    assert again.published_at == edition.live_from
    assert Withdrawal.objects.get().reason == "Pomyłka"


def test_withdrawing_one_language_leaves_the_others(editor):
    article = make_article(pl={"title": "Tytuł", "body": "<p>Tekst</p>"}, en={"title": "Title", "body": "<p>Text</p>"})
    publish(article=article, language="pl", by=editor)
    publish(article=article, language="en", by=editor)

    withdraw(article=article, language="en", by=editor)

    assert live_titles("pl") == ["Tytuł"]
    assert live_titles("en") == []


def test_nothing_to_withdraw_is_said(editor):
    article = make_article()
    with pytest.raises(NothingToClose):
        withdraw(article=article, language="pl", by=editor)

    publish(article=article, language="pl", by=editor)
    withdraw(article=article, language="pl", by=editor)
    with pytest.raises(NothingToClose):
        withdraw(article=article, language="pl", by=editor)


def test_nothing_is_withdrawn_before_it_was_seen(editor):
    edition = make_edition(at=timezone.now() - HOUR)

    with pytest.raises(TooEarly):
        withdraw(article=edition.article, language="pl", by=editor, at=edition.live_from - HOUR)

    assert live_titles() == ["Tytuł"]


def test_unscheduling_keeps_what_is_live(editor):
    first = make_edition(at=timezone.now() - HOUR)
    later = timezone.now() + HOUR
    second = publish(article=first.article, language="pl", by=editor, at=later)

    cancelled = unschedule(article=first.article, language="pl")

    assert cancelled == second
    assert list(Edition.objects.live(later + HOUR)) == [first]
    assert periods(first.article)[0][1] == FOREVER
    assert Draft.objects.get().has_changes


def test_unscheduling_brings_back_no_text_with_a_planned_end(editor):
    first = make_edition(at=timezone.now() - HOUR)
    end = timezone.now() + HOUR
    withdraw(article=first.article, language="pl", by=editor, at=end)
    publish(article=first.article, language="pl", by=editor, at=end)

    unschedule(article=first.article, language="pl")

    assert live_titles(now=end) == []


def test_unscheduling_brings_back_nothing_withdrawn(editor):
    first = make_edition(at=timezone.now() - HOUR)
    withdraw(article=first.article, language="pl", by=editor)
    publish(article=first.article, language="pl", by=editor, at=timezone.now() + HOUR)

    unschedule(article=first.article, language="pl")

    assert live_titles() == live_titles(now=timezone.now() + 2 * HOUR) == []


def test_nothing_to_unschedule_is_said():
    edition = make_edition()

    with pytest.raises(NothingToClose):
        unschedule(article=edition.article, language="pl")


# Addresses


@pytest.mark.parametrize(
    ("language", "title", "slug"),
    [
        ("pl", "Zażółć gęślą jaźń", "zazolc-gesla-jazn"),
        ("pl", "Łódź", "lodz"),
        ("en", "Straße & Œuvre", "strasse-oeuvre"),
        ("zh-hans", "中秋节的月饼", "zhong-qiu-jie-de-yue-bing"),
        ("en", "مرحبا بالعالم", "مرحبا-بالعالم"),
        ("en", "Дякую", "дякую"),
    ],
)
def test_the_address_comes_from_the_title(editor, language, title, slug):
    article = make_article(**{language.replace("-", "_"): {"title": title, "body": "<p>x</p>"}})

    assert publish(article=article, language=language, by=editor).slug == slug


@pytest.mark.parametrize("title", ["🙂🙃", "❤️", "👩‍👩‍👧", "🇵🇱", "!!!", "…"])
def test_a_title_without_letters_gets_an_address_all_the_same(editor, title):
    article = make_article(pl={"title": title, "body": "<p>x</p>"})

    edition = publish(article=article, language="pl", by=editor)

    assert edition.slug == f"a{article.pk}"
    assert edition.title == title


def test_a_hundred_identical_titles_get_a_hundred_addresses(editor):
    slugs = [make_edition().slug for _number in range(100)]

    assert slugs == ["tytul", *(f"tytul-{number}" for number in range(2, 101))]


def test_a_chosen_address_is_taken_as_it_is(editor):
    article = make_article(pl={"title": "Tytuł", "slug": "中秋节", "body": "<p>x</p>"})

    assert publish(article=article, language="pl", by=editor).slug == "中秋节"


def test_a_chosen_address_is_kept_in_the_form_in_which_it_is_looked_up(editor):
    article = make_article(pl={"title": "Tytuł", "slug": "te\u0301", "body": "<p>x</p>"})

    assert publish(article=article, language="pl", by=editor).slug == "té"


def test_another_articles_address_cannot_be_chosen(editor):
    make_edition(pl={"title": "Pierwszy", "slug": "adres", "body": "<p>x</p>"})
    article = make_article(pl={"title": "Drugi", "slug": "adres", "body": "<p>x</p>"})

    with pytest.raises(SlugTaken) as refusal:
        publish(article=article, language="pl", by=editor)

    assert "adres" in refusal.value.messages[0]
    assert live_titles() == ["Pierwszy"]


def test_an_address_of_the_past_stays_its_articles(editor):
    first = make_edition(pl={"title": "Pierwszy", "slug": "adres", "body": "<p>x</p>"})
    change(first.article, slug_pl="nowy-adres")
    publish(article=first.article, language="pl", by=editor)
    withdraw(article=first.article, language="pl", by=editor)
    other = make_article(pl={"title": "Adres", "body": "<p>x</p>"})

    assert publish(article=other, language="pl", by=editor).slug == "adres-2"

    change(other, slug_pl="adres")
    with pytest.raises(SlugTaken):
        publish(article=other, language="pl", by=editor)


def test_an_article_can_take_its_own_old_address_back(editor):
    first = make_edition(pl={"title": "Pierwszy", "slug": "adres", "body": "<p>x</p>"})
    for slug in ("inny", "adres"):
        change(first.article, slug_pl=slug)
        edition = publish(article=first.article, language="pl", by=editor)

    assert edition.slug == "adres"


def test_an_articles_address_does_not_change_while_its_title_stays(editor):
    make_edition()
    second = make_edition()

    again = publish(article=second.article, language="pl", by=editor)

    assert again.slug == second.slug == "tytul-2"


def test_the_same_address_may_stand_in_two_languages(editor):
    article = make_article(pl={"title": "Portal", "body": "<p>x</p>"}, en={"title": "Portal", "body": "<p>x</p>"})

    slugs = [publish(article=article, language=language, by=editor).slug for language in ("pl", "en")]

    assert slugs == ["portal", "portal"]


def test_a_long_title_is_cut_at_a_word():
    article = make_article(pl={"title": "bardzo " * 25, "body": "<p>x</p>"})

    slug = propose_slug(article, "pl")

    assert len(slug) <= 80
    assert set(slug.split("-")) == {"bardzo"}


# Translations


def two_languages(**fields):
    return make_article(
        pl={"title": "Tytuł", "body": "<p>Tekst</p>"}, en={"title": "Title", "body": "<p>Text</p>"}, **fields
    )


def test_a_translation_is_made_from_the_newest_edition_of_the_original(editor):
    article = two_languages()
    publish(article=article, language="pl", by=editor)
    newest = publish(article=article, language="pl", by=editor)

    translation = publish(article=article, language="en", by=editor)

    assert translation.made_from == newest
    assert not translation.is_original


def test_the_original_is_whatever_language_the_article_says(editor):
    article = two_languages(source_language="en")
    original = publish(article=article, language="en", by=editor)

    translation = publish(article=article, language="pl", by=editor)

    assert original.made_from is None
    assert original.is_original
    assert translation.made_from == original


def test_a_translation_without_an_original_follows_none(editor):
    assert publish(article=two_languages(), language="en", by=editor).made_from is None


def test_a_draft_may_name_the_older_edition_that_was_translated(editor):
    article = two_languages()
    older = publish(article=article, language="pl", by=editor)
    publish(article=article, language="pl", by=editor)
    Draft.objects.create(article=article, language="en", follows=older)

    assert publish(article=article, language="en", by=editor).made_from == older
    assert Draft.objects.get(language="en").follows is None


def test_a_draft_that_follows_a_language_other_than_the_original_is_not_heeded(editor):
    article = two_languages()
    original = publish(article=article, language="pl", by=editor)
    translation = publish(article=article, language="en", by=editor)
    Draft.objects.filter(language="en").update(follows=translation)

    assert publish(article=article, language="en", by=editor).made_from == original


def test_a_translation_follows_no_edition_that_comes_after_it(editor):
    article = two_languages()
    first = publish(article=article, language="pl", by=editor)
    publish(article=article, language="pl", by=editor, at=timezone.now() + HOUR)

    assert publish(article=article, language="en", by=editor).made_from == first


def test_a_translation_scheduled_with_the_original_follows_it(editor):
    article = two_languages()
    later = timezone.now() + HOUR
    original = publish(article=article, language="pl", by=editor, at=later)

    assert publish(article=article, language="en", by=editor, at=later).made_from == original


# Freshness


def test_whatever_changes_for_readers_is_told_to_caches(editor):
    article = make_article()
    numbers = [freshness.number()]

    publish(article=article, language="pl", by=editor)
    numbers.append(freshness.number())
    publish(article=article, language="pl", by=editor, at=timezone.now() + HOUR)
    numbers.append(freshness.number())
    unschedule(article=article, language="pl")
    numbers.append(freshness.number())
    withdraw(article=article, language="pl", by=editor)
    numbers.append(freshness.number())

    assert numbers == [0, 1, 2, 3, 4]


def publish_together(article, languages, by):
    with together():
        for language in languages:
            publish(article=article, language=language, by=by)


def test_what_is_published_together_is_told_to_caches_once(editor):
    article = two_languages()

    publish_together(article, ("pl", "en"), by=editor)

    assert (live_titles("pl"), live_titles("en")) == (["Tytuł"], ["Title"])
    assert freshness.number() == 1


def test_nothing_is_told_of_what_was_to_be_published_together_and_failed(editor):
    article = two_languages()

    with pytest.raises(Unpublishable):
        publish_together(article, ("pl", "zh-hans"), by=editor)

    assert (live_titles("pl"), freshness.number()) == ([], 0)
    publish(article=article, language="en", by=editor)
    assert (live_titles("en"), freshness.number()) == (["Title"], 1)


def test_what_is_undone_inside_a_block_is_not_told_at_its_end(editor):
    article = two_languages()

    with together():
        publish(article=article, language="pl", by=editor)
        with pytest.raises(Unpublishable):
            publish_together(article, ("en", "zh-hans"), by=editor)

    assert (live_titles("pl"), live_titles("en"), freshness.number()) == (["Tytuł"], [], 1)
    assert set(SearchWord.objects.values_list("language", flat=True)) == {"pl"}
    assert set(Reach.objects.values_list("language", flat=True)) == {"pl"}


def test_publishing_costs_the_same_with_twenty_editions(
    editor, django_assert_num_queries, django_assert_max_num_queries
):
    article = make_article(topics=[make_topic()], tags=[make_tag()])
    publish(article=article, language="pl", by=editor)
    publish(article=article, language="pl", by=editor)

    with django_assert_max_num_queries(30) as captured:
        publish(article=article, language="pl", by=editor)
    for _number in range(20):
        publish(article=article, language="pl", by=editor)
    with django_assert_num_queries(len(captured)):
        publish(article=article, language="pl", by=editor)
