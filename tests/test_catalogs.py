import os
import shutil
import string
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.checkers import checkers
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGS = sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))


def messages_of(path):
    with path.open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    return catalog, [message for message in catalog if message.id]


def ids_of(path):
    return {message.id for message in messages_of(path)[1]}


def forms_of(text):
    return text if isinstance(text, tuple) else (text,)


def by_language(path):
    return path.parent.parent.name


def test_the_interface_speaks_the_languages_that_it_promises():
    assert {by_language(path) for path in CATALOGS} >= {"pl", "zh_Hans"}


@pytest.mark.parametrize("path", CATALOGS, ids=by_language)
def test_a_catalog_is_whole(path):
    """No text of the interface is untranslated or guessed."""
    _catalog, messages = messages_of(path)

    assert [message.id for message in messages if not all(forms_of(message.string))] == []
    assert [message.id for message in messages if message.fuzzy] == []


@pytest.mark.parametrize("path", CATALOGS, ids=by_language)
def test_a_translation_keeps_the_placeholders_and_the_plural_forms(path):
    catalog, messages = messages_of(path)

    for message in messages:
        for check in checkers:
            check(catalog, message)
        if not message.pluralizable:
            assert placeholders(message.string) == placeholders(message.id), message.id


@pytest.mark.parametrize("path", CATALOGS, ids=by_language)
def test_a_translation_keeps_the_spaces_around_and_the_ellipsis(path):
    """Half a sentence meets its other half, and a button that asks first says so."""
    for message in messages_of(path)[1]:
        for said in forms_of(message.string):
            assert (said[0].isspace(), said[-1].isspace()) == (message.id[0][0].isspace(), forms_of(message.id)[0][-1].isspace())
            assert said.endswith("…") == forms_of(message.id)[0].endswith("…")
