"""Every operation gives every role what the table says, on own, other and hidden objects."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from tests.service.api import Api
from tests.service.built import changeable
from tests.service.here import running
from tests.service.matrix import MISSING, ROLES, TABLE, ask, current, objects_in, objects_of, operations, word
from tests.service.world import World

pytestmark = pytest.mark.slow

PLANNERS = ("ARV", "BMK")
PLENTY = {"logins_per_minute": 1_000_000}
"""The token of a feed is a wrong one, hundreds of times."""

VARY = {"x-request-id", "date"}


@dataclass
class Built:
    """A filled database at rest, and what lies in it."""

    file: Path
    world: World
    operations: list[str]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The world, made once."""
    folder = tmp_path_factory.mktemp("world")
    with changeable(folder) as (local, world):
        return Built(folder / "exsched.db", world, operations(local.of(None)))


@pytest.fixture(scope="module")
def shared(built: Built) -> Iterator[Api]:
    """An application for requests that change nothing."""
    with running(f"sqlite:///{built.file}", **PLENTY) as api:
        yield api


def test_every_operation_has_a_row(built: Built) -> None:
    """A new operation without a row in authorisation.yaml fails, and so does a row of none."""
    assert sorted(built.operations) == sorted(TABLE)


@pytest.mark.parametrize("operation", TABLE)
def test_operation_gives_each_role_its_answer(
    operation: str, built: Built, shared: Api, tmp_path: Path
) -> None:
    """Whole rows are compared, so a failure shows who gets something else."""
    found = {
        kind: " ".join(
            word(_status(operation, kind, role, built, shared, tmp_path / f"{kind}{number}.db"))
            for number, role in enumerate(ROLES)
        )
        for kind in objects_of(operation)
    }
    assert found == TABLE[operation]


@pytest.mark.parametrize("operation", [one for one in TABLE if "{" in one])
@pytest.mark.parametrize("planner", PLANNERS)
def test_hidden_and_missing_are_answered_alike(
    operation: str, planner: str, built: Built, shared: Api
) -> None:
    """For a planner nothing tells what is hidden from what does not exist: status, headers, body."""
    api = shared.of(built.world.tokens[planner])
    hidden = ask(api, operation, built.world.objects["hidden"], {"If-None-Match": "*"})
    missing = ask(api, operation, MISSING | {"draft_of": MISSING["schedule"]}, {"If-None-Match": "*"})
    assert _comparable(hidden) == _comparable(missing)
    assert hidden.status_code in {403, 404}


def test_refused_requests_leave_no_trace(built: Built, shared: Api) -> None:
    """Nothing that is refused to planners, auditor, feed or anonymous changes the audit log."""
    authority = shared.of(built.world.tokens["authority"])
    before = authority.get("/audit?limit=200").json()
    for operation in built.operations:
        for kind in objects_of(operation):
            for role, expected in zip(ROLES.values(), TABLE[operation][kind].split(), strict=True):
                if expected != "2xx" and not operation.startswith("GET"):
                    ask(shared.of(built.world.tokens[role]), operation, objects_in(built.world, kind), {})
    assert authority.get("/audit?limit=200").json() == before


def _status(operation: str, kind: str, role: str, built: Built, shared: Api, copy: Path) -> int:
    """The status of one cell; what may succeed and change something runs on a copy of the world."""
    objects, token = objects_in(built.world, kind), built.world.tokens[ROLES[role]]
    authority = shared.of(built.world.tokens["authority"])
    seen = current(authority, operation, objects)
    if operation.startswith("GET") or not _may_succeed(operation, kind, role):
        return ask(shared.of(token), operation, objects, seen).status_code
    shutil.copyfile(built.file, copy)
    with running(f"sqlite:///{copy}", **PLENTY) as fresh:
        return ask(fresh.of(token), operation, objects, seen).status_code


def _may_succeed(operation: str, kind: str, role: str) -> bool:
    expected = TABLE[operation].get(kind, "").split()
    column = list(ROLES).index(role)
    return len(expected) <= column or expected[column] == "2xx"


def _comparable(answer: httpx2.Response) -> tuple[int, list[tuple[str, str]], bytes]:
    headers = [(name, value) for name, value in answer.headers.multi_items() if name not in VARY]
    return answer.status_code, headers, answer.content
