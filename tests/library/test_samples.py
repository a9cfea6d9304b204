"""The Pillow project's own samples, crashes and bombs among them: none takes the process down."""

import json
import os
import subprocess
import sys
from pathlib import Path

import PIL
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ARCHIVE = ROOT / ".tools/samples" / f"pillow-{PIL.__version__}.tar.gz"
KINDS = {"JPEG", "PNG", "WEBP", "AVIF", "GIF", "application/pdf"}


@pytest.mark.skipif(not ARCHIVE.exists(), reason="NOT RUN: `make samples` fetches the Pillow project's samples")
def test_every_sample_is_taken_or_refused_in_words():
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, Path(__file__).with_name("samples.py"), ARCHIVE, "/Tests/images/"]

    tried = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)

    assert tried.returncode == 0, tried.stderr[-2000:]
    outcomes = {name: (said, seconds) for name, said, seconds in map(json.loads, tried.stdout.splitlines())}
    assert len(outcomes) > 800
    assert len([name for name in outcomes if "crash" in name]) > 10
    for name, (said, seconds) in outcomes.items():
        assert said in KINDS or said.endswith("."), name
        assert seconds < 5, name
