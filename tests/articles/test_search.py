"""What a query finds, in which order, and that the index is true at every moment."""

import random
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from articles import freshness
from articles.models import Edition, SearchEntry, SearchWord
from articles.publishing import publish, unschedule, withdraw
from articles.search import index
from articles.search.results import MOST, search
from tests.factories import make_article, make_edition, make_tag, make_topic

pytestmark = pytest.mark.django_db

YEAR_AGO = timezone.now() - timedelta(days=365)


def text(title, body="x", **more):
    return {"title": title, "body": f"<p>{body}</p>", **more}


def titles(query, language="pl", **options):
    return [edition.title for edition in search(query, language, **options)]


def rows():
    """Return how many rows the index has, and its engine's table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM articles_searchentry WHERE terms <> ''"
            if connection.vendor == "postgresql"
            else "SELECT count(*) FROM articles_searchterms"
        )
        return SearchEntry.objects.count(), cursor.fetchone()[0]


def count_of(word, language="pl"):
    return sum(SearchWord.objects.filter(language=language, surface=word).values_list("texts", flat=True))


# What a query means


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("mosty", True), ("MOSTAMI", True), ("wisla", True), ("Wisłą", True), ("zolwie", True), ("żółwiem", True),
        ("mosty żółw", True), ("kot", False), ('"most nad wisłą"', True), ('"nad mostem"', False),
        ("„most nad Wisłą”", True),
        ('"wisłą most"', False), ("most -żółw", False), ("most -kot", True), ("most -zolw", False),
        ("mo\u00adsty", True), ("mieszkał", True), ("most －żółw", False), ("ｍｏｓｔ", True),
        ('most -"nad wisłą"', False),
        ('most -"wisłą nad"', True), ("stary-most", True), ("-most", False), ("", False), ('"most', True),
        ("Kowalska", True),
        ("rzek", True), ('"most żółw"', False),
    ],
)  # fmt: skip
def test_a_query_finds_what_it_means(query, is_found):
    make_edition(
        article=make_article(
            pl=text(
                "Stary most nad Wisłą",
                "Pod nim miesz\u00adkał żółw, a żółwia znali wszyscy.",
                author_line="Anna Kowalska",
            ),
            tags=[make_tag(pl="rzeki")],
        )
    )
    for number in range(3):
        make_edition(pl=text(f"Inny {number}", "Nic tu nie ma."))

    assert titles(query) == (["Stary most nad Wisłą"] if is_found else [])


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("桥", True), ("大桥", True), ("江大", True), ("长江大桥", True), ("桥长", False),
        ('"长江大桥"', True), ('"大桥长江"', False),
        ("大桥 -长江", False), ("黄浦", False), ("neon", True), ("２０２６", False), ("河", True),
    ],
)  # fmt: skip
def test_chinese_is_found_by_one_two_and_more_characters(query, is_found):
    make_edition(
        language="zh-hans", zh_hans=text("武汉长江大桥", "河边的 Neon 灯。", lead="茶"), source_language="zh-hans"
    )

    assert titles(query, "zh-hans") == (["武汉长江大桥"] if is_found else [])


def test_only_the_languages_own_editions_are_found():
    article = make_article(pl=text("Radio"), en=text("Radio"))
    make_edition(article=article)
    make_edition(article=article, language="en")

    assert [edition.language for edition in search("radio", "en")] == ["en"]
    assert search("radio", "pl", elsewhere=["en", "zh-hans"]).elsewhere == {"en": 1, "zh-hans": 0}


@pytest.mark.parametrize(
    "query",
    [
        "'", '"', "''' OR 1=1 --", "a* OR b", "most)", "(most", "most AND", "NEAR(most kot)", "terms:most", "most:A",
        "!most",
        "most & | <->", "\\", "%", "_", "\x00most", "\ud800", "most\u202e", "🙂", "-", "--", '-"', '""', "- -",
        "\n\t", "*", "^most",
        "a " * 5000, "x" * 10_000, "桥" * 10_000, '"' * 10_000, "-a" * 5000, "ą́" * 3000, "pl1:most", "🙂" * 100,
    ],
)  # fmt: skip
def test_a_hostile_query_is_a_query_like_any_other(query):
    make_edition(pl=text("Most"))

    found = search(query, "pl", elsewhere=["en", "zh-hans"])

    assert [edition.title for edition in found] in ([], ["Most"])


def test_a_word_that_most_texts_have_is_left_out_beside_others():
    for number in range(10):
        make_edition(pl=text(f"Tekst {number}", "To jest i tamto."))
    make_edition(pl=text("Samowar", "Stoi."))

    assert titles("samowar i") == ["Samowar"]
    assert search("i", "pl").count == 10


def test_a_phrase_is_looked_for_in_the_newest_texts_that_have_its_words(monkeypatch):
    monkeypatch.setattr("articles.search.matching.LOOKED_INTO", 3)
    for number, body in enumerate(["Stary most.", "Most stary.", "Stary most.", "Nic.", "Most stary."]):
        make_edition(pl=text(f"T{number}", body), at=YEAR_AGO + timedelta(days=number))

    assert titles('"stary most"') == ["T2"]
    assert titles('stary -"stary most"') == ["T4", "T1"]
    assert titles("stary most") == ["T4", "T2", "T1", "T0"]


# The order


def test_where_the_words_stand_decides_and_then_the_time():
    def make(title, days, **more):
        make_edition(article=make_article(pl=text(title, **more)), at=YEAR_AGO + timedelta(days=days))

    make("O moście", 1)
    make("Most", 2)
    make("A", 9, body="Był tam most.")
    make("B", 8, body="Był tam most.")
    make("C", 7, body="Most, mosty, mostami, o mostach.")
    make("D", 3, lead="Most na rzece.", body="Nic.")
    make("Inne", 10)

    assert titles("mosty") == ["Most", "D", "C", "A", "B"]


def test_all_words_come_before_some_and_rare_before_common():
    make_edition(pl=text("Herbata", "Nic."), at=YEAR_AGO)
    make_edition(pl=text("Samowar", "Nic."), at=YEAR_AGO)
    make_edition(pl=text("Inny samowar", "Nic."))
    make_edition(pl=text("Kuchnia", "Herbata stała obok, samowar dalej."), at=YEAR_AGO - timedelta(days=9))
    for number in range(4):
        make_edition(pl=text(f"Różne {number}", "Herbata."), at=YEAR_AGO - timedelta(days=1))

    assert titles("samowar herbata")[:4] == ["Kuchnia", "Inny samowar", "Samowar", "Herbata"]


def test_a_tags_name_counts_like_the_lead_and_may_change():
    tag = make_tag(pl="żegluga")
    titles("cokolwiek")
    make_edition(article=make_article(pl=text("Barki"), tags=[tag]), at=YEAR_AGO)
    make_edition(pl=text("Promy", "O żegludze mowa."))
    assert titles("zegluga") == ["Barki", "Promy"]
    tag.name_pl = "flisacy"
    tag.save()
    freshness.bump()  # as the admin does

    assert titles("zegluga") == ["Promy"]
    assert titles("flisak") == ["Barki"]


def test_pages_of_results_hold_everything_once():
    for number in range(23):
        make_edition(pl=text(f"Most {number}"), at=YEAR_AGO + timedelta(days=number))

    pages = [titles("most", page=page) for page in (1, 2, 3, 4)]

    assert [len(page) for page in pages] == [10, 10, 3, 0]
    assert [title for page in pages for title in page] == [f"Most {number}" for number in reversed(range(23))]


def test_topic_tag_and_year_narrow():
    topic, tag = make_topic(), make_tag(pl="rzeka")
    make_edition(article=make_article(pl=text("Most A"), topics=[topic]), at=YEAR_AGO)
    make_edition(article=make_article(pl=text("Most B"), tags=[tag]))

    assert titles("most", topic=topic.pk) == ["Most A"]
    assert titles("most", tag=tag.pk) == ["Most B"]
    assert titles("most", year=timezone.localtime(YEAR_AGO).year) == ["Most A"]
    assert titles("most", topic=topic.pk, tag=tag.pk) == []


def test_the_newest_are_found_first_however_far_they_lie_apart(monkeypatch):
    days = [0, 1, 20, 40, 60, 300, 380, 420, 1000, 1001]
    for number in random.sample(days, len(days)):
        make_edition(pl=text(f"Most {number}"), at=YEAR_AGO - timedelta(days=number))
        make_edition(pl=text("Inne"), at=YEAR_AGO - timedelta(days=number + 0.5))
    make_edition(pl=text("Most jutro"), at=timezone.now() + timedelta(days=100))

    for most in range(1, len(days) + 2):
        monkeypatch.setattr("articles.search.results.MOST", most)
        monkeypatch.setattr("articles.search.results.RANKED", 1)
        assert titles("most") == [f"Most {number}" for number in days[:most]]


def test_a_phrase_and_a_word_are_ranked_by_the_word(monkeypatch):
    for number, (title, body) in enumerate(
        [
            ("Dom", "Stary most."),
            ("Inne", "Stary most, dom."),
            ("Dom", "Most stary."),
            ("Dom i dom", "Stary most."),
            ("Inne", "x"),
        ]
    ):
        make_edition(pl=text(f"{title} {number}", body), at=YEAR_AGO + timedelta(days=number))

    assert titles('dom "stary most"') == ["Dom i dom 3", "Dom 0", "Inne 1"]
    assert titles('dom kot "stary most"') == ["Dom i dom 3", "Dom 0", "Inne 1"]


def test_no_more_than_the_most_are_counted(monkeypatch):
    monkeypatch.setattr("articles.search.results.MOST", 3)
    for number in range(5):
        make_edition(pl=text(f"Most {number}"))

    found = search("most", "pl")

    assert (found.count, found.is_capped, MOST) == (3, True, 1000)


# The index


def test_what_is_scheduled_is_found_at_its_moment_and_what_ends_is_not(editor, monkeypatch):
    now = timezone.now()
    article = make_article(pl=text("Most stary"))
    publish(article=article, language="pl", by=editor)
    article.title_pl = "Most nowy"
    article.save()
    publish(article=article, language="pl", by=editor, at=now + timedelta(hours=1))
    withdraw(article=article, language="pl", by=editor, at=now + timedelta(hours=2))

    found = {}
    for minutes in (1, 61, 121):
        monkeypatch.setattr(
            "articles.search.results.timezone.now", lambda minutes=minutes: now + timedelta(minutes=minutes)
        )
        found[minutes] = titles("most"), search("most", "pl").count, search("most", "en", elsewhere=["pl"]).elsewhere

    assert found == {1: (["Most stary"], 1, {"pl": 1}), 61: (["Most nowy"], 1, {"pl": 1}), 121: ([], 0, {"pl": 0})}


def test_what_is_withdrawn_is_gone_at_once_with_its_words(editor):
    edition = make_edition(pl=text("Mosty"))
    assert (titles("most"), count_of("mosty"), rows()) == (["Mosty"], 1, (1, 1))

    withdraw(article=edition.article, language="pl", by=editor)

    assert (titles("most"), count_of("mosty"), count_of(""), rows()) == ([], 0, 0, (0, 0))


def test_a_new_edition_takes_the_place_of_the_earlier(editor):
    edition = make_edition(pl=text("Mosty", "Wspólne."))
    edition.article.title_pl = "Promy"
    edition.article.save()

    publish(article=edition.article, language="pl", by=editor)

    assert (titles("most"), titles("prom")) == ([], ["Promy"])
    assert [count_of(word) for word in ("mosty", "promy", "wspólne", "")] == [0, 1, 1, 1]
    assert rows() == (1, 1)


def test_what_is_unscheduled_leaves_and_what_it_would_have_ended_stays(editor):
    now = timezone.now()
    article = make_article(pl=text("Most stary"))
    publish(article=article, language="pl", by=editor)
    article.title_pl = "Most nowy"
    article.save()
    publish(article=article, language="pl", by=editor, at=now + timedelta(hours=1))
    assert rows() == (2, 2)

    unschedule(article=article, language="pl")

    entry = SearchEntry.objects.get()
    assert rows() == (1, 1)
    assert entry.live_until.year == 9999
    assert titles("most") == ["Most stary"]


def test_what_ended_before_it_is_written_is_not_in_the_index(editor):
    article = make_article(pl=text("Most"))
    publish(article=article, language="pl", by=editor, at=YEAR_AGO, until=YEAR_AGO + timedelta(days=1))

    assert rows() == (0, 0)
    assert count_of("most") == 0


def test_a_publication_that_fails_leaves_the_index_alone(editor):
    with transaction.atomic():
        make_edition(pl=text("Most"))
        transaction.set_rollback(True)

    assert rows() == (0, 0)
    assert not SearchWord.objects.exists()


def test_tags_changed_afterwards_are_told_to_the_index():
    old, new = make_tag(pl="rzeka"), make_tag("woda", pl="woda")
    edition = make_edition(article=make_article(pl=text("Most"), tags=[old]))
    edition.tag_places.update(tag=new)

    index.renew(Edition.objects.filter(pk=edition.pk))

    assert titles("most", tag=new.pk) == ["Most"]
    assert titles("most", tag=old.pk) == []
    assert rows() == (1, 1)


def test_a_long_text_is_found_whole_and_kept_within_postgresqls_bounds():
    body = " ".join(f"słowo{number} dom" for number in range(20_000))
    make_edition(pl=text("Długi", f"{body} koniec szczęśliwy"))
    make_edition(language="zh-hans", zh_hans=text("长", "".join(chr(0x4E00 + n * 7 % 20_000) for n in range(60_000))))

    assert titles("slowo3 dom") == ["Długi"]
    assert titles('"słowo3 dom"') == ["Długi"]
    assert titles('"słowo200 dom"') == ["Długi"]
    assert search("长", "zh-hans").count == 1


def test_rebuilding_makes_the_same_index(capsys):
    edition = make_edition(article=make_article(pl=text("Most"), topics=[make_topic()], tags=[make_tag(pl="rzeka")]))
    make_edition(pl=text("Jutro mosty"), at=timezone.now() + timedelta(days=1))
    before = sorted(SearchWord.objects.values_list("language", "folded", "surface", "texts"))
    SearchEntry.objects.all().delete()  # as after an upgrade from a release without an index
    SearchWord.objects.all().delete()
    assert titles("most") == []
    assert [warning.id for warning in index.check_index(None, ["default"])] == ["articles.W001"]

    call_command("rebuild_search")

    assert capsys.readouterr().out == "2 editions indexed.\n"
    assert titles("most", topic=edition.topic_places.get().topic_id) == ["Most"]
    assert sorted(SearchWord.objects.values_list("language", "folded", "surface", "texts")) == before
    assert rows() == (2, 2)
    assert index.check_index(None, ["default"]) == []


def test_rebuilding_never_leaves_the_index_without_what_is_live(monkeypatch):
    monkeypatch.setattr(index, "BATCH", 2)
    for number in range(5):
        make_edition(pl=text(f"Most {number}"))

    seen = [(done, search("most", "pl").count, count_of("most")) for done, _total in index.rebuild()]

    assert seen == [(2, 5, 5), (4, 5, 5), (5, 5, 5)]
    assert (search("most", "pl").count, count_of("most")) == (5, 5)


def test_rebuilding_removes_what_is_live_no_more_and_mends_the_numbers():
    make_edition(pl=text("Most"))
    SearchWord.objects.create(language="pl", folded="duch", surface="duch", texts=3)
    gone = make_edition(pl=text("Duch"))
    Edition.objects.filter(pk=gone.pk).update(live_until=timezone.now())

    list(index.rebuild())

    assert rows() == (1, 1)
    assert [count_of(word) for word in ("duch", "most", "")] == [0, 1, 1]
