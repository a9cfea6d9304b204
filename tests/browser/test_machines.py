"""What stands in pages for machines does not trouble a browser."""

import json

import pytest

from tests.factories import make_article, make_edition, make_image, make_tag, make_topic

pytestmark = pytest.mark.django_db(transaction=True)
LISTEN = """
    window.violations = [];
    document.addEventListener("securitypolicyviolation", event => violations.push(event.violatedDirective));
"""


@pytest.mark.parametrize("address", ["/pl/", "/pl/articles/most/", "/pl/topics/temat/", "/pl/tags/rzeka/"])
def test_blocks_of_facts_break_no_policy(page, address):
    make_edition(
        article=make_article(
            pl={"title": "Most", "slug": "most", "body": "<p>x</p>"},
            image=make_image(),
            tags=[make_tag(pl="Rzeka")],
            topics=[make_topic()],
        )
    )
    page.add_init_script(LISTEN)

    page.goto(address)

    blocks = page.locator('script[type="application/ld+json"]')
    assert json.loads(blocks.first.text_content())["@context"] == "https://schema.org"
    assert page.evaluate("violations") == []
    assert page.complaints == []


def test_the_listener_hears_a_violation(page):
    page.add_init_script(LISTEN)
    page.goto("/pl/")

    page.evaluate("document.head.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")

    for _look in range(100):  # waiting for a function needs what the policy forbids
        if page.evaluate("violations.length"):
            break
        page.wait_for_timeout(50)
    assert page.evaluate("violations.length") > 0
    assert page.evaluate("window.ran") is None
    page.complaints.clear()
