import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("portal", "content", "topics", "sharing", "articles", "identity", "library", "languages")
DUMPING_GROUNDS = {
    "base", "common", "constants", "core", "exceptions", "helpers", "managers", "misc", "selectors", "services",
    "shared", "signals", "tools", "util", "utils",
}  # fmt: skip


def test_every_file_is_named_by_what_is_in_it():
    files = [path for app in (*APPS, "tests", "benchmarks") for path in (ROOT / app).rglob("*.py")]

    assert [path for path in files if DUMPING_GROUNDS & {path.stem, path.parent.name}] == []


def settings_read() -> set[str]:
    """Return the names of the variables that the settings read."""
    source = (ROOT / "portal/settings.py").read_text()
    readers = "text|flag|names|number|hour_and_day|folder|site_url|hub|contact|time_zone"
    calls = rf"environment\.(?:{readers})\(\s*f?\"([A-Z_]+)"
    return {name.rstrip("_") for name in re.findall(calls, source)} | {"SECRET_KEY"}


def compose_reads() -> set[str]:
    return set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))


def example_names() -> set[str]:
    names = re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    return {name.removesuffix("_EN") for name in names}


def test_the_example_names_exactly_the_variables_that_are_read():
    assert example_names() == settings_read() | compose_reads()


@pytest.mark.parametrize("name", sorted(settings_read() | compose_reads()))
def test_the_operators_guide_explains_every_variable(name):
    assert f"`{name}`" in (ROOT / "docs/operators.md").read_text()
