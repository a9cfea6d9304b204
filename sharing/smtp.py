"""One message over SMTP, so that it is known at every moment how far the conversation has come.

smtplib's own ``sendmail`` sends the message and waits for the reply in one step; the moment between
the two is the one that matters, because a worker that dies there does not know what became of it.
"""

import re
import smtplib
from collections.abc import Callable

REPLY_TIMEOUT = 60  # seconds that the server may take for a message it has; other replies: the mailer's timeout
LINE_THAT_BEGINS_WITH_A_DOT = re.compile(rb"^\.", re.MULTILINE)


class Refused(Exception):
    """The server did not take this message."""

    def __init__(self, code: int, reply: bytes):
        super().__init__(code)
        self.code = code
        self.reply = f"{code} {reply.decode('utf-8', 'replace')}"

    @property
    def is_permanent(self) -> bool:
        return 500 <= self.code < 600


class Unreachable(Exception):
    """There is no server, or it does not talk to us: no other message will fare better now."""


def hand_over(
    server: smtplib.SMTP, sender: str, recipient: str, message: bytes, *, on_handed_over: Callable[[], None]
) -> str:
    """Give a message to the server, and return its reply.

    ``on_handed_over`` is called when the server has all of the message and has not answered yet.
    Raises Refused or Unreachable.
    """
    try:
        server.ehlo_or_helo_if_needed()
        _expect(server.mail(sender), 250)
        _expect(server.rcpt(recipient), 250, 251)
        _expect(server.docmd("DATA"), 354)
        server.send(LINE_THAT_BEGINS_WITH_A_DOT.sub(b"..", message.removesuffix(b"\r\n")) + b"\r\n.\r\n")
        on_handed_over()
        server.sock.settimeout(REPLY_TIMEOUT)
        code, reply = server.getreply()
        server.sock.settimeout(server.timeout)
        _expect((code, reply), 250)
        return f"{code} {reply.decode('utf-8', 'replace')}"
    except (smtplib.SMTPServerDisconnected, smtplib.SMTPHeloError, OSError) as error:
        raise Unreachable(type(error).__name__) from None  # the error's words may hold an address


def _expect(answer: tuple[int, bytes], *codes: int) -> None:
    code, reply = answer
    if code == 421:
        raise Unreachable("421")
    if code not in codes:
        raise Refused(code, reply)
