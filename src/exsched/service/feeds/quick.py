"""The shortest way for what calendars ask all day: "is my feed still the same?" — "yes".

Only a whole, plain request on an idle connection is answered here, with 304, from memory. Everything else and
everything in the least unusual goes the usual way: nothing is answered here that would be refused there.
"""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from exsched.service.feeds.server import FeedServer
from exsched.service.problems import MEDIA_TYPE, ApiProblem

LONGEST = 4096
_STARTS = (b"GET /feeds/", b"HEAD /feeds/")
_UNUSUAL = frozenset(
    {b"connection", b"content-length", b"transfer-encoding", b"expect", b"upgrade", b"x-forwarded-proto"}
)
_STATUS = b"HTTP/1.1 304 Not Modified\r\n"
Question = tuple[str, str | None, str | None]


class QuickFeeds(H11Protocol):
    """uvicorn's HTTP protocol with that way in front."""

    head_seconds = 30.0  # for a request's head to arrive; a body has its own time
    _feeds: FeedServer | None = None
    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in the base
        """A client has connected."""
        super().connection_made(transport)
        feeds = getattr(self.config.app, "feeds", None)
        self._feeds = feeds if isinstance(feeds, FeedServer) else None
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client has gone."""
        self._head_is_here()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Bytes from the client."""
        if self._feeds is not None and data.startswith(_STARTS) and self._idle():
            question = plain_question(data)
            known = self._feeds.still_known(*question) if question is not None else None
            if known is not None:
                date = b"".join(b"%b: %b\r\n" % pair for pair in self.server_state.default_headers)
                self.transport.write(_STATUS + date + known)
                self._head_is_here()
                self.on_response_complete()
                return
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE or not self.conn.trailing_data[0]:
            self._head_is_here()
        elif self._head_timer is None:
            self._await_head()

    def _await_head(self) -> None:
        """Close the connection unless the head of a request is whole in time."""
        self._head_timer = self.loop.call_later(self.head_seconds, self.transport.close)

    def _head_is_here(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, in the form of all refusals."""
        del msg
        body = ApiProblem(400, "bad_request", "The request is not HTTP.").body()
        head = f"HTTP/1.1 400 Bad Request\r\ncontent-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\n"
        self.transport.write(head.encode() + b"connection: close\r\n\r\n" + body)
        self.transport.close()

    def _idle(self) -> bool:
        """Whether nothing of another request or answer is under way."""
        cycle: RequestResponseCycle | None = self.cycle
        return (
            (cycle is None or cycle.response_complete)
            and self.conn.our_state is h11.IDLE
            and self.conn.their_state is h11.IDLE
            and not self.conn.trailing_data[0]
            and not self.flow.write_paused
            and not self.transport.is_closing()
        )


def plain_question(data: bytes) -> Question | None:
    """Path, If-None-Match and If-Modified-Since of one whole and plain request, else None."""
    if len(data) > LONGEST or data.find(b"\r\n\r\n") != len(data) - 4 or not data.isascii():
        return None
    first, *lines = data[:-4].split(b"\r\n")
    method, _, rest = first.partition(b" ")
    path, _, version = rest.partition(b" ")
    if version != b"HTTP/1.1" or b"%" in path or b"?" in path or data.count(b"\n") != len(lines) + 2:
        return None
    del method
    headers = _headers(lines)
    if headers is None:
        return None
    return path.decode(), headers.get(b"if-none-match"), headers.get(b"if-modified-since")


def _headers(lines: list[bytes]) -> dict[bytes, str] | None:
    """The headers by lower-case name; None where one is unusual, twice there, or no Host."""
    headers: dict[bytes, str] = {}
    for line in lines:
        name, colon, value = line.partition(b":")
        name = name.lower()
        if not colon or name in headers or name in _UNUSUAL or not name.replace(b"-", b"").isalnum():
            return None
        headers[name] = value.strip().decode()
    return headers if b"host" in headers else None
