"""What the operators and the desk are told: counts, and what failed; never whom it was about."""

import logging
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q
from django.tasks import task
from django.utils import timezone

from sharing import limits, switch
from sharing.messages import Message
from sharing.models import DailyReport, Suggestion
from sharing.sending import Mailer
from sharing.smtp import Refused, Unreachable

logger = logging.getLogger(__name__)
State = Suggestion.State
MOST = 10


def by_article_and_day(since: date):
    """Return how many suggestions each edition had on each day, the newest day first."""
    rows = Suggestion.objects.filter(day__gte=since).values("day", "edition", "edition__title", "edition__language")
    return rows.annotate(
        asked=Count("pk"),
        sent=Count("pk", filter=Q(state=State.SENT)),
        failed=Count("pk", filter=Q(state__in=Suggestion.FAILED)),
        open=Count("pk", filter=Q(state__in=Suggestion.UNFINISHED)),
    ).order_by("-day", "-asked", "edition")


def told(day: date, now: datetime) -> str:
    """Return the report of a day, in words for operators."""
    counts = dict(Suggestion.objects.filter(day=day).order_by().values_list("state").annotate(Count("pk")))
    waiting = Suggestion.objects.unfinished()
    oldest = waiting.order_by("asked_at").values_list("asked_at", flat=True).first()
    lines = [
        f"Suggestions of {day}: {sum(counts.values())}",
        *(f"  {State(state).value}: {count}" for state, count in sorted(counts.items())),
        f"  not taken, because a limit was reached: {limits.refusals(day)}",
        f"Waiting now: {waiting.count()}" + (f", the oldest since {oldest:%Y-%m-%d %H:%M %Z}" if oldest else ""),
        f"Sending is {'STOPPED' if switch.is_stopped() else 'on'}.",
    ]
    if top := by_article_and_day(day).filter(day=day)[:MOST]:
        lines.append("Most suggested:")
        lines += [f"  {row['asked']}  {row['edition__title']} ({row['edition__language']})" for row in top]
    return "\n".join(lines)


@task
def report_daily():
    """Tell the operators about yesterday: in the log, and by mail where the settings name addresses."""
    now = timezone.now()
    yesterday = timezone.localdate(now) - timedelta(days=1)
    if DailyReport.objects.filter(day=yesterday).exists():
        return
    row, is_ours = DailyReport.objects.get_or_create(day=yesterday)
    if not is_ours:  # another worker's, at this moment
        return
    report = told(yesterday, now)
    if settings.PORTAL_SHARE_REPORT_TO and not _mail(report, yesterday):
        row.delete()  # the next minute's task tries again
        return
    logger.info("%s", report.replace("\n", "; "))


def _mail(report: str, day: date) -> bool:
    mailer = Mailer()
    try:
        for address in settings.PORTAL_SHARE_REPORT_TO:
            message = Message(f"{settings.PORTAL_NAME}: suggestions of {day}", report, to=[address])
            mailer.send(message, on_handed_over=lambda: None)
    except (Refused, Unreachable) as error:
        logger.warning("The daily report could not be mailed (%s).", type(error).__name__)
        return False
    finally:
        mailer.close()
    return True
