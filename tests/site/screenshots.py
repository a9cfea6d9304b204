"""Take a picture of every kind of page in every scheme, for looking at: ``make screenshots``.

    python -m tests.site.screenshots http://127.0.0.1:8000 var/screenshots

The site is one that is served with Polish, English, Chinese and Arabic.
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.site.conftest import visited

WIDTHS = {"phone": 390, "desktop": 1280}
SCHEMES = {  # of each the language whose pages are shown
    "light": ("pl", {"color_scheme": "light"}),
    "dark": ("zh-hans", {"color_scheme": "dark"}),
    "forced": ("en", {"forced_colors": "active"}),
    "rtl": ("ar", {"color_scheme": "light"}),
    "contrast": ("pl", {"contrast": "more"}),
}


def main(url: str, folder: str) -> None:
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    site = visited(url)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for scheme, (code, media) in SCHEMES.items():
            for size, width in WIDTHS.items():
                context = browser.new_context(
                    viewport={"width": width, "height": 900}, reduced_motion="reduce", **media
                )
                page = context.new_page()
                for kind, address in site.pages(code).items():
                    page.goto(url + address, wait_until="networkidle")
                    page.screenshot(path=out / f"{kind.replace(' ', '-')}--{scheme}-{size}.png")
                context.close()
        page = browser.new_page(viewport={"width": 800, "height": 1100})
        page.goto(url + site.pages("pl")["article"])
        page.emulate_media(media="print")
        page.screenshot(path=out / "article--print.png", full_page=True)
        browser.close()
    print(f"{len(list(out.glob('*.png')))} pictures in {out}")


if __name__ == "__main__":
    main(*sys.argv[1:])
