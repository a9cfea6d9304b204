from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGS = sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))


@pytest.mark.parametrize("catalog", CATALOGS, ids=lambda path: path.parent.parent.name)
def test_a_catalog_is_whole(catalog):
    """No text of the interface is untranslated, guessed, or kept although the program says it no more."""
    with catalog.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]

    said = [message.string if isinstance(message.string, tuple) else (message.string,) for message in messages]
    assert [message.id for message, strings in zip(messages, said, strict=True) if not all(strings)] == []
    assert [message.id for message in messages if message.fuzzy] == []
