"""One process that serves: binds first, then opens the database, then answers until it is told to end."""

import logging
import os
import secrets
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import uvicorn
from sqlalchemy import make_url

from exsched.service import logs, watching
from exsched.service.app import create_app
from exsched.service.context import Service
from exsched.service.feeds.quick import QuickFeeds
from exsched.service.jobs import engine
from exsched.service.jobs.crew import Crew
from exsched.service.oidc import look_at
from exsched.service.settings import Settings, is_loopback
from exsched.service.storage import installation, schema, tokens
from exsched.service.storage.database import Database

LOG = logging.getLogger("exsched.service")
GRACE_SECONDS = 10  # for requests that run when the service is told to end


class Unsafe(Exception):
    """Serving as it is asked for would give everything to everybody."""


def bind(settings: Settings) -> socket.socket:
    """The socket to serve on.

    Raises:
        OSError: the address or port cannot be had.
    """
    found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
    family, _, _, _, address = found[0]
    listening = socket.create_server(address[:2], family=family, backlog=2048)
    # asyncio asks this only of sockets that name TCP; without it the body of each answer waits 40 ms for
    # the client's delayed acknowledgement of the headers
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def prepare(database: Database, settings: Settings) -> None:
    """Make the tables in an empty database, and find out whether it may be served.

    Raises:
        Unavailable, WrongSchema: the database cannot be used.
        Unsafe: others than this machine could reach the service, and there is no token.
        SettingsError: the organisation's keys cannot be read.
    """
    schema.prepare(database)
    engine.prepare(database.url)
    look_at(settings)
    with database.writing() as connection:
        installation.ensure(connection, _domain(settings))
        guarded = tokens.any_api(connection) or settings.oidc is not None
    if not (settings.loopback or guarded):
        raise Unsafe("others than this machine could reach the service, and there is no token yet")


def _domain(settings: Settings) -> str:
    """The domain of all UIDs to come: two installations must never have the same."""
    host = urlsplit(settings.base_url).hostname if settings.base_url else None
    if settings.domain or (host and not is_loopback(host)):
        return settings.domain or str(host)
    return f"{secrets.token_hex(8)}.exsched.invalid"


def run(settings: Settings, database: Database, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Answer until SIGTERM or Ctrl-C; then end what runs, hand jobs back, and return.

    Args:
        settings: with the port that is bound.
        database: prepared.
        listening: from `bind`.
        ready: called once requests are answered.
    """
    logs.start(settings.log_level)
    tickets = engine.Tickets(database.url)
    service = Service(settings, database, tickets)
    server = _Server(configuration(service), ready)
    with _ending_in_good_order(), Crew(database.url, settings.slots, log_level=settings.log_level):
        server.run(sockets=[listening])
    tickets.close()
    LOG.info("ended")


def configuration(service: Service) -> uvicorn.Config:
    """How uvicorn is run; tests run the same."""
    return uvicorn.Config(
        create_app(service),
        http=QuickFeeds,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # `peers` decides whom to believe
        timeout_keep_alive=30,
        timeout_graceful_shutdown=GRACE_SECONDS,
        h11_max_incomplete_event_size=32 * 1024,
    )


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        watching.ENDING.clear()
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        watching.ENDING.set()  # or streams that wait for a solve would keep the server
        await super().shutdown(sockets)


@contextmanager
def _ending_in_good_order() -> Iterator[None]:
    """The server raises the signal that ended it once more; by then there is still work to hand back."""
    caught = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(which, lambda *_: None) for which in caught]
    try:
        yield
    finally:
        for which, handler in zip(caught, before, strict=True):
            signal.signal(which, handler)


def without_password(url: str) -> str:
    """The URL of a database as it may be shown."""
    return make_url(url).render_as_string(hide_password=True)


def private_files() -> None:
    """Let nobody else on this machine read the files that we make, the database above all."""
    os.umask(0o077)
