"""Lighthouse, as a phone, on home, topic and article.

Accessibility, best practices and SEO depend on the page alone: 100 is demanded. Performance depends on how busy the
machine is as well: the best of a few runs counts, and what it is made of is weighed exactly in test_weight.py. A run
that Lighthouse breaks off, as it does when a browser keeps it waiting, is none of these.
"""

import json
import os
import subprocess

import pytest

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.site.conftest import find_program

RUNS = 5
FIXED = ("accessibility", "best-practices", "seo")


@pytest.mark.parametrize("kind", ["home", "topic", "article"])
def test_lighthouse_finds_nothing_to_better(site, module, tmp_path, kind):
    node, lighthouse = find_program("node"), module("lighthouse") / "cli/index.js"
    best, failed, least = 0, [], int(os.environ.get("PORTAL_LIGHTHOUSE", "90"))
    for run in range(RUNS):
        report = tmp_path / f"{run}.json"
        command = [
            node, lighthouse, site.url + site.pages("pl")[kind], "--quiet", "--output=json",
            f"--output-path={report}", f"--only-categories=performance,{','.join(FIXED)}",
            f"--chrome-flags={' '.join(['--headless=new', *FLAGS])}",
        ]  # fmt: skip
        environment = os.environ | {"CHROME_PATH": CHROMIUM}
        done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
        if done.returncode:
            failed.append(done.stderr[-2000:])
            continue
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
        if best >= least:
            return
    assert best >= least, failed
