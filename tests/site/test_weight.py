"""What a first visit costs: bytes over the wire, requests, layout shift. Exact, however busy the machine is."""

import re
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.site.visiting import get

PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
MOST_BYTES = 60_000  # of an article's first visit, without its pictures
MOST_REQUESTS = 3
SHIFT = """() => { window.shifts = []; new PerformanceObserver(list => list.getEntries().forEach(
    entry => window.shifts.push(entry.value))).observe({type: "layout-shift", buffered: true}); }"""
BLOCKS = re.compile(rb"(?<=</head>)|(?<=</nav>)|(?<=</form>)|(?<=</h1>)|(?<=</h2>)|(?<=</figure>)|(?<=</section>)")


@pytest.fixture
def visit(site, browser):
    """Open a page as on a first visit, and return its requests as (kind, bytes) and its layout shifts."""
    contexts = []

    def open_page(address, server=site.url, device=PHONE):
        context = browser.new_context(**device)
        contexts.append(context)
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        kinds, sizes = {}, {}
        session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
        session.on(
            "Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]})
        )
        page.add_init_script(f"({SHIFT})()")
        page.goto(server + address, wait_until="networkidle")
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(200)
        return [(kind, sizes.get(request, 0)) for request, kind in kinds.items()], page.evaluate("window.shifts")

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("code", ["pl", "zh-hans", "ar"])
@pytest.mark.parametrize("kind", ["home", "topic", "article", "articles", "page of the site", "not found"])
def test_a_first_visit_is_light(site, visit, code, kind):
    address = site.pages(code).get(kind) or pytest.skip("the demo has none in this language")

    requests, _shifts = visit(address)

    weighed = [(name, size) for name, size in requests if name not in ("Image", "Other")]
    assert sum(size for _name, size in weighed) <= MOST_BYTES
    assert len(weighed) <= MOST_REQUESTS
    assert sum(size > 0 for _name, size in weighed) == len(weighed), "every request was measured"


@pytest.mark.parametrize("code", ["pl", "zh-hans", "ar"])
def test_nothing_jumps_while_a_page_loads(site, visit, code):
    for kind, address in site.pages(code).items():
        _requests, shifts = visit(address)

        assert shifts == [], kind


@contextmanager
def slow_line(site, split=BLOCKS.split):
    """Serve the site once more, each page piece by piece with a pause after each; give its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            answer = get(site.url + self.path)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.headers["Content-Type"])
            self.end_headers()
            for piece in split(answer.body) if answer.is_page else [answer.body]:
                self.wfile.write(piece)
                self.wfile.flush()
                time.sleep(0.05)

        def log_message(self, *arguments):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("code", ["pl", "ar"])
def test_nothing_jumps_on_a_slow_line(site, visit, code):
    """What comes later in a page stands below what was there before."""
    pages = site.pages(code)
    kinds = [kind for kind in ("home", "topics", "articles", "article", "found") if kind in pages]
    with slow_line(site) as server:
        shifts = {kind: visit(pages[kind], server)[1] for kind in kinds}

    assert {kind: found for kind, found in shifts.items() if found} == {}


@pytest.mark.parametrize("code", ["pl", "ar"])
def test_what_leads_does_not_climb_while_its_lines_come(site, visit, code):
    def word_by_word(page):
        before, begin, rest = page.partition(b'<div class="hero-text">')
        words, end, after = rest.partition(b"</section>")
        return [before, begin, *re.split(rb"(?<=[ >])", words), end + after]

    with slow_line(site, word_by_word) as server:
        _requests, shifts = visit(site.pages(code)["home"], server, DESKTOP)

    assert shifts == []
