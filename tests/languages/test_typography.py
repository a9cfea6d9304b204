import pytest

from languages.typography import NBSP, reading_minutes, typeset


@pytest.mark.parametrize(
    ("text", "typeset_text"),
    [
        ("w domu", "w~domu"),
        ("W domu", "W~domu"),
        ("i w domu", "i~w~domu"),
        ("a i o u w z x", "a~i~o~u~w~z~x"),
        ("kot i pies", "kot i~pies"),
        ("kot\ni\npies", "kot\ni~pies"),
        ("(w domu) „z nami” —i tak", "(w~domu) „z~nami” —i~tak"),
        ("ów domek, no i", "ów domek, no i"),
        ("5 km, 20 zł, 3 proc. i 40 %", "5~km, 20~zł, 3~proc. i~40~%"),
        ("5 kmx, 5 kotów", "5 kmx, 5 kotów"),
        ("w 1999 r. w maju", "w~1999~r. w~maju"),
        ("20 °C i 5 ‰", "20~°C i~5~‰"),
        ("J. Kowalski, T. S. Eliot, Ł. Ścibor", "J.~Kowalski, T.~S.~Eliot, Ł.~Ścibor"),
        ("C. potem", "C. potem"),
        ("", ""),
    ],
)
def test_polish_text_does_not_break_after_short_words(text, typeset_text):
    wanted = typeset_text.replace("~", NBSP)

    assert typeset(text, "pl") == wanted
    assert typeset(wanted, "pl") == wanted


@pytest.mark.parametrize(
    ("text", "language"), [("20~°C, 5~km, 3 metres, a dog", "en"), ("20~°C, 5~км, 3 роки, 20~грн", "uk")]
)
def test_a_unit_stays_with_its_number(text, language):
    wanted = text.replace("~", NBSP)

    assert typeset(text.replace("~", " "), language) == wanted
    assert typeset(wanted, language) == wanted


@pytest.mark.parametrize("language", ["fr", "zh-hans", "ar", "xx"])
def test_other_languages_are_left_alone(language):
    assert typeset("a i o w z 5 km J. Kowalski", language) == "a i o w z 5 km J. Kowalski"


def test_a_variant_of_polish_is_polish():
    assert typeset("w domu", "pl-PL") == f"w{NBSP}domu"


@pytest.mark.parametrize(("text", "minutes"), [("", 1), ("słowo " * 299, 1), ("słowo " * 500, 2), ("字" * 1050, 3)])
def test_reading_takes_minutes(text, minutes):
    assert reading_minutes(text) == minutes
