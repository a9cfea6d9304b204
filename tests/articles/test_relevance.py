"""What readers of the demo site look for, and what they should find: how good the order is, and that it is one order.

The queries are written as people type them: inflected, without accents, in several words, with a
mistake. Of each, a person has said which articles answer it: 3 is what is looked for, 1 is of use. The
order found is kept in a file as well, and must be the same on SQLite and PostgreSQL: where the demo's texts or the
ranking have changed, remove the file, run this on one database, and look at what is written.
"""

import json
from math import log2
from pathlib import Path
from shutil import copytree

import pytest

from articles.models import Article
from articles.search.results import search
from tests.content.conftest import Folder
from tests.factories import picture_bytes

DEMO = Path(__file__).parents[2] / "demo"
ORDER = Path(__file__).with_name("search_order.json")
FLOORS = {"pl": 0.93, "en": 0.93, "zh-hans": 0.93}

ARCHIVE, BRIDGES, DUMPLINGS = "archive-opens-its-drawers", "bridges-of-warsaw", "dumplings-two-traditions"
REPAIR, POSTER, LETTERS, MAZURKA = (
    "how-a-neon-is-repaired", "how-to-look-at-a-poster", "letters-from-the-rooftops", "mazurka-for-beginners",
)  # fmt: skip
MILK_BAR, NIGHT_WALK, PARK, PHOTOGRAPHS = (
    "milk-bar",
    "neon-night-walk",
    "park-in-four-seasons",
    "photographs-without-names",
)
PIANO, PEONY, SCHOOL, SHANGHAI = (
    "piano-that-crossed-a-continent", "planting-a-peony", "poster-school-introduction", "posters-in-shanghai",
)  # fmt: skip
FERRY, SCISSORS, SEASON = "river-ferry", "scissors-and-paper", "season-on-the-river-bank"
TEA, SILENCE, DESKS, WORDS, SCHOLARS = (
    "tea-and-its-roads", "translating-silence", "translators-at-work", "words-that-do-not-travel",
    "a-garden-for-scholars",
)  # fmt: skip

QUERIES = {
    "pl": {
        "mosty": {BRIDGES: 3, FERRY: 1, SEASON: 1},
        "mosty warszawy": {BRIDGES: 3},
        "prom przez wisle": {FERRY: 3},
        "promy": {FERRY: 3, DESKS: 1},
        "neony": {NIGHT_WALK: 3, REPAIR: 3, LETTERS: 2},
        "naprawa neonu": {REPAIR: 3, NIGHT_WALK: 1, LETTERS: 1},
        "nocny spacer": {NIGHT_WALK: 3},
        "pierogi": {DUMPLINGS: 3, MILK_BAR: 1},
        "przepis na pierogi": {DUMPLINGS: 3, MILK_BAR: 1},
        "bar mleczny": {MILK_BAR: 3},
        "plakaty": {SCHOOL: 3, SHANGHAI: 3, POSTER: 3},
        "szkola plakatu": {SCHOOL: 3, POSTER: 1, SHANGHAI: 1},
        "plakaty w szanghaju": {SHANGHAI: 3},
        "piwonie": {PEONY: 3, PARK: 1},
        "sadzenie piwonii": {PEONY: 3},
        "tlumaczenie": {DESKS: 3, WORDS: 3},
        "słowa nieprzetłumaczalne": {WORDS: 3},
        "spacer po parku": {PARK: 3},
        "szopen mazurki": {MAZURKA: 3},
        "mazurek": {MAZURKA: 3},
        "pianino z harbina": {PIANO: 3},
        "zdjęcia bez nazwisk": {PHOTOGRAPHS: 3},
        "szuflady archiwum": {ARCHIVE: 3, PHOTOGRAPHS: 2},
        '"kultury most"': {SHANGHAI: 2, NIGHT_WALK: 2},
        "rybitwy": {SEASON: 3},
        "lipa w parku": {PARK: 3},
        "drogi herbaty": {TEA: 3},
    },
    "en": {
        "bridge": {BRIDGES: 3, FERRY: 1, SEASON: 1},
        "bridges of warsaw": {BRIDGES: 3},
        "ferry": {FERRY: 3, DESKS: 1},
        "ferries across the river": {FERRY: 3, SEASON: 1},
        "neon": {NIGHT_WALK: 3, REPAIR: 3, LETTERS: 2},
        "repairing a neon sign": {REPAIR: 3, LETTERS: 1, NIGHT_WALK: 1},
        "rooftop letters": {LETTERS: 3},
        "dumplings": {DUMPLINGS: 3, MILK_BAR: 1},
        "pierogi and jiaozi": {DUMPLINGS: 3},
        "milk bar": {MILK_BAR: 3},
        "posters": {SCHOOL: 3, SHANGHAI: 3, POSTER: 3},
        "looking at posters": {POSTER: 3, SHANGHAI: 1, SCHOOL: 1},
        "polish posters in shanghai": {SHANGHAI: 3},
        "peonies": {PEONY: 3, PARK: 1},
        "translators": {DESKS: 3, SILENCE: 3, WORDS: 2},
        "untranslatable words": {WORDS: 3},
        "silence in translation": {SILENCE: 3},
        "chopin": {MAZURKA: 3},
        "piano tuner harbin": {PIANO: 3},
        "piano": {PIANO: 3, MAZURKA: 2},
        "unknown people in photos": {PHOTOGRAPHS: 3},
        '"index cards"': {ARCHIVE: 3},
        "caravan tea": {TEA: 3},
        "lime trees": {PARK: 3},
        "paper -poster": {SCISSORS: 3, ARCHIVE: 1},
    },
    "zh-hans": {
        "桥": {BRIDGES: 3},
        "华沙的桥": {BRIDGES: 3},
        "渡船": {FERRY: 3, DESKS: 1},
        "霓虹灯": {REPAIR: 3, NIGHT_WALK: 3},
        "修霓虹灯": {REPAIR: 3, NIGHT_WALK: 1},
        "饺子": {DUMPLINGS: 3, MILK_BAR: 1},
        "波兰饺子": {DUMPLINGS: 3, MILK_BAR: 1},
        "牛奶吧": {MILK_BAR: 3},
        "海报": {SCHOOL: 3, SHANGHAI: 3, POSTER: 3},
        "上海 海报": {SHANGHAI: 3},
        "芍药": {PEONY: 3, SCHOLARS: 1, PARK: 1},
        "种芍药": {PEONY: 3},
        "翻译": {DESKS: 3, WORDS: 3, SCISSORS: 1},
        "肖邦": {MAZURKA: 3},
        "钢琴": {PIANO: 3, MAZURKA: 2},
        "哈尔滨": {PIANO: 3},
        "老照片": {PHOTOGRAPHS: 3, ARCHIVE: 1},
        "档案馆": {ARCHIVE: 3, PHOTOGRAPHS: 1, TEA: 1},
        "剪纸": {SCISSORS: 3, ARCHIVE: 1},
        "椴树": {PARK: 3},
        "茶": {TEA: 3, DUMPLINGS: 1, SCISSORS: 1, FERRY: 1},
        "茶路": {TEA: 3},
        "图书馆": {SEASON: 2, ARCHIVE: 2, FERRY: 1},
    },
}


@pytest.fixture
def demo(db, tmp_path_factory):
    """The demo with small pictures: making renditions is what takes the time."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    copytree(DEMO, folder)
    for number, picture in enumerate(sorted(folder.rglob("*.jpg"))):
        picture.write_bytes(picture_bytes(colour="navy" if number % 3 else "teal"))
    Folder(folder).take_in()


def found(query: str, language: str) -> list[str]:
    """Return the folder names of the articles on the first page of results."""
    keys = dict(Article.objects.values_list("pk", "key"))
    return [keys[edition.article_id] for edition in search(query, language)]


def gain(order: list[str], worth: dict[str, int]) -> float:
    """Return how good an order of ten is, 1 being the best there can be: nDCG@10 with 2^worth - 1."""

    def sum_of(grades):
        return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades[:10]))

    return sum_of([worth.get(key, 0) for key in order]) / sum_of(sorted(worth.values(), reverse=True))


def test_readers_find_what_they_look_for_in_one_order_on_both_databases(demo):
    assert sum(len(queries) for queries in QUERIES.values()) >= 60
    order = {code: {query: found(query, code) for query in queries} for code, queries in QUERIES.items()}
    gains = {
        code: {query: round(gain(order[code][query], worth), 3) for query, worth in queries.items()}
        for code, queries in QUERIES.items()
    }

    for code, floor in FLOORS.items():
        mean = sum(gains[code].values()) / len(gains[code])
        print(f"nDCG@10 {code}: {mean:.3f} over {len(gains[code])} queries")  # noqa: T201 (pytest -s shows it)
        assert mean >= floor, sorted(gains[code].items(), key=lambda item: item[1])[:8]
    if not ORDER.exists():
        ORDER.write_text(json.dumps(order, ensure_ascii=False, indent=1) + "\n")
        pytest.fail("The order was written down. Look at the file, and run the test again on both databases.")
    assert order == json.loads(ORDER.read_text())
