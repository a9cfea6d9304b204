"""The admin's pages around an article's form: preview, publish, withdraw, cancel what is scheduled."""

from contextlib import nullcontext
from functools import wraps

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles import editing, publishing
from articles.body import rendering
from articles.body.references import unseen_articles
from articles.drift import changes, newest_original
from articles.forms import PublishForm, WithdrawForm
from articles.models import Article, Draft, Edition, Page
from articles.pages import article_page
from articles.standing import Standing, State
from languages.columns import localized, text_of
from languages.names import language as language_of
from languages.names import site_codes


def _atomic_post(view):
    """Hold a transaction while something is done, and none while a page is only shown."""

    @wraps(view)
    def wrapper(request, key, language):
        with transaction.atomic() if request.method == "POST" else nullcontext():
            return view(request, key, language)

    return wrapper


def preview_page(article: Article, language: str, topics, tags):
    """Return the public page that publishing the article as given, saved or not, would make."""
    if language not in site_codes():
        raise Http404
    return article_page(_draft_edition(article, language), topics=topics, tags=tags, preview=True)


def _draft_edition(article: Article, language: str) -> Edition:
    if not text_of(article, "slug", language):
        title = text_of(article, "title", language)
        setattr(article, localized("slug", language), editing.propose_address(title, language, article.pk) or "-")
    return publishing.build_edition(article, language, timezone.now())


@permission_required("articles.publish_article", raise_exception=True)
@_atomic_post
def publish_page(request, key, language):
    """Show what would go live and ask how; publish what was shown, once."""
    article = _locked(request, key, language)
    editions = list(_editions(article, language))
    seen = _fingerprint(article, language, editions)
    form = PublishForm(
        request.POST or None,
        article=article,
        language=language,
        initial={"seen": seen, "slug": _free_slug(article, language)},
    )
    if request.method == "POST" and form.is_valid() and _is_as_seen(form, seen, article, language, editions):
        try:
            edition = _publish(request, article, language, form.cleaned_data)
        except publishing.PublishingError as refused:
            for message in refused.messages:
                form.add_error(None, message)
        else:
            _log(request, article, _("Published %(edition)s.") % {"edition": edition})
            _tell(request, edition)
            return HttpResponseRedirect(_form_address(article, language))
    if form.is_bound:
        form.data = form.data.copy()
        form.data["seen"] = seen
    edition = _draft_edition(article, language)
    latest = editions[0] if editions else None
    context = {
        "form": form,
        "edition": edition,
        "latest": latest,
        "live": next((past for past in editions if past.is_live()), None),
        "scheduled": next((past for past in editions if past.is_scheduled()), None),
        "changes": [change for change in changes(latest, edition) if change["kind"] != "same"] if latest else [],
        "differs": editing.differs(article, language),
        "problems": publishing.find_problems(article, language),
        "warnings": _find_warnings(article, language, edition),
        "preview": editing.admin_address(article, "preview", language),
    }
    return _page(request, "publish", _("Publish"), article, language, context)


def _publish(request, article, language, answers) -> Edition:
    with transaction.atomic():  # undone as one where publishing is refused
        if answers["slug"] != text_of(article, "slug", language):
            setattr(article, localized("slug", language), answers["slug"] or None)
            article.save(update_fields=(localized("slug", language),))
        if followed := answers.get("follows"):
            Draft.objects.update_or_create(article=article, language=language, defaults={"follows": followed})
        return publishing.publish(
            article=article,
            language=language,
            by=request.user,
            at=answers["at"],
            note=answers["note"],
            minor=answers.get("minor", False),
        )


@permission_required("articles.withdraw_article", raise_exception=True)
@_atomic_post
def withdraw_page(request, key, language):
    """Ask why readers shall lose a text, and take it away."""
    article = _locked(request, key, language)
    editions = list(_editions(article, language))
    seen = _fingerprint(article, language, editions)
    form = WithdrawForm(request.POST or None, initial={"seen": seen})
    if request.method == "POST" and form.is_valid() and _is_as_seen(form, seen, article, language, editions):
        try:
            edition = publishing.withdraw(
                article=article,
                language=language,
                by=request.user,
                at=form.cleaned_data["at"],
                reason=form.cleaned_data["reason"],
                keeps_text=form.cleaned_data["keeps_text"],
            )
        except publishing.PublishingError as refused:
            for message in refused.messages:
                form.add_error(None, message)
        else:
            _log(request, article, _("Withdrew %(edition)s.") % {"edition": edition})
            _tell_end(request, edition)
            return HttpResponseRedirect(_form_address(article, language))
    first = next((past for past in reversed(editions) if past.live_until > timezone.now()), None)
    context = {"form": form, "edition": first}
    return _page(request, "withdraw", _("Withdraw"), article, language, context)


@permission_required("articles.publish_article", raise_exception=True)
@_atomic_post
def unschedule_page(request, key, language):
    """Ask whether what is scheduled shall not go live after all, and cancel it."""
    article = _locked(request, key, language)
    if request.method == "POST":
        try:
            edition = publishing.unschedule(article=article, language=language)
        except publishing.PublishingError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            editing.note_changes(article, {language})  # what was scheduled may say the same as what is live
            _log(request, article, _("Cancelled the publication of %(edition)s.") % {"edition": edition})
            messages.success(request, _("“%(title)s” will not go live.") % {"title": edition.title})
        return HttpResponseRedirect(_form_address(article, language))
    scheduled = next((past for past in _editions(article, language) if past.is_scheduled()), None)
    return _page(request, "unschedule", _("Cancel the publication"), article, language, {"edition": scheduled})


def editions_of(article: Article) -> list[Edition]:
    """Return the editions of every language, newest first, for the form's history."""
    return list(
        article.editions.select_related("published_by", "withdrawal")
        .defer("manuscript", "body", "plain_text", "contents")
        .order_by("-version", "language")
    )


def changes_of_original(standing: Standing) -> dict | None:
    """Return what a translation that is behind lacks: what its original has changed since it was made from it."""
    if State.BEHIND not in standing.states:
        return None
    translation = Edition.objects.select_related("made_from").get(pk=standing.live.pk)
    followed, newest = translation.made_from, newest_original(translation)
    return {
        "followed": followed,
        "newest": newest,
        "language": language_of(followed.language),
        "changes": [change for change in changes(followed, newest) if change["kind"] != "same"],
    }


def conflict(form, language: str) -> dict | None:
    """Return what somebody else has saved in a language meanwhile, for showing it beside the form's text."""
    theirs = form.conflicts.get(language)
    if theirs is None:
        return None
    mine = editing.normalized(
        {field: form[column].value() for field, column in editing.columns(form.instance, language).items()}
    )
    differences = changes(_as_edition(theirs), _as_edition(mine))
    return {
        "texts": [(form[localized(field, language)].label, theirs[field]) for field in ("title", "slug", "lead")],
        "body": rendering.render(theirs["body"], language),
        "author_line": theirs["author_line"],
        "changes": [change for change in differences if change["kind"] != "same"],
    }


def _as_edition(text: dict) -> Edition:
    return Edition(title=text["title"], lead=text["lead"], manuscript=text["body"])


def shared_conflict(form) -> list | None:
    """Return what somebody else has saved for all languages meanwhile, as labels and words."""
    theirs = form.conflicts.get(editing.SHARED)
    if theirs is None:
        return None
    return [(form[name].label, _in_words(form.fields[name], value)) for name, value in theirs.items()]


def _in_words(field, value) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if not hasattr(field, "queryset"):
        return str(value)
    keys = value if isinstance(value, list) else [value]
    return ", ".join(str(row) for row in field.queryset.filter(pk__in=keys)) or "–"


def _locked(request, key, language) -> Article:
    """Return the article; one that is about to be changed is locked until the end of the transaction."""
    if language not in site_codes():
        raise Http404
    articles = Article.objects.all()
    if request.method == "POST":
        articles = articles.select_for_update()
    return get_object_or_404(articles, pk=key)


def _editions(article, language):
    return (
        Edition.objects.shown()
        .filter(article=article, language=language)
        .select_related("published_by")
        .order_by("-version")
    )


def _fingerprint(article, language, editions) -> str:
    """Return what tells whether the text or the editions have changed since a page showed them."""
    groups = [editing.stored(article, group) for group in (language, editing.SHARED)]
    return f"{editions[0].version if editions else 0}-{editing.digest({'groups': groups})}"


def _is_as_seen(form, seen, article, language, editions) -> bool:
    """Tell whether the page showed what would be done now; put into words what happened meanwhile."""
    was = form.cleaned_data["seen"]
    if was == seen:
        return True
    if was.partition("-")[0] != seen.partition("-")[0] and editions:
        message = _("Meanwhile %(who)s has published version %(version)d. This page shows it now; nothing was done.")
        form.add_error(None, message % {"who": editions[0].published_by, "version": editions[0].version})
    else:
        message = _("The saved text has changed since this page was opened. It is shown now; look and confirm again.")
        form.add_error(None, message)
    return False


def _free_slug(article, language) -> str:
    """Return the address as saved, or the nearest one that no other article has."""
    slug = text_of(article, "slug", language)
    if not slug:
        return editing.propose_address(text_of(article, "title", language), language, article.pk)
    return editing.free_address(slug, language, article.pk)


def _find_warnings(article, language, edition) -> list[str]:
    warnings = []
    if article.image and not edition.image_alt:
        warnings.append(_("The lead picture has no alternative text in this language."))
    if 'alt=""' in edition.body:
        warnings.append(_("A picture in the text has no alternative text."))
    if unseen := unseen_articles(edition.manuscript):
        titles = ", ".join(f"“{linked}”" for linked in Article.objects.filter(pk__in=unseen))
        warnings.append(
            _("Links to texts that no reader can see yet become plain words: %(titles)s.") % {"titles": titles or "–"}
        )
    if not edition.lead and not article.is_page:
        warnings.append(_("There is no lead: lists will show the title alone."))
    if language != article.source_language and edition.made_from is None:
        original = language_of(article.source_language).name
        warnings.append(
            _("The original (%(language)s) is not published: nothing will tell when this translation falls behind.")
            % {"language": original}
        )
    others = Draft.objects.filter(article=article, has_changes=True, language__in=site_codes()).exclude(
        language=language
    )
    if waiting := [language_of(code).name for code in others.values_list("language", flat=True)]:
        warnings.append(
            _("Changes in other languages stay unpublished: %(languages)s.") % {"languages": ", ".join(waiting)}
        )
    return warnings


def _page(request, template, title, article, language, context):
    return render(
        request,
        f"admin/articles/article/{template}.html",
        {
            **admin.site.each_context(request),
            "title": title,
            "opts": (Page if article.is_page else Article)._meta,
            "listed_at": reverse(f"admin:articles_{article.admin_name}_changelist"),
            "article": article,
            "written_in": language_of(language),
            "back": _form_address(article, language),
            **context,
        },
    )


def _form_address(article, language) -> str:
    return f"{editing.admin_address(article, 'change')}#{language}"


def _log(request, article, message) -> None:
    LogEntry.objects.log_actions(request.user.pk, [article], CHANGE, message, single_object=True)


def _tell(request, edition) -> None:
    if edition.is_scheduled():
        moment = formats.date_format(timezone.localtime(edition.live_from), "DATETIME_FORMAT")
        messages.success(
            request, _("“%(title)s” goes live at %(moment)s.") % {"title": edition.title, "moment": moment}
        )
        return
    messages.success(
        request,
        format_html(
            '{} <a href="{}">{}</a>',
            _("“%(title)s” is live.") % {"title": edition.title},
            edition.get_absolute_url(),
            _("See the page"),
        ),
    )


def _tell_end(request, edition) -> None:
    if edition.live_until > timezone.now():
        moment = formats.date_format(timezone.localtime(edition.live_until), "DATETIME_FORMAT")
        message = _("Readers have “%(title)s” until %(moment)s.") % {"title": edition.title, "moment": moment}
    else:
        message = _("“%(title)s” is withdrawn.") % {"title": edition.title}
    messages.success(request, message)
