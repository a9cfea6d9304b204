"""The queue: tasks in the database, and the worker that runs them.

A task is a nudge: it looks at its app's rows and does what they say is due. Losing one, or running
it twice, must not matter, because the same task comes again every minute.
"""

import time
from datetime import datetime, timedelta

from django.db import close_old_connections, transaction
from django.db.models import Max
from django.tasks import TaskResultStatus, task
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from articles.hub import tell_hub
from articles.rendering_again import follow_replaced_files
from articles.share_pictures import draw_new_share_pictures
from library.pictures import make_missing_renditions
from sharing.reports import report_daily
from sharing.sending import forget, send_waiting

INTERVAL = 0.5  # seconds between two looks at an empty queue
ROUND = timedelta(minutes=1)
LOST = timedelta(hours=1)  # no task runs this long: its worker was killed
KEPT = {TaskResultStatus.SUCCESSFUL: timedelta(hours=1), TaskResultStatus.FAILED: timedelta(days=14)}
SAME = 500  # nudges that one run answers at most; the rest is left for other workers to begin beside it


@task
def tidy():
    """Forget the tasks that are done, and those whose worker was killed."""
    now = timezone.now()
    for status, age in KEPT.items():
        DBTaskResult.objects.filter(status=status, finished_at__lt=now - age).delete()
    DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=now - LOST).delete()


# The tasks that look for what is due, so that a nudge that was lost is made good. Without arguments,
# and quick where nothing is due.
EVERY_MINUTE = (
    tidy,
    send_waiting,
    forget,
    report_daily,
    draw_new_share_pictures,
    make_missing_renditions,
    follow_replaced_files,
    tell_hub,
)


class Worker(db_worker.Worker):
    """Run tasks as they come, and once a minute those of EVERY_MINUTE, until a signal.

    The first signal lets the running task finish. Any number of workers share the work.
    """

    def __init__(self, *, until_empty: bool = False):
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=INTERVAL,
            batch=until_empty,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )

    def run(self) -> None:
        while self.running:
            if not self.batch:
                close_old_connections()
                begin_round()
            if row := claim(self.worker_id):
                self.run_task(row)
            elif self.batch:
                return
            elif self.running:
                time.sleep(self.interval)


def claim(worker_id: str) -> DBTaskResult | None:
    """Take the next task from the queue, and with it those that ask for the same.

    What they were enqueued for was committed before this one starts, so its run sees it.
    """
    ready = DBTaskResult.objects.ready()
    if not ready.exists():  # a look does not take the lock that SQLite's writers need
        return None
    with transaction.atomic():
        row = ready.get_locked()
        if row is None:
            return None
        row.claim(worker_id)
        same = ready.filter(task_path=row.task_path, args_kwargs=row.args_kwargs).select_for_update(skip_locked=True)
        DBTaskResult.objects.filter(pk__in=list(same.values_list("pk", flat=True)[:SAME])).delete()
    return row


def begin_round(now: datetime | None = None) -> None:
    """Enqueue the tasks of EVERY_MINUTE, if no worker has done so within the last minute.

    Two workers may do it at the same moment; then the claim makes one of the two.
    """
    now = now or timezone.now()
    if not _rounds().filter(enqueued_at__gt=now - ROUND).exists():
        for each in EVERY_MINUTE:
            each.enqueue()


def last_round() -> datetime | None:
    """Return when a worker last finished a round; None where none has yet."""
    return _rounds().aggregate(at=Max("finished_at"))["at"]


def _rounds():
    return DBTaskResult.objects.filter(task_path=tidy.module_path)
