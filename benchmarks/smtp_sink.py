"""An SMTP server that takes everything and keeps nothing; on SIGTERM it prints how many messages it took, and when."""

import asyncio
import json
import signal
import sys
from time import time


class Sink(asyncio.Protocol):
    taken: list[float] = []
    recipients: set[bytes] = set()

    def connection_made(self, transport):
        self.transport = transport
        self.waiting = b""
        self.in_message = False
        transport.write(b"220 sink ESMTP\r\n")

    def data_received(self, data):
        self.waiting += data
        while True:
            if self.in_message:
                _message, dot, rest = self.waiting.partition(b"\r\n.\r\n")
                if not dot:
                    return
                self.waiting, self.in_message = rest, False
                Sink.taken.append(time())
                self.transport.write(b"250 taken\r\n")
                continue
            line, end, rest = self.waiting.partition(b"\r\n")
            if not end:
                return
            self.waiting = rest
            self.answer(line.upper())

    def answer(self, line):
        if line.startswith(b"DATA"):
            self.in_message = True
            self.transport.write(b"354 go on\r\n")
        elif line.startswith(b"QUIT"):
            self.transport.write(b"221 bye\r\n")
            self.transport.close()
        else:
            if line.startswith(b"RCPT"):
                Sink.recipients.add(line)
            self.transport.write(b"250 OK\r\n")


async def main(port: int) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    server = await loop.create_server(Sink, "127.0.0.1", port)
    print("ready", flush=True)
    await ended.wait()
    server.close()
    taken = sorted(Sink.taken)
    figures = {"messages": len(taken), "recipients": len(Sink.recipients)}
    if taken:
        figures |= {"begun": taken[0], "seconds": round(taken[-1] - taken[0], 2)}
    print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
