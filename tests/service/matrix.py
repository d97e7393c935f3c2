"""Who may do what: every operation of the OpenAPI document, by every role, on own, other and hidden objects.

The expected answers stand in authorisation.yaml: for each operation and kind of object one line with a word
for each role, `2xx` or the exact status of a refusal. An operation without a row fails, and so does a row
without its operation.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx2
import yaml

from tests.service.api import CSV, YAML, Api, Headers
from tests.service.world import ALPHA, OF_OMEGA, OMEGA, OWN, WHOLE, World

TABLE: dict[str, dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("authorisation.yaml").read_text(encoding="utf-8")
)

ROLES = {
    "anonymous": "anonymous",
    "feed": "feed",
    "planner": "ARV",
    "other planner": "BMK",
    "auditor": "auditor",
    "authority": "authority",
}
"""The columns of the table, and whose token stands for each."""

OBJECTS = ("own", "other", "hidden")
"""ARV's; BMK's, or a draft; of a programme in which neither of them is."""

MISSING = {
    "programme": "no-such-programme",
    "nation": "XYZ",
    "submission": "sub_" + "0" * 32,
    "schedule": "sch_" + "0" * 32,
    "job": "job_" + "0" * 32,
    "question": "qst_" + "0" * 32,
    "release": "rel_" + "0" * 32,
    "feed_id": "tok_" + "0" * 32,
    "token_id": "tok_" + "0" * 32,
    "format": "csv",
}
"""Ids that look right and name nothing."""

Ask = Mapping[str, Any]


def _nothing(_: Mapping[str, str]) -> Ask:
    return {}


def _bundle(objects: Mapping[str, str]) -> Ask:
    text = OMEGA if objects["programme"] == "omega" else ALPHA
    return {"content": text.encode() + b"# again\n", "kind": YAML}


def _submission(objects: Mapping[str, str]) -> Ask:
    return {"content": OWN.get(objects["nation"], OWN["ARV"]).encode() + b"# again\n", "kind": YAML}


def _schedule(objects: Mapping[str, str]) -> Ask:
    """`shared` alone: every nation of alpha may see it."""
    text = OF_OMEGA if objects["programme"] == "omega" else "".join(WHOLE.splitlines(keepends=True)[:2])
    return {"content": text.encode(), "kind": CSV}


def _feed(objects: Mapping[str, str]) -> Ask:
    return {"document": {"label": "one more", "nation": objects["nation"]}}


BODIES: dict[str, Callable[[Mapping[str, str]], Ask]] = {
    "PUT /api/v1/programmes/{programme}/bundle": _bundle,
    "PUT /api/v1/programmes/{programme}/submissions/{nation}": _submission,
    "POST /api/v1/programmes/{programme}/verify": _schedule,
    "POST /api/v1/programmes/{programme}/schedules": _schedule,
    "POST /api/v1/programmes/{programme}/solves": lambda _: {"document": {"seconds": 5}},
    "POST /api/v1/programmes/{programme}/questions": lambda _: {"document": {"question": "explain"}},
    "POST /api/v1/programmes/{programme}/feeds": _feed,
    "POST /api/v1/programmes/{programme}/releases": lambda at: {"document": {"schedule": at["draft_of"]}},
    "POST /api/v1/programmes": lambda _: {"document": {"id": "gamma", "title": "Gamma"}},
    "POST /api/v1/tokens": lambda _: {"document": {"label": "x", "role": "planner", "nation": "ARV"}},
    "POST /api/v1/session": lambda _: {"document": {"token": "exs_wrong"}},
    "POST /api/v1/releases/{release}/propose": lambda _: {"document": {"silence_days": 5}},
    "POST /api/v1/releases/{release}/break": lambda _: {"document": {"reason": "dates"}},
    "POST /api/v1/releases/{release}/publish": lambda _: {"document": {"override": "time presses"}},
}
"""A sensible body for each operation that takes one."""

QUERIES = {
    "GET /api/v1/solves/{job}/events": "?after=0",
    "GET /api/v1/releases/{release}/preview": "?nation=ARV",
}


def operations(api: Api) -> list[str]:
    """`GET /api/v1/programmes` and all others."""
    paths = api.get("/openapi.json").json()["paths"]
    return [f"{method.upper()} {path}" for path, item in paths.items() for method in item if method != "head"]


def objects_of(operation: str) -> tuple[str, ...]:
    """The kinds of object that an operation is tried on; `any` when its path names none."""
    return OBJECTS if "{" in operation else ("any",)


def path_of(operation: str, objects: Mapping[str, str]) -> str:
    """Its path with the ids of these objects."""
    path = re.sub(r"\{(\w+)\}", lambda found: objects[found[1]], operation.partition(" ")[2])
    return path + QUERIES.get(operation, "")


def ask(api: Api, operation: str, objects: Mapping[str, str], seen: Headers) -> httpx2.Response:
    """The operation on these objects, with a sensible body; `seen` goes with a PUT."""
    method = operation.partition(" ")[0]
    said = BODIES.get(operation, _nothing)(objects)
    headers = seen if method == "PUT" else {}
    return api.send(method, path_of(operation, objects), headers=headers, **said)


def current(api: Api, operation: str, objects: Mapping[str, str]) -> Headers:
    """If-Match as somebody sends it who has just read the thing; `api` speaks for the authority."""
    if not operation.startswith("PUT "):
        return {}
    tag = api.send("GET", path_of(operation, objects)).headers.get("ETag")
    return {"If-Match": tag} if tag else {"If-None-Match": "*"}


def objects_in(world: World, kind: str) -> Mapping[str, str]:
    """The ids that stand for a kind of object."""
    return world.objects["own" if kind == "any" else kind]


def word(status: int) -> str:
    """`2xx`, or the exact status."""
    return "2xx" if 200 <= status < 300 else str(status)
