"""The pages of *Suggest to a friend*: no session, no cookie; the empty form is the same for everybody."""

from urllib.parse import quote

from django.conf import settings
from django.core.signing import BadSignature
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Edition
from articles.pages import CACHED, live_addresses, page
from languages.names import site_codes
from languages.typography import typeset
from sharing import floods, limits, messages, switch, tokens
from sharing.addresses import network, read_objection_token
from sharing.forms import SuggestionForm
from sharing.limits import LimitReached
from sharing.models import Suggestion, kept_for
from sharing.suggesting import object_to_suggestions, subjects, suggest
from sharing.tokens import READING, WAIT, AlreadySent, WrongToken

SCRIPT = "site/share.js"
TOO_MANY = gettext_noop(
    "So many suggestions are being sent at the moment that yours was not. Try again in an hour, or use your own mail"
    " program."
)
PLAIN = "text/plain; charset=utf-8"
SHOWN = ("id", "article_id", "language", "slug", "is_page", "title", "lead")


@csrf_exempt  # there is no cookie to ride on; what sends carries a token that works once
@require_http_methods(["GET", "HEAD", "POST"])
def share(request, language, slug):
    if request.method == "POST" and floods.is_flooding(_network(request)):
        return HttpResponse(gettext(TOO_MANY), status=429, content_type=PLAIN, headers={"Retry-After": "60"})
    edition = Edition.objects.live().filter(language=language, slug=slug).only(*SHOWN).order_by("pk").first()
    if edition is None:
        return _moved(language, slug)
    if request.method != "POST" or not switch.is_form_open():
        return _form_page(edition, SuggestionForm(), is_kept=request.method != "POST")
    form = SuggestionForm(request.POST)
    if not form.is_valid() or "change" in request.POST:
        return _form_page(edition, form, status=200 if form.is_valid() else 422)
    if "send" not in request.POST:
        return _message_page(request, edition, form)
    return _send(request, edition, form)


def _moved(language, slug):
    """Answer for an address that an article of this language had once."""
    past = Edition.objects.shown().filter(language=language, slug=slug, live_from__lte=timezone.now(), is_page=False)
    addresses = live_addresses(past.order_by("-version").values_list("article_id", flat=True).first())
    if language not in addresses:
        raise Http404
    return HttpResponsePermanentRedirect(f"{addresses[language]}share/", headers={"Cache-Control": CACHED})


def _send(request, edition, form):
    """Send what the visitor has seen, once; otherwise show it again and say why."""
    now, message = timezone.now(), _signed(edition, form)
    sender = _network(request)
    try:
        token = tokens.read(request.POST.get("token", ""), message, now)
    except WrongToken:
        return _message_page(request, edition, form, problem="look")
    if token.is_younger_than(READING, now):
        return _message_page(request, edition, form, problem="look")
    if tokens.is_spent(token):  # by a first press, or before reloading: the answer is the same
        return _page(edition, "sharing/thanks.html")
    has_proof = tokens.is_proven(request.POST.get("proof", ""), token) or not token.is_younger_than(WAIT, now)
    if not has_proof and limits.are_near(subjects(edition, form.message, sender), now):
        return _message_page(request, edition, form, token=token, problem="prove")
    try:
        suggest(edition=edition, message=form.message, network=sender, token=token, now=now)
    except LimitReached:
        limits.note_refusal(now)
        return _message_page(request, edition, form, problem="limit", status=429)
    except AlreadySent:
        pass  # at this very moment
    return _page(edition, "sharing/thanks.html")


def _network(request) -> str:
    return network(request.META["REMOTE_ADDR"], request.META.get("HTTP_REALIP", ""))


def _signed(edition, form) -> dict:
    return form.message | {"edition": edition.pk}


def _message_page(request, edition, form, *, token=None, problem="", status=200):
    """Show the very message, with the token that sends it."""
    now = timezone.now()
    token = token or tokens.issue(_signed(edition, form), now)
    sender = _network(request)
    is_near = limits.are_near(subjects(edition, form.message, sender), now)
    return _page(
        edition,
        "sharing/message_page.html",
        status=status,
        message=form.message,
        preview=messages.preview(Suggestion(edition=edition, **form.message)),
        token=token.signed,
        challenge=tokens.challenge(token) if is_near else "",
        problem=problem,
    )


def _form_page(edition, form, *, is_kept=False, status=200):
    """Show the ways to share an article, and the form where it is open."""
    return _page(
        edition,
        "sharing/share_page.html",
        status=status,
        is_kept=is_kept,
        form=form,
        is_open=switch.is_form_open(),
        mailto=f"mailto:?subject={quote(edition.title)}&body={quote(settings.SITE_URL + edition.get_absolute_url())}",
    )


def _page(edition, template, *, is_kept=False, status=200, **context):
    """Return a page about sharing an edition; one that says anything of a visitor is kept by nobody."""
    code = edition.language
    response = page(
        template,
        code,
        {code: f"{address}share/" for code, address in live_addresses(edition.article_id).items()},
        status=status,
        noindex=True,
        canonical=edition.get_absolute_url(),
        script=SCRIPT,
        edition=edition,
        title=typeset(edition.title, code),
        address=settings.SITE_URL + edition.get_absolute_url(),
        privacy=reverse("suggestion_privacy", kwargs={"language": code}),
        **context,
    )
    if not is_kept:
        response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def privacy(request, language):
    """Tell what becomes of the data of a suggestion; every figure comes from the settings."""
    return page(
        "sharing/privacy.html",
        language,
        {code: reverse("suggestion_privacy", kwargs={"language": code}) for code in site_codes()},
        hours=int(kept_for().total_seconds() // 3600),
        limits={f"{scope}_{period}": most for (scope, period), most in limits.limits().items()},
        contact=settings.PORTAL_PRIVACY_CONTACT,
    )


@csrf_exempt  # mail programs send it for their users (RFC 8058), without a cookie
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request, language, token):
    """Ask whether the recipient really wants no suggestion again; programs that look at links only ask."""
    try:
        address_hash = read_objection_token(token)
    except BadSignature as error:
        raise Http404 from error
    if request.method == "POST":
        object_to_suggestions(address_hash, now=timezone.now())
    response = page("sharing/objection.html", language, {}, noindex=True, is_done=request.method == "POST")
    response.headers["Cache-Control"] = "no-store"
    return response
