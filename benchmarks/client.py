"""A small load client, and the processor time that a server's worker has used."""

import os
import selectors
import socket
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from time import perf_counter

VISITORS = 4  # connections at once
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Load:
    """What a server did within one slice of time, or several: sizes in bytes, times in seconds."""

    seconds: float = 0
    cpu: float = 0
    size: int = 0
    latencies: list[float] = field(default_factory=list)

    def __iadd__(self, other):
        self.seconds += other.seconds
        self.cpu += other.cpu
        self.size += other.size
        self.latencies += other.latencies
        return self

    @property
    def requests(self) -> int:
        return len(self.latencies)

    def figures(self) -> dict[str, float]:
        ordered = sorted(self.latencies)
        return {
            "requests_per_second": round(self.requests / self.seconds, 1),
            "cpu_ms": round(1000 * self.cpu / self.requests, 3),
            **{f"p{part}_ms": round(1000 * ordered[len(ordered) * part // 100], 2) for part in (50, 95, 99)},
            "bytes": self.size // self.requests,
        }


def load(port: int, worker: int, paths: list[str], seconds: float, encoding: str = "identity") -> Load:
    """Ask for the paths in turn, over a few connections that stay open, for so many seconds."""
    asked = cycle([_request(port, path, encoding) for path in paths])
    visitors = selectors.DefaultSelector()
    done = Load(cpu=-cpu_seconds(worker))
    begin = perf_counter()
    for _number in range(VISITORS):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(next(asked))
        visitors.register(connection, selectors.EVENT_READ, [perf_counter(), b""])
    end = begin + seconds
    while visitors.get_map():
        for key, _events in visitors.select():
            state = key.data
            state[1] += key.fileobj.recv(1 << 18)
            size = _complete(state[1])
            if size is None:
                continue
            now = perf_counter()
            done.latencies.append(now - state[0])
            done.size += size
            if now >= end:
                visitors.unregister(key.fileobj)
                key.fileobj.close()
            else:
                state[:] = [now, b""]
                key.fileobj.sendall(next(asked))
    done.seconds = perf_counter() - begin
    done.cpu += cpu_seconds(worker)
    return done


def _request(port: int, path: str, encoding: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: {encoding}\r\n\r\n".encode()


def _complete(received: bytes) -> int | None:
    """Return the length of the body once all of it is there; only a 200 with a known length will do."""
    head, _blank, body = received.partition(b"\r\n\r\n")
    if not _blank:
        return None
    first, *lines = head.lower().split(b"\r\n")
    if b" 200 " not in first + b" ":
        raise SystemExit(f"The server answered {first.decode()}.")
    size = next(int(line[15:]) for line in lines if line.startswith(b"content-length:"))
    return size if len(body) >= size else None


def cpu_seconds(process: int) -> float:
    """Return the processor time that all threads of a process have used."""
    after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / TICKS


def children(process: int) -> list[int]:
    return [int(key) for key in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
