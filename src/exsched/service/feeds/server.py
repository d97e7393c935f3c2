"""`GET /feeds/<secret>.ics` as plain ASGI: a feed gives 200 with a whole calendar, or 304, as far as can be.

The state in memory is at most `feed_cache_seconds` old while the database answers, up to 30 seconds when
nobody asked in between, and longer only without a database: then the last good bytes are served.
"""

import logging

from exsched.service import clock, metrics
from exsched.service.context import Service
from exsched.service.edge.asgi import Receive, Scope, Send, refuse
from exsched.service.feeds.answers import PRIVATE, Ready
from exsched.service.feeds.keeper import Keeper
from exsched.service.ids import digest
from exsched.service.logs import FEEDS, logged_path, places
from exsched.service.peers import came_by_http, peer
from exsched.service.problems import ApiProblem, defect, not_found, too_many, unavailable
from exsched.service.storage.database import Unavailable
from exsched.service.storage.feed_index import FeedToken

LOG = logging.getLogger("exsched.feeds")
LONGEST = 200  # letters of a path that can be a feed


class FeedServer:
    """Answers everything below /feeds/."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._keeper = Keeper(service.database, service.settings.feed_cache_seconds)
        self.forget = self._keeper.forget

    def still_known(self, path: str, none_match: str | None, modified_since: str | None) -> bytes | None:
        """The headers of a 304 as bytes, when that is the answer and nobody need be asked; else None."""
        book = self._keeper.now()
        if book is None:
            return None
        token = book.tokens.get(digest(path.removeprefix(FEEDS).removesuffix(".ics")))
        if token is None or not path.endswith(".ics") or not alive(token):
            return None
        found = book.answer(token)
        if not found.known(none_match, modified_since):
            return None
        self._service.uses.count(token.id)
        metrics.feed_answer(304)
        return found.unchanged_bytes

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            status = await self._answer(scope, send)
        except Exception as trouble:  # noqa: BLE001 - whatever happens, the client gets an answer it can take
            problem = _problem(trouble)
            status = problem.status
            await refuse(send, _guarded(problem), without_body=scope["method"] == "HEAD")
            LOG.info("feed refused", extra={"path": logged_path(scope["path"]), "status": status})
        metrics.feed_answer(status)

    async def _answer(self, scope: Scope, send: Send) -> int:
        if scope["method"] not in {"GET", "HEAD"}:
            raise ApiProblem(
                405, "method_not_allowed", "A feed can only be read.", headers={"Allow": "GET, HEAD"}
            )
        settings = self._service.settings
        if settings.https and came_by_http(scope, settings.trusted_proxies):
            raise _by_https(settings.url + scope["path"])
        return await _send(scope, send, await self._find(scope))

    async def _find(self, scope: Scope) -> Ready:
        secret = scope["path"].removeprefix(FEEDS)
        if len(secret) > LONGEST or not secret.endswith(".ics"):
            raise not_found()
        sha256 = digest(secret.removesuffix(".ics"))
        book = await self._keeper.fresh()
        token, at_hand = book.tokens.get(sha256), None
        if token is None:
            token, at_hand = await self._unknown(scope, sha256)
            book = await self._keeper.fresh()
        if not alive(token):
            raise ApiProblem(410, "gone", "This feed has ended; ask the scheduling authority for a new one.")
        self._service.uses.count(token.id)
        return book.answer(token, at_hand)

    async def _unknown(self, scope: Scope, sha256: str) -> tuple[FeedToken, Ready | None]:
        asker = peer(scope, self._service.settings.trusted_proxies)
        if wait := self._service.limits.feed_misses.take(asker):
            raise too_many("Too many feeds that do not exist were asked for.", wait)
        found = await self._keeper.find(sha256)
        if found is None:
            raise not_found()
        return found


def alive(token: FeedToken) -> bool:
    """Whether it is neither revoked nor expired."""
    return token.revoked is None and (token.expires is None or token.expires > clock.now())


async def _send(scope: Scope, send: Send, found: Ready) -> int:
    none_match: str | None = None
    modified_since: str | None = None
    for name, value in scope["headers"]:
        if name == b"if-none-match":
            said = value.decode("latin-1")
            none_match = said if none_match is None else f"{none_match}, {said}"
        elif name == b"if-modified-since":
            modified_since = value.decode("latin-1")
    unchanged = found.known(none_match, modified_since)
    status, headers = (304, found.unchanged) if unchanged else (200, found.full)
    body = b"" if unchanged or scope["method"] == "HEAD" else found.body
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
    return status


def _problem(trouble: Exception) -> ApiProblem:
    if isinstance(trouble, ApiProblem):
        return trouble
    if isinstance(trouble, Unavailable):
        return unavailable(trouble)
    LOG.error("defect", extra={"error": type(trouble).__name__, "at": places(trouble)})
    return defect()


def _guarded(problem: ApiProblem) -> ApiProblem:
    for name, value in PRIVATE:
        problem.headers.setdefault(name.decode(), value.decode())
    problem.headers["cache-control"] = "no-store"
    return problem


def _by_https(location: str) -> ApiProblem:
    """`webcal:` links begin with http in some clients: once to https, for good."""
    return ApiProblem(308, "https_only", "This feed is read by https.", headers={"Location": location})
