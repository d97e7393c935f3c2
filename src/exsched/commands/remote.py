"""Talks to a service over HTTP: one connection, no redirects, no proxy, and every refusal a sentence."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import SplitResult, urlsplit

import typer

from exsched import __version__
from exsched.commands.exits import Exit, Stop
from exsched.commands.talk import say

if TYPE_CHECKING:
    from http.client import HTTPConnection, HTTPResponse

API = "/api/v1"
DEFAULT_URL = "http://127.0.0.1:8700"
SECONDS = 300.0
_HINTS = {  # where a terminal needs other words than a program
    "unauthenticated": "give yours as EXSCHED_TOKEN or --token; the scheduling authority gives tokens out",
    "not_found": "look at the id, and at whose token this is: --token or EXSCHED_TOKEN",
    "precondition_failed": "look at what is there now; without --replaces yours takes its place",
}
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}

UrlOption = Annotated[
    str,
    typer.Option("--url", envvar="EXSCHED_URL", help="Where the service is, such as https://host."),
]
TokenOption = Annotated[
    str | None,
    typer.Option("--token", envvar="EXSCHED_TOKEN", help="Your token; better in EXSCHED_TOKEN."),
]


@dataclass(frozen=True)
class Reply:
    """An answer of the service that is no refusal."""

    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes

    def json(self) -> Any:
        """The body as data."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Event:
    """One server-sent event."""

    id: str
    kind: str
    data: Any


class Remote:
    """A service at an address, with the caller's token; paths start after `/api/v1`."""

    def __init__(self, url: str = DEFAULT_URL, token: str | None = None) -> None:
        self._place = _place(url)
        self.token = token
        if token and self._place.scheme == "http" and self._place.hostname not in _LOOPBACK:
            say(f"warning: {url} is not https, so anyone on the way can read your token")

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Reply:
        """Ask for something.

        Raises:
            Stop: it is refused, or the service cannot be reached.
        """
        return self.send("GET", path, headers=headers)

    def send(
        self,
        method: str,
        path: str,
        *,
        document: Any = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a document as JSON, or bytes with their own Content-Type among the headers.

        Raises:
            Stop: it is refused, or the service cannot be reached.
        """
        from http.client import HTTPException

        sent = dict(headers or {})
        if document is not None:
            body, sent = json.dumps(document).encode(), {"Content-Type": "application/json", **sent}
        try:
            with self._ask(method, path, body, sent) as answer:
                reply = Reply(answer.status, _lower(answer), answer.read())
        except (OSError, HTTPException) as trouble:
            raise self._away(trouble) from None
        if reply.status >= 300:
            raise refusal(reply)
        return reply

    def etag(self, path: str) -> str | None:
        """The tag of what is there; None when there is nothing.

        Raises:
            Stop: it is refused, or the service cannot be reached.
        """
        try:
            return self.get(path).headers.get("etag")
        except Stop as stop:
            if stop.document.get("problem", {}).get("status") == 404:
                return None
            raise

    def events(self, path: str, last: str | None = None) -> Iterator[Event]:
        """Server-sent events until the service ends them; `last` is the id of the last one seen.

        Raises:
            Stop: it is refused, or the service cannot be reached.
        """
        from http.client import HTTPException

        headers = {"Accept": "text/event-stream"} | ({"Last-Event-ID": last} if last else {})
        try:
            with self._ask("GET", path, None, headers) as answer:
                if answer.status >= 300:
                    raise refusal(Reply(answer.status, _lower(answer), answer.read()))
                yield from _events(answer)
        except (OSError, HTTPException) as trouble:
            raise self._away(trouble) from None

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> "HTTPResponse":
        sent = {"Accept": "application/json", "User-Agent": f"exsched/{__version__}", **headers}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        connection = self._connection()
        connection.request(
            method, f"{self._place.path.rstrip('/')}{API}{path}", body, {**sent, "Connection": "close"}
        )
        return connection.getresponse()

    def _connection(self) -> "HTTPConnection":
        from http.client import HTTPConnection, HTTPSConnection

        host, port = self._place.hostname or "", self._place.port
        if self._place.scheme == "https":
            import ssl

            return HTTPSConnection(host, port, timeout=SECONDS, context=ssl.create_default_context())
        return HTTPConnection(host, port, timeout=SECONDS)

    def _away(self, trouble: Exception) -> Stop:
        reason = getattr(trouble, "strerror", None) or str(trouble) or type(trouble).__name__
        where = f"{self._place.scheme}://{self._place.netloc}"
        hint = "is `exsched serve` running there? --url or EXSCHED_URL says where it is"
        return Stop(Exit.ENVIRONMENT, f"{where} cannot be reached: {reason}", hint)


def refusal(reply: Reply) -> Stop:
    """What a refusal means to a command: sentence, hint, exit code; every place is said."""
    try:
        found = json.loads(reply.body)
    except ValueError:
        found = None
    if not isinstance(found, dict) or "detail" not in found:
        return Stop(Exit.ENVIRONMENT, f"the service answered {reply.status} without a reason")
    for error in found.get("errors", []):
        say(told(error))
    if more := found.get("more_errors"):
        say(f"and {more} more")
    hint = _HINTS.get(str(found.get("code")), found.get("hint"))
    wrong = found.get("code") == "invalid_request" and found.get("errors")
    sentence = "nothing was done" if wrong else str(found["detail"])
    return Stop(_exit(reply.status), sentence, hint, {"problem": found})


def _exit(status: int) -> Exit:
    if status in {401, 403, 429, 503, 507}:
        return Exit.ENVIRONMENT
    if status in {404, 405}:
        return Exit.USAGE
    if status in {409, 412, 428}:
        return Exit.NO
    return Exit.REFUSED if status < 500 else Exit.DEFECT


def told(found: Mapping[str, Any]) -> str:
    """An error, warning or note of the service as text: place, code, sentence, and what may help."""
    where = found.get("where") or {}
    if "field" in where:  # of the request that the command made of its options
        return f"{str(where['field']).partition('.')[2] or where['field']}: {found.get('message')}"
    parts = [str(where[key]) for key in ("file", "line", "column") if where.get(key) is not None]
    place = ":".join(parts)
    what = f"{found.get('severity', 'error')}[{found.get('code')}]: {found.get('message')}"
    lines = [f"{place}: {what}" if place else what]
    if found.get("suggestion"):
        lines.append(f"   did you mean: {found['suggestion']}?")
    if found.get("hint"):
        lines.append(f"   hint: {found['hint']}")
    return "\n".join(lines)


def _place(url: str) -> SplitResult:
    try:
        place = urlsplit(url)
        fits = place.scheme in {"http", "https"} and bool(place.hostname) and place.port != 0
    except ValueError:
        fits = False
    if not fits:
        raise Stop(Exit.USAGE, f"--url {url}: not an address", f"write it as {DEFAULT_URL} or https://host")
    return place


def _lower(answer: "HTTPResponse") -> dict[str, str]:
    return {name.lower(): value for name, value in answer.getheaders()}


def _events(answer: "HTTPResponse") -> Iterator[Event]:
    fields: dict[str, str] = {}
    for raw in answer:
        line = raw.decode().rstrip("\r\n")
        if line and not line.startswith(":"):
            name, _, value = line.partition(":")
            fields[name] = value.removeprefix(" ")
        elif not line and "data" in fields:
            yield Event(fields.get("id", ""), fields.get("event", "message"), json.loads(fields["data"]))
            fields = {}
