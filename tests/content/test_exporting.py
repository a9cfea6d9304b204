from datetime import UTC, datetime

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Draft, Edition
from articles.publishing import publish
from library.pictures import add_picture
from tests.factories import make_article, make_edition, make_image, make_tag, make_topic, make_user, picture_bytes
from topics.models import Topic

BODY = "<h2>Na wodzie</h2><p>Prom <em>płynie</em>.</p>"


def test_a_site_made_in_the_admin_alone_becomes_a_folder(exported):
    image = make_image(alt_pl="Mały prom", credit_pl="Pracownia", focal_x=0.25)
    topic = make_topic(
        pl={"title": "Rzeka", "slug": "rzeka", "introduction": "Wstęp.\n\nDalej."}, position=3, banner=image
    )
    tag = make_tag("rzeka", pl="rzeka", en="river")
    article = make_article(
        pl={"title": "Prom: „Czajka”", "slug": "prom", "lead": "Zajawka.", "body": BODY, "author_line": "P. Drozd"},
        topics=[topic], tags=[tag], image=image, is_featured=True,
    )  # fmt: skip
    edition = publish(article=article, language="pl", by=make_user(), note="Pierwsze")

    said = exported.export()

    files = {name: content for name, content in exported.files().items() if not name.endswith(".jpg")}
    moment = timezone.localtime(edition.published_at).isoformat()
    assert said == f"6 files written to {exported.path}."
    assert files["tags.yaml"].decode() == 'rzeka: {pl: "rzeka", en: "river"}\n'
    assert files["topics/rzeka/index.pl.md"].decode() == (
        '---\ntitle: "Rzeka"\nslug: "rzeka"\nweight: 3\nsummary: "Wstęp."\nimage: "navy.jpg"\n'
        'image_alt: "Mały prom"\nimage_credit: "Pracownia"\nfocal: [0.25, 0.5]\n---\nDalej.\n'
    )
    assert files["articles/prom/index.pl.md"].decode() == (
        '---\ntitle: "Prom: „Czajka”"\nslug: "prom"\nsummary: "Zajawka."\n'
        f"date: {moment}\n"
        'author: "P. Drozd"\ntags: [rzeka]\ntopics: [rzeka]\nfeatured: true\nimage: "navy.jpg"\n'
        'image_alt: "Mały prom"\nimage_credit: "Pracownia"\nfocal: [0.25, 0.5]\nsource: "pl"\nnote: "Pierwsze"\n'
        "---\n## Na wodzie\n\nProm *płynie*.\n"
    )
    assert exported.files()["articles/prom/navy.jpg"] == picture_bytes()


def test_keys_are_made_from_addresses_once_and_kept(exported, tmp_path):
    make_edition(pl={"title": "Prom", "slug": "prom", "body": BODY})
    make_edition(en={"title": "Prom", "body": BODY}, source_language="en", language="en")
    make_article(pl={"title": "🦢", "body": BODY})
    make_article(pl={"title": "../../etc", "body": BODY})
    make_topic(pl={"title": "Łódź"})

    exported.export()
    Article.objects.filter(key="prom").update(slug_pl="inny")
    exported.export("--overwrite")

    assert list(Article.objects.order_by("pk").values_list("key", flat=True)) == ["prom", "prom-2", "untitled", "etc"]
    assert Topic.objects.get().key == "lodz"
    assert {path.name for path in (exported.path / "articles").iterdir()} == {"prom", "prom-2", "untitled", "etc"}


def test_every_edition_and_what_is_not_published_has_its_file(exported):
    first = make_edition(
        pl={"title": "Prom", "slug": "prom", "body": "<p>310</p>"}, en={"title": "Ferry", "body": "<p>x</p>"}
    )
    article = first.article
    Article.objects.update(body_pl="<p>340</p>")
    publish(article=article, language="pl", by=make_user(), minor=True)
    Article.objects.update(body_pl="<p>999</p>")
    Draft.objects.update(has_changes=True)

    exported.export()

    files = exported.files()
    assert sorted(files) == [f"articles/prom/index.{name}.md" for name in ("en", "pl.draft", "pl", "pl.v1")]
    assert files["articles/prom/index.pl.v1.md"].endswith(b"---\n310\n")
    assert files["articles/prom/index.pl.md"].endswith(b"minor: true\n---\n340\n")
    assert files["articles/prom/index.pl.draft.md"].endswith(b"---\n999\n")
    assert files["articles/prom/index.en.md"].endswith(b"draft: true\n---\nx\n")


def test_a_body_that_no_markdown_gives_is_written_as_html(exported, empty_site):
    body = "<p>a</p>\n<p>b</p>"
    make_edition(pl={"title": "Prom", "slug": "prom", "body": body})

    exported.export()

    text = exported.files()["articles/prom/index.pl.md"].decode()
    assert text.endswith('markup: "html"\n---\n<p>a</p>\n<p>b</p>\n')
    empty_site()
    exported.take_in()
    assert Edition.objects.get().manuscript == body


def test_pictures_in_bodies_stand_beside_the_text_under_their_names(exported, empty_site):
    image = add_picture(picture_bytes(), "../zła nazwa (1).txt")
    small = image.url(480, "avif")
    body = f'<p>a</p><figure><img src="{image.src}" alt="Prom"><figcaption>Na rzece</figcaption></figure>'
    edition = make_edition(pl={"title": "Prom", "slug": "prom", "body": f'{body}<p><img src="{small}" alt=""></p>'})

    exported.export()

    files = exported.files()
    assert files["articles/prom/zla-nazwa-1-txt.jpg"] == picture_bytes()
    assert b'![Prom](zla-nazwa-1-txt.jpg "Na rzece")\n\n![](zla-nazwa-1-txt.jpg)' in files["articles/prom/index.pl.md"]
    assert exported.take_in() == "0 created, 0 changed, 1 unchanged, 0 broken."
    empty_site()
    exported.take_in()
    assert Edition.objects.get().body == edition.body


def test_two_pictures_of_one_name_stay_two(exported):
    first = add_picture(picture_bytes(), "prom.jpg")
    second = add_picture(picture_bytes(colour="teal"), "PROM.JPG")
    body = "".join(f'<p><img src="{image.src}" alt=""></p>' for image in (first, second))
    make_edition(pl={"title": "Prom", "slug": "prom", "body": body})

    exported.export()

    pictures = [content for name, content in exported.files().items() if name.lower().endswith("jpg")]
    assert sorted(pictures) == sorted([picture_bytes(), picture_bytes(colour="teal")])


def test_topics_of_one_position_keep_their_order(exported, empty_site):
    for title in ("Zebra", "Arka", "Most"):
        make_topic(pl={"title": title, "slug": title.lower()}, position=1)

    exported.export()
    empty_site()
    exported.take_in()

    assert [topic.title_pl for topic in Topic.objects.visible()] == ["Zebra", "Arka", "Most"]


def test_articles_of_one_moment_keep_their_order(exported, empty_site):
    for title in ("Zebra", "Arka", "Most"):
        make_edition(pl={"title": title, "slug": title.lower(), "body": BODY}, at=datetime(2026, 3, 1, tzinfo=UTC))
    before = list(Edition.objects.newest_first().values_list("title", flat=True))

    exported.export()
    empty_site()
    exported.take_in()

    assert list(Edition.objects.newest_first().values_list("title", flat=True)) == before == ["Most", "Arka", "Zebra"]


def test_a_folder_in_use_is_refused_or_filled_without_taking_anything_away(exported):
    make_edition(pl={"title": "Prom", "slug": "prom", "body": BODY})
    exported.write("articles/prom/index.en.md", "mine")
    exported.write("notes.txt", "mine, too")

    with pytest.raises(CommandError, match="is not empty"):
        call_command("export_content", str(exported.path))
    said = exported.export("--overwrite")

    assert f"not of this export, left as it was: {exported.path}/articles/prom/index.en.md" in said
    assert exported.files()["articles/prom/index.en.md"] == b"mine"
    assert exported.files()["notes.txt"] == b"mine, too"


def test_an_original_that_is_missing_is_told_and_the_rest_is_written(exported):
    image = make_image(alt_pl="Prom")
    make_edition(pl={"title": "Prom", "slug": "prom", "body": BODY}, image=image)
    default_storage.delete(image.original_path)

    said = exported.export(fails=True)

    assert "navy.jpg: the original is not in the storage." in said
    assert "articles/prom/index.pl.md" in exported.files()


def test_languages_that_were_taken_out_are_told(exported):
    edition = make_edition(pl={"title": "Prom", "slug": "prom", "body": BODY})
    facts = Edition.objects.filter(pk=edition.pk).values().get() | {"id": None, "language": "uk"}
    Edition.objects.create(**facts)

    assert "Editions in “uk” are not exported" in exported.export(fails=True)


def test_the_number_of_queries_does_not_grow_faster_than_the_articles(exported, django_assert_num_queries):
    make_edition(pl={"title": "A", "body": BODY})
    exported.export()
    with CaptureQueriesContext(connection) as one:
        exported.export("--overwrite")
    for number in range(10):
        make_edition(pl={"title": f"B{number}", "body": BODY})
    exported.export("--overwrite")

    with django_assert_num_queries(len(one)):
        exported.export("--overwrite")
