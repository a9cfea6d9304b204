"""The rows that benchmarks/mail.py works with, in a process that knows the measured database."""

import json
import sys
from time import sleep

import django

django.setup()

from django.contrib.auth.models import User
from django.db.models import Count
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.models import Article, Edition
from articles.publishing import publish
from sharing.models import Allowance, Suggestion
from sharing.sending import send_waiting


def fill(messages: int) -> None:
    """Publish one article, and put so many suggestions of it and their tasks into the queue."""
    for model in (Suggestion, DBTaskResult, Allowance):
        model.objects.all().delete()
    edition = Edition.objects.filter(slug="mosty", language="pl").first() or publish_article()
    values = {"edition": edition, "day": timezone.localdate(), "sender_name": "Jan", "note": "Zobacz."}
    Suggestion.objects.bulk_create(
        Suggestion(recipient=f"ala{number}@example.org", **values) for number in range(messages)
    )
    for _number in range(messages):
        send_waiting.enqueue()


def publish_article() -> Edition:
    texts = {"title_pl": "Mosty", "slug_pl": "mosty", "lead_pl": "O mostach i rzekach.", "body_pl": "<p>a</p>" * 50}
    article = Article.objects.create(source_language="pl", **texts)
    user, _created = User.objects.get_or_create(username="benchmark")
    return publish(article=article, language="pl", by=user)


def wait() -> None:
    while Suggestion.objects.unfinished().exists():
        sleep(0.5)


def count() -> None:
    states = Suggestion.objects.order_by().values_list("state").annotate(Count("pk"))
    print(json.dumps(dict(states)))


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    {"fill": lambda: fill(int(rest[0])), "wait": wait, "count": count}[what]()
