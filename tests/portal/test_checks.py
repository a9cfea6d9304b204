import pytest

from portal.checks import check_catalogs


@pytest.mark.parametrize("codes", [["pl", "en", "zh-hans"], ["en-gb", "ar", "uk"]])
def test_a_language_with_words_is_silent(settings, codes):
    settings.LANGUAGES = [(code, code) for code in codes]

    assert check_catalogs(None) == []


def test_a_language_without_words_is_named(settings):
    settings.LANGUAGES = [("pl", "pl"), ("de", "de"), ("pt-br", "pt-br")]

    assert [(warning.id, warning.msg.split()[6]) for warning in check_catalogs(None)] == [
        ("portal.W001", "de:"),
        ("portal.W001", "pt-br:"),
    ]
