"""Bodies: counted while they stream in, of the types that are taken, never compressed, never for ever."""

import asyncio
import time

from exsched.service.edge.asgi import App, Message, Receive, Scope, Send, headers_of, refuse
from exsched.service.problems import ApiProblem
from exsched.service.settings import Settings

TYPES = frozenset(
    {
        "application/json",
        "application/merge-patch+json",
        "application/yaml",
        "application/x-yaml",
        "text/yaml",
        "application/x-tar",
        "text/csv",
    }
)
_WITH_BODY = {"POST", "PUT", "PATCH"}


class Bodies:
    """Refuses a body by its head where that is enough, and stops reading where it is not."""

    def __init__(self, app: App, settings: Settings) -> None:
        self._app = app
        self._limit = settings.body_bytes
        self._seconds = settings.body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        problem = self._by_head(scope)
        if problem is not None:
            await refuse(send, problem, without_body=scope["method"] == "HEAD")
            return
        counted = _Counted(receive, self._limit, self._seconds)
        try:
            await self._app(scope, counted.receive, counted.watch(send))
        except ApiProblem as refusal:
            if counted.started:
                raise
            await refuse(send, refusal)

    def _by_head(self, scope: Scope) -> ApiProblem | None:
        said = headers_of(scope, b"content-length")
        if said and not (len(set(said)) == 1 and said[0].isdecimal() and said[0].isascii()):
            return ApiProblem(400, "bad_request", "Content-Length is not a number.")
        length = int(said[0][:20]) if said else 0
        if length > self._limit:
            return too_large(self._limit)
        if not (length or headers_of(scope, b"transfer-encoding")):
            return None
        if any(coding.lower() != "identity" for coding in headers_of(scope, b"content-encoding")):
            return ApiProblem(
                415, "unsupported_encoding", "The body is compressed.", hint="send it uncompressed"
            )
        kind = "".join(headers_of(scope, b"content-type")).partition(";")[0].strip().lower()
        if scope["method"] in _WITH_BODY and kind not in TYPES:
            listed = ", ".join(sorted(TYPES))
            return ApiProblem(
                415,
                "unsupported_type",
                "The body is of a type that is not taken.",
                hint=f"send one of {listed}",
            )
        return None


def too_large(limit: int) -> ApiProblem:
    """The body is beyond the limit; the rest of it is not read."""
    return ApiProblem(
        413, "too_large", f"The body is larger than {limit} bytes.", headers={"Connection": "close"}
    )


class _Counted:
    """Counts what comes in; `started` says whether an answer has begun."""

    def __init__(self, receive: Receive, limit: int, seconds: float) -> None:
        self._receive = receive
        self._left = limit
        self._limit = limit
        self._until = time.monotonic() + seconds
        self._whole = False
        self.started = False

    async def receive(self) -> Message:
        if self._whole:
            return await self._receive()
        try:
            async with asyncio.timeout(max(0.0, self._until - time.monotonic())):
                message = await self._receive()
        except TimeoutError:
            raise ApiProblem(
                408, "too_slow", "The body did not come in time.", headers={"Connection": "close"}
            ) from None
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            self._whole = not message.get("more_body", False)
            if self._left < 0:
                raise too_large(self._limit)
        return message

    def watch(self, send: Send) -> Send:
        """The same `send`, which remembers that an answer has begun."""

        async def watched(message: Message) -> None:
            self.started = True
            await send(message)

        return watched
