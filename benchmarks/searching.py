"""How long searches take, page and all, without a server. Prints JSON.

The words are drawn as the articles' own words were: the frequent ones often. The sample's words stand in
every article, a number in one; both are asked for as well.
"""

import json
from pathlib import Path
from random import Random
from time import process_time
from urllib.parse import urlencode

import django

django.setup()

from django.db import connection
from django.test import Client

from articles.models import Edition
from benchmarks.generate import TITLES, vocabulary, words_of
from benchmarks.inside import timed

TIMES = 40  # of each kind, in each language
UNKNOWN = {"pl": "mozszcze", "en": "bridxge", "zh-hans": "龘龘"}
EVERYWHERE = {"pl": "most", "en": "bridge", "zh-hans": "图书馆"}
PHRASES = {"pl": '"okien biblioteki"', "en": '"lime trees"', "zh-hans": '"图书馆的窗口"'}


def queries() -> dict[str, list[str]]:
    """Return addresses of each kind of search, the same ones every time."""
    random = Random(2026)
    last = Edition.objects.order_by("-pk").values_list("article", flat=True)[0]
    kinds = {}
    for code in TITLES:
        words, weights = vocabulary(code)
        drawn = [random.choices(words, cum_weights=weights, k=3) for _ in range(TIMES)]
        joint = "" if code == "zh-hans" else " "
        numbers = [random.randint(1, last) for _ in range(TIMES)]
        for kind, asked in {
            "one word": [word for word, *_others in drawn],
            "two words": [joint.join(some[:2]) for some in drawn],
            "three words": [" ".join(some) for some in drawn],
            "two words of one article": [" ".join(words_of(number, code).split()[:2]) for number in numbers],
            "a word that all have": [EVERYWHERE[code]] * 5,
            "a phrase": [PHRASES[code]] * 5,
            "a number": [f"{number:07}" for number in numbers],
            "no such word": [UNKNOWN[code]] * 5,
        }.items():
            kinds.setdefault(kind, []).extend(f"/{code}/search/?{urlencode({'q': text})}" for text in asked)
        kinds.setdefault("one word, narrowed", []).extend(
            f"/{code}/search/?{urlencode({'q': word, 'topic': number % 14 + 1, 'year': 2026 - number % 9})}"
            for (word, *_others), number in zip(drawn, numbers, strict=True)
        )
        kinds.setdefault("suggestions", []).extend(
            f"/{code}/search/suggestions/?{urlencode({'q': word[:3]})}" for word, *_others in drawn
        )
    return kinds


def main() -> None:
    client = Client(headers={"host": "127.0.0.1"})
    figures, every = {}, []
    for kind, addresses in queries().items():
        for address in addresses[:3]:
            client.get(address)
        taken = [_taken(client, address) for address in addresses]
        figures[kind] = _figures(taken)
        every += taken
    figures["all"] = _figures(every)
    print(json.dumps(figures))


def _taken(client: Client, address: str) -> tuple[float, float]:
    """Return how many milliseconds a page took, and how many of processor time, the database's included."""
    before = process_time() + _database_time()
    taken = timed(lambda: client.get(address).content)
    return taken, 1000 * (process_time() + _database_time() - before)


def _database_time() -> float:
    """Return the seconds of processor time of PostgreSQL's process that serves this one, on the same machine."""
    if connection.vendor != "postgresql":
        return 0
    return int(Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]) / 1e9


def _figures(taken: list[tuple[float, float]]) -> dict[str, float]:
    times, cpu = (sorted(one) for one in zip(*taken, strict=True))
    return {
        **{f"p{part}_ms": round(times[len(times) * part // 100], 1) for part in (50, 95, 99)},
        **{f"cpu_p{part}_ms": round(cpu[len(cpu) * part // 100], 1) for part in (50, 95)},
        "searches": len(times),
    }


if __name__ == "__main__":
    main()
