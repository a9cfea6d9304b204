# ruff: noqa: E501 (tables)
"""What visitors write: hostile inputs in tables."""

import pytest
from django.core.exceptions import ValidationError

from languages.names import language
from sharing.addresses import clean_address, mailbox, network
from sharing.notes import defused, holds_address, isolated, plain_line, plain_note

ADDRESSES = [
    "https://evil.example/a", "HTTP://EVIL.EXAMPLE", "evil.example", "www.evil", "zobacz evil.com teraz", "t.me/kanal",
    "x.com", "bit.ly/abc", "ala@example.org", "ala @ example.org", "ala (at) example [dot] org", "ala[małpa]example.org",
    "mailto:ala", "tel:+48123", "javascript:alert(1)", "192.0.2.1", "http://[2001:db8::1]/", "2001:db8:0:0:8:800:200c:417a",
    "xn--80ak6aa92e", "ｅｖｉｌ．ｅｘａｍｐｌｅ", "ala＠example.org", "example。com", "ещё пример.рф", "例え.テスト", "evil.Example",
    "//evil.example", "ftp://x", "data:text/html,x",
]  # fmt: skip
HARMLESS = [
    "Zobacz to, proszę.", "Koniec. Początek.", "m.in. o tym", "np. tak, tj. nie, itd.", "o 12.30, 3.5 km", "1.000.000",
    "Wow... no!", "Dr. J. R. Kowalski", "这篇文章很好。请看。", "a/b, i/lub", "50% :-) ;)", "przed n.e.", "Cześć! 👩‍👩‍👧‍👦", "شكرا. اقرأ هذا.",
    "C’est ça.", "wg. 2. wydania", "(w środę)", "10:30", "http w nazwie", "spotkajmy się o 7.",
]  # fmt: skip


@pytest.mark.parametrize("text", ADDRESSES)
def test_an_address_is_found_however_it_is_written(text):
    assert holds_address(text)
    assert holds_address(f"Zobacz {text} dzisiaj")


@pytest.mark.parametrize("text", HARMLESS)
def test_no_address_is_seen_where_there_is_none(text):
    assert not holds_address(text)


@pytest.mark.parametrize("text", ["a.example", "ala@example.org", "https://a.example/b:c", "example。com"])
def test_what_slips_through_is_defused(text):
    assert text not in defused(f"x {text} y")
    assert defused(f"x {text} y").replace("\u200b", "") == f"x {text} y"


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Jan\r\nBcc: ala@example.org", "Jan Bcc: ala@example.org"),
        ("Jan\u2028Bcc", "Jan Bcc"),
        ("Jan\x00\x07\x1b[31m", "Jan [31m"),
        ("\u202eNaJ", "NaJ"),
        ("J\u200ba\u2066n\ufeff", "Jan"),
        ("e\u0301la", "éla"),
        ("  Jan \t Maria\u00a0 ", "Jan Maria"),
        ("Z\u0335\u0336\u0337\u0338\u0339\u033a", "Z\u0337\u0338\u0335"),
        ("علی\u200cرضا", "علی\u200cرضا"),
    ],
)
def test_a_name_is_one_plain_line(typed, plain):
    line = plain_line(typed)

    assert "\n" not in line
    if "\u0335" not in plain:
        assert line == plain
    else:
        assert len(line) <= 4


def test_a_note_keeps_its_lines_and_nothing_else():
    assert plain_note("a\r\nb\rc\n\n\n\nd \u2029e\x0b\n") == "a\nb\nc\n\nd\ne"


@pytest.mark.parametrize(
    ("name", "code", "is_isolated"),
    [("Jan", "pl", False), ("Jan", "ar", True), ("علي", "pl", True), ("علي", "ar", False), ("王", "en", False)],
)
def test_a_name_of_another_direction_does_not_turn_the_sentence(name, code, is_isolated):
    assert (isolated(name, language(code)) == f"\u2068{name}\u2069") is is_isolated


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" ala@example.org ", "ala@example.org"),
        ("Ala.B+c@EXAMPLE.org", "Ala.B+c@example.org"),
        ("ala@żółw.example", "ala@xn--w-uga1v8h.example"),
        ("ala＠example.org", "ala@example.org"),
        ("ala@exam\u200bple.org\n", "ala@example.org"),
        ("o'neil_x@a-b.example", "o'neil_x@a-b.example"),
    ],
)
def test_an_address_is_taken_and_made_plain(typed, address):
    assert clean_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "ala", "@example.org", "ala@", "ala@localhost", "ala@example", "a@b@example.org", "ala@example.org, ola@example.org",
        "ala@example.org;ola@example.org", "Ala <ala@example.org>", '"a b"@example.org', '"a\\"@x"@example.org',
        "ala(komentarz)@example.org", "ala@[192.0.2.1]", "ala@192.0.2.1", "ala@example.org\nBcc: ola@example.org",
        "ala@example.org\r\nDATA", "ala\x00@example.org", "ala@exa mple.org", "żółw@example.org", "ala@-x.example",
        "ala@example..org", ".ala@example.org.", f"{'a' * 65}@example.org", f"ala@{'a' * 250}.org", "ala@example.org%0aBcc:x@y.z",
        "<script>@example.org", "ala@example.org\u2028Bcc:", "ala@éxample.org\r\n.",
    ],
)  # fmt: skip
def test_what_is_not_one_plain_address_is_refused(typed):
    with pytest.raises(ValidationError):
        clean_address(typed)


def test_spellings_of_a_mailbox_are_one():
    assert mailbox("Ala+zakupy@Example.ORG") == mailbox("ala@example.org") == "ala@example.org"
    assert mailbox("+x@example.org") == "+x@example.org"


@pytest.mark.parametrize(
    ("remote", "told", "expected"),
    [
        ("9.9.9.77", "", "9.9.9.0/24"),
        ("9.9.9.77", "8.8.8.9", "9.9.9.0/24"),  # a stranger's word about itself
        ("127.0.0.1", "8.8.8.9", "8.8.8.0/24"),
        ("172.18.0.1", "2a01:4f8:1:2::3", "2a01:4f8:1::/48"),
        ("::1", "::ffff:8.8.8.9", "8.8.8.0/24"),
        ("127.0.0.1", "nonsense", "127.0.0.0/24"),
        ("", "8.8.8.9", "8.8.8.0/24"),
        ("", "", "unknown"),
        ("fd00::1", "", "fd00::/48"),
    ],
)
def test_the_sender_s_network_is_truncated_and_a_stranger_cannot_choose_it(remote, told, expected):
    assert network(remote, told) == expected
