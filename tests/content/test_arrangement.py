"""Sections, pinned and related articles, redirects and renamed tags in content folders."""

import pytest

from articles.models import Article, Edition, FormerTag, Redirect, Tag
from tests.content.conftest import Folder
from topics.models import Place, Section, Topic

pytestmark = pytest.mark.django_db

FILES = {
    "tags.yaml": 'river: {pl: "rzeka"}\n',
    "renamed-tags.yaml": '"rivers": "river"\n',
    "redirects.csv": "old,new,language\n/pol/t1.htm,article:b,pl\n/pol/t2.htm,topic:t,pl\n/pol/t3.htm,/pl/topics/,\n",
    "topics/t/index.pl.md": '---\ntitle: "Temat"\nslug: temat\nweight: 1\n---\n',
    "topics/t/sections.yaml": 'pinned: ["c"]\nsection-1: {pl: "Część", en: "Part", articles: ["b", "a"]}\n'
    'section-2: {pl: "Pusta"}\n',
    **{
        f"articles/{key}/index.pl.md": f'---\ntitle: "{key}"\ndate: 2026-01-0{day}T09:00:00+01:00\ntags: [rivers]\n'
        f"topics: [t]\nrelated: [{related}]\n---\nTekst.\n"
        for day, (key, related) in enumerate((("a", "c, b"), ("b", "a"), ("c", "")), 1)
    },
}


@pytest.fixture
def folder(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Folder(tmp_path / "site")


def test_what_editors_arranged_is_taken_in(folder):
    said = folder.take_in()

    assert said.endswith("0 broken.")
    topic = Topic.objects.get()
    assert [str(section) for section in topic.sections.all()] == ["Część", "Pusta"]
    places = {(place.article.key, str(place.section or ""), place.position) for place in Place.objects.all()}
    assert places == {("c", "", 1), ("b", "Część", 1), ("a", "Część", 2)}
    frozen = Edition.objects.get(article__key="a").related_places
    assert set(frozen.values_list("article__key", flat=True)) == {"b", "c"}
    assert set(Article.objects.get(key="a").related.values_list("key", flat=True)) == {"b", "c"}
    assert Redirect.objects.get(old="/pol/t1.htm").article.key == "b"
    assert Redirect.objects.get(old="/pol/t2.htm").topic == topic
    assert FormerTag.objects.get().tag.slug == "river"
    assert Tag.objects.count() == 1  # the articles say “rivers”


def test_a_dry_run_foretells_it_and_writes_nothing(folder):
    foretold = folder.take_in("--dry-run")

    assert foretold.endswith("0 broken.")
    assert not Article.objects.exists()
    assert not Redirect.objects.exists()
    assert not Section.objects.exists()


def test_redirects_speak_the_languages_that_the_folder_is_taken_in_with(folder):
    lines = "old,new,language\n/a,article:a,zh-cn\n/b,article:gone,de\n/c,article:b,pl\n"
    (folder.path / "redirects.csv").write_text(lines)

    said = folder.take_in("--language", "zh-cn=zh-hans", "--language", "de=")

    assert said.endswith("0 broken.")
    assert set(Redirect.objects.values_list("old", "language")) == {("/a", "zh-hans"), ("/c", "pl")}


def test_taking_it_in_again_changes_nothing(folder):
    folder.take_in()
    sections = list(Section.objects.values_list("pk", flat=True))

    said = folder.take_in()

    assert said.startswith("0 created, 0 changed, ")
    assert list(Section.objects.values_list("pk", flat=True)) == sections


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("topics/t/sections.yaml", "pinned: [none]\n", "There is no article “none”"),
        ("topics/t/sections.yaml", "pinned: [a, a]\n", "There is no article “a”, or it has a place already."),
        ("topics/t/sections.yaml", "section-1: nothing\n", "A language and a name are expected"),
        ("topics/x/sections.yaml", "pinned: [a]\n", "There is no topic in this folder."),
        ("redirects.csv", "/a,//evil.example\n", "/a: "),
        ("redirects.csv", "/a,article:none\n", "/a: "),
        ("renamed-tags.yaml", "old: none\n", "There is no tag “none”."),
        ("renamed-tags.yaml", "old: [river]\n", "“old” must be one text."),
        ("renamed-tags.yaml", "what?: river\n", "“what?” cannot be an address that a tag had."),
        ("redirects.csv", f'/a,/b\n"/c{"x" * 140_000}', "redirects.csv, line 2: : The list cannot be read"),
        ("renamed-tags.yaml", "river: river\n", "“river” cannot be an address that a tag had."),
        ("articles/a/index.pl.md", '---\ntitle: "a"\nrelated: [none]\n---\nx\n', "There is no article “none”."),
    ],
)
def test_what_cannot_be_used_is_named_and_the_rest_goes_in(folder, name, text, reason):
    path = folder.path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)

    said = folder.take_in(fails=True)

    assert "1 broken." in said
    assert reason in said
    assert Article.objects.filter(key="b").exists()
