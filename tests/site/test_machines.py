"""What the demo site tells machines, by the grammars of those who wrote them: JSON-LD, Atom, JSON Feed, sitemaps.

The grammars are in ``grammars/``, each with its source. schema.org's vocabulary comes from the npm package
schema-dts, Google's rendering of it as types, so the compiler of TypeScript tells what is not in it.
"""

import json
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from lxml import etree
from pyld import jsonld

from tests.site.conftest import LANGUAGES, find_program
from tests.site.visiting import get

GRAMMARS = Path(__file__).parent / "grammars"
BLOCK = re.compile(r'<script type="application/ld\+json">([^<]*)</script>')
# What schema.org's own context says of the properties whose values are addresses, not words.
CONTEXT = {"@vocab": "https://schema.org/"} | {
    name: {"@type": "@id"} for name in ("url", "image", "item", "mainEntityOfPage", "workTranslation", "isPartOf")
}
# What Google needs of each kind, and recommends where we have it: developers.google.com/search/docs/appearance/
# structured-data/article, …/breadcrumb, …/organization. A reference has an @id alone.
NEEDED = {
    "NewsArticle": {"headline", "image", "datePublished", "dateModified", "author", "publisher", "url", "inLanguage"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "Organization": {"name", "url", "logo"},
    "ImageObject": {"url"},
    "Person": {"name"},
    "WebSite": {"name", "url", "publisher", "inLanguage"},
    "WebPage": {"name", "url", "inLanguage"},
    "CollectionPage": {"name", "url", "inLanguage"},
}
WITH_FACTS = {  # kinds of pages; the others are no place for searchers to come to
    "home", "topics", "topic", "articles", "article", "tag", "archive", "year", "month", "new", "only elsewhere",
    "page of the site",
}  # fmt: skip
ATOM = {"atom": "http://www.w3.org/2005/Atom"}
MAP = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9", "xhtml": "http://www.w3.org/1999/xhtml"}
MOST_ADDRESSES, MOST_BYTES = 10_000, 50 * 1024 * 1024


def answers_of(site, kind: str) -> dict[str, bytes]:
    """Return what the site answered with this media type, by address."""
    found = {
        address: answer.body
        for address, answer in site.answers.items()
        if answer.status == 200 and answer.headers.get_content_type() == kind
    }
    assert found
    return found


def facts(body: bytes) -> dict | None:
    blocks = BLOCK.findall(body.decode())
    assert len(blocks) < 2
    return json.loads(blocks[0]) if blocks else None


@pytest.fixture(scope="session")
def graphs(site) -> dict[str, dict]:
    """Return the JSON-LD of every page that has one."""
    pages = answers_of(site, "text/html").items()
    return {address: found for address, body in pages if (found := facts(body))}


def nodes(value):
    """Yield every object in a JSON-LD document."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(inner)


def unmarked(value):
    """Return JSON-LD without the languages of its texts, of which schema-dts knows nothing."""
    if isinstance(value, list):
        return [unmarked(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    return value["@value"] if "@value" in value else {name: unmarked(inner) for name, inner in value.items()}


def shape(value):
    """Return what kinds of values stand where in a JSON-LD document."""
    if isinstance(value, dict):
        return tuple((name, inner if name == "@type" else shape(inner)) for name, inner in sorted(value.items()))
    return frozenset(map(shape, value)) if isinstance(value, list) else type(value)


def test_every_kind_of_page_that_is_to_be_found_has_facts(site, graphs):
    for code in LANGUAGES:
        for kind, address in site.pages(code).items():
            assert (address in graphs) == (kind in WITH_FACTS), (kind, address)


def test_the_facts_are_in_schema_orgs_vocabulary(graphs, module, tmp_path):
    """A property that a type does not have, and a value that a property does not take, are errors of types.

    The compiler takes its time over these types, so it is given one page of each shape.
    """
    node, compiler = find_program("node"), module("typescript") / "bin/tsc"
    types = module("schema-dts") / "dist/schema"
    lines = ['import type {Graph} from "schema-dts";']
    plain = {address: unmarked(graph) for address, graph in graphs.items()}
    pages = {shape(graph): (address, graph) for address, graph in sorted(plain.items())}
    lines += [
        f"export const page{number}: Graph = {json.dumps(graph)};  // {address}"
        for number, (address, graph) in enumerate(pages.values())
    ]
    (tmp_path / "facts.ts").write_text("\n".join(lines))
    options = {"strict": True, "noEmit": True, "types": [], "skipLibCheck": True, "paths": {"schema-dts": [str(types)]}}
    (tmp_path / "tsconfig.json").write_text(json.dumps({"compilerOptions": options, "files": ["facts.ts"]}))

    ran = subprocess.run([node, compiler, "-p", tmp_path], check=False, capture_output=True, text=True)

    assert len(pages) > 5
    assert (ran.returncode, ran.stdout[:2000]) == (0, "")


def test_the_facts_say_what_searchers_need(graphs):
    for address, graph in graphs.items():
        told = [node for node in nodes(unmarked(graph["@graph"])) if set(node) != {"@id"}]
        known = {node["@id"] for node in told if "@id" in node}
        for node in told:
            assert NEEDED[node["@type"]] <= set(node), (address, node)
            assert not [name for name, value in node.items() if value in (None, "", [], {})], (address, node)
        for name in ("publisher", "author"):
            references = [node[name]["@id"] for node in told if set(node.get(name, ())) == {"@id"}]
            assert set(references) <= known, address
        for node in told:
            steps = node.get("itemListElement", [])
            assert [step["position"] for step in steps] == list(range(1, len(steps) + 1)), address


def test_the_facts_are_linked_data(site, graphs):
    """A processor of JSON-LD makes of them nodes with whole addresses, and nothing falls away."""

    def load(address, options):
        assert address == "https://schema.org"
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": address,
            "document": {"@context": CONTEXT},
        }

    for address, graph in graphs.items():
        expanded = jsonld.expand(graph, {"documentLoader": load, "base": "https://wrong.example/"})
        for given, made in zip(graph["@graph"], expanded, strict=True):
            assert len(made) == len(given), address
        for node in nodes(expanded):
            if "@id" in node:
                assert node["@id"].startswith(f"{site.url}/"), (address, node)
            if "@value" not in node:
                names = [name for name in node if not name.startswith("@")]
                assert all(name.startswith("https://schema.org/") for name in names), (address, names)


def test_atom_feeds_keep_to_the_grammar(site):
    grammar = etree.RelaxNG(etree.parse(GRAMMARS / "atom.rng"))
    for address, body in answers_of(site, "application/atom+xml").items():
        feed = etree.fromstring(body)
        assert grammar.validate(feed), (address, grammar.error_log)
        has_author = feed.find("atom:author", ATOM) is not None
        for entry in feed.iterfind("atom:entry", ATOM):
            assert has_author or entry.find("atom:author", ATOM) is not None, address
            assert entry.find("atom:content", ATOM) is not None, address
        identities = Counter(feed.xpath("//atom:entry/atom:id/text()", namespaces=ATOM))
        assert all(number == 1 for number in identities.values()), address
        assert all(re.match(r"[a-z][a-z0-9+.-]*:\S+$", identity) for identity in identities), address


def test_json_feeds_keep_to_the_schema(site):
    schema = json.loads((GRAMMARS / "json-feed.schema.json").read_text())
    for address, body in answers_of(site, "application/feed+json").items():
        found = json.loads(body)
        assert [error.message for error in Draft202012Validator(schema).iter_errors(found)] == [], address
        assert len({item["id"] for item in found["items"]}) == len(found["items"]), address
        assert found["feed_url"] == site.url + address


def test_every_feed_comes_in_both_forms(site):
    atom, in_json = (set(answers_of(site, f"application/{kind}")) for kind in ("atom+xml", "feed+json"))

    assert {f"{address.partition('?')[0]}json/" for address in atom} == {each.partition("?")[0] for each in in_json}
    for code in LANGUAGES:
        assert f"/{code}/feed/" in atom
    for kind in ("topics", "tags"):
        assert any(f"/{kind}/" in address for address in atom)


def test_sitemaps_keep_to_the_protocol(site):
    grammar = etree.RelaxNG(etree.parse(GRAMMARS / "sitemap.rng"))
    maps = answers_of(site, "application/xml") | {"/sitemap-news.xml": get(f"{site.url}/sitemap-news.xml").body}
    named = Counter()
    for address, body in maps.items():
        found = etree.fromstring(body)
        assert grammar.validate(found), (address, grammar.error_log)
        places = found.xpath("//map:loc/text()", namespaces=MAP)
        assert len(places) <= MOST_ADDRESSES
        assert len(body) <= MOST_BYTES
        assert all(place.startswith(f"{site.url}/") for place in places)
        if "news" not in address:
            named.update(places)
    assert [place for place, number in named.items() if number > 1] == []
    assert {"/sitemap.xml", "/sitemap-pages.xml", "/sitemap-tags-0.xml", "/sitemap-articles-0.xml"} <= set(maps)


def test_every_part_and_what_it_names_say_when_they_changed(site):
    """No part is older than what it names."""
    index = etree.fromstring(site.answers["/sitemap.xml"].body)
    for part in index:
        address = part.findtext("map:loc", namespaces=MAP).removeprefix(site.url)
        entries = etree.fromstring(site.answers[address].body)
        assert entries.findtext("map:url/map:lastmod", namespaces=MAP), address
        moments = entries.xpath("//map:url/map:lastmod/text()", namespaces=MAP)
        assert len(moments) == len(entries), address
        assert part.findtext("map:lastmod", namespaces=MAP) >= max(moments), address
