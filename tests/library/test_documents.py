"""Documents: told by their content, refused in words, served as what they are and nothing else."""

import io
import struct

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from library.documents import UnusableDocument, add_document
from library.models import Document, Image
from library.storage import UnusableFile
from library.uploads import take_in
from tests.factories import make_edition, make_image, picture_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + name + content


FRAME = b"\xff\xfb\x90\x00" + b"\0" * 413  # 128 kbit/s, 44.1 kHz
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\nxref\n0 1\ntrailer<<>>\nstartxref\n9\n%%EOF\n"
VTT = "WEBVTT\n\n00:00.000 --> 00:02.000\nDzień dobry\n".encode()
MP4 = box(b"ftyp", b"isom\0\0\0\0isom") + box(b"moov", b"....hdlr....vide....") + box(b"mdat", b"\0" * 64)
M4A = box(b"ftyp", b"M4A \0\0\0\0M4A ") + box(b"moov", b"....hdlr....soun....") + box(b"mdat", b"\0" * 64)
OGG = b"OggS\0\x02" + b"\0" * 20 + b"\x01\x13OpusHead" + b"\0" * 80
OGV = b"OggS\0\x02" + b"\0" * 20 + b"\x01\x2a\x80theora" + b"\0" * 80
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + b"\x18\x53\x80\x67" + b"\0" * 40 + b"V_VP9"
KINDS = {
    "PDF": (PDF, "pdf", "application/pdf", "pdf"),
    "MP3": (FRAME * 4, "audio", "audio/mpeg", "mp3"),
    "MP3 with a tag": (b"ID3\x04\0\0\0\0\x02\x00" + b"\0" * 256 + FRAME * 4, "audio", "audio/mpeg", "mp3"),
    "MP4": (MP4, "video", "video/mp4", "mp4"),
    "M4A": (M4A, "audio", "audio/mp4", "m4a"),
    "OGG": (OGG, "audio", "audio/ogg", "ogg"),
    "OGV": (OGV, "video", "video/ogg", "ogv"),
    "WebM": (WEBM, "video", "video/webm", "webm"),
    "WebM with sound": (WEBM.replace(b"V_VP9", b"A_OPUS"), "audio", "audio/webm", "webm"),
    "WebVTT": (VTT, "captions", "text/vtt; charset=utf-8", "vtt"),
    "WebVTT of Windows": (b"\xef\xbb\xbf" + VTT.replace(b"\n", b"\r\n"), "captions", "text/vtt; charset=utf-8", "vtt"),
}


def add(content, name="plik.bin") -> Document:
    return add_document(io.BytesIO(content), len(content), name)


@pytest.mark.parametrize(("content", "kind", "content_type", "extension"), KINDS.values(), ids=KINDS.keys())
def test_a_document_is_what_its_content_is(content, kind, content_type, extension):
    document = add(content, "../../etc/<b>.exe")

    assert (document.kind, document.content_type, document.extension) == (kind, content_type, extension)
    assert document.bytes == len(content)
    with default_storage.open(document.path) as file:
        assert file.read() == content
    assert default_storage.listdir("") == (["documents"], [])
    assert default_storage.listdir("documents")[1] == [document.digest]


REFUSED = {
    "PDF without an end": (PDF[:-10], "PDF, but is damaged"),
    "PDF of no version": (PDF.replace(b"-1.7", b"-x.7"), "PDF, but is damaged"),
    "MP3 of one frame": (FRAME, "MP3, but is damaged"),
    "MP3 that is only a tag": (b"ID3\x04\0\0\0\0\x02\x00" + b"\0" * 400, "MP3, but is damaged"),
    "MP3 that is HTML": (b"ID3\x04\0\0\0\0\0\0<html><script>alert(1)</script>", "MP3, but is damaged"),
    "MP4 cut off": (MP4[:-5], "MP4, but is damaged"),
    "MP4 of an endless box": (MP4[:24] + b"\0\0\0\x01moov" + b"\xff" * 8, "MP4, but is damaged"),
    "MP4 without sound and picture": (MP4.replace(b"vide", b"text"), "MP4, but is damaged"),
    "OGG of nothing": (b"OggS\0" + b"\0" * 100, "OGG, but is damaged"),
    "Matroska": (WEBM.replace(b"webm", b"matr"), "WebM, but is damaged"),
    "WebVTT without cues": (b"WEBVTT\n\n", "WebVTT, but is damaged"),
    "WebVTT in Latin": ("WEBVTT\n\n00:00.000 --> 00:02.000\nDzień".encode("iso-8859-2"), "WebVTT, but is damaged"),
    "WebVTT that is HTML": (b"WEBVTT<html>\n00:00.000 --> 00:02.000\n", "WebVTT, but is damaged"),
    "HTML": (b"<!doctype html><script>alert(1)</script>", "not a PDF"),
    "ZIP": (b"PK\x03\x04" + b"\0" * 100, "not a PDF"),
    "an executable": (b"\x7fELF" + b"\0" * 100, "not a PDF"),
    "HTML before a PDF": (b"<script>alert(1)</script>" + PDF, "not a PDF"),
}


@pytest.mark.parametrize(("content", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_taken_is_refused_in_words_and_leaves_nothing(content, words):
    with pytest.raises(UnusableDocument, match=words) as refusal:
        add(content)

    assert str(refusal.value).endswith(".")
    assert not Document.objects.exists()
    assert not default_storage.exists("documents")


def test_a_document_that_is_too_large_is_refused():
    with pytest.raises(UnusableDocument, match="larger than 1 MB"):
        add(VTT + b"\n" * 1024 * 1024)


def test_every_beginning_of_a_document_is_taken_or_refused():
    for content, *_kind in KINDS.values():
        for length in range(len(content)):
            try:
                add(content[:length])
            except UnusableDocument:
                continue


def test_the_same_document_is_taken_in_once():
    assert add(PDF, "a.pdf") == add(PDF, "b.pdf")


def uploaded(content, name="x"):
    return SimpleUploadedFile(name, content)


def test_an_upload_is_a_picture_or_a_document_by_its_content():
    picture, pdf = take_in(uploaded(picture_bytes(), "a.pdf")), take_in(uploaded(PDF, "b.jpg"))

    assert isinstance(picture.row, Image)
    assert isinstance(pdf.row, Document)
    assert not picture.was_known
    assert take_in(uploaded(PDF)).was_known
    assert take_in(uploaded(picture_bytes())).was_known


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "empty"), (b"PK\x03\x04", "kind of file"), (b"<svg/>", "SVG"), (PDF[:9], "damaged")]
)
def test_an_upload_is_refused_in_words(content, words):
    with pytest.raises(UnusableFile, match=words):
        take_in(uploaded(content))


# Served


@pytest.fixture
def published():
    document = add(PDF, 'sprawozdanie "2026".pdf')
    make_edition(pl={"title": "T", "body": f'<p>a</p><figure data-document="{document.pk}"></figure>'})
    return document


def test_a_document_is_private_until_it_is_published():
    document = add(PDF)
    assert Client().get(document.url).status_code == 404

    make_edition(pl={"title": "T", "body": f'<p>a</p><figure data-document="{document.pk}"></figure>'})

    assert Client().get(document.url).getvalue() == PDF


@pytest.mark.parametrize(("asked", "words"), [("en", "There is no page at this address"), ("pl", "Pod tym adresem")])
def test_where_no_document_is_to_be_seen_a_page_says_so_in_the_readers_language(asked, words):
    unpublished = add(PDF).url

    for address in (unpublished, f"/media/documents/{'0' * 20}.pdf"):
        response = Client().get(address, headers={"Accept-Language": asked})

        assert response.status_code == 404
        assert words in response.text
        assert response["Cache-Control"] == "private, no-store"


def test_a_pdf_is_downloaded_and_nothing_else(published):
    response = Client().get(published.url)

    assert response.getvalue() == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["Content-Length"] == str(len(PDF))


@pytest.mark.parametrize(
    ("asked", "status", "part", "said"),
    [
        ("bytes=0-3", 206, PDF[:4], f"bytes 0-3/{len(PDF)}"),
        ("bytes=5-", 206, PDF[5:], f"bytes 5-{len(PDF) - 1}/{len(PDF)}"),
        ("bytes=-6", 206, PDF[-6:], f"bytes {len(PDF) - 6}-{len(PDF) - 1}/{len(PDF)}"),
        ("bytes=0-99999", 206, PDF, f"bytes 0-{len(PDF) - 1}/{len(PDF)}"),
        ("bytes=99999-", 416, b"", f"bytes */{len(PDF)}"),
        ("bytes=3-2", 416, b"", f"bytes */{len(PDF)}"),
        ("bytes=0-1,3-4", 200, PDF, None),
        ("lines=1-2", 200, PDF, None),
    ],
)
def test_players_get_the_part_they_ask_for(published, asked, status, part, said):
    response = Client().get(published.url, headers={"Range": asked})

    assert response.status_code == status
    assert response.getvalue() == part
    assert response.headers.get("Content-Range") == said


def test_a_part_of_another_file_is_not_sent(published):
    response = Client().get(published.url, headers={"Range": "bytes=0-3", "If-Range": '"another"'})

    assert response.getvalue() == PDF


def test_captions_are_public_with_what_they_go_with():
    film, captions = add(MP4, "film.mp4"), add(VTT, "film.vtt")
    captions.captioned = film
    captions.save()
    assert Client().get(captions.url).status_code == 404

    make_edition(pl={"title": "T", "body": f'<p>a</p><figure data-document="{film.pk}"></figure>'})

    response = Client().get(captions.url)
    assert response.getvalue() == VTT
    assert response["Content-Disposition"].startswith("inline")


def test_a_document_costs_one_query(published, django_assert_num_queries):
    for number in range(20):
        make_edition(pl={"title": f"T{number}", "body": f'<p>a</p><figure data-document="{published.pk}"></figure>'})

    with django_assert_num_queries(1):
        Client().get(published.url).getvalue()


@pytest.mark.parametrize("wrong", [".exe", ".mp4", "", ".pdf/"])
def test_no_other_ending_is_answered(published, wrong):
    assert Client().get(published.url.removesuffix(".pdf") + wrong).status_code == 404


def test_a_picture_is_no_document(published):
    image = make_image()
    address = f"/media/documents/{image.digest[:20]}.jpg"

    assert Client().get(address).status_code == 404
