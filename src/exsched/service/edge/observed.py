"""Request id, security headers, access log, and the last resort for every exception."""

import logging
import re
import secrets
import time

from exsched.service import metrics
from exsched.service.edge.asgi import App, Message, Receive, Scope, Send, refuse
from exsched.service.logs import REQUEST_ID, logged_path, places
from exsched.service.problems import defect
from exsched.service.settings import Settings

ACCESS = logging.getLogger("exsched.access")
LOG = logging.getLogger("exsched.service")
_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")

CSP = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


class Observed:
    """Gives each request an id, each answer its headers, and each exception a constant sentence."""

    def __init__(self, app: App, settings: Settings) -> None:
        self._app = app
        self._trusted = settings.trusted_proxies
        self._always = _headers(settings.https)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = self._request_id(scope)
        REQUEST_ID.set(request_id)
        began = time.perf_counter()
        answer = _Answer(send, [*self._always, (b"x-request-id", request_id.encode())])
        try:
            await self._app(scope, receive, answer.send)
        except Exception as error:  # noqa: BLE001 - the one place that promises an answer for everything
            LOG.error("defect", extra={"error": type(error).__name__, "at": places(error)})
            if answer.status == 0:
                await refuse(answer.send, defect(), without_body=scope["method"] == "HEAD")
        finally:
            self._log(scope, answer, time.perf_counter() - began)

    def _request_id(self, scope: Scope) -> str:
        if self._trusted:  # only a trusted proxy may choose it
            for key, value in scope["headers"]:
                if key == b"x-request-id" and _GIVEN.fullmatch(value.decode("latin-1")):
                    return str(value.decode("latin-1"))
        return secrets.token_hex(8)

    def _log(self, scope: Scope, answer: "_Answer", seconds: float) -> None:
        metrics.answered(scope["method"], answer.status, seconds)
        caller = scope.get("state", {}).get("caller")
        ACCESS.info(
            "request",
            extra={
                "method": scope["method"],
                "path": logged_path(scope["path"]),
                "status": answer.status,
                "ms": round(seconds * 1000, 1),
                "caller": getattr(caller, "token", None),
            },
        )


class _Answer:
    def __init__(self, send: Send, always: list[tuple[bytes, bytes]]) -> None:
        self._send = send
        self._always = always
        self.status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            given = list(message.get("headers", ()))
            names = {key for key, _ in given}
            message["headers"] = given + [pair for pair in self._always if pair[0] not in names]
        await self._send(message)


def _headers(https: bool) -> list[tuple[bytes, bytes]]:
    headers = [
        (b"content-security-policy", CSP.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"x-robots-tag", b"noindex"),
        (b"cache-control", b"no-store"),
    ]
    if https:
        headers.append((b"strict-transport-security", b"max-age=31536000"))
    return headers
