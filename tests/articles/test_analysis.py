"""The terms that texts and queries have in common."""

import marshal
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings

from articles.search.analysis import fold, pieces, term_of, tokens, word_places
from articles.search.lemmas import Dictionary


def terms(text, language):
    return [token.term for token in tokens(text, language)]


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("pl", "most mosty mostu mostami mostach"),
        ("pl", "książka książki książek książkami"),
        ("pl", "człowiek ludzie ludźmi"),
        ("pl", "chodzić chodzi chodziliśmy"),
        ("en", "bridge bridges bridge's bridge’s"),
        ("en", "mouse mice"),
        ("en", "run running ran"),
        ("uk", "міст мостів"),
        ("ar", "كتاب الكتاب"),
        ("de", "Haus Häuser Häusern"),
    ],
)
def test_the_forms_of_a_word_have_one_term(language, forms):
    assert len(set(terms(forms, language))) == 1


@pytest.mark.parametrize(
    ("word", "folded"), [("żółw", "zolw"), ("Straße", "Strasse"), ("café", "cafe"), ("مُدَرِّس", "مدرس")]
)
def test_accents_are_left_out_last(word, folded):
    assert fold(word) == folded


def test_a_term_is_folded_after_its_base_form_is_found():
    assert terms("żółwie", "pl") == ["zolw"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("桥", ["桥"]), ("桥梁", ["桥梁"]), ("河边札记", ["河边", "边札", "札记"]), ("茶 与 茶", ["茶", "与", "茶"]),
        ("2026年", ["2026", "年"]), ("看Neon灯", ["看", "neon", "灯"]), ("２０２６年", ["2026", "年"]),
        ("看Ｎｅｏｎ灯", ["看", "neon", "灯"]),
    ],
)  # fmt: skip
def test_a_script_without_spaces_gives_pairs_of_characters(text, expected):
    assert terms(text, "zh-hans") == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("d’Artagnan", "fr", ["de", "artagnan"]), ("п'ять", "uk", ["пять"]),
        ("snake_case a-b", "pl", ["snak", "cas", "a", "b"]),
        ("wy\u00adci\u00adnan\u00adki", "pl", ["wycinank"]), ("bridge\u00ad’s", "en", ["bridg"]),
        ("", "pl", []), ("…—!?", "pl", []), ("ISTANBUL", "tr", ["ıstanbul"]),
    ],
)  # fmt: skip
def test_words_end_where_their_language_ends_them(text, language, expected):
    assert [token.surface if language == "tr" else token.term for token in tokens(text, language)] == expected


def test_a_token_tells_where_it_stands():
    text = "Nad Wisłą: 桥梁"

    assert [(text[token.start : token.end], token.surface) for token in tokens(text, "pl")] == [
        ("Nad", "nad"), ("Wisłą", "wisłą"), ("桥梁", "桥梁"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Most, który łączy 2 brzegi: 桥 i d’Artagnan’s.", "pl"), ("ΟΔΟΣ.ΑΒΓ, ΟΔΟΣ", "el"),
        ("ʼТак, Камʼянець, п’ять", "uk"), ("Oʼahu, ʼAʼa", "pl"), ("İĞDE, ILIK", "tr"), ("İĞDE", "en"),
        ("Wy\u00adci\u00adnanki \u00ad Ｍｏｓｔ＇ｓ（２０２６）", "pl"), ("Ｍｏｓｔ＇ｓ \u00adbridge\u00ad’s", "en"),
    ],
)  # fmt: skip
def test_both_ways_of_reading_a_text_find_the_same_words(text, language):
    assert pieces(text, language) == [token.surface for token in tokens(text, language)]


@pytest.mark.parametrize("language", ["pl", "en"])
def test_the_places_of_words_are_those_of_their_tokens(language):
    text = "Most’s, MOSTY i d’Artagnan’s: 桥most2 o̍most mos̈t most-most mo\u00adsty Ｍｏｓｔ"
    wanted = {token.term for token in tokens(text, language)} - {term_of("i", language)}

    assert word_places(text, wanted, language) == [
        (token.start, token.end, token.term)
        for token in tokens(text, language)
        if token.term in wanted and token.surface != "桥"
    ]
    assert word_places(text, {"kot"}, language) == []


def test_a_term_has_a_bound():
    assert len(terms("x" * 5000, "pl")[0]) == 64


def test_the_dictionarys_table_is_kept_in_a_file_and_read_from_it(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "PORTAL_DATA", tmp_path)
    made = Dictionary("en")
    (path,) = (tmp_path / "lemmas").iterdir()

    assert Dictionary("en").get("bridges") == made.get("bridges") == "bridge"
    path.write_bytes(marshal.dumps(([], [])))
    assert Dictionary("en").get("bridges") is None  # so the file is what is read
    path.write_bytes(b"broken")
    assert Dictionary("en").get("bridges") == "bridge"


def test_a_stemmer_serves_several_threads():

    found = [f"niezwykł{ending}x{number}" for number in range(300) for ending in ("ego", "ymi", "ość")]
    alone = [term_of.__wrapped__(word, "pl") for word in found]

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda word: term_of.__wrapped__(word, "pl"), found)) == alone
