import pytest

from languages.slugs import is_slug, numbered, slugify


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Zwykły tytuł", "zwykly-tytul"),
        ("ZAŻÓŁĆ GĘŚLĄ JAŹŃ", "zazolc-gesla-jazn"),
        ("Łódź", "lodz"),
        ("Straße, ẞ", "strasse-ss"),
        ("Ærø, Øresund & Þór", "aero-oresund-thor"),
        ("Crème brûlée", "creme-brulee"),
        ("İstanbul ve ığdır", "istanbul-ve-igdir"),
        ("L’été d'or", "lete-dor"),
        ("ﬁnał ½ ² Ⅷ", "final-1-2-2-viii"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "full-width"),
        ("中秋节", "zhong-qiu-jie"),
        ("在Warszawa看展", "zai-warszawa-kan-zhan"),
        ("Київ і Львів", "київ-і-львів"),
        ("Ёлка и й", "ёлка-и-й"),
        ("Ἀθῆναι", "ἀθῆναι"),
        ("مَرْحَبًا بالعَالَم", "مرحبا-بالعالم"),
        ("العـــربية", "العربية"),
        ("हिन्दी में", "हिन्दी-में"),
        ("ภาษาไทย", "ภาษาไทย"),
        ("한국어", "한국어"),
        ("a/b\\c?d#e%f", "a-b-c-d-e-f"),
        ("../../etc/passwd", "etc-passwd"),
        ("<b>x</b>", "b-x-b"),
        ("a\x00b\u202ec\u200bd", "a-b-c-d"),
        ("  --  ", ""),
        ("🙂", ""),
        ("❤️", ""),
        ("1️⃣", "1"),
        ("👩‍👩‍👧🏳️‍🌈", ""),
        ("\u0301\u0301", ""),
        ("़्", ""),
        ("", ""),
    ],
)
def test_titles_become_addresses(title, slug):
    assert slugify(title) == slug
    assert slugify(slug) == slug
    assert not slug or is_slug(slug)


def test_a_long_title_is_cut_between_words():
    assert slugify("dziesięć " * 20) == "-".join(["dziesiec"] * 9)
    assert slugify("a" * 300) == "a" * 80
    assert slugify("słowo " + "a" * 300) == "slowo"


@pytest.mark.parametrize("slug", ["a", "a-b_c", "łódź", "中秋", "हिन्दी", "2026"])
def test_an_editor_may_choose(slug):
    assert is_slug(slug)


@pytest.mark.parametrize("slug", ["", "-", "_", ".", "..", "a b", "a/b", "a?b", "a#b", "a%2f", "a\x00", "❤️", "\u0301"])
def test_no_address_can_be_made_of(slug):
    assert not is_slug(slug)


def test_numbers_are_added_where_a_slug_is_taken():
    assert numbered("a", set()) == "a"
    assert numbered("a", {"a"}) == "a-2"
    assert numbered("a", {"a", "a-2", "a-4"}) == "a-3"
    assert numbered("a" * 80, {"a" * 80}) == "a" * 78 + "-2"
