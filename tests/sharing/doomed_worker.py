"""A worker that is killed (SIGKILL) at a named point of sending: run as a process, takes points from standard input.

For each line it forks a child that runs the task and dies at the point, and prints how the child ended.
"""

import os
import signal
import smtplib
import sys
from functools import wraps

import django


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def after(function, condition=lambda *_arguments, **_options: True):
    @wraps(function)
    def doomed(*arguments, **options):
        answer = function(*arguments, **options)
        if condition(*arguments, **options):
            die()
        return answer

    return doomed


def before(function, condition=lambda *_arguments, **_options: True):
    @wraps(function)
    def doomed(*arguments, **options):
        if condition(*arguments, **options):
            die()
        return function(*arguments, **options)

    return doomed


class Conversation:
    """Counts the replies that were read, so that the process dies at a step of the conversation."""

    STEPS = ("greeting", "EHLO", "MAIL", "RCPT", "DATA", "message", "QUIT")

    def __init__(self, point: str):
        self.moment, _space, self.step = point.partition(" ")
        self.replies = 0

    def install(self):
        send, getreply = smtplib.SMTP.send, smtplib.SMTP.getreply

        def doomed_send(server, data):
            if self.moment == "half" and len(data) > 200:
                server.sock.sendall(
                    data[: len(data) // 2].encode() if isinstance(data, str) else data[: len(data) // 2]
                )
                die()
            if self.moment == "undotted" and len(data) > 200:
                server.sock.sendall(data.removesuffix(b"\r\n.\r\n"))
                die()
            send(server, data)
            if self.moment == "said" and self.STEPS[self.replies] == self.step:
                die()

        def doomed_getreply(server):
            reply = getreply(server)
            self.replies += 1
            if self.moment == "answered" and self.STEPS[self.replies - 1] == self.step:
                die()
            return reply

        smtplib.SMTP.send, smtplib.SMTP.getreply = doomed_send, doomed_getreply


def doom(point: str):
    from sharing import sending  # noqa: PLC0415 (after Django is set up)
    from sharing.models import SuggestionQuerySet  # noqa: PLC0415

    if point == "claim: before":
        sending.claim = before(sending.claim)
    elif point == "claim: uncommitted":
        sending._unwanted = before(sending._unwanted)
    elif point == "claim: committed":
        sending.claim = after(sending.claim)
    elif point == "composed":
        sending.compose = after(sending.compose)
    elif point == "handed over, not noted":
        hand_over = sending.smtp.hand_over
        sending.smtp.hand_over = lambda *parts, **_options: hand_over(*parts, on_handed_over=die)
    elif point == "handed over, noted":
        hand_over = sending.smtp.hand_over
        sending.smtp.hand_over = lambda *parts, on_handed_over: hand_over(*parts, on_handed_over=after(on_handed_over))
    elif point == "outcome: committed":
        SuggestionQuerySet.end = after(SuggestionQuerySet.end, lambda _rows, outcome, *_rest: outcome == "sent")
    elif point == "all sent":
        sending.Mailer.close = after(sending.Mailer.close)
    else:
        Conversation(point).install()
    sending.send_waiting.func()


if __name__ == "__main__":
    django.setup()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            doom(line.strip())
            os._exit(0)
        _pid, how = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(how), flush=True)  # noqa: T201 (this is how it answers)
