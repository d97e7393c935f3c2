"""Feeds: made, listed, rotated and ended by those whose view they show."""

from fastapi import Request, Response

from exsched.service import clock, reach, subscribing
from exsched.service.caller import Caller, CallerDep, WriterDep
from exsched.service.context import Service, service_of
from exsched.service.idempotent import Once, OnceDep
from exsched.service.models.feeds import Feed, MadeFeed, NewFeed
from exsched.service.paging import Page, PagingDep
from exsched.service.problems import conflict
from exsched.service.record import record
from exsched.service.routing import api_router
from exsched.service.storage import tokens
from exsched.service.storage.errors import Stale
from exsched.service.storage.records import Token

ROUTER = api_router("feeds")
_TRIES = 4


@ROUTER.get("/programmes/{programme}/feeds")
def list_feeds(request: Request, caller: CallerDep, paging: PagingDep, programme: str) -> Page[Feed]:
    """Feeds, newest first, without their addresses: all of them, or those of your nation."""
    service = service_of(request)
    with service.database.reading() as connection:
        reach.programme(service, connection, caller, programme)
        found = subscribing.page(connection, caller, programme, paging.after, paging.look)
    return paging.page([_shown(feed) for feed in found], [(feed.created, feed.id) for feed in found])


@ROUTER.post("/programmes/{programme}/feeds", status_code=201, response_model=MadeFeed)
def make_feed(
    request: Request, caller: WriterDep, once: OnceDep, programme: str, wanted: NewFeed
) -> Response:
    """Make a feed for one subscriber; its address is in this answer only."""
    for attempt in range(_TRIES):
        try:
            return _make(service_of(request), caller, once, programme, wanted)
        except Stale:  # something was released in between: its bytes are made anew
            if attempt == _TRIES - 1:
                raise
    raise AssertionError("the last attempt answers or raises")


def _make(service: Service, caller: Caller, once: Once, programme: str, wanted: NewFeed) -> Response:
    with service.database.reading() as connection:
        reach.programme(service, connection, caller, programme)
        if (given := once.given(connection)) is not None:
            return given
        audience = subscribing.audience(service, connection, caller, programme, wanted)
        rendering, state = subscribing.beginning(service, connection, programme, audience)
    new = subscribing.new_token(service, caller, programme, wanted, audience)
    with service.database.writing() as connection:
        if (given := once.before(connection)) is not None:
            return given
        subscribing.put(connection, programme, rendering, state)
        token, secret = tokens.create(connection, new)
        once.keep(connection, _made(service, token, None))
        record(connection, caller, "feed.make", token.id, programme=programme, audience=audience.key)
    return _made(service, token, secret)


@ROUTER.post("/feeds/{feed_id}/rotate", response_model=MadeFeed)
def rotate_feed(request: Request, caller: WriterDep, once: OnceDep, feed_id: str) -> Response:
    """Give a feed a new address; the old one opens nothing any more. Its end stays as it was."""
    service = service_of(request)
    with service.database.writing() as connection:
        subscribing.own(service, connection, caller, feed_id)
        if (given := once.before(connection)) is not None:
            return given
        rotated = tokens.rotate(connection, feed_id)
        if rotated is None:
            raise conflict("ended", "The feed has been ended; make a new one.")
        once.keep(connection, _made(service, rotated[0], None, 200))
        record(connection, caller, "feed.rotate", feed_id)
    request.app.state.feeds.forget()
    return _made(service, *rotated, 200)


@ROUTER.delete("/feeds/{feed_id}", status_code=204)
def end_feed(request: Request, caller: WriterDep, feed_id: str) -> None:
    """End a feed for good: within a minute its address answers 410 everywhere."""
    service = service_of(request)
    with service.database.writing() as connection:
        found = subscribing.own(service, connection, caller, feed_id)
        if found.revoked is None:
            tokens.revoke(connection, feed_id)
            record(connection, caller, "feed.end", feed_id)
    request.app.state.feeds.forget()


def _made(service: Service, token: Token, secret: str | None, status: int = 201) -> Response:
    url = f"{service.settings.url}/feeds/{secret}.ics" if secret else None
    webcal = f"webcal://{url.partition('://')[2]}" if url else None
    body = MadeFeed(feed=_shown(token), url=url, webcal=webcal).model_dump_json()
    location = f"/api/v1/feeds/{token.id}"
    return Response(body, status, headers={"Location": location}, media_type="application/json")


def _shown(token: Token) -> Feed:
    scope = token.scope or {}
    same = {name: getattr(token, name) for name in ("id", "label", "nation", "created", "expires", "revoked")}
    return Feed(
        **same,
        programme=token.programme or "",
        kind=scope.get("kind", "whole"),
        about=scope.get("about"),
        proposals=bool(scope.get("proposals")),
        ends_soon=token.expires is not None and token.expires - clock.now() < subscribing.SOON,
        last_used=token.last_used,
        uses=token.uses,
    )
