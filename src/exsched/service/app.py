"""The application: all routes behind the edge, and nothing that telephones home."""

import asyncio
import itertools
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema
from starlette.types import Receive, Scope, Send

from exsched import __version__
from exsched.service import housekeeping, problems, routes
from exsched.service.context import Service
from exsched.service.feeds import FeedServer
from exsched.service.logs import FEEDS
from exsched.service.middleware import wrap
from exsched.service.models.problem import Problem
from exsched.service.storage.database import Unavailable

LOG = logging.getLogger("exsched.service")
FLUSH_SECONDS = 15
PURGE_TURNS = 240  # once an hour
_REFERENCE = "#/components/schemas/{model}"
DESCRIPTION = """Plans multinational exercise programmes. Every answer holds what its reader may see, and
nothing else: what is hidden and what does not exist give the same 404."""


class App(FastAPI):
    """The API; feeds are answered before everything else."""

    def __init__(self, service: Service) -> None:
        super().__init__(
            title="exsched",
            version=__version__,
            description=DESCRIPTION,
            openapi_url="/api/v1/openapi.json",
            docs_url=None,
            redoc_url=None,
            redirect_slashes=False,
            telemetry={"auto_configure": False},
            lifespan=_keeping_house,
        )
        self.state.service = service
        self.feeds = FeedServer(service)
        self.state.feeds = self.feeds
        self._edge = wrap(super().__call__, service)

    def openapi(self) -> dict[str, Any]:
        """The description of the API, with the form of refusals."""
        if self.openapi_schema is None:
            schemas = super().openapi().setdefault("components", {}).setdefault("schemas", {})
            schemas |= models_json_schema([(Problem, "serialization")], ref_template=_REFERENCE)[1]["$defs"]
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
        assert self.openapi_schema is not None
        return self.openapi_schema

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and scope["path"].startswith(FEEDS):
            await self.feeds(scope, receive, send)
        else:
            await self._edge(scope, receive, send)


def create_app(service: Service) -> App:
    """The application over one service, with all its routes."""
    app = App(service)
    problems.install(app)
    routes.install(app)
    return app


@asynccontextmanager
async def _keeping_house(app: FastAPI) -> AsyncIterator[None]:
    service: Service = app.state.service
    task = asyncio.create_task(_now_and_then(service))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await _quietly(housekeeping.write_uses, service)


async def _now_and_then(service: Service) -> None:
    for turn in itertools.count():
        if turn % PURGE_TURNS == 0:
            await _quietly(housekeeping.purge, service)
        await asyncio.sleep(FLUSH_SECONDS)
        await _quietly(housekeeping.write_uses, service)


async def _quietly(work: Callable[[Service], None], service: Service) -> None:
    try:
        await asyncio.to_thread(work, service)
    except Unavailable as trouble:
        LOG.warning("housekeeping waits for the database", extra={"reason": str(trouble)[:200]})
