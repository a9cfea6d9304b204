"""The Nu HTML checker finds neither an error nor a warning on any page of any language."""

import json
import subprocess

from tests.site.conftest import LANGUAGES, find_program
from tests.site.visiting import get


def test_the_checker_finds_nothing(site, module, tmp_path):
    jar, java = module("vnu-jar") / "build/dist/vnu.jar", find_program("java")
    pages = {address: answer.body for address, answer in site.answers.items() if answer.is_page}
    for code in LANGUAGES:
        pages |= {address: get(site.url + address).body for address in site.pages(code).values()}
    addresses = {}
    for number, (address, body) in enumerate(sorted(pages.items())):
        (tmp_path / f"{number}.html").write_bytes(body)
        addresses[f"{number}.html"] = address

    ran = subprocess.run(
        [java, "-Xss2m", "-Xmx512m", "-jar", jar, "--format", "json", "--exit-zero-always", tmp_path],
        capture_output=True, check=True,
    )  # fmt: skip
    messages = json.loads(ran.stderr)["messages"]

    assert len(addresses) > 200
    assert [
        (addresses[message["url"].rpartition("/")[2]], message["message"], message.get("extract", ""))
        for message in messages
    ] == []
