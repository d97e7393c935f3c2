"""Who is meant, who sent the browser here, and how often: refused before anything is read."""

import hashlib
import re
from urllib.parse import urlsplit

from exsched.service.context import Service
from exsched.service.edge.asgi import App, Receive, Scope, Send, headers_of, refuse
from exsched.service.peers import came_by_http, peer
from exsched.service.problems import ApiProblem, forbidden, too_many

_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?")
_SAFE = {"GET", "HEAD", "OPTIONS"}
_KNOWN = _SAFE | {"POST", "PUT", "PATCH", "DELETE"}


class Gate:
    """Checks Host, method, scheme, origin and rate, by the raw scope only."""

    def __init__(self, app: App, service: Service) -> None:
        self._app = app
        self._limits = service.limits
        self._settings = service.settings
        self._hosts = service.settings.hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            problem = self._problem(scope)
            if problem is not None:
                await refuse(send, problem, without_body=scope["method"] == "HEAD")
                return
        await self._app(scope, receive, send)

    def _problem(self, scope: Scope) -> ApiProblem | None:
        if scope["method"] not in _KNOWN:
            allowed = ", ".join(sorted(_KNOWN))
            return ApiProblem(
                405, "method_not_allowed", "There is no such method.", headers={"Allow": allowed}
            )
        if self._host(scope) not in self._hosts:
            return ApiProblem(
                400,
                "wrong_host",
                "The Host header names another service.",
                hint="the operator lists the names of this service in EXSCHED_ALLOWED_HOSTS",
            )
        if came_by_http(scope, self._settings.trusted_proxies) and self._settings.https:
            return forbidden(
                "This service is reached by https only.", "a token sent by http is no secret any more"
            )
        if scope["method"] not in _SAFE and self._foreign(scope):
            return forbidden("A page of another site sent this request.")
        return self._too_many(scope)

    def _host(self, scope: Scope) -> str:
        said = headers_of(scope, b"host")
        match = _HOST.fullmatch(said[0]) if len(said) == 1 else None
        return match[1].strip("[]").lower() if match else ""

    def _foreign(self, scope: Scope) -> bool:
        if any(site not in {"same-origin", "none"} for site in headers_of(scope, b"sec-fetch-site")):
            return True
        host = headers_of(scope, b"host")[0].lower()
        ours = {host, urlsplit(self._settings.url).netloc.lower()}
        return any(
            urlsplit(origin).netloc.lower() not in ours if "://" in origin else True
            for origin in headers_of(scope, b"origin")
        )

    def _too_many(self, scope: Scope) -> ApiProblem | None:
        key = peer(scope, self._settings.trusted_proxies)
        for credential in headers_of(scope, b"authorization")[:1]:
            key = hashlib.sha256(credential.encode("latin-1")).hexdigest()
        wait = self._limits.requests.take(key)
        return too_many("There were too many requests in the last minute.", wait) if wait else None
