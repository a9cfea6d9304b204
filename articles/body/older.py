"""Bodies as they were written before pictures had keys and notes stood in their places.

Editions keep them for ever; working copies are brought to today's form, and compared in it.
"""

import re

from articles.body.references import OLD_PICTURE, keys_of_files

NOTES = re.compile(r"(?:<hr>)?<ol>((?:<li>(?:(?!</?[ou]l[ >]|</?li[ >]).)*</li>)+)</ol>\s*$", re.DOTALL)
NOTE = re.compile(r'<li><p>((?:(?!</?p[ >]).)*?)\s*<a href="#fnref(\w+)">↩</a>\s*</p></li>', re.DOTALL)
REFERENCE = re.compile(r'<sup><a href="#fn(?!ref)(\w+)">[^<]*</a></sup>')


def in_todays_form(body: str) -> str:
    """Return a sanitized body with pictures named by their keys and notes in their places.

    What is named so already, or cannot be, stays as it is. A query only where a picture is named by its file.
    """
    if digests := set(OLD_PICTURE.findall(body)):
        body = with_keys(body, keys_of_files(digests))
    return with_notes_in_place(body)


def with_keys(body: str, keys: dict[str, int]) -> str:
    """Return the body with the keys of pictures, by the beginning of their digests, for their addresses."""
    return OLD_PICTURE.sub(lambda match: f'data-image="{keys[match[1]]}"' if match[1] in keys else match[0], body)


def with_notes_in_place(body: str) -> str:
    """Return the body with its closing list of notes taken apart, where each is referred to exactly once."""
    listed = NOTES.search(body) if "#fnref" in body else None
    if listed is None:
        return body
    notes = {match[2]: match[1] for match in NOTE.finditer(listed[1])}
    text = body[: listed.start()]
    referred = REFERENCE.findall(text)
    is_whole = NOTE.sub("", listed[1]) == "" and len(referred) == len(notes) == len(set(referred) & notes.keys())
    if not is_whole or "#fn" in REFERENCE.sub("", text):
        return body
    return REFERENCE.sub(lambda match: f'<span data-note="">{notes[match[1]]}</span>', text)
