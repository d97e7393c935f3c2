"""A load generator of our own: keep-alive connections that send a request as soon as the last is answered.

It knows as much HTTP/1.1 as our answers need: a status line, Content-Length, and 304 without a body. Every
request is bytes made beforehand, so that the client leaves the machine to the server.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

END = b"\r\n\r\n"


@dataclass
class Tally:
    """What came back: statuses, seconds of each request, broken connections."""

    statuses: Counter[int] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)
    broken: int = 0
    seconds: float = 0.0
    octets: int = 0

    @property
    def per_second(self) -> float:
        """Answers per second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    @property
    def errors(self) -> int:
        """Broken connections and 4xx, 5xx."""
        return self.broken + sum(count for status, count in self.statuses.items() if status >= 400)

    def percentile(self, share: float) -> float:
        """Milliseconds within which this share of the requests was answered."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0

    def as_json(self) -> dict[str, object]:
        """The figures of a report."""
        return {
            "requests": len(self.latencies),
            "per_second": round(self.per_second),
            "p50_ms": round(self.percentile(0.50), 2),
            "p99_ms": round(self.percentile(0.99), 2),
            "max_ms": round(self.percentile(1), 2),
            "statuses": {str(status): count for status, count in sorted(self.statuses.items())},
            "errors": self.errors,
            "seconds": round(self.seconds, 2),
            "megabytes": round(self.octets / 1e6, 1),
        }


def get(path: str, port: int, *headers: str) -> bytes:
    """A GET request as bytes."""
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def load(
    port: int, requests: Iterator[bytes], *, connections: int, seconds: float = 3600, apart: float = 0.0
) -> Tally:
    """Send requests over so many connections until they run out or time is up.

    Args:
        requests: shared by all connections; an endless one is ended by `seconds`.
        apart: seconds that a connection waits between an answer and its next request.
    """
    return asyncio.run(_load(port, requests, connections, seconds, apart))


async def _load(
    port: int, requests: Iterator[bytes], connections: int, seconds: float, apart: float
) -> Tally:
    loop = asyncio.get_running_loop()
    tally, begun = Tally(), time.perf_counter()
    ends = begun + seconds
    lines = [_Line(loop, requests, tally, ends, apart) for _ in range(connections)]
    for start in range(0, connections, 64):  # a listener's queue is not endless
        opened = (
            loop.create_connection(lambda line=line: line, "127.0.0.1", port)  # type: ignore[misc]  # its own line
            for line in lines[start : start + 64]
        )
        await asyncio.gather(*opened)
    await asyncio.gather(*(line.done for line in lines))
    tally.seconds = time.perf_counter() - begun
    return tally


class _Line(asyncio.Protocol):
    """One keep-alive connection."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        requests: Iterator[bytes],
        tally: Tally,
        ends: float,
        apart: float,
    ) -> None:
        self.done: asyncio.Future[None] = loop.create_future()
        self._loop, self._requests, self._tally, self._ends, self._apart = loop, requests, tally, ends, apart
        self._held = b""
        self._wanted = 0
        self._sent = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self._held += data
        if not self._wanted:
            head = self._held.find(END)
            if head < 0:
                return
            self._wanted = head + len(END) + _length(self._held[:head])
        if len(self._held) < self._wanted:
            return
        now = time.perf_counter()
        self._tally.latencies.append(now - self._sent)
        self._tally.statuses[int(self._held[9:12])] += 1
        self._tally.octets += self._wanted
        self._held, self._wanted = self._held[self._wanted :], 0
        if self._apart:
            self._loop.call_later(self._apart, self._next)
        else:
            self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self._tally.broken += 1
            self.done.set_result(None)

    def _next(self) -> None:
        assert self._transport is not None
        request = next(self._requests, None) if time.perf_counter() < self._ends else None
        if request is None:
            if not self.done.done():
                self.done.set_result(None)
            self._transport.close()
            return
        self._sent = time.perf_counter()
        self._transport.write(request)


def _length(head: bytes) -> int:
    """The octets of the body that follows this head."""
    if head[9:12] in {b"304", b"204"}:
        return 0
    at = head.lower().find(b"content-length:")
    assert at >= 0, "an answer without Content-Length"
    return int(head[at + 15 :].split(b"\r\n", 1)[0])
