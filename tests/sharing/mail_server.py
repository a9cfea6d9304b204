"""A real SMTP server for tests, in a thread, that can stall, refuse and break off at any step."""

import asyncio
import re
import socket
import threading
from contextlib import closing, contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Handler:
    """Keeps what it takes. ``answers`` maps a step to what the server does there, instead of taking it.

    Steps: ``EHLO``, ``MAIL``, ``RCPT``, ``DATA``. What it does: a reply; ``STALL``; ``DROP``; at ``DATA``, when it
    has the message, also ``KEEP_AND_DROP`` and ``KEEP_AND_STALL``. A list is done one after the other.
    """

    def __init__(self):
        self.answers = {}
        self.taken = []
        self.steps = []
        self.has_come = threading.Condition()

    async def _at(self, step, server):
        with self.has_come:
            self.steps.append(step)
            self.has_come.notify_all()
        answer = self.answers.get(step)
        if isinstance(answer, list):
            answer = answer.pop(0) if answer else None
        if answer in ("STALL", "KEEP_AND_STALL"):
            await asyncio.sleep(600)
        if answer in ("DROP", "KEEP_AND_DROP"):
            server.transport.abort()
            await asyncio.sleep(0.05)
        return answer

    def wait_for(self, step, seconds=20):
        with self.has_come:
            assert self.has_come.wait_for(lambda: step in self.steps, seconds), f"{step} did not come: {self.steps}"

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 (aiosmtpd's name)
        session.host_name = hostname
        answer = await self._at("EHLO", server)
        return [answer] if answer else responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 (aiosmtpd's name)
        answer = await self._at("MAIL", server)
        envelope.mail_from = address
        return answer or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 (aiosmtpd's name)
        answer = await self._at("RCPT", server)
        if not answer:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        keeps = self.answers.get("DATA")
        if isinstance(keeps, list):
            keeps = keeps[0] if keeps else None
        if keeps is None or keeps.startswith("KEEP"):
            self.taken.append((envelope.rcpt_tos, envelope.content))
        answer = await self._at("DATA", server)
        return answer or "250 taken"

    @property
    def messages(self):
        return [message_from_bytes(content, policy=policy.default) for _to, content in self.taken]

    @property
    def recipients(self) -> list[str]:
        return [address for to, _content in self.taken for address in to]


class Server(Controller):
    def factory(self):
        return SMTP(self.handler, hostname="mail.example", enable_SMTPUTF8=False)


@contextmanager
def mail_server():
    """Run the server; give its handler, with the port as ``handler.port``."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Server(Handler(), hostname="127.0.0.1", port=port)
    controller.start()
    controller.handler.port = port
    try:
        yield controller.handler
    finally:
        controller.stop()


def message_ids(content: bytes) -> list[bytes]:
    return re.findall(rb"^Message-ID: (\S+)", content, re.MULTILINE)
