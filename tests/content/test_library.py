"""What the library says of its files, in folders: pictures, documents, captions, keywords."""

import pytest

from articles.models import ArticleFile
from library.models import Document, Image, Keyword
from tests.content.conftest import Folder
from tests.factories import make_edition, make_image, make_topic
from tests.library.test_documents import MP4, PDF, VTT, add

pytestmark = pytest.mark.django_db


def make_library():
    keyword = Keyword.objects.create(slug="rivers", name_pl="Rzeki", name_zh_hans="河流")
    image = make_image("navy", alt_pl="Most", alt_zh_hans="桥", source_en="City archive", licence="cc-by")
    image.focal_x = 0.25
    image.save()
    image.keywords.add(keyword)
    pdf, film, captions = add(PDF, "raport-roczny.pdf"), add(MP4, "film.mp4"), add(VTT, "film.vtt")
    captions.captioned, captions.language, captions.title_pl = film, "pl", "Napisy"
    captions.save()
    pdf.title_pl, pdf.description_en, pdf.licence = 'Raport „2026": #1', "The year in figures", "own"
    pdf.save()
    make_topic(pl={"title": "Rzeka", "slug": "rzeka"}, banner=image)
    body = (
        f'<p>a <a data-document="{pdf.pk}">raport</a></p><figure><img data-image="{image.pk}" alt="Most"></figure>'
        f'<figure data-document="{film.pk}"><figcaption>Film</figcaption></figure>'
    )
    return make_edition(pl={"title": "Mosty", "body": body})


def state():
    return [
        [{name: getattr(row, name) for name in columns} | {"keywords": [word.slug for word in row.keywords.all()]}
         for row in model.objects.order_by("digest")]
        for model, columns in (
            (Image, ("digest", "alt_pl", "alt_zh_hans", "source_en", "licence", "focal_x", "file_name", "words")),
            (Document, ("digest", "kind", "title_pl", "description_en", "licence", "language", "words")),
        )
    ]  # fmt: skip


def test_the_library_comes_back_as_it_was(exported, empty_site, tmp_path):
    edition = make_library()
    before, film = state(), Document.objects.get(kind="video")
    exported.export()
    assert exported.take_in().startswith("0 created, 0 changed,")
    empty_site()

    said = exported.take_in()

    assert said.endswith("0 broken.")
    assert state() == before
    assert ArticleFile.objects.count() == 3
    assert Document.objects.get(kind="captions").captioned.digest == film.digest
    assert Keyword.objects.get().name_zh_hans == "河流"
    again = Folder(tmp_path / "again")
    again.export()
    assert again.files() == exported.files()
    assert edition.body


def test_the_folder_says_it_in_one_line_for_each_file(exported):
    make_library()

    exported.export()

    files = exported.files()
    assert files["keywords.yaml"].decode() == 'rivers: {pl: "Rzeki", zh-hans: "河流"}\n'
    lines = files["library.yaml"].decode().splitlines()
    assert lines[0] == (
        '"articles/mosty/film.vtt": {title.pl: "Napisy", language: pl, captions of: "articles/mosty/film.mp4"}'
    )
    assert '"articles/mosty/raport-roczny.pdf": {title.pl: ' in lines[1]
    assert lines[2].startswith('"topics/rzeka/navy.jpg": {alt.pl: "Most", alt.zh-hans: "桥"')
    assert files["articles/mosty/raport-roczny.pdf"] == PDF


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{colour.pl: x}", "means nothing here"),
        ("{licence: mine}", "means nothing here"),
        ("{keywords: [unknown]}", "no keyword 'unknown'"),
        ("{focal: [2, 0]}", "two numbers between"),
        ("{alt.pl: [a, b]}", "must be a text"),
        ("{captions of: other.mp4}", "means nothing here"),
        ("{[alt.pl]: x}", "language and a name"),
    ],
)
def test_what_means_nothing_is_told_with_its_line(exported, line, reason):
    image = make_image("navy")
    make_topic(pl={"title": "Rzeka", "slug": "rzeka"}, banner=image)
    exported.export()
    (exported.path / "library.yaml").write_text(f'# a comment\n"topics/rzeka/navy.jpg": {line}\n')

    said = exported.take_in(fails=True)

    assert reason in said
    assert "library.yaml" in said


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{language: [pl]}", "“language” must be a text of at most 16"),
        ("{language: %s}" % ("x" * 17), "“language” must be a text of at most 16"),
        ("{captions of: [film.mp4]}", "must name a film or a recording"),
        ("{captions of: topics/rzeka/navy.jpg}", "must name a film or a recording"),
    ],
)
def test_what_means_nothing_of_a_document_is_told(exported, line, reason):
    make_topic(pl={"title": "Rzeka", "slug": "rzeka"}, banner=make_image("navy"))
    exported.export()
    (exported.path / "napisy.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:01.000\nDzień dobry\n")
    (exported.path / "library.yaml").write_text(f"napisy.vtt: {line}\n")

    assert reason in exported.take_in(fails=True)


def test_a_file_outside_of_the_folder_is_refused(exported):
    make_topic(pl={"title": "Rzeka", "slug": "rzeka"}, banner=make_image("navy"))
    exported.export()
    (exported.path / "library.yaml").write_text('"../secret.pdf": {licence: own}\n')

    assert "does not lie in" in exported.take_in(fails=True)
