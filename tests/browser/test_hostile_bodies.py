"""Every hostile body, judged by a real Chromium without any content security policy to help it."""

import json
from itertools import islice

import pytest

from articles.body.rendering import render, sanitize
from tests.articles.hostile import HOSTILE

pytestmark = pytest.mark.django_db(transaction=True)
JUDGE = """<script>
window.hits = []
for (const name of ["alert", "confirm", "prompt", "print"]) {
  window[name] = () => { window.hits.push(document.currentScript?.textContent ?? window.event?.type ?? "?") }
}
</script>"""
ALLOWED = ["http:", "https:", "mailto:", "tel:"]
EVENTS = [
    "click",
    "auxclick",
    "mouseover",
    "mouseenter",
    "pointerover",
    "focus",
    "load",
    "error",
    "toggle",
    "animationstart",
]
PROVOKE = """async events => {
  const stop = event => event.preventDefault()
  addEventListener("click", stop, true)
  for (const node of document.querySelectorAll("main *")) {
    for (const name of events) node.dispatchEvent(new Event(name, { bubbles: true, cancelable: true }))
  }
  await new Promise(resolve => setTimeout(resolve, 300))
  return {
    hits: window.hits,
    addresses: [...document.querySelectorAll("main a[href]")].map(a => a.protocol),
    handlers: [...document.querySelectorAll("main *")]
      .flatMap(node => Element.prototype.getAttributeNames.call(node))
      .filter(name => /^on|^style$|^srcdoc$/.test(name)),
    sections: document.querySelectorAll("main > section").length,
  }
}"""


@pytest.fixture
def judged(chromium):
    """Return a function that shows bodies to the browser, parsed with the page or put into it, and what came of it."""

    def judge(bodies, *, by_script: bool):
        context = chromium.new_context()
        page = context.new_page()
        asked = []
        texts = [body.encode("utf-8", "replace").decode() for body in bodies]
        if by_script:
            content = json.dumps(texts).replace("<", "\\u003c")
            main = f"""<main></main><script>for (const text of {content}) {{
                const section = document.createElement("section")
                document.querySelector("main").append(section)
                section.innerHTML = text
            }}</script>"""
        else:
            main = f"<main>{''.join(f'<section>{text}</section>' for text in texts)}</main>"
        document = f"<!doctype html><meta charset=utf-8><title>x</title>{JUDGE}{main}"

        def answer(route):
            if route.request.url == "http://judge.example/" and not asked:
                asked.append("")
                return route.fulfill(body=document, content_type="text/html; charset=utf-8")
            asked.append(route.request.url)
            return route.abort()

        context.route("**/*", answer)
        page.goto("http://judge.example/")
        verdict = page.evaluate(PROVOKE, EVENTS)
        context.close()
        return verdict | {"asked": asked[1:]}

    return judge


@pytest.mark.parametrize("by_script", [False, True])
@pytest.mark.parametrize("made_by", ["sanitize", "render"])
def test_nothing_executes_and_nothing_is_asked_for(judged, by_script, made_by):
    assert len(set(HOSTILE)) >= 300
    bodies = [sanitize(body) if made_by == "sanitize" else render(body, "pl") for body in HOSTILE]

    verdict = judged(bodies, by_script=by_script)

    own = [address for address in verdict["asked"] if address.startswith("http://judge.example/media/pictures/")]
    assert verdict["hits"] == []
    assert [address for address in verdict["asked"] if address not in own] == []
    assert set(verdict["addresses"]) <= set(ALLOWED)
    assert verdict["handlers"] == []
    assert verdict["sections"] == len(HOSTILE)  # nobody has broken out of their own


def test_the_judge_sees_what_executes(judged):
    verdicts = (judged([body], by_script=True) for body in HOSTILE[::12])
    fired = (verdict for verdict in verdicts if verdict["hits"] or verdict["asked"])

    assert len([*islice(fired, 5)]) == 5
