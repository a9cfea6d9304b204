"""Import, export, import into an empty site: the same pages, byte for byte."""

import re
import shutil
from pathlib import Path

import pytest

from articles.models import Edition
from languages.names import site_codes
from tests.content.conftest import Folder

DEMO = Path(__file__).parents[2] / "demo"


def all_pages(client) -> dict[str, tuple[int, bytes]]:
    """Return the status and bytes of every public page that links lead to, and of every edition's address."""
    waiting = [f"/{code}/" for code in site_codes()] + ["/sitemap.xml"]
    waiting += [edition.get_absolute_url() for edition in Edition.objects.all()]
    pages = {}
    while waiting:
        address = waiting.pop()
        if address in pages:
            continue
        response = client.get(address)
        body = response.getvalue() if response.streaming else response.content
        pages[address] = response.status_code, body
        if "html" in response.headers.get("Content-Type", ""):
            found = re.findall(rb'(?:href|src)="(/[^"#]*)"', body)
            here = re.findall(rb'href="(\?[^"#]*)"', body)
            waiting += [link.decode().replace("&amp;", "&") for link in found if not link.startswith(b"/static/")]
            waiting += [address.partition("?")[0] + link.decode().replace("&amp;", "&") for link in here]
    return pages


@pytest.fixture(scope="module")
def small_demo(tmp_path_factory):
    """The demo with four of its articles' pictures only: making renditions is what takes the time."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    shutil.copytree(DEMO, folder)
    pictures = sorted(folder.rglob("*.jpg"))
    for picture in pictures:
        shutil.copy(pictures[hash_of(picture) % 2], picture)
    return folder


def hash_of(path: Path) -> int:
    return sum(path.parent.name.encode())


def test_the_demo_comes_back_the_same_byte_for_byte(client, small_demo, exported, empty_site, tmp_path):
    Folder(small_demo).take_in()
    before = all_pages(client)
    exported.export()
    empty_site()

    said = exported.take_in()
    after = all_pages(client)

    assert said.endswith("0 broken.")
    assert len(before) > 100
    assert {address for address in before if before[address] != after.get(address)} == set()
    assert after.keys() == before.keys()
    again = Folder(tmp_path / "again")
    again.export()
    assert again.files() == exported.files()


def test_an_export_taken_in_where_it_came_from_changes_nothing(small_demo, exported):
    Folder(small_demo).take_in()
    exported.export()
    editions = list(Edition.objects.order_by("pk").values())

    said = exported.take_in()

    assert re.fullmatch(r"0 created, 0 changed, \d+ unchanged, 0 broken\.", said)
    assert list(Edition.objects.order_by("pk").values()) == editions
