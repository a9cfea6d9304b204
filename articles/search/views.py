"""The page of search results, and the suggestions of its form."""

from urllib.parse import urlencode

from django.db.models import F
from django.http import HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_safe

from articles.fragments import edition_address, places, tag_link, text_columns, time_of
from articles.models import EditionTag
from articles.pages import CACHED, everywhere, page
from articles.search.excerpts import excerpt, marked
from articles.search.filters import chosen_link, topics_and_tags, years
from articles.search.query import tidy
from articles.search.results import MOST, PAGE, Results
from articles.search.results import search as look_for
from articles.search.suggestions import complete, correct
from languages.names import language as named
from languages.names import site_codes

FILTERS = ("topic", "tag", "year")
LAST_PAGE = MOST // PAGE


@require_safe
def search(request, language):
    text = tidy(request.GET.get("q", ""))
    chosen = {name: _number(request.GET.get(name)) for name in FILTERS}
    number = min(_number(request.GET.get("page")) or 1, LAST_PAGE)
    others = [code for code in site_codes() if code != language]
    results = look_for(text, language, page=number, elsewhere=others, **chosen)
    corrected = correct(text, results.query) if text and not results.complete else ""
    parameters = {"q": text} | {name: value for name, value in chosen.items() if value is not None}
    last = -(-results.count // PAGE)
    if 0 < last < number:
        return HttpResponseRedirect(_page_address(parameters, last))
    return page(
        "articles/search.html",
        language,
        everywhere("search"),
        place="search",
        script="site/search.js",
        noindex=True,
        q=text,
        has_words=bool(results.query),
        results=_results(results, language),
        count=results.count,
        is_capped=results.is_capped,
        is_partial=results.complete < results.count,
        corrected=corrected and {"q": corrected, "url": f"?{urlencode({'q': corrected})}"},
        is_narrowed=len(parameters) > 1,
        filters=_filters(results, language, chosen, parameters),
        elsewhere=[
            {
                "language": named(code),
                "count": min(number, MOST),
                "is_capped": number > MOST,
                "url": _address(code, text),
            }
            for code, number in results.elsewhere.items()
            if number
        ],
        **_pager(number, last, parameters),
    )


@require_safe
def suggestions(request, language):
    """Answer the form's script with queries that go on from what is typed, and articles of such titles."""
    queries, editions = complete(request.GET.get("q", ""), language)
    found = {
        "queries": queries,
        "articles": [{"title": edition.title, "url": edition.get_absolute_url()} for edition in editions],
    }
    headers = {"Cache-Control": CACHED, "X-Robots-Tag": "noindex"}
    return JsonResponse(found, headers=headers, json_dumps_params={"ensure_ascii": False})


def _number(value: str | None) -> int | None:
    return (
        int(value) if value and value.isascii() and value.isdecimal() and 0 < len(value) < 16 and int(value) else None
    )


def _address(code: str, text: str) -> str:
    return f"{places(code)['search']}?{urlencode({'q': text})}"


def _results(results: Results, language: str) -> list[dict]:
    terms, carried = results.query.terms, {}
    if tags := {key for word in results.query.telling for key in word.tags}:
        places = EditionTag.objects.filter(edition__in=[edition.pk for edition in results], tag__in=tags)
        names = {"slug": F("tag__slug")} | {column: F(f"tag__{column}") for column in text_columns("name")}
        for place in places.order_by("tag__slug").values("edition_id", **names):
            carried.setdefault(place.pop("edition_id"), []).append(tag_link(language, **place))
    return [
        {
            "url": edition_address(edition.language, edition.slug, edition.is_page),
            "title": marked(edition.title, terms, language),
            "excerpt": excerpt(edition, terms),
            "author": marked(edition.author_line, terms, language),
            "published": not edition.is_page and time_of(edition.published_at, language),
            "tags": [tag | {"title": marked(tag["title"], terms, language)} for tag in carried.get(edition.pk, ())],
        }
        for edition in results
    ]


def _pager(number: int, last: int, parameters: dict) -> dict:
    return {
        "page": number,
        "pages": last,
        "previous": 1 < number <= last and _page_address(parameters, number - 1),
        "next": number < last and _page_address(parameters, number + 1),
    }


def _page_address(parameters: dict, number: int) -> str:
    return f"?{urlencode(parameters | ({'page': number} if number > 1 else {}))}"


def _filters(results: Results, language: str, chosen: dict, parameters: dict) -> list[dict]:
    """Return the filters that narrow what has all the words, each with its choices and how much they would leave.

    Where everything fits on one page there is nothing to narrow.
    """
    is_narrowed = any(value is not None for value in chosen.values())
    if not is_narrowed and results.complete <= PAGE:
        return []
    found = (*topics_and_tags(results.keys, language), years(results.seconds))
    return [
        {"name": name, "choices": [_choice(name, *choice, chosen, parameters) for choice in choices]}
        for name, choices in zip(FILTERS, found, strict=True)
        if choices
    ] + [
        {"name": name, "choices": [_choice(name, value, chosen_link(name, value, language), 0, chosen, parameters)]}
        for name, choices in zip(FILTERS, found, strict=True)
        if (value := chosen[name]) is not None and not any(choice[0] == value for choice in choices)
    ]


def _choice(name: str, value: int, link: dict | None, number: int, chosen: dict, parameters: dict) -> dict:
    is_chosen = chosen[name] == value
    others = {key: kept for key, kept in parameters.items() if key != name}
    return {
        "link": link,
        "count": number,
        "is_chosen": is_chosen,
        "url": f"?{urlencode(others if is_chosen else others | {name: value})}",
    }
