# ruff: noqa: E501 (tables)
"""The message that a friend gets: its headers, its two forms, its languages."""

import re
from email import message_from_bytes, policy
from html.parser import HTMLParser

import pytest
from django.core import mail

from sharing.addresses import objection_token
from sharing.messages import compose
from sharing.models import Suggestion
from tests.factories import make_edition

pytestmark = pytest.mark.django_db
VOID = {"meta", "br", "hr", "img"}


@pytest.fixture
def edition():
    return make_edition(pl={"title": "Mosty & <rzeki>", "slug": "mosty", "lead": "O mostach.", "body": "<p>a</p>"})


def message_of(edition, **written):
    fields = {"sender_name": "Jan", "recipient": "ala@example.org"} | written
    suggestion = Suggestion.objects.create(edition=edition, day="2026-11-25", **fields)
    raw = compose(suggestion, "Portal").message(policy=policy.SMTP).as_bytes()
    return message_from_bytes(raw, policy=policy.default), raw


def parts(message):
    return [part.get_content().replace("\r\n", "\n") for part in message.iter_parts()]


def test_the_headers_are_ours(edition, settings):
    settings.SITE_URL = "https://kultura.bardzo-dluga-nazwa-instytucji.example"
    settings.DEFAULT_FROM_EMAIL = "most@kultura.example"

    message, raw = message_of(edition, reply_to="jan@example.net")

    assert message["From"] == "Portal <most@kultura.example>"
    assert message["To"] == "ala@example.org"
    assert message["Reply-To"] == "jan@example.net"
    assert message["Subject"] == "Polecono Ci: Mosty & <rzeki>"
    assert message["Auto-Submitted"] == "auto-generated"
    token = objection_token("ala@example.org")
    line = f"List-Unsubscribe: <{settings.SITE_URL}/pl/suggestions/never/{token}/>\r\n"
    assert line.encode() in raw  # in one piece: programs read it
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    assert re.search(
        rb"^Message-ID: <[0-9a-f]{32}@kultura\.bardzo-dluga-nazwa-instytucji\.example>\r$", raw, re.MULTILINE
    )
    assert message["Date"]
    assert raw.isascii()
    assert max(len(row) for row in raw.split(b"\r\n")) < 998


def test_every_attempt_has_the_same_message_id(edition):
    suggestion = Suggestion.objects.create(
        edition=edition, day="2026-11-25", sender_name="J", recipient="a@example.org"
    )

    assert (
        compose(suggestion, "Portal").message()["Message-ID"] == compose(suggestion, "Portal").message()["Message-ID"]
    )


def test_answers_go_to_nobody_unless_the_visitor_says_so(edition):
    message, _raw = message_of(edition)

    assert message["Reply-To"] is None


def test_both_forms_say_everything(edition, settings):
    message, _raw = message_of(edition, note="Zobacz & zapamiętaj.\nDrugi <wiersz>")
    text, html = parts(message)

    token = objection_token("ala@example.org")
    for address in ("/pl/articles/mosty/", "/pl/suggestions/", f"/pl/suggestions/never/{token}/"):
        assert settings.SITE_URL + address in text
        assert f'href="{settings.SITE_URL}{address}"' in html
    for said in ("Jan poleca Ci ten tekst", "O mostach.", "Jan pisze", "nie jest przechowywany"):
        assert said in text
        assert said in html
    assert "> Zobacz & zapamiętaj.\n> Drugi <wiersz>" in text
    assert "Mosty & <rzeki>" in text
    assert "Zobacz &amp; zapamiętaj." in html
    assert "Drugi &lt;wiersz&gt;" in html
    assert "Mosty &amp; &lt;rzeki&gt;" in html


INJECTIONS = [
    "Jan\r\nBcc: ofiara@example.org", "Jan\nSubject: x", "Jan\r\n\r\n<script>alert(1)</script>", "=?utf-8?q?Jan=0ABcc=3A_x?=",
    "Jan\u2028Bcc: x", "Jan\x0b\x0cBcc: x", "Jan\r\n.\r\nMAIL FROM:<x>", '"; drop', "<img src=x onerror=alert(1)>", "{{ settings.SECRET_KEY }}",
    "{% load x %}", "Jan%0d%0aBcc:x", "\u0085Bcc: x",
]  # fmt: skip


@pytest.mark.parametrize("typed", INJECTIONS)
@pytest.mark.parametrize("field", ["sender_name", "note"])
def test_no_header_holds_what_a_visitor_wrote(edition, field, typed):
    plain, _raw = message_of(edition)
    message, raw = message_of(edition, **{field: typed[:60]})

    assert sorted(message.keys()) == sorted(plain.keys())
    for name in ("From", "To", "Subject", "List-Unsubscribe"):
        assert message[name] == plain[name]
    head = raw.split(b"\r\n\r\n")[0]
    assert b"Bcc" not in head
    assert len(list(message.iter_parts())) == 2
    html = parts(message)[1]
    assert "<script" not in html
    assert "<img" not in html
    assert "SECRET" not in html or "{{ settings" in html


class Checker(HTMLParser):
    """What programs that show HTML mail demand: whole elements, nothing that runs, nothing from elsewhere."""

    ALLOWED = {
        "html", "head", "meta", "title", "body", "div", "p", "h1", "a", "blockquote", "span", "br", "hr",
    }  # fmt: skip

    def __init__(self, markup):
        super().__init__()
        self.open, self.styles, self.root = [], [], {}
        self.feed(markup)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        assert tag in self.ALLOWED
        assert set(attributes) <= {"lang", "dir", "style", "href", "charset", "name", "content"}
        self.root = self.root or attributes
        self.styles.append(attributes.get("style", ""))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


LANGUAGES = {
    "pl": ("ltr", "Jan", "Zażółć gęślą jaźń"), "en": ("ltr", "Ann", "Read this"), "zh-hans": ("ltr", "王芳", "请看这篇文章。"),
    "ar": ("rtl", "علي", "اقرأ هذا المقال"), "uk": ("ltr", "Оля", "Прочитай це"),
}  # fmt: skip


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_message_is_in_the_language_of_the_edition(edition, code):
    direction, name, note = LANGUAGES[code]
    Edition = type(edition)  # noqa: N806 (a class); an edition of a language that this site does not publish in
    other = Edition(pk=edition.pk, language=code, slug="x", title=note, lead=note, article_id=edition.article_id)
    suggestion = Suggestion(pk=1, edition=other, sender_name=name, recipient="ala@example.org", note=note)

    message = compose(suggestion, "Portal").message(policy=policy.default)

    text, html = parts(message_from_bytes(bytes(message), policy=policy.default))
    checked = Checker(html)
    assert (checked.root["lang"].lower(), checked.root["dir"]) == (code, direction)
    assert not any(re.search(r"url|position|expression|@", style) for style in checked.styles)
    assert note in text
    assert note in html
    assert message["Subject"].endswith(note)
    assert message["Content-Language"].lower() == code


def test_nothing_is_sent_by_composing(edition):
    message_of(edition)

    assert mail.outbox == []
