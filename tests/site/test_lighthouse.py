"""Lighthouse, as a phone, on home, topic and article.

Accessibility, best practices and SEO depend on the page alone: 100 is demanded. Performance depends on how busy the
machine is as well: the best of a few runs counts, and what it is made of is weighed exactly in test_weight.py.
"""

import json
import os
import subprocess

import pytest

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.site.conftest import find_program

RUNS = 3
FIXED = ("accessibility", "best-practices", "seo")


@pytest.mark.parametrize("kind", ["home", "topic", "article"])
def test_lighthouse_finds_nothing_to_better(site, module, tmp_path, kind):
    node, lighthouse = find_program("node"), module("lighthouse") / "cli/index.js"
    best = 0
    for run in range(RUNS):
        report = tmp_path / f"{run}.json"
        command = [
            node, lighthouse, site.url + site.pages("pl")[kind], "--quiet", "--output=json",
            f"--output-path={report}", f"--only-categories=performance,{','.join(FIXED)}",
            f"--chrome-flags={' '.join(['--headless=new', *FLAGS])}",
        ]  # fmt: skip
        subprocess.run(command, env=os.environ | {"CHROME_PATH": CHROMIUM}, check=True, capture_output=True)
        found = json.loads(report.read_text())
        scores = {name: round(100 * category["score"]) for name, category in found["categories"].items()}
        failed = [
            (name, audit["title"], audit.get("displayValue", ""))
            for name, audit in found["audits"].items()
            if audit["score"] is not None
            and audit["score"] < 0.9
            and audit["scoreDisplayMode"] in ("binary", "numeric")
        ]
        assert {name: scores[name] for name in FIXED} == dict.fromkeys(FIXED, 100), failed
        best = max(best, scores["performance"])
        if best == 100:
            return
    least = int(os.environ.get("PORTAL_LIGHTHOUSE", "90"))
    assert best >= least, failed
