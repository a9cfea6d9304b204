from datetime import UTC, datetime

import pytest

from content import frontmatter
from content.frontmatter import Fault


def test_values_stand_as_they_were_written_with_their_lines():
    values, body, line = frontmatter.split("---\ntitle: 2020\nslug: yes\n\ntags: [a, 'b c']\nNote: ~\n---\n\nTekst\n")

    assert {key: (value.content, value.line) for key, value in values.items()} == {
        "title": ("2020", 2),
        "slug": ("yes", 3),
        "tags": (["a", "b c"], 5),
        "note": ("", 6),
    }
    assert body == "\nTekst\n"
    assert line == 8


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Tekst bez nagłówka", 1),
        ("---\ntitle: x\nnigdy nie zamknięty", 1),
        ("+++\ntitle = 'x'\n+++\n", 1),
        ("---\n\n- lista\n---\n", 2),
        ("---\ntitle: a\ntitle: b\n---\n", 3),
        ("---\ntitle: 'a\nslug: b\n---\n", None),
        ("---\ntitle: a\n  slug: [b\n---\n", None),
        ("---\ntitle: {a: b}\n---\n", 2),
        ("---\n[a]: b\n---\n", 2),
        ("---\ntitle: " + "[" * 5000 + "\n---\n", 2),
        ("---\na: &a [x]\nb: [*a, *a]\n---\n", 3),
        ("---\ntitle: a\nslug: \x00\n---\n", 3),
        ("---\ntitle: !!python/object/apply:os.system [ls]\nslug: {}\n---\n", 3),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text, line):
    with pytest.raises(Fault) as fault:
        frontmatter.split(text)

    assert fault.value.reason.endswith((".", "”"))
    if line:
        assert fault.value.line == line


@pytest.mark.parametrize(
    "text",
    [
        "zwykły",
        "„cudzysłów” 'x' \"y\" \\ #: - {a}",
        "dwa\nwiersze\r\n",
        "\u0085\u2028\ufeff",
        "\t",
        "",
        " x ",
        "波兰 🦢",
        "no",
        "~",
    ],
)
def test_a_text_comes_back_as_it_was(text):
    values, _body, _line = frontmatter.split(frontmatter.join({"title": text}, ""))

    assert values["title"].content == text


def test_the_same_values_give_the_same_bytes():
    values = {
        "title": "x",
        "date": datetime(2026, 3, 1, 8, tzinfo=UTC),
        "tags": ["a", "b c", "12"],
        "weight": 3,
        "draft": True,
    }

    assert frontmatter.join(values, "Tekst") == (
        '---\ntitle: "x"\ndate: 2026-03-01T09:00:00+01:00\ntags: [a, "b c", "12"]\nweight: 3\ndraft: true\n---\nTekst\n'
    )
