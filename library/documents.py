"""Take documents into the library: tell by the content what a file is, keep it, describe it."""

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from library.models import Document
from library.storage import UnusableFile, keep_file

Kind = Document.Kind
MEGABYTE = 1024 * 1024
HEAD = 64 * 1024
MP4_BRANDS = {
    b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"MSNV", b"M4V ", b"M4A ", b"M4B ",
}  # fmt: skip
MP3_RATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
MP3_LOW_RATES = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
MP3_SAMPLES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
CUE = re.compile(r"^(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}[ \t]+-->[ \t]+(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}", re.MULTILINE)


class UnusableDocument(UnusableFile):
    """The file cannot be taken; the message says why, in words for the editor."""


class Format(NamedTuple):
    """What a document is: its kind, its content type, its name's ending."""

    kind: str
    content_type: str
    extension: str


class Family(NamedTuple):
    """Files that begin alike: how they are told, how large they may be, how they are looked through."""

    name: str
    begins: Callable[[bytes], bool]
    most: int
    examine: Callable[[BinaryIO, bytes, int], Format | None]


def is_document(head: bytes) -> bool:
    """Tell by its first bytes whether a file is, or claims to be, one of the documents that are taken."""
    return _family(head) is not None


def add_document(file: BinaryIO, size: int, file_name: str) -> Document:
    """Return the library's document with this content, taken in now or found there already.

    ``file`` is read from its beginning and may be larger than memory. Raises UnusableDocument for
    what is not a PDF, MP3, MP4, OGG, WebM or WebVTT file within the limits.
    """
    found = examine(file, size)
    digest = digest_of(file)
    if known := find_document(digest):
        return known
    document = Document(digest=digest, file_name=file_name[-200:], bytes=size)
    set_format(document, found)
    keep(document, file)
    with transaction.atomic():
        values = {name: getattr(document, name) for name in ("file_name", "bytes", *Format._fields)}
        document, _created = Document.objects.get_or_create(digest=digest, defaults=values)
    return document


def find_document(digest: str) -> Document | None:
    return Document.objects.filter(digest=digest).first()


def set_format(document: Document, found: Format) -> None:
    document.kind, document.content_type, document.extension = found


def keep(document: Document, file: BinaryIO) -> None:
    """Store the document's file; a whole one that is there already is left alone."""
    file.seek(0)
    keep_file(document.path, File(file), document.bytes)


def digest_of(file: BinaryIO) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def examine(file: BinaryIO, size: int) -> Format:
    """Return what a file is, told by its content and structure; raises UnusableDocument."""
    file.seek(0)
    head = file.read(HEAD)
    family = _family(head)
    if family is None:
        raise UnusableDocument(_("The file is not a PDF, MP3, MP4, OGG, WebM or WebVTT file."))
    if size > family.most:
        raise UnusableDocument(
            _("The file is larger than %(limit)d MB, which is the most for %(kind)s.")
            % {"limit": family.most // MEGABYTE, "kind": family.name}
        )
    found = family.examine(file, head, size)
    if found is None:
        raise UnusableDocument(
            _("The file begins like %(kind)s, but is damaged or incomplete.") % {"kind": family.name}
        )
    return found


def _pdf(file, head, size):
    file.seek(max(0, size - 2048))
    end = file.read()
    whole = re.match(rb"%PDF-[12]\.\d", head) and b"startxref" in end and b"%%EOF" in end
    return Format(Kind.PDF, "application/pdf", "pdf") if whole else None


def _mp3(file, head, size):
    """Look for three frames in a row, behind the tag with title and cover if there is one."""
    start = 0
    if head.startswith(b"ID3") and len(head) > 10:
        length = 0
        for seven_bits in head[6:10]:
            length = length << 7 | seven_bits & 0x7F
        start = 10 + length
        file.seek(start)
        head = file.read(HEAD)
        start = len(head) - len(head.lstrip(b"\0"))
    for _frame in range(3):
        length = _mp3_frame(head[start : start + 4])
        if not length:
            return None
        start += length
    return Format(Kind.AUDIO, "audio/mpeg", "mp3")


def _mp3_frame(header: bytes) -> int:
    """Return the length of the frame that begins so, in bytes; 0 for none."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:  # sync, and layer III
        return 0
    version, rate, frequency, padding = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3, header[2] >> 1 & 1
    if version == 1 or rate in (0, 15) or frequency == 3:
        return 0
    is_first = version == 3
    per_second = (MP3_RATES if is_first else MP3_LOW_RATES)[rate] * 1000
    return (144 if is_first else 72) * per_second // MP3_SAMPLES[version][frequency] + padding


def _ogg(file, head, size):
    if head[4:5] != b"\0" or len(head) < 64:
        return None
    codecs = head[:4096]
    if b"\x80theora" in codecs:
        return Format(Kind.VIDEO, "video/ogg", "ogv")
    if any(codec in codecs for codec in (b"\x01vorbis", b"OpusHead", b"\x7fFLAC", b"Speex   ")):
        return Format(Kind.AUDIO, "audio/ogg", "ogg")
    return None


def _webm(file, head, size):
    if b"webm" not in head[:64] or b"\x18\x53\x80\x67" not in head[:4096]:  # the document's type, the segment
        return None
    if any(codec in head for codec in (b"V_VP8", b"V_VP9", b"V_AV1")):
        return Format(Kind.VIDEO, "video/webm", "webm")
    if any(codec in head for codec in (b"A_OPUS", b"A_VORBIS")):
        return Format(Kind.AUDIO, "audio/webm", "webm")
    return None


def _mp4(file, head, size):
    if head[8:12] not in MP4_BRANDS:
        return None
    boxes = dict(_boxes(file, size))
    if b"moov" not in boxes or b"mdat" not in boxes:
        return None
    file.seek(boxes[b"moov"][0])
    movie = file.read(min(boxes[b"moov"][1], 16 * MEGABYTE))
    if b"vide" in movie:
        return Format(Kind.VIDEO, "video/mp4", "mp4")
    return Format(Kind.AUDIO, "audio/mp4", "m4a") if b"soun" in movie else None


def _boxes(file, size) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """Yield the file's outermost boxes with their places and lengths; none where they do not fill it."""
    place, found = 0, []
    while place < size and len(found) < 10_000:
        file.seek(place)
        header = file.read(16)
        length = int.from_bytes(header[:4])
        if length == 1:
            length = int.from_bytes(header[8:16])
        elif length == 0:
            length = size - place
        if length < 8 or len(header) < 8:
            return
        found.append((header[4:8], (place, length)))
        place += length
    if place == size:
        yield from found


def _vtt(file, head, size):
    file.seek(0)
    try:
        text = file.read().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return None
    is_whole = re.match(r"WEBVTT(?:[ \t\n]|\Z)", text) and CUE.search(text) and "\0" not in text
    return Format(Kind.CAPTIONS, "text/vtt; charset=utf-8", "vtt") if is_whole else None


FAMILIES = (
    Family("PDF", lambda head: head.startswith(b"%PDF-"), 100 * MEGABYTE, _pdf),
    Family("MP3", lambda head: head.startswith(b"ID3") or _mp3_frame(head[:4]) > 0, 300 * MEGABYTE, _mp3),
    Family("OGG", lambda head: head.startswith(b"OggS"), 500 * MEGABYTE, _ogg),
    Family("WebM", lambda head: head.startswith(b"\x1a\x45\xdf\xa3"), 500 * MEGABYTE, _webm),
    Family("MP4", lambda head: head[4:8] == b"ftyp" and head[8:12] in MP4_BRANDS, 500 * MEGABYTE, _mp4),
    Family("WebVTT", lambda head: head.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"), MEGABYTE, _vtt),
)


def _family(head: bytes) -> Family | None:
    return next((family for family in FAMILIES if family.begins(head)), None)
