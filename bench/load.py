"""A load generator small enough not to be what is measured: prepared bytes over kept connections.

Requests are signed and encrypted beforehand, so that the generator only sends and receives.
Traffic goes to the loopback address only, and a run ends by count or by time.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

HOST = "127.0.0.1"


@dataclass
class LoadResult:
    """What came back: latencies in ms, answers by status, wall time in s."""

    latencies_ms: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        """Return answers per second."""
        return len(self.latencies_ms) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Return the latency (ms) that ``share`` of the answers do not exceed."""
        ordered = sorted(self.latencies_ms)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


@dataclass
class _Connection:
    socket: socket.socket
    buffer: bytearray = field(default_factory=bytearray)
    sent_at: float = 0.0


def run(port: int, requests: Iterator[bytes], *, connections: int, seconds: float) -> LoadResult:
    """Send requests over ``connections`` connections until they or ``seconds`` run out."""
    result = LoadResult()
    selector = selectors.DefaultSelector()
    started = time.perf_counter()
    ends_at = started + seconds
    waiting = 0
    for _ in range(connections):
        request = next(requests, None)
        if request is None:
            break
        one = _Connection(socket.create_connection((HOST, port)))
        one.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(one.socket, selectors.EVENT_READ, one)
        _send(one, request)
        waiting += 1
    while waiting:
        for key, _ in selector.select(timeout=10):
            one = key.data
            if not _receive(one, result):
                continue
            request = next(requests, None) if time.perf_counter() < ends_at else None
            if request is None:
                selector.unregister(one.socket)
                one.socket.close()
                waiting -= 1
            else:
                _send(one, request)
    result.seconds = time.perf_counter() - started
    return result


def _send(one: _Connection, request: bytes) -> None:
    one.sent_at = time.perf_counter()
    one.socket.sendall(request)


def _receive(one: _Connection, result: LoadResult) -> bool:
    """Read what is there; tell whether the answer is complete."""
    chunk = one.socket.recv(65536)
    if not chunk:
        raise ConnectionError("the server closed a connection")
    one.buffer += chunk
    head_ends = one.buffer.find(b"\r\n\r\n")
    if head_ends < 0:
        return False
    head = bytes(one.buffer[:head_ends]).lower()
    start = head.find(b"content-length:") + 15
    length = int(head[start : head.find(b"\r\n", start) if b"\r\n" in head[start:] else None])
    if len(one.buffer) < head_ends + 4 + length:
        return False
    result.latencies_ms.append((time.perf_counter() - one.sent_at) * 1000)
    result.statuses[int(head[9:12])] += 1
    one.buffer.clear()
    return True
