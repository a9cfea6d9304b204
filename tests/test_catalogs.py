import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from babel.messages.checkers import checkers
from babel.messages.pofile import read_po
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.utils.translation import override, to_language

ROOT = Path(__file__).resolve().parent.parent
CATALOGS = sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))


def language_of(path):
    return path.parent.parent.name


every_catalog = pytest.mark.parametrize("path", CATALOGS, ids=language_of)


def read(path):
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def messages(catalog):
    return [message for message in catalog if message.id]  # without the header


def forms(text):
    return text if isinstance(text, tuple) else (text,)


def placeholders(text):
    return set(re.findall(r"%\(\w+\)[a-z]", text))


def borders(text):
    return text[0].isspace(), text[-1].isspace(), text.endswith("…")


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """Return every text that Django finds in a copy of the source, in the form of the catalogs' keys."""
    copy = tmp_path_factory.mktemp("source")
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    for folder in [*settings["tool"]["importlinter"]["root_packages"], "templates"]:
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__", "static"))
    (copy / "locale").mkdir()
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    extract = [sys.executable, "-m", "django", "makemessages", "--locale", "en", "--verbosity", "0"]
    subprocess.run(extract, cwd=copy, env=environment, check=True)
    return {message.id for message in messages(read(copy / "locale/en/LC_MESSAGES/django.po"))}


def test_the_site_s_first_languages_have_catalogs():
    assert {language_of(path) for path in CATALOGS} >= {"pl", "zh_Hans"}


@every_catalog
def test_a_catalog_is_whole(path):
    """No text of the interface is untranslated or guessed."""
    catalog = messages(read(path))

    assert [message.id for message in catalog if not all(forms(message.string))] == []
    assert [message.id for message in catalog if message.fuzzy] == []


@every_catalog
def test_a_translation_has_the_placeholders_and_plural_forms_of_its_text(path):
    """A plural form may leave out the number, as Arabic does for two; a single text leaves out nothing."""
    catalog = read(path)

    for message in messages(catalog):
        for check in checkers:
            check(catalog, message)
        if not message.pluralizable:
            assert placeholders(message.string) == placeholders(message.id), message.id


@every_catalog
def test_a_translation_begins_and_ends_like_its_text(path):
    """Half a sentence meets its other half, and a button that asks first ends in an ellipsis."""
    for message in messages(read(path)):
        for string in forms(message.string):
            assert borders(string) == borders(forms(message.id)[0]), message.id


@every_catalog
def test_what_django_lacks_is_said_too(path):
    with override(to_language(language_of(path))):
        assert str(BLANK_CHOICE_LABEL) != "- Select an option -"


@pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext is not installed")
@every_catalog
def test_a_catalog_holds_what_the_interface_says(path, said):
    held = {message.id for message in messages(read(path))}

    assert said - held == set(), "say `manage.py makemessages --all`, then translate"
    assert held - said == set(), "no longer said: `manage.py makemessages --all --no-obsolete`"
