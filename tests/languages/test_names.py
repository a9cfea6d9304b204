import time

import pytest
from django.utils import translation

from languages.names import bcp47, canonical_code, direction, language, site_languages


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("pl", "pl"),
        ("PL", "pl"),
        ("pl-PL", "pl"),
        ("pl_PL", "pl"),
        ("en", "en"),
        ("en-GB", "en"),
        ("en-us", "en"),
        ("en-Latn-GB-oxendict", "en"),
        ("zh", "zh-hans"),
        ("ZH", "zh-hans"),
        ("zh-CN", "zh-hans"),
        ("zh-cn", "zh-hans"),
        ("zh_CN", "zh-hans"),
        ("zh-Hans", "zh-hans"),
        ("zh_Hans", "zh-hans"),
        ("zh-Hans-CN", "zh-hans"),
        ("zh-SG", "zh-hans"),
        ("de", None),
        ("p", None),
        ("z", None),
        ("plx", None),
        ("", None),
        ("-", None),
        ("-pl", None),
        ("admin", None),
        ("static", None),
    ],
)
def test_other_spellings_lead_to_the_sites_code(spelling, code):
    assert canonical_code(spelling) == code


@pytest.mark.parametrize(
    ("codes", "spelling", "code"),
    [
        (["pt-br", "pt"], "pt-PT", "pt"),
        (["pt-br"], "pt", "pt-br"),
        (["zh-hant", "zh-hans"], "zh", "zh-hant"),
        (["zh-hant", "zh-hans"], "zh-Hans-SG", "zh-hans"),
        (["en", "en-gb"], "en-GB-oxendict", "en-gb"),
        (["en-gb"], "en-US", "en-gb"),
        (["sr-latn", "sr"], "sr-Cyrl", "sr"),
    ],
)
def test_the_nearest_of_several_variants_is_taken(settings, codes, spelling, code):
    settings.LANGUAGES = [(code, code) for code in codes]

    assert canonical_code(spelling) == code


def test_a_very_long_spelling_is_answered_quickly():
    begun = time.process_time()

    assert canonical_code("xx" + "-a" * 15_000) is None
    assert time.process_time() - begun < 0.5


@pytest.mark.parametrize(
    ("code", "tag"),
    [("pl", "pl"), ("zh-hans", "zh-Hans"), ("pt-br", "pt-BR"), ("sr-latn", "sr-Latn"), ("es-mx", "es-MX")],
)
def test_tags_have_their_customary_case(code, tag):
    assert bcp47(code) == tag


def test_the_sites_languages_name_themselves():
    assert [(str(one), one.tag, one.name, one.direction) for one in site_languages()] == [
        ("pl", "pl", "polski", "ltr"),
        ("en", "en", "English", "ltr"),
        ("zh-hans", "zh-Hans", "简体中文", "ltr"),
    ]
    assert language("ar").direction == language("he").direction == "rtl"


def test_a_language_is_named_in_the_pages_language():
    with translation.override("pl"):
        assert language("en").name_in_page_language.lower() == "angielski"
    with translation.override("en"):
        assert language("pl").name_in_page_language == "Polish"


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        ("ar", "rtl"), ("AR-eg", "rtl"), ("ps", "rtl"), ("yi", "rtl"), ("az-Arab", "rtl"), ("ar-Latn", "ltr"),
        ("zh-Hans", "ltr"), ("arn", "ltr"), ("en-GB", "ltr"),
    ],
)  # fmt: skip
def test_the_direction_is_that_of_the_script(tag, found):
    assert direction(tag) == found
