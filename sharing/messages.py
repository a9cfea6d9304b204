"""The message that a friend gets."""

import email.policy
from email.headerregistry import HeaderRegistry, UnstructuredHeader
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override

from articles.pages import site_name
from languages.interface import mark, marking, unmarked
from languages.names import language
from sharing.addresses import hashed, objection_token
from sharing.models import Suggestion
from sharing.notes import defused, isolated


class WholeHeader(UnstructuredHeader):
    """A header that is sent in one line: folding encodes words that are too long, and makes addresses useless."""

    max_count = 1

    def fold(self, *, policy):
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
for name in ("List-Unsubscribe", "Message-ID"):
    HEADERS.map_to_type(name, WholeHeader)


class Message(EmailMultiAlternatives):
    """A message in lines that every server passes on."""

    def message(self, *, policy=email.policy.default):
        return super().message(policy=policy.clone(header_factory=HEADERS, cte_type="7bit"))


def compose(suggestion: Suggestion, site: str) -> Message:
    """Return the message of a suggestion; ``site`` is the site's name in its language.

    What the visitor wrote stands in the text alone, defused; the headers hold two addresses that
    were validated, and else nothing but ours.
    """
    code = suggestion.edition.language
    objection = objection_address(suggestion)
    context = said(suggestion, site) | {"objection": objection}
    with override(code), marking():
        text, html = (render_to_string(f"sharing/message.{kind}", context).strip() for kind in ("txt", "html"))
        subject = subject_of(suggestion)
    message = Message(
        subject=unmarked(subject),
        body=unmarked(text),
        from_email=sender(site),
        to=[suggestion.recipient],
        reply_to=[suggestion.reply_to] if suggestion.reply_to else None,
        headers={
            "Auto-Submitted": "auto-generated",
            "Content-Language": language(code).tag,
            "List-Unsubscribe": f"<{objection}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Message-ID": message_id(suggestion),
        },
    )
    message.attach_alternative(mark(html, language(code).tag), "text/html")
    return message


def preview(suggestion: Suggestion) -> dict:
    """Return what a visitor sees of the message before it is sent: all but the recipient's own link."""
    code = suggestion.edition.language
    site, _language = site_name(code)
    with override(code):
        hidden = gettext("(a link that only your friend gets)")
        # The template of a plain text escapes nothing; "+" takes from it the mark of safe HTML.
        text = render_to_string("sharing/message.txt", said(suggestion, site) | {"objection": hidden}) + ""
        subject = subject_of(suggestion)
    return {"from": sender(site), "subject": subject, "text": text}


def said(suggestion: Suggestion, site: str) -> dict:
    """Return what both forms of the message say."""
    edition = suggestion.edition
    named = language(edition.language)
    return {
        "language": named,
        "title": edition.title,
        "lead": edition.lead,
        "address": settings.SITE_URL + edition.get_absolute_url(),
        "sender": isolated(defused(suggestion.sender_name), named),
        "note": defused(suggestion.note).splitlines(),
        "site": site,
        "privacy": settings.SITE_URL + reverse("suggestion_privacy", kwargs={"language": edition.language}),
    }


def subject_of(suggestion: Suggestion) -> str:
    title = " ".join(suggestion.edition.title.split())
    return gettext("Suggested to you: %(title)s") % {"title": title}


def sender(site: str) -> str:
    """Return whom the message comes from: the site, by name, from its own address."""
    name = "".join(character for character in site if character not in '"\\\r\n')
    return f'"{name}" <{settings.DEFAULT_FROM_EMAIL}>'


def objection_address(suggestion: Suggestion) -> str:
    token = objection_token(suggestion.recipient)
    kwargs = {"language": suggestion.edition.language, "token": token}
    return settings.SITE_URL + reverse("suggestion_objection", kwargs=kwargs)


def message_id(suggestion: Suggestion) -> str:
    """Return the same for every attempt, so that mail programs show two copies as one."""
    return f"<{hashed('message', str(suggestion.pk))[:32]}@{urlsplit(settings.SITE_URL).hostname}>"
