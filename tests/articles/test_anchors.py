import pytest

from articles.body.anchors import choose


def contents(*titles, level=2):
    chosen = choose([(level, title) for title in titles], [])
    return [{"level": level, "title": title, "anchor": anchor} for title, anchor in zip(titles, chosen, strict=True)]


BEFORE = contents("Początki", "Lata trzydzieste", "Wojna", "Po wojnie", "Dziś")


@pytest.mark.parametrize(
    ("now", "anchors"),
    [
        # the same words, wherever they are moved to
        (["Dziś", "Wojna", "Początki"], ["dzis", "wojna", "poczatki"]),
        # other words in the same place, alike or not
        (
            ["Początki", "Lata trzydzieste XX wieku", "Wojna", "Po wojnie", "Dzisiaj"],
            ["poczatki", "lata-trzydzieste", "wojna", "po-wojnie", "dzis"],
        ),
        (
            ["Początki", "Dwudziestolecie", "Wojna", "Po wojnie", "Dziś"],
            ["poczatki", "lata-trzydzieste", "wojna", "po-wojnie", "dzis"],
        ),
        # one more before one that has changed a little
        (
            ["Początki", "Przerwa", "Lata 30. i trzydzieste", "Wojna"],
            ["poczatki", "przerwa", "lata-trzydzieste", "wojna"],
        ),
        # a new one gets neither a present nor a former heading's anchor
        (["Początki", "Wojna", "Po wojnie", "Dziś", "Wojna"], ["poczatki", "wojna", "po-wojnie", "dzis", "wojna-2"]),
        (["Zupełnie", "Co", "Innego"], ["zupelnie", "co", "innego"]),
        ([], []),
    ],
)
def test_a_heading_keeps_its_anchor(now, anchors):
    assert choose([(2, title) for title in now], BEFORE) == anchors


def test_a_heading_of_another_level_is_another_heading():
    assert choose([(3, "Inaczej")], contents("Tak samo")) == ["inaczej"]


def test_anchors_are_unique_however_often_a_text_is_rewritten():
    before = contents("a", "a", "b", "a-2", "b")
    for titles in (["a", "c", "a", "b"], ["b", "b", "b", "a"], ["a-2", "a", "a", "a", "a"], ["x"] * 5):
        chosen = choose([(2, title) for title in titles], before)
        assert len(set(chosen)) == len(chosen)
        before = [{"level": 2, "title": title, "anchor": anchor} for title, anchor in zip(titles, chosen, strict=True)]
