"""The application behind uvicorn on a socket of this process, and bytes as they go over the wire."""

import asyncio
import re
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import uvicorn

from exsched.service import serving
from exsched.service.context import Service
from exsched.service.feeds.quick import QuickFeeds
from exsched.service.settings import Settings
from exsched.service.storage.database import Database

LAST = b"GET /robots.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
_CHANGING = re.compile(rb"(?m)^(date|x-request-id): .*\r\n")


class UsualWay(QuickFeeds):
    """The protocol without the short way for feeds."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in the base
        """A client has connected."""
        super().connection_made(transport)
        self._feeds = None


@contextmanager
def served(url: str, *, quick: bool = True) -> Iterator[tuple[int, Service]]:
    """A port that is answered as `exsched serve` does; `quick` False leaves out the short way for feeds."""
    database = Database(url)
    settings = Settings(database=url, port=0, requests_per_minute=1_000_000)
    service = Service(settings, database)
    config = serving.configuration(service)
    if not quick:
        config.http = UsualWay
    server = uvicorn.Server(config)
    listening = serving.bind(settings)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.02)
        yield listening.getsockname()[1], service
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
        database.close()


def exchange(port: int, parts: Sequence[bytes]) -> bytes:
    """All that comes back for these packets and a last plain request, without what changes each time."""
    found = b""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            for part in (*parts, LAST):
                connection.sendall(part)
                time.sleep(0.05)
            while more := connection.recv(65536):
                found += more
        except ConnectionError:
            pass  # refused and closed before all was sent
    return _CHANGING.sub(b"", found)
