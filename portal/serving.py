"""Serve the site: the web server and, beside it, the queue's worker.

deploy/serve calls it. Takes granian's options; GRANIAN_HOST, GRANIAN_PORT and GRANIAN_WORKERS do as well.
"""

import os
import signal
import sys
import time
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# Without respawning, one killed worker ends granian; without the timeout, a stop during the start
# waits for ever.
SERVER = (
    "granian", "--interface", "wsgi", "--no-ws", "--blocking-threads", "2",
    "--respawn-failed-workers", "--respawn-interval", "10", "--workers-kill-timeout", "20",
    "--no-access-log", "--log-level", "warning",
)  # fmt: skip
WORKER = (sys.executable, "manage.py", "worker")
PAUSE = 5  # seconds before a worker that ended is started again
GRACE = 25  # seconds for everything to end after a signal


class Processes:
    """The server and the worker, each in a process group of its own.

    From a terminal, Ctrl-C reaches every process of a group: granian's workers may hang when it
    reaches them beside their parent's word, and the queue's worker would take it for a second one.
    """

    def __init__(self, server: tuple[str, ...]):
        self.is_stopping = False
        self.worker = None
        self.server = os.posix_spawnp(server[0], server, os.environ, setpgroup=0)

    def start_worker(self) -> None:
        self.worker = os.posix_spawnp(WORKER[0], WORKER, os.environ, setpgroup=0)

    def run(self) -> int:
        """Keep the worker running until the server ends; return how that ended."""
        status = None
        self.start_worker()
        while status is None or self.worker is not None:
            ended, how = os.wait()
            if ended == self.server:
                status = os.waitstatus_to_exitcode(how)
                self.server = None
                if not self.is_stopping:  # a second word would end the running task
                    self.stop()
            elif ended == self.worker:
                self.worker = None
                if not self.is_stopping:
                    time.sleep(PAUSE)
                if not self.is_stopping:  # a signal may have come meanwhile
                    self.start_worker()
        return status

    def stop(self, *_signal) -> None:
        """Let both finish what they are at; end them when that takes too long."""
        self.is_stopping = True
        _tell(self.server, signal.SIGTERM)
        _tell(self.worker, signal.SIGTERM)
        signal.alarm(GRACE)

    def renew(self, *_signal) -> None:
        """Let the server start its workers anew; the queue's worker ends, and is started anew."""
        _tell(self.server, signal.SIGHUP)
        _tell(self.worker, signal.SIGTERM)

    def kill(self, *_signal) -> None:
        _tell(self.server, signal.SIGKILL)
        _tell(self.worker, signal.SIGKILL)


def _tell(process: int | None, number: int) -> None:
    with suppress(ProcessLookupError):  # it ends at this very moment
        if process:
            os.kill(process, number)


def main() -> int:
    server = (*SERVER, *sys.argv[1:], "portal.wsgi:application")
    if not settings.PORTAL_QUEUE_IN_SERVER:
        os.execvp(server[0], server)  # noqa: S606 (no shell is wanted)
    processes = Processes(server)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, processes.stop)
    signal.signal(signal.SIGHUP, processes.renew)
    signal.signal(signal.SIGALRM, processes.kill)
    return processes.run()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        sys.exit(main())
    except ImproperlyConfigured as error:
        sys.exit(f"The site cannot start: {error}")
