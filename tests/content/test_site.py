"""``site.yaml`` carries the identity and the menus from site to site."""

import pytest

from content.exporting import Export
from content.importing import Import
from identity.models import Identity, MenuItem
from tests.factories import BODY, make_article, make_image, make_topic, make_user

pytestmark = pytest.mark.django_db


def take(root, **options):
    return [each for *_, found in Import(root, by=make_user(), **options).outcomes() for each in found]


def set_up():
    page = make_article(is_page=True, key="about", pl={"title": "Instytut", "body": BODY})
    topic = make_topic(key="river", pl={"title": "Rzeka", "slug": "rzeka"})
    Identity.objects.create(
        pk=1,
        name_pl="Instytut „Most”",
        name_en="Bridge",
        description_pl="Wystawy i spacery",
        foot_pl="ul. Mostowa 1\nWarszawa",
        accent="#1d4ed8",
        emblem=make_image(),
    )
    MenuItem.objects.create(position=1, place="topics")
    MenuItem.objects.create(position=2, page=page, title_en="About")
    MenuItem.objects.create(menu="footer", position=1, topic=topic)
    MenuItem.objects.create(menu="footer", position=2, address="https://example.org/", title_pl="Konsulat")


def facts():
    identity = Identity.objects.select_related("emblem").get()
    items = [
        (
            item.menu,
            item.place,
            item.address,
            item.page and item.page.key,
            item.topic and item.topic.key,
            item.title_pl or "",
            item.title_en or "",
        )
        for item in MenuItem.objects.order_by("menu", "position")
    ]
    return (
        identity.name_pl,
        identity.name_en,
        identity.description_pl,
        identity.foot_pl,
        identity.accent,
        identity.emblem.digest,
        items,
    )


def test_the_identity_and_the_menus_come_back(tmp_path):
    set_up()
    before = facts()
    list(Export(tmp_path / "out").bundles())
    Identity.objects.all().delete()
    MenuItem.objects.all().delete()

    outcomes = take(tmp_path / "out")

    assert facts() == before
    assert ("site.yaml", "created") in [(outcome.path, outcome.kind) for outcome in outcomes]
    list(Export(tmp_path / "again").bundles())
    assert (tmp_path / "again/site.yaml").read_bytes() == (tmp_path / "out/site.yaml").read_bytes()


def test_the_same_file_is_taken_once(tmp_path):
    (tmp_path / "site.yaml").write_text("name: {pl: Most}\n")
    take(tmp_path)
    Identity.objects.update(name_pl="Inny")

    outcomes = take(tmp_path)

    assert [outcome.kind for outcome in outcomes] == ["unchanged"]
    assert Identity.objects.get().name_pl == "Inny"


def test_control_characters_are_left_out(tmp_path):
    (tmp_path / "site.yaml").write_text(r'foot: {pl: "ul. Mostowa\0\x01 1"}' + "\n")

    take(tmp_path)

    assert Identity.objects.get().foot_pl == "ul. Mostowa 1"


def test_a_dry_run_writes_nothing(tmp_path):
    (tmp_path / "site.yaml").write_text("name: {pl: Most}\nfooter: [home]\n")

    take(tmp_path, dry_run=True)

    assert not Identity.objects.exists()
    assert not MenuItem.objects.exists()


def test_a_dry_run_knows_the_pages_and_topics_that_come_with_the_menu(tmp_path):
    for name in ("pages/about", "topics/river"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "index.pl.md").write_text('---\ntitle: "Most"\n---\nTekst.\n')
    (tmp_path / "site.yaml").write_text("footer: [page:about, topic:river]\n")

    outcomes = take(tmp_path, dry_run=True)

    assert {outcome.kind for outcome in outcomes} == {"created"}


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("name: {pl: Most}\naccent: red\n", 2, "no colour"),
        ("footer:\n  - page:nowhere\n", 2, "leads nowhere"),
        ("footer:\n  - javascript:alert(1)\n", 2, "leads nowhere"),
        ("footer: home\n", 1, "must be a list"),
        ("motto: x\n", 1, "means nothing"),
        ("footer:\n  - {title: {pl: x}}\n", 2, "needs “to”"),
        ("footer:\n  - {[to]: home}\n", 2, "needs “to”"),
        ("footer:\n  - [home]\n", 2, "one text"),
        ("footer:\n  - {to: home, title: {pl: [x]}}\n", 2, "at most 80"),
        ("footer:\n  - //evil.example/\n", 2, "https://"),
        ("footer:\n  - https://[/\n", 2, "https://"),
        (f"footer:\n  - https://example.org/{'x' * 500}\n", 2, "500"),
        (f"name: {{pl: {'x' * 101}}}\n", 1, "at most 100"),
        ("name: {pl: [Most]}\n", 1, "at most 100"),
        ("name: {[pl]: Most}\n", 1, "language and a name"),
        ("emblem: [a.png]\n", 1, "one text"),
        ("accent: [red]\n", 1, "one text"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_line(tmp_path, text, line, reason):
    (tmp_path / "site.yaml").write_text(text)

    outcome = take(tmp_path)[0]

    assert (outcome.kind, outcome.line) == ("broken", line)
    assert reason in outcome.reason
    assert not Identity.objects.exists()
