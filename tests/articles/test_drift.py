import time
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import drift
from articles.body.rendering import sanitize
from articles.drift import changes, is_behind, newest_original
from articles.models import Article, Draft, Edition
from articles.publishing import publish, unschedule, withdraw
from tests.factories import make_article, make_user

HOUR = timedelta(hours=1)


def translated(**fields):
    return make_article(
        pl={"title": "Tytuł", "body": "<p>Tekst</p>"}, en={"title": "Title", "body": "<p>Text</p>"}, **fields
    )


def release(article, language, **options):
    return publish(article=article, language=language, by=make_user(), **options)


def behind(language="en", now=None):
    """Return whether what is live in the language is behind."""
    return Edition.objects.live(now).in_language(language).annotate(behind=is_behind(now)).get().behind


# Which are behind


@pytest.mark.django_db
class TestBehind:
    def test_a_translation_of_the_live_original_is_not(self):
        article = translated()
        release(article, "pl")
        release(article, "en")

        assert not behind()

    def test_a_translation_is_when_the_original_moves_on(self):
        article = translated()
        first = release(article, "pl")
        release(article, "en")
        second = release(article, "pl")

        translation = Edition.objects.live().in_language("en").get()
        assert behind()
        assert translation.made_from == first
        assert newest_original(translation) == second

    def test_a_minor_correction_leaves_no_translation_behind(self):
        article = translated()
        release(article, "pl")
        release(article, "en")
        release(article, "pl", minor=True)

        assert not behind()

    def test_a_minor_correction_after_a_real_change_hides_nothing(self):
        article = translated()
        release(article, "pl")
        release(article, "en")
        release(article, "pl")
        release(article, "pl", minor=True)

        assert behind()

    def test_a_translation_made_from_the_newer_original_has_caught_up(self):
        article = translated()
        release(article, "pl")
        release(article, "en")
        release(article, "pl")
        release(article, "en")

        assert not behind()

    def test_a_translation_made_from_an_older_edition_is_behind_at_once(self):
        article = translated()
        first = release(article, "pl")
        release(article, "pl")
        Draft.objects.create(article=article, language="en", follows=first)
        release(article, "en")

        assert behind()

    def test_the_original_never_is(self):
        article = translated()
        release(article, "pl")
        release(article, "pl")

        assert not behind("pl")
        assert newest_original(Edition.objects.live().get()) is None

    def test_a_translation_that_came_first_is_not(self):
        article = translated()
        release(article, "en")
        release(article, "pl")

        assert not behind()

    def test_a_scheduled_original_counts_from_its_moment(self):
        article = translated()
        release(article, "pl")
        release(article, "en")
        later = timezone.now() + HOUR
        release(article, "pl", at=later)

        assert not behind()
        assert behind(now=later)

    def test_an_original_that_never_went_live_does_not_count(self):
        article = translated()
        release(article, "pl")
        release(article, "en")
        release(article, "pl", at=timezone.now() + HOUR)
        unschedule(article=article, language="pl")

        assert not behind(now=timezone.now() + 2 * HOUR)

    def test_a_newer_original_counts_though_it_was_withdrawn(self):
        article = translated()
        release(article, "pl")
        release(article, "en")
        release(article, "pl")
        withdraw(article=article, language="pl", by=make_user())

        assert behind()

    def test_each_translation_is_judged_by_itself(self):
        article = make_article(
            **{code: {"title": "T", "body": "<p>x</p>"} for code in ("pl", "en", "zh_hans")}, source_language="en"
        )
        release(article, "en")
        release(article, "pl")
        release(article, "en")
        release(article, "zh-hans")

        assert behind("pl")
        assert not behind("zh-hans")

    def test_a_translation_that_became_the_original_is_not_behind_what_follows_it(self):
        article = make_article(**{code: {"title": "T", "body": "<p>x</p>"} for code in ("pl", "en", "zh_hans")})
        for code in ("pl", "en", "zh-hans"):
            release(article, code)
        Article.objects.filter(pk=article.pk).update(source_language="en")
        release(article, "pl")

        assert not behind("en")
        assert behind("zh-hans")

    def test_another_articles_editions_do_not_count(self):
        article = translated()
        release(article, "pl")
        release(article, "en")
        other = translated()
        release(other, "pl")
        release(other, "pl")

        assert not behind()


# What changed


def edition(body, title="Tytuł", lead="", author_line=""):
    return Edition(title=title, lead=lead, author_line=author_line, manuscript=sanitize(body))


def changed(before, after):
    return [item for item in changes(edition(before), edition(after)) if item["kind"] != "same"]


def text_of(items, marks):
    return [text for text in ("".join(t for mark, t in item["words"] if mark in marks) for item in items) if text]


def test_one_changed_figure_is_shown_in_its_sentence():
    (item,) = changed("<p>Bez zmian.</p><p>Przyszło 100 osób.</p>", "<p>Bez zmian.</p><p>Przyszło 120 osób.</p>")

    assert item == {
        "kind": "changed",
        "words": [("=", "Przyszło "), ("-", "100"), ("+", "120"), ("=", " osób.")],
    }


def test_one_changed_chinese_sign_is_shown():
    (item,) = changed("<p>故宫博物院在北京。</p>", "<p>故宫博物院在南京。</p>")

    assert item["words"] == [("=", "故宫博物院在"), ("-", "北"), ("+", "南"), ("=", "京。")]


def test_signs_next_to_latin_letters_are_words_of_their_own():
    (item,) = changed("<p>ABC公司。</p>", "<p>ABC集团。</p>")

    assert item["words"][0] == ("=", "ABC")


def test_added_and_removed_paragraphs_are_told_apart():
    assert [item["kind"] for item in changed("<p>a</p><p>c</p>", "<p>a</p><p>b</p><p>c</p>")] == ["added"]
    assert [item["kind"] for item in changed("<p>a</p><p>b</p><p>c</p>", "<p>a</p><p>c</p>")] == ["removed"]


def test_title_lead_and_author_line_are_compared():
    before, after = edition("<p>x</p>", "A", "B", "C"), edition("<p>x</p>", "D", "E", "F")

    assert [item["kind"] for item in changes(before, after)] == ["changed"] * 3 + ["same"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("słowo bez bloku", "zdanie bez bloku"),
        ("<p>a</p>ogon", "<p>a</p>koniec"),
        ("<ul><li>a<ul><li>b</li></ul>c</li></ul>", "<ul><li>a<ul><li>b</li></ul>d</li></ul>"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "<blockquote><p>a</p><p>c</p></blockquote>"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "<dl><dt>a</dt><dd>c</dd></dl>"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "<table><tr><td>1</td><td>3</td></tr></table>"),
        (
            "<table><caption>a</caption><tr><th>1</th></tr></table>",
            "<table><caption>b</caption><tr><th>1</th></tr></table>",
        ),
        ("<h2 lang='en'>a</h2>", "<h2 lang='en'>b</h2>"),
        ("<pre>a\n  b</pre>", "<pre>a\n  c</pre>"),
        ("<p>a<br>b</p>", "<p>a<br>c</p>"),
        ("<span>a</span>", "<span>b</span>"),
    ],
)
def test_no_change_is_missed_wherever_it_stands(before, after):
    assert changed(before, after)
    assert not changed(before, before)


@pytest.mark.parametrize(
    "body",
    ["<p>a &amp; b &lt;i&gt;</p>", "<p>a\u00a0b</p>", "<p>日本語とかな</p>", "<p>مرحبا</p>", "<p>🙂 i 🙃</p>", ""],
)
def test_the_words_put_together_are_the_texts(body):
    before, after = edition(body + "<p>koniec</p>"), edition("<p>Nowy początek</p>" + body + "<p>koniec zmieniony</p>")

    items = changes(before, after)

    old, new = "\n".join(text_of(items, "=-")), "\n".join(text_of(items, "=+"))
    assert "&amp;" not in old
    assert old.startswith("Tytuł")
    assert old.endswith("koniec")
    assert new.endswith("koniec zmieniony")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>" + "słowo " * 4000, "<p>" + "wyraz " * 4000),
        ("<p>" + " ".join(map(str, range(4000))), "<p>" + " ".join(map(str, range(4000, 0, -1)))),
        ("<ul>" + "<li>a</li>" * 20_000, "<ul><li>b</li>" + "<li>a</li>" * 19_000),
        ("".join(f"<p>{n}</p>" for n in range(5000)), "".join(f"<p>{n * 3}</p>" for n in range(5000))),
        ("<p>" + "的一是了我不人在他有" * 1000, "<p>" + "一的了是不我在人有他" * 1000),
        ("".join(f"<p>{'dwa trzy ' * 200}{n}</p>" for n in range(15)), "<p>nic"),
    ],
    ids=["long paragraph", "reversed", "repeated items", "many paragraphs", "chinese", "removed"],
)
def test_long_texts_are_compared_in_a_moment(before, after):
    old, new = edition(before), edition(after)

    begun = time.process_time()
    items = changes(old, new)

    assert any(item["kind"] != "same" for item in items)
    assert time.process_time() - begun < 3


@pytest.mark.parametrize(
    "manuscript",
    [
        "<p>a</p>",
        "  <p> a <br>b&amp;c </p>\n<hr><p></p>",
        "<table><tbody><tr><td><p>a</p></td><td>b</td></tr></tbody></table>",
        "<ul><li><p>x</p><ul><li>y</li></ul></li></ul>",
        '<p>a<span data-note="">note <em lang="en">b</em></span>.</p>',
        '<figure><img alt="x"><figcaption>c</figcaption></figure>',
        '<blockquote lang="ar"><p>a</p><footer>b</footer></blockquote><p>c</p>',
    ],
)
def test_languages_are_told_of_every_letter_of_every_block(manuscript):
    edition = Edition(title="Title ", lead="", author_line="Author", manuscript=manuscript)

    assert [len(codes) for codes in drift._spoken(edition)] == [len(text) for text in drift._blocks(edition)]
