"""What every answer of the service must and must not carry, and which statuses a case may get."""

import json
import socket
from pathlib import Path
from typing import Any

import httpx2
import yaml

from tests.commands.process import ROOT
from tests.service.api import Api
from tests.service.server import Server
from tests.service.world import World

CASES: dict[str, dict[str, Any]] = {
    case["id"]: case
    for case in yaml.safe_load(Path(__file__).with_name("service_cases.yaml").read_text(encoding="utf-8"))[
        "cases"
    ]
}

OTHERWISE = {
    "http-12": ({415}, "forms are not taken at all, so their parts are never counted"),
    "http-21": (
        {200},
        "asking again for an end that came is answered with how it ended, and changes nothing",
    ),
    "access-04": ({403, 404}, "another's path is hidden, another's name in one's own file forbidden"),
    "access-16": ({200, 422}, "null is refused with the file, the other two are taken"),
    "access-17": ({200}, "labels stand in files: a file that widens another's label only speaks of its own"),
    "http-24": ({503, 202, 0}, "the listener may be closed already: then the connection is refused (0)"),
}
"""Cases with other statuses than written, and why."""

NEVER = ("Traceback", 'File "', "sqlalchemy", "sqlite3", "SELECT ", str(ROOT))
"""Words that no answer may carry."""


class Here:
    """A service, its database, what lies in it, and a way in for each role."""

    def __init__(self, local: Api, world: World, file: Path) -> None:
        self.file = file
        self.local = local
        self.world = world
        self.authority = local.of(world.tokens["authority"])
        self.auditor = local.of(world.tokens["auditor"])
        self.arv = local.of(world.tokens["ARV"])
        self.bmk = local.of(world.tokens["BMK"])
        self.nobody = local.of(None)


class Site(Here):
    """The same in a process of its own."""

    def __init__(self, server: Server, world: World) -> None:
        super().__init__(server.local, world, server.folder / "exsched.db")
        self.server = server


def answered(name: str, answer: httpx2.Response) -> Any:
    """The body as data, of an answer that this case may get."""
    wanted = OTHERWISE[name][0] if name in OTHERWISE else set(CASES[name]["http"])
    assert answer.status_code in wanted, f"{name}: {answer.status_code} {answer.text[:400]}"
    assert [word for word in NEVER if word in answer.text] == []
    if answer.status_code < 400:
        return (
            answer.json() if answer.headers.get("Content-Type", "").startswith("application/json") else None
        )
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert {"type", "title", "code", "detail"} <= problem.keys()
    return problem


def spoken(server: Server, request: bytes, *, more: bytes = b"", seconds: float = 10) -> tuple[int, bytes]:
    """Send bytes as they are and read to the end: the status (0 for none), and all that came."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=seconds) as line:
        line.sendall(request)
        came = b""
        try:
            line.sendall(more)
            while chunk := line.recv(65536):
                came += chunk
                if b"\r\n\r\n" in came and _complete(came):
                    break
        except (TimeoutError, ConnectionError):
            pass
    return (int(came[9:12]) if came.startswith(b"HTTP/1.1 ") else 0), came


def _complete(came: bytes) -> bool:
    head, _, body = came.partition(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return len(body) >= int(line[15:])
    return False


def problem_in(came: bytes) -> Any:
    """The problem document of an answer that was read as bytes."""
    return json.loads(came.partition(b"\r\n\r\n")[2])
