import hashlib
import os
import re
import signal
import struct
import subprocess
import sys
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles import freshness
from articles.models import Article, Draft, Edition, MonthCount, SearchWord, Tag, Withdrawal
from articles.publishing import publish
from content.articles import ArticleBundle
from content.models import ImportedFile
from languages.times import ALWAYS, FOREVER
from library.models import Image
from tests.factories import make_article, make_edition, make_tag, make_topic, make_user, picture_bytes
from topics.models import Topic

FIRST = datetime(2026, 3, 1, 8, tzinfo=UTC)
NOTHING_NEW = re.compile(r"0 created, 0 changed, \d+ unchanged, 0 broken\.")


def editions(**narrowed):
    return Edition.objects.filter(**narrowed).order_by("language", "version")


def test_an_article_goes_in_with_all_that_its_file_says(folder):
    folder.topic("01-river/index.pl.md", title="Rzeka")
    folder.write("tags.yaml", "river: {pl: rzeka, en: river}\n")
    folder.write("articles/ferry/prom.jpg", picture_bytes())
    folder.article(
        body="# Na wodzie\n\nProm płynie.",
        title='"Prom: „Czajka”"',
        slug="prom",
        summary="Zajawka.",
        author="Paweł Drozd",
        tags="[river, Mosty i promy]",
        topics="[river]",
        image="prom.jpg",
        image_alt="Mały prom",
        image_credit="Pracownia",
        focal="[0.25, 0.75]",
        featured="true",
    )

    said = folder.take_in()

    edition = Edition.objects.get()
    assert said == "3 created, 0 changed, 0 unchanged, 0 broken."
    assert (edition.title, edition.slug, edition.lead) == ("Prom: „Czajka”", "prom", "Zajawka.")
    assert edition.author_line == "Paweł Drozd"
    assert edition.manuscript == "<h2>Na wodzie</h2><p>Prom płynie.</p>"
    assert edition.is_featured
    assert edition.is_original
    assert edition.published_at == edition.live_from == FIRST
    assert {tag.slug for tag in edition.tags.all()} == {"river", "mosty-i-promy"}
    assert Tag.objects.get(slug="mosty-i-promy").name_pl == "Mosty i promy"
    assert Tag.objects.get(slug="river").name_en == "river"
    assert [topic.key for topic in edition.topics.all()] == ["01-river"]
    assert (edition.image_alt, edition.image_caption, edition.image_credit) == ("Mały prom", "", "Pracownia")
    assert (edition.image.focal_x, edition.image.focal_y) == (0.25, 0.75)
    assert edition.published_by.username == "import"
    assert not edition.published_by.is_active
    assert not edition.published_by.has_usable_password()


def test_a_second_run_changes_nothing_and_says_so(folder):
    folder.topic()
    folder.write("tags.yaml", "river: {pl: rzeka}\n")
    folder.write("articles/ferry/prom.jpg", picture_bytes())
    folder.article(image="prom.jpg", tags="[river]")
    folder.article("ferry/index.en.md", title="Ferry", body="It ferries.")
    folder.article("later/index.pl.md", title="Później", draft="true")
    folder.take_in()
    before = [list(model.objects.order_by("pk").values()) for model in (Article, Edition, Topic, Tag, Image, Draft)]

    said = folder.take_in()

    assert said == "0 created, 0 changed, 5 unchanged, 0 broken."
    assert [
        list(model.objects.order_by("pk").values()) for model in (Article, Edition, Topic, Tag, Image, Draft)
    ] == before


def test_a_second_run_asks_the_same_few_questions_however_many_articles(folder, django_assert_max_num_queries):
    for number in range(30):
        folder.article(f"a{number}/index.pl.md", title=f"Tytuł {number}")
    folder.take_in()

    with django_assert_max_num_queries(6):
        folder.take_in()


def test_what_an_editor_changed_stays_while_the_file_is_the_same(folder):
    folder.topic()
    folder.article()
    folder.take_in()
    Article.objects.update(title_pl="Zmieniony")
    Topic.objects.update(title_pl="Zmieniony temat")

    said = folder.take_in()

    assert NOTHING_NEW.fullmatch(said)
    assert Article.objects.get().title_pl == "Zmieniony"
    assert Topic.objects.get().title_pl == "Zmieniony temat"


def test_all_languages_of_an_article_are_told_to_caches_once(folder):
    for code in ("pl", "en", "zh-hans"):
        folder.article(f"ferry/index.{code}.md")

    folder.take_in()

    assert editions().count() == 3
    assert freshness.number() == 1


def five_articles(folder):
    for number in range(1, 6):
        folder.article(f"a{number}/index.pl.md", title=f"Tytuł {number}")


@pytest.mark.parametrize(("moment", "times"), [(60, 1), (0, 5)])
def test_bundles_that_go_in_within_a_moment_are_told_to_caches_once(folder, monkeypatch, moment, times):
    monkeypatch.setattr("content.importing.MOMENT", moment)
    five_articles(folder)

    folder.take_in()

    assert (editions().count(), freshness.number()) == (5, times)
    assert SearchWord.objects.get(surface="płynie").texts == 5
    assert sum(MonthCount.objects.values_list("number", flat=True)) == 5


def test_an_import_that_is_broken_off_goes_on_where_it_was(folder, monkeypatch):
    monkeypatch.setattr("content.importing.AT_ONCE", 2)
    five_articles(folder)
    take_in = ArticleBundle.take_in

    def fails_at_the_fourth(bundle):
        if bundle.bundle.key == "a4":
            raise KeyboardInterrupt
        return take_in(bundle)

    monkeypatch.setattr(ArticleBundle, "take_in", fails_at_the_fourth)
    with pytest.raises(KeyboardInterrupt):
        folder.take_in()

    monkeypatch.setattr(ArticleBundle, "take_in", take_in)
    assert sorted(editions().values_list("title", flat=True)) == ["Tytuł 1", "Tytuł 2"]
    assert folder.take_in() == "3 created, 0 changed, 2 unchanged, 0 broken."


def test_a_changed_file_becomes_the_next_edition_now(folder):
    folder.article(slug="prom")
    folder.take_in()
    folder.article(slug="prom", body="Prom stoi.")

    said = folder.take_in()

    first, second = editions()
    assert said == "0 created, 1 changed, 0 unchanged, 0 broken."
    assert second.manuscript == "<p>Prom stoi.</p>"
    assert second.version == 2
    assert first.live_until == second.live_from
    assert timezone.now() - second.live_from < timedelta(minutes=1)
    assert second.published_at == FIRST


def test_a_changed_file_becomes_the_next_edition_at_the_moment_it_names(folder):
    folder.article()
    folder.take_in()
    folder.article(lastmod="2026-04-01T10:00:00Z", note="Nowe godziny", minor="true", body="Prom stoi.")

    folder.take_in()

    second = editions().last()
    assert second.live_from == datetime(2026, 4, 1, 10, tzinfo=UTC)
    assert (second.published_at, second.note, second.is_minor) == (FIRST, "Nowe godziny", True)


def test_a_text_without_its_earlier_versions_keeps_the_day_it_was_first_published(folder):
    folder.article(lastmod="2026-04-01T10:00:00Z")

    folder.take_in()

    edition = Edition.objects.get()
    assert (edition.published_at, edition.live_from) == (FIRST, datetime(2026, 4, 1, 10, tzinfo=UTC))
    assert edition.version == 1


def test_a_file_that_says_the_same_in_another_way_publishes_nothing(folder):
    folder.article(summary="Zajawka", tags="[a, b]")
    folder.take_in()
    folder.article(summary='"Zajawka"  # tak samo', tags="[b, a]")

    said = folder.take_in()

    assert NOTHING_NEW.fullmatch(said)
    assert Edition.objects.count() == 1


def test_earlier_versions_go_in_first_and_translations_follow_the_right_one(folder):
    folder.article("ferry/index.pl.v1.md", body="310 metrów.")
    folder.article("ferry/index.pl.md", body="340 metrów.", lastmod="2026-06-01T10:00:00Z", note="Trasa")
    folder.article("ferry/index.en.md", title="Ferry", body="310 metres.", date="2026-03-08T09:00:00Z")
    folder.article("ferry/index.zh-hans.md", title="渡船", body="340米。", date="2026-06-08T09:00:00Z")

    folder.take_in()

    english, first, second, chinese = editions()
    assert (first.version, first.live_until) == (1, second.live_from)
    assert (second.version, second.published_at) == (2, FIRST)
    assert english.made_from == first
    assert chinese.made_from == second


@pytest.mark.parametrize(("follows", "version"), [(1, 1), (2, 2), (0, None)])
def test_a_translation_follows_the_version_that_its_file_names(folder, follows, version):
    folder.article("ferry/index.pl.v1.md", body="310 metrów.")
    folder.article("ferry/index.pl.md", body="340 metrów.", lastmod="2026-06-01T10:00:00Z")
    folder.article("ferry/index.en.md", title="Ferry", date="2026-07-08T09:00:00Z", follows=follows)

    folder.take_in()

    made_from = Edition.objects.get(language="en").made_from
    assert (made_from and made_from.version) == version


def test_a_renamed_file_and_a_new_one_beside_it_make_the_next_version(folder):
    path = folder.article("ferry/index.pl.md", body="310 metrów.")
    folder.take_in()
    path.rename(path.with_name("index.pl.v1.md"))
    folder.article("ferry/index.pl.md", body="340 metrów.", lastmod="2026-06-01T10:00:00Z")

    said = folder.take_in()

    assert said == "0 created, 1 changed, 1 unchanged, 0 broken."
    assert [edition.manuscript for edition in editions()] == ["<p>310 metrów.</p>", "<p>340 metrów.</p>"]


def test_history_is_not_rewritten(folder):
    folder.article("ferry/index.pl.v1.md", body="310 metrów.")
    folder.article("ferry/index.pl.md", body="340 metrów.", lastmod="2026-06-01T10:00:00Z")
    folder.take_in()
    folder.article("ferry/index.pl.v1.md", body="999 metrów.")

    said = folder.take_in()

    assert "index.pl.v1.md: Version 1 was published with another text" in said
    assert said.endswith("0 created, 0 changed, 1 unchanged, 1 left, 0 broken.")


def test_a_date_to_come_schedules_and_may_be_put_off(folder):
    folder.article(date="2100-01-01T10:00:00Z")
    folder.take_in()
    folder.article(date="2100-02-01T10:00:00Z", body="Inny dzień.")

    folder.take_in()

    assert [edition.manuscript for edition in editions() if edition.is_scheduled()] == ["<p>Inny dzień.</p>"]
    assert editions().last().live_from.month == 2


def test_a_withdrawn_article_is_closed_with_its_reason(folder, client):
    folder.article(slug="koncert", withdrawn="2026-03-05T10:00:00Z", withdrawn_reason="Burza zniszczyła scenę.")

    folder.take_in()
    again = folder.take_in()

    withdrawal = Withdrawal.objects.get()
    assert withdrawal.edition.live_until == withdrawal.at == datetime(2026, 3, 5, 10, tzinfo=UTC)
    assert "Burza zniszczyła scenę." in client.get("/pl/articles/koncert/").content.decode()
    assert NOTHING_NEW.fullmatch(again)


def test_a_live_article_can_be_withdrawn_and_published_again(folder):
    folder.article()
    folder.take_in()
    folder.article(withdrawn="2026-03-05T10:00:00Z")
    assert "1 changed" in folder.take_in()
    assert not Edition.objects.live().exists()
    folder.article()

    assert "1 changed" in folder.take_in()
    assert Edition.objects.live().get().version == 2


def test_an_expiry_date_ends_the_edition(folder):
    folder.article(expiryDate="2100-01-01T00:00:00Z")

    folder.take_in()

    assert Edition.objects.get().live_until == datetime(2100, 1, 1, tzinfo=UTC)


def test_a_draft_fills_the_working_copy_and_readers_see_nothing(folder):
    folder.article(draft="true", tags="[a]")

    said = folder.take_in()

    article = Article.objects.get()
    assert said == "1 created, 0 changed, 0 unchanged, 0 broken."
    assert (article.title_pl, article.body_pl) == ("Prom", "<p>Prom płynie.</p>")
    assert Draft.objects.get().has_changes
    assert not Edition.objects.exists()


def test_unpublished_changes_stand_beside_what_is_published(folder):
    folder.article()
    folder.article("ferry/index.pl.draft.md", title=None, body="Poprawiony.")

    folder.take_in()

    assert Edition.objects.get().manuscript == "<p>Prom płynie.</p>"
    assert Article.objects.get().body_pl == "<p>Poprawiony.</p>"
    assert Draft.objects.get().has_changes


def edit(text: str, language: str = "pl") -> None:
    Article.objects.update(**{f"body_{language}": text})
    Draft.objects.filter(language=language).update(has_changes=True)


@pytest.mark.parametrize("state", [{}, {"draft": "true"}])
def test_an_editors_unpublished_changes_are_left_alone_unless_told_otherwise(folder, state):
    folder.article(**state)
    folder.take_in()
    edit("<p>Praca redaktorki.</p>")
    folder.article(body="Zmieniony plik.", **state)

    said = folder.take_in()

    assert "left: articles/ferry/index.pl.md: An editor has changes here" in said
    assert said.endswith("0 created, 0 changed, 0 unchanged, 1 left, 0 broken.")
    assert Article.objects.get().body_pl == "<p>Praca redaktorki.</p>"
    assert "1 left" in folder.take_in()
    assert "1 changed" in folder.take_in("--overwrite")
    assert Article.objects.get().body_pl == "<p>Zmieniony plik.</p>"


def test_a_draft_that_nobody_edited_is_replaced_by_its_changed_file(folder):
    folder.article(draft="true")
    folder.take_in()
    folder.article(draft="true", body="Zmieniony plik.")

    assert "1 changed" in folder.take_in()
    assert Article.objects.get().body_pl == "<p>Zmieniony plik.</p>"


@pytest.mark.parametrize("language", ["pl", "en"])
def test_what_all_languages_share_stays_the_editors_while_their_text_is_left_alone(folder, language):
    folder.article(tags="[a]")
    folder.article("ferry/index.en.md", title="Ferry")
    folder.take_in()
    edit("<p>Praca redaktorki.</p>", language)
    Article.objects.get().tags.set([make_tag("wybrany")])
    folder.article(tags="[a, b]", body="Zmieniony.")
    folder.article("ferry/index.en.md", title="Ferry 2")

    folder.take_in()

    assert [tag.slug for tag in Article.objects.get().tags.all()] == ["wybrany"]
    assert editions().count() == 3


def test_a_translation_takes_from_the_original_what_all_languages_share(folder):
    folder.topic()
    folder.article(topics="[01-river]", tags="[a]", featured="true")
    folder.article("ferry/index.en.md", title="Ferry")
    folder.article("ferry/index.zh-hans.md", title="渡船", tags="[]")

    folder.take_in()

    english, chinese = Edition.objects.get(language="en"), Edition.objects.get(language="zh-hans")
    assert english.topics.count() == english.tags.count() == chinese.topics.count() == 1
    assert english.is_featured
    assert chinese.tags.count() == 0


def test_what_the_original_changes_for_all_reaches_the_translations(folder):
    folder.topic()
    folder.article(topics="[]")
    folder.article("ferry/index.en.md", title="Ferry")
    folder.take_in()
    folder.article(topics="[01-river]")

    assert "2 changed" in folder.take_in()
    assert Edition.objects.live().get(language="en").topics.count() == 1


@pytest.mark.parametrize(
    ("files", "source"),
    [
        ({"index.pl.md": None, "index.en.md": None}, "pl"),
        ({"index.en.md": None, "index.zh-hans.md": None}, "en"),
        ({"index.pl.md": None, "index.en.md": "en"}, "en"),
        ({"index.pl.md": "zh-hans", "index.zh-hans.md": None}, "zh-hans"),
    ],
)
def test_the_original_is_the_one_that_is_named_or_the_first_there_is(folder, files, source):
    for name, stated in files.items():
        folder.article(f"ferry/{name}", source=stated)

    folder.take_in()

    assert Article.objects.get().source_language == source
    assert list(editions(is_original=True).values_list("language", flat=True)) == [source]


def test_topics_are_found_by_key_number_left_out_address_or_title(folder):
    folder.topic("01-river/index.pl.md", title="Wielka Rzeka", slug="rzeka")
    for number, words in enumerate(["01-river", "river", "rzeka", "Wielka Rzeka"]):
        folder.article(f"a{number}/index.pl.md", topics=f"[{words}]", title=f"T{number}")

    folder.take_in()

    assert Topic.objects.get().editions.count() == 4


def test_tags_are_found_by_address_or_by_name_in_the_files_language(folder):
    make_tag("rzeka", pl="rzeka", en="river")
    folder.article(tags="[Rzeka]")
    folder.article("ferry/index.en.md", title="Ferry", tags="[River]")

    folder.take_in()

    assert Tag.objects.count() == 1


def test_a_topic_takes_what_its_files_say_and_lists_them_by_weight(folder, client):
    folder.topic("b/index.pl.md", title="Drugi", weight="2", body="Akapit *o* rzece.\n\nNastępny.", summary="Wstęp.")
    folder.topic("a/index.pl.md", title="Trzeci", weight="3", visible_until="2100-01-01")
    folder.topic("c/index.en.md", title="First", weight="1")
    folder.topic("d/index.pl.md", title="Miniony", weight="0", expiryDate="2020-01-01")

    folder.take_in()

    second = Topic.objects.get(key="b")
    assert second.introduction_pl == "Wstęp.\n\nAkapit o rzece.\n\nNastępny."
    assert second.slug_pl == "drugi"
    assert (second.visible_from, second.visible_until) == (ALWAYS, FOREVER)
    assert [topic.key for topic in Topic.objects.visible()] == ["c", "b", "a"]
    page = client.get("/pl/topics/").content.decode()
    assert page.index("First") < page.index("Drugi") < page.index("Trzeci")


def test_a_changed_topic_makes_kept_pages_old(folder):
    folder.topic()
    folder.take_in()
    before = freshness.number()
    folder.topic(title="Inna rzeka")

    assert "1 changed" in folder.take_in()
    assert freshness.number() > before


def test_foreign_language_codes_are_mapped_or_left_out(folder):
    folder.article("ferry/index.zh-cn.md", title="渡船", source="zh-cn")
    folder.article("ferry/index.de.md", title="Fähre")
    folder.write("tags.yaml", "river: {zh-cn: 河流, de: Fluss}\n")

    said = folder.take_in("--language", "zh-cn=zh-hans", "--language", "de=")

    assert said.endswith("2 created, 0 changed, 0 unchanged, 0 broken.")
    assert Edition.objects.get().language == Article.objects.get().source_language == "zh-hans"
    assert Tag.objects.get().name_zh_hans == "河流"


def test_a_language_that_is_left_out_leaves_no_faults_behind(folder):
    folder.topic("01-river/index.de.md", title="Fluss")
    folder.article("ferry/index.de.md", title="Fähre", topics="[01-river]")
    folder.article("ferry/index.en.md", title="Ferry", topics="[01-river]", source="de", follows="2")

    said = folder.take_in("--language", "de=")

    assert said == "1 created, 0 changed, 0 unchanged, 0 broken."
    assert not Topic.objects.exists()
    assert Edition.objects.get().is_original


def test_an_original_in_a_language_that_the_site_has_no_longer_stays_the_original(folder):
    folder.article("ferry/index.en.md", title="Ferry")
    folder.take_in()
    Article.objects.update(source_language="uk")
    folder.article("ferry/index.uk.md", title="Пором")
    folder.article("ferry/index.en.md", title="The ferry", source="uk", follows="1")

    said = folder.take_in("--language", "uk=")

    assert said == "0 created, 1 changed, 0 unchanged, 0 broken."
    assert Article.objects.get().source_language == "uk"


def test_a_file_without_language_is_the_default_languages(folder):
    folder.article("ferry/index.v1.md", body="310")
    folder.article("ferry/index.md", body="340", lastmod="2026-06-01")

    folder.take_in()

    assert [(edition.language, edition.version) for edition in editions()] == [("pl", 1), ("pl", 2)]


def test_pictures_in_the_body_go_into_the_library(folder, client):
    folder.write("articles/ferry/img/na rzece.png", picture_bytes(colour="teal", picture_format="PNG"))
    folder.article(
        body='![Prom](img/na%20rzece.png "Na rzece")\n\n<img src="img/na rzece.png" alt="znów">', slug="prom"
    )

    folder.take_in()

    image = Image.objects.get()
    page = client.get("/pl/articles/prom/").content.decode()
    assert page.count(f"/media/pictures/{image.digest[:20]}-640.avif 640w") == 2
    assert "<figcaption>Na rzece</figcaption>" in page


def test_a_picture_that_changes_under_the_same_name_is_seen(folder):
    folder.write("articles/ferry/prom.jpg", picture_bytes())
    folder.article(image="prom.jpg", body="![Prom](prom.jpg)")
    folder.take_in()
    folder.write("articles/ferry/prom.jpg", picture_bytes(colour="teal"))

    assert "1 changed" in folder.take_in()
    assert editions().last().image.digest == hashlib.sha256(picture_bytes(colour="teal")).hexdigest()


def test_a_picture_that_two_share_keeps_for_each_what_it_says(folder):
    for place in ("topics/01-river", "articles/ferry"):
        folder.write(f"{place}/prom.jpg", picture_bytes())
    folder.topic(image="prom.jpg", image_alt="Rzeka z daleka")
    folder.article("ferry/index.pl.v1.md", image="prom.jpg", image_alt="Prom z bliska")
    folder.article("ferry/index.pl.md", image='""', lastmod="2026-06-01")

    folder.take_in()

    assert editions().first().image_alt == "Prom z bliska"
    assert Topic.objects.get().banner.alt_pl == "Rzeka z daleka"


def test_a_picture_of_another_site_is_left_out_and_told(folder):
    folder.article(body="Tekst.\n\n![x](https://example.org/x.jpg)")

    said = folder.take_in()

    assert "note: articles/ferry/index.pl.md, line 7: The picture https://example.org/x.jpg" in said
    assert "<img" not in Edition.objects.get().body


def test_unknown_keys_are_told_once(folder):
    for number in range(3):
        folder.article(f"a{number}/index.pl.md", title=f"T{number}", layout="wide")

    said = folder.take_in()

    assert said.count("layout") == 1
    assert "note: articles/a0/index.pl.md, line 4: The key “layout” means nothing here." in said


def bomb() -> bytes:
    """Return a small file that says to be a picture of 81 million points."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 9000, 9000, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1126 * 20)) + chunk(b"IEND", b"")


HEAD = "---\ntitle: Zły\ndate: 2026-01-01\n"
BROKEN = {
    "yaml": (f"{HEAD}slug: [a\n---\nx\n", r", line \d+: The YAML cannot be read"),
    "no front matter": ("Sam tekst.\n", ", line 1: The file does not begin with front matter"),
    "never closed": ("---\ntitle: x\n", ", line 1: The file does not begin"),
    "no title": ("---\nslug: x\n---\nx\n", ", line 1: The title is missing"),
    "empty title": ("---\nslug: x\ntitle: ' '\n---\nx\n", ", line 3: The title is missing"),
    "empty body": (f"{HEAD}---\n \n", ", line 5: The body is empty"),
    "only a script": (f"{HEAD}---\n<script>x</script>\n", ", line 5: The body is empty"),
    "not utf-8": (HEAD.encode() + b"slug: \xff\n---\nx\n", ", line 4: The file is not UTF-8"),
    "utf-16": ("---\ntitle: x\n---\n".encode("utf-16"), ", line 1: The file is not UTF-8"),
    "bad date": ("---\ntitle: x\ndate: 31.02.2026\n---\nx\n", ", line 3: “date” is no date: '31.02.2026'"),
    "no such day": ("---\ntitle: x\ndate: 2026-02-30\n---\nx\n", ", line 3: “date” is no date"),
    "far date": ("---\ntitle: x\ndate: 9999-12-31T23:59:59-12:00\n---\nx\n", ", line 3: “date” lies too far away"),
    "duplicate key": (f"{HEAD}title: y\n---\nx\n", ", line 4: The key “title” stands here twice"),
    "long title": (f"---\ntitle: {'x' * 201}\n---\nx\n", ", line 2: “title” is longer than 200"),
    "long lead": (f"{HEAD}summary: {'x' * 1001}\n---\nx\n", ", line 4: “summary” is longer than 1000"),
    "bad slug": (f"{HEAD}slug: ../x\n---\nx\n", ", line 4: “slug” may hold letters"),
    "list for text": (f"{HEAD}author: [a, b]\n---\nx\n", ", line 4: “author” must be one text"),
    "mapping for text": (f"{HEAD}author: {{a: b}}\n---\nx\n", ", line 4: “author” must be a text or a list"),
    "bad flag": (f"{HEAD}draft: może\n---\nx\n", ", line 4: “draft” is 'może'"),
    "bad number": (f"{HEAD}follows: -1\n---\nx\n", ", line 4: “follows” is '-1'"),
    "bad focal": (f"{HEAD}focal: [2, 0]\n---\nx\n", ", line 4: “focal” must be"),
    "focal of words": (f"{HEAD}focal: środek\n---\nx\n", ", line 4: “focal” must be"),
    "unknown topic": (f"{HEAD}topics: [nie ma]\n---\nx\n", ", line 4: There is no topic “nie ma”"),
    "tag of signs": (f"{HEAD}tags: ['!!!']\n---\nx\n", ", line 4: The tag “!!!”"),
    "unknown source": (f"{HEAD}source: xx\n---\nx\n", ", line 4: “xx” is not a language"),
    "unknown markup": (f"{HEAD}markup: org\n---\nx\n", ", line 4: “markup” is 'org'"),
    "missing original": (f"{HEAD}source: en\nfollows: 3\n---\nx\n", ", line 5: There is no version 3"),
    "missing lead picture": (f"{HEAD}image: brak.jpg\n---\nx\n", ", line 4: The picture “brak.jpg” is not there"),
    "missing picture": (f"{HEAD}---\nx\n\n![x](brak.jpg)\n", ", line 7: The picture “brak.jpg” is not there"),
    "picture above": (f"{HEAD}image: ../good/prom.jpg\n---\nx\n", ", line 4: .* does not lie in the bundle"),
    "picture of the system": (f"{HEAD}image: /etc/hostname\n---\nx\n", ", line 4: .* does not lie in the bundle"),
    "picture with a null byte": (f"{HEAD}---\nx\n\n![x](a%00b.jpg)\n", ", line 7: The picture “ab.jpg” is not there"),
    "picture above in the body": (f"{HEAD}---\n![x](../../x.jpg)\n", ", line 5: .* does not lie in the bundle"),
    "bomb": (f"{HEAD}image: bomb.png\n---\nx\n", ", line 4: .*bomb.png.*9000 × 9000"),
    "bomb in the body": (f"{HEAD}---\n![x](bomb.png)\n", ", line 5: .*bomb.png.*9000 × 9000"),
    "not a picture": (f"{HEAD}image: tekst.jpg\n---\nx\n", ", line 4: .*not a JPEG"),
    "a folder": (f"{HEAD}image: dir.jpg\n---\nx\n", ", line 4: .*is not a file"),
    "taken slug": (f"{HEAD}slug: zajety\n---\nx\n", ", line 4: The address “zajety” is, or once was, another"),
    "too large": (f"{HEAD}---\n{'x' * 4_200_000}\n", ": The file is larger than 4 MB"),
    "too long": (f"{HEAD}---\n{'słowo ' * 200_000}\n", ", line 5: .*1000000"),
    "yaml bomb": (f"{HEAD}a: &a [x]\nb: &b [*a, *a]\n---\nx\n", ", line 5: “b” must be a text or a list"),
    "deep yaml": (f"{HEAD}a: {'[' * 9000}\n---\nx\n", ", line 4: The YAML cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("dry", [False, True])
@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_told_with_line_and_reason_and_the_others_go_in(folder, kind, dry):
    make_edition(pl={"title": "Inny", "slug": "zajety", "body": "<p>x</p>"})
    content, reason = BROKEN[kind]
    folder.write("articles/bad/index.pl.md", content)
    folder.write("articles/bad/bomb.png", bomb())
    folder.write("articles/bad/tekst.jpg", "to nie jest obraz")
    folder.write("articles/bad/dir.jpg/x", "")
    folder.article("bad/index.en.md", title="Good in English")
    folder.article("a-good/index.pl.md", title="Dobry")
    folder.article("z-good/index.pl.md", title="Też dobry")

    said = folder.take_in(*(["--dry-run"] if dry else []), fails=True)

    assert re.search(f"^broken: articles/bad/index.pl.md{reason}", said, re.MULTILINE), said
    assert said.endswith("3 created, 0 changed, 0 unchanged, 1 broken.")
    assert Edition.objects.count() == (1 if dry else 4)
    assert not Article.objects.filter(key="bad").exclude(title_pl=None).exists()
    assert not Image.objects.exists()


def test_a_mended_file_goes_in_the_next_time(folder):
    folder.article(date="nigdy")
    folder.take_in(fails=True)
    assert not Article.objects.exists()
    folder.article()

    assert folder.take_in() == "1 created, 0 changed, 0 unchanged, 0 broken."


def test_an_article_of_which_nothing_can_go_in_leaves_nothing(folder):
    folder.article(slug="a", tags="[nowy]", body="")

    folder.take_in(fails=True)

    assert not Article.objects.exists()
    assert not Tag.objects.exists()
    assert not ImportedFile.objects.exists()
    folder.article("other/index.pl.md", tags="[nowy]")
    folder.take_in(fails=True)
    assert Tag.objects.get().slug == "nowy"


def test_a_version_waits_for_the_earlier_one(folder):
    folder.article("ferry/index.pl.v1.md", body="")
    folder.article("ferry/index.pl.md", lastmod="2026-06-01")

    said = folder.take_in(fails=True)

    assert "index.pl.md: It waits for an earlier version" in said
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("index.xx.md", "“xx” is not a language of this site"),
        ("index.pl.v0.md", "The name is none of"),
        ("index.pl.final.md", "The name is none of"),
        ("index.PL.md", "is the same language's, too"),
    ],
)
def test_a_file_name_that_says_nothing_is_told(folder, name, reason):
    folder.article()
    folder.article(f"ferry/{name}")

    assert reason in folder.take_in(fails=True)
    assert Edition.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("river: rzeka\n", "tags.yaml, line 1: A language and a name are expected"),
        ("a: {pl: b}\nriver: {pl: [a]}\n", "tags.yaml, line 2: The names of “river”"),
        ("a: {pl: b}\na: {pl: c}\n", "tags.yaml, line 2: The key “a” stands here twice"),
        ("a: {pl: b}\nriver: {[pl]: a}\n", "tags.yaml, line 2: A language and a name"),
        ("a: {pl: b}\n'a?b': {pl: a}\n", "tags.yaml, line 2: “a?b” cannot be a tag's key"),
        ("[a, b]\n", "tags.yaml, line 1: There are no keys"),
    ],
)
def test_a_broken_tags_file_is_told_and_the_articles_go_in(folder, content, reason):
    folder.write("tags.yaml", content)
    folder.article()

    said = folder.take_in(fails=True)

    assert f"broken: {reason}" in said
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("path", ["articles/prom.md", "articles/_index.pl.md", "articles/dział/prom/index.pl.md"])
def test_a_text_in_another_place_is_left_out_and_told(folder, path):
    folder.article()
    folder.write(path, "---\ntitle: Obok\n---\nx\n")

    said = folder.take_in()

    assert f"note: {'/'.join(path.split('/')[:2])}: Left out: a text is a folder" in said
    assert said.endswith("1 created, 0 changed, 0 unchanged, 0 broken.")


@pytest.mark.parametrize("kind", ["articles", "topics"])
def test_a_name_that_is_not_utf_8_is_told_and_the_others_go_in(folder, kind):
    folder.article()
    bad = folder.path / kind / os.fsdecode(b"wis\xb3a")
    bad.mkdir(parents=True)
    (bad / "index.pl.md").write_text("---\ntitle: Wisła\n---\nx\n")
    (bad / "sections.yaml").write_text("pinned: []\n")
    (folder.path / "articles/ferry" / os.fsdecode(b"index.\xb3.md")).write_text("x")

    said = folder.take_in(fails=True)

    assert f"broken: {kind}/wis\ufffda: The folder's name is not UTF-8." in said
    assert "broken: articles/ferry/index.\ufffd.md: The name is none of" in said
    assert said.endswith("1 created, 0 changed, 0 unchanged, 2 broken.")


def test_links_out_of_the_folder_lead_nowhere(folder, tmp_path):
    (tmp_path / "secret.jpg").write_bytes(picture_bytes())
    (tmp_path / "secret.md").write_text("---\ntitle: Tajne\n---\nTajne\n")
    folder.article(image="link.jpg")
    (folder.path / "articles/ferry/link.jpg").symlink_to(tmp_path / "secret.jpg")
    (folder.path / "articles/ferry/index.en.md").symlink_to(tmp_path / "secret.md")

    said = folder.take_in(fails=True)

    assert "index.pl.md, line 4: The picture “link.jpg” does not lie in the bundle's folder." in said
    assert "index.en.md: “index.en.md” leads out of the content folder." in said
    assert not Article.objects.exists()
    assert not Image.objects.exists()


def test_a_folder_that_cannot_be_read_is_told_and_the_others_go_in(folder, monkeypatch):
    folder.article("bad/index.pl.md")
    folder.article("good/index.pl.md")

    def refuse(bundle, root):
        if bundle.name == "bad":
            raise PermissionError(13, "Permission denied")
        return b""

    monkeypatch.setattr("content.bundles._pictures_digest", refuse)

    said = folder.take_in(fails=True)

    assert "broken: articles/bad: The folder cannot be read: Permission denied." in said
    assert said.endswith("1 created, 0 changed, 0 unchanged, 1 broken.")


def test_a_dry_run_tells_and_does_nothing(folder, settings):
    folder.topic()
    folder.write("tags.yaml", "river: {pl: rzeka}\n")
    folder.write("articles/ferry/prom.jpg", picture_bytes())
    folder.article(topics="[01-river]", tags="[river, inny]", image="prom.jpg", body="![Prom](prom.jpg)")
    folder.article("other/index.pl.md", title="Inny", tags="[inny]")

    said = folder.take_in("--dry-run")

    assert "created: articles/ferry/index.pl.md" in said
    assert said.endswith("Dry run, nothing was written: 4 created, 0 changed, 0 unchanged, 0 broken.")
    assert not any(model.objects.exists() for model in (Article, Topic, Tag, Image, Edition, ImportedFile))
    assert not settings.MEDIA_ROOT.exists()
    assert folder.take_in() == "4 created, 0 changed, 0 unchanged, 0 broken."


def test_a_named_account_publishes(folder):
    user = make_user("redaktorka")
    folder.article()

    folder.take_in("--as", "redaktorka")

    assert Edition.objects.get().published_by == user


@pytest.mark.parametrize(
    "options", [["--as", "nobody"], ["--language", "zh-cn"], ["--language", "a=xx"], ["--language", "=pl"]]
)
def test_a_wrong_option_stops_with_a_sentence(folder, options):
    folder.article()

    with pytest.raises(CommandError, match=r"account|theirs=ours"):
        call_command("import_content", str(folder.path), *options)


def test_a_folder_without_content_stops_with_a_sentence(folder, tmp_path):
    with pytest.raises(CommandError, match="is no content folder"):
        call_command("import_content", str(tmp_path))


def test_an_article_of_the_site_is_not_taken_for_one_of_the_folder(folder):
    make_article(pl={"title": "Prom", "slug": "prom", "body": "<p>x</p>"})
    publish(article=Article.objects.get(), language="pl", by=make_user())
    make_topic()
    folder.article()

    folder.take_in()

    assert Article.objects.count() == 2
    assert sorted(editions().values_list("slug", flat=True)) == ["prom", "prom-2"]


def test_hostile_bodies_go_in_harmless(folder):
    folder.article(
        body="<script>alert(1)</script><img src=x onerror=alert(1)>".replace("src=x", "src=https://x/")
        + "\n\n[a](javascript:alert(1)) <a href='data:text/html,x'>b</a> \x00\x08 <svg><b>"
        + "\n\n" + ">" * 3000 + " x\n\n" + "- " * 1000 + "y\n\n" + "[" * 3000 + "\n\n" + "*a **" * 2000
    )  # fmt: skip

    folder.take_in()

    body = Edition.objects.get().body
    assert not re.search(r"script|onerror|javascript|data:|svg|\x00", body)


def test_many_bundles_are_read_ahead_by_another_process(folder, monkeypatch, transactional_db):
    monkeypatch.setattr("content.importing.MANY", 3)
    folder.write("articles/a1/prom.jpg", picture_bytes())
    for number in range(1, 6):
        folder.article(f"a{number}/index.pl.md", title=f"T{number}", body="![x](prom.jpg)" if number == 1 else "Tekst.")
    folder.article("a6/index.pl.md", date="nigdy")

    said = folder.take_in(fails=True)

    assert "broken: articles/a6/index.pl.md, line 3: “date” is no date" in said
    assert said.endswith("5 created, 0 changed, 0 unchanged, 1 broken.")
    assert NOTHING_NEW.sub("", folder.take_in(fails=True)) != ""


KILLED = """
import os, signal
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from content.reader import begin

if __name__ == "__main__":
    readers = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=begin)
    print(readers.submit(os.getpid).result(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_reading_process_ends_with_a_killed_import(tmp_path):
    program = tmp_path / "killed.py"
    program.write_text(KILLED)
    environment = os.environ | {"PYTHONPATH": str(Path.cwd())}

    # A reading process that is left over holds the pipe open.
    done = subprocess.run([sys.executable, program], env=environment, stdout=subprocess.PIPE, timeout=60, check=False)

    assert done.returncode == -signal.SIGKILL
    assert int(done.stdout)
