"""The application called in this thread, one request at a time: no server, no socket, no second loop."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

import anyio.to_thread
import httpx2

from exsched.service.app import App
from tests.service.api import Api
from tests.service.here import ADDRESS, application


class _Direct(httpx2.BaseTransport):
    """Runs the application's loop for as long as one answer takes."""

    def __init__(self, app: App, loop: asyncio.AbstractEventLoop) -> None:
        self._app = app
        self._loop = loop

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The whole answer to a request."""
        return self._loop.run_until_complete(self._answer(request))

    async def _answer(self, request: httpx2.Request) -> httpx2.Response:
        told: list[Any] = []
        asked = iter([{"type": "http.request", "body": request.read()}])

        async def receive() -> Any:
            return next(asked, {"type": "http.disconnect"})

        async def send(message: Any) -> None:
            told.append(message)

        await self._app(_scope(request), receive, send)
        start, *parts = told
        body = b"".join(part.get("body", b"") for part in parts)
        return httpx2.Response(start["status"], headers=start["headers"], stream=httpx2.ByteStream(body))


def _scope(request: httpx2.Request) -> dict[str, Any]:
    path, _, query = request.url.raw_path.partition(b"?")
    return {
        "type": "http",
        "http_version": "1.1",
        "method": request.method,
        "scheme": request.url.scheme,
        "path": unquote(path.decode("ascii")),
        "raw_path": path,
        "root_path": "",
        "query_string": query,
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "client": ("127.0.0.1", 50_000),
        "server": (request.url.host, request.url.port),
        "state": {},
    }


@contextmanager
def _without_threads() -> Iterator[None]:
    """Do at once what would be handed to a thread: handing it over takes longer than the work."""
    before = anyio.to_thread.run_sync

    async def at_once(func: Callable[..., Any], *args: Any, **_: Any) -> Any:
        return func(*args)

    anyio.to_thread.run_sync = at_once  # type: ignore[assignment]
    try:
        yield
    finally:
        anyio.to_thread.run_sync = before


@contextmanager
def running_alone(url: str) -> Iterator[Api]:
    """The local authority's way to an application over this database, without any thread."""
    with application(url) as app, _without_threads(), asyncio.Runner() as runner:
        life = app.router.lifespan_context(app)
        runner.run(life.__aenter__())
        with httpx2.Client(base_url=ADDRESS, transport=_Direct(app, runner.get_loop())) as client:
            yield Api(client)
        runner.run(life.__aexit__(None, None, None))
