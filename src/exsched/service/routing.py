"""Routers of the API: the caller is known before the body is read, and nothing unknown is taken silently."""

import difflib
import re
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from exsched.service import identify, strict_json
from exsched.service.context import service_of
from exsched.service.models.problem import RESPONSES
from exsched.service.problems import invalid, not_found

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class StrictRequest(Request):
    """A request whose JSON body is read strictly: no duplicate keys, no NaN, no bottomless nesting."""

    async def json(self) -> Any:
        """The document in the body.

        Raises:
            ApiProblem: 400 with line and column.
        """
        if not hasattr(self, "_json"):
            self._json = strict_json.read(await self.body())
        return self._json


class OpenRoute(APIRoute):
    """A route for everybody; unknown query parameters are refused."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **more: Any) -> None:
        """Named in the description by the first words of its docstring, not by the name of its function."""
        more["summary"] = more.get("summary") or _first_words(endpoint)
        super().__init__(path, endpoint, **more)

    def get_route_handler(self) -> Handler:
        """The handler with the checks before it."""
        handler = super().get_route_handler()
        fields = get_flat_params(self.dependant)
        known = frozenset(field.alias for field in fields if isinstance(field.field_info, Query))

        async def checked(request: Request) -> Response:
            request = StrictRequest(request.scope, request.receive)
            await self._before(request)
            if any("\0" in str(value) for value in request.path_params.values()):
                raise not_found()  # no database could hold such an id
            _refuse_unknown(request, known)
            return await handler(request)

        return checked

    async def _before(self, request: Request) -> None:
        """Nothing needs to be known of the caller."""


class StrictRoute(OpenRoute):
    """A route for known callers: 401 comes before anything else is looked at."""

    async def _before(self, request: Request) -> None:
        request.state.caller = await run_in_threadpool(identify.identify, service_of(request), request)


def api_router(tag: str) -> APIRouter:
    """A router for known callers; its paths start with /api/v1."""
    return APIRouter(prefix="/api/v1", tags=[tag], route_class=StrictRoute, responses=RESPONSES)


def known_router(tag: str) -> APIRouter:
    """A router for known callers, with paths from the root."""
    return APIRouter(tags=[tag], route_class=StrictRoute, responses=RESPONSES)


def open_router(tag: str) -> APIRouter:
    """A router that asks nobody who they are."""
    return APIRouter(tags=[tag], route_class=OpenRoute)


def _first_words(endpoint: Callable[..., Any]) -> str:
    """The first line of a docstring up to its first stop."""
    line = (endpoint.__doc__ or "").strip().partition("\n")[0]
    return re.split(r"[.;:]", line, maxsplit=1)[0]


def _refuse_unknown(request: Request, known: frozenset[str]) -> None:
    for name in request.query_params:
        if name not in known:
            shown = ascii(name[:40])
            near = difflib.get_close_matches(name[:40], known, 1)
            listed = ", ".join(sorted(known)) or "none"
            hint = f"did you mean {near[0]}?" if near else f"known here: {listed}"
            raise invalid("unknown_parameter", f"There is no parameter {shown} here.", hint)
