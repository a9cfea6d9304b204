"""Videos on other sites: the one address that each has, and the name of its site."""

import re

SITES = (
    (
        "YouTube",
        re.compile(
            r"https?://(?:www\.|m\.)?(?:youtube(?:-nocookie)?\.com/(?:watch\?(?:[^#\s]*&)?v=|embed/|shorts/|live/)"
            r"|youtu\.be/)([\w-]{11})(?![\w-])[^\s]*"
        ),
        "https://www.youtube.com/watch?v={}",
    ),
    (
        "Vimeo",
        re.compile(r"https?://(?:www\.|player\.)?vimeo\.com/(?:video/)?(\d{6,12}(?:/[0-9a-f]{10})?)(?:[/?#][^\s]*)?"),
        "https://vimeo.com/{}",
    ),
    (
        "PeerTube",
        re.compile(
            r"https?://([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{2,5})?/(?:w|videos/watch|videos/embed)/"
            r"(?:[0-9A-Za-z]{22}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))(?:[/?#;][^\s]*)?"
        ),
        "https://{}",
    ),
)


def canonical(address: str) -> str | None:
    """Return the plain address of a video's page, without what trackers add; None for any other address."""
    for _name, pattern, page in SITES:
        if match := pattern.fullmatch(address.strip()):
            return page.format(match[1].replace("/videos/embed/", "/videos/watch/"))
    return None


def site_of(address: str) -> str:
    """Return the name of the site on which a video lies."""
    return next((name for name, pattern, _page in SITES if pattern.fullmatch(address)), "")
