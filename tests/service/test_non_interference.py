"""A planner's every answer is the same, byte for byte, whatever there is that it may not see."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from exsched.exporting import FORMATS
from tests.access.pairs import Pair, pairs
from tests.access.programme import VIEWER, Draft
from tests.access.test_non_interference import WRONG
from tests.long_form import by_form
from tests.service.api import JSON, YAML, Api
from tests.service.matrix import MISSING, operations
from tests.service.questions import OF_EACH, of_each
from tests.service.resources.working import work
from tests.service.two_worlds import PROGRAMME, Lived, Step, lived

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

LOTS, EACH = 6, by_form(short=6, long=17)
"""Pairs of programmes, in lots so that they can run beside each other; each gives four worlds, six pairs."""

ORDERS = (("a", "a"), ("a", "b"), ("b", "a"), ("b", "b"))
"""Which of the two programmes is released first and second in each world; all are compared with the first."""

HOW: dict[str, Any] = {
    "deadline": None,
    "database": None,
    "phases": (Phase.generate,),  # a difference says itself where it comes from, and shrinking takes long
    "suppress_health_check": list(HealthCheck),
}

VARY = {"x-request-id", "date"}
ASKED = by_form(short=("explain", "why-not", "compare", "ripple"), long=tuple(OF_EACH))
OWN_LINES = b"exercise,startex,endex,sites\nopen-1,2027-03-08,2027-03-17,land=fell\n"
STARTED = re.compile(rb'"started":"[^"]*"')
"""Told by the clock of the database, which no test can set."""
EVERY_FORMAT = tuple(FORMATS)
QUICK_FORMATS = ("json", "csv", "ical")
ABOUT = (
    "",
    "?nation=CAL",
    "?nation=ARV",
    "?venue=fell",
    "?venue=moor",
    "?force=arv-brigade",
    "?venue=secret",
)

Heard = list[tuple[str, int, list[tuple[str, str]], bytes]]


@pytest.mark.parametrize("lot", range(LOTS))
def test_hidden_things_change_no_answer(lot: int, sqlite_file: Path) -> None:
    """Routes, headers, feeds, exports, refusals over two releases: 216 pairs of worlds, or 612."""

    @seed(lot)
    @settings(max_examples=EACH, **HOW)
    @given(pair=pairs())
    def compare(pair: Pair) -> None:
        one, *others = (_heard(sqlite_file, steps, QUICK_FORMATS) for steps in _steps(pair, ORDERS))
        for other in others:
            assert_same(one, other)

    compare()


@seed(0)
@settings(max_examples=by_form(short=1, long=4), **HOW)
@given(pair=pairs())
def test_hidden_things_change_no_answer_to_ones_own_files(pair: Pair, sqlite_file: Path) -> None:
    """The same through the door: archives, the planner's own files, checks, what-ifs, all formats."""
    one, other = (_heard(sqlite_file, steps, EVERY_FORMAT, door=True) for steps in _steps(pair, ORDERS[:2]))
    assert_same(one, other)


@pytest.mark.parametrize("lot", range(by_form(short=1, long=4)))
def test_hidden_things_change_no_answer_to_questions(lot: int, sqlite_file: Path) -> None:
    """Every question that planners ask of the service, in both worlds; the short form asks some of them."""

    @seed(lot)
    @settings(max_examples=1, **HOW)
    @given(pair=pairs())
    def compare(pair: Pair) -> None:
        told = []
        for steps in _steps(pair, ORDERS[:2]):
            with lived(sqlite_file, VIEWER, steps) as world:
                told.append([*_answers(world)])
        assert_same(*told)

    compare()


def _steps(pair: Pair, orders: Sequence[tuple[str, str]]) -> list[tuple[Step, ...]]:
    sides = {"a": Step(pair.files_a, pair.schedule_a), "b": Step(pair.files_b, pair.schedule_b)}
    return [tuple(sides[side] for side in order) for order in orders]


def _heard(migrated: Path, steps: tuple[Step, ...], formats: tuple[str, ...], door: bool = False) -> Heard:
    """All that the planner and its feeds are answered."""
    with lived(migrated, VIEWER, steps, door) as world:
        asked = [*_questions(world, formats, door)]
        heard = [_answer(world.planner, "GET", path) for path in asked]
        if door:
            heard += [*_own(world.planner)]
        # last, because uses are counted and written now and then: a list of feeds would tell the hour
        heard += [_answer(world.nobody, "GET", f"/feeds/{secret}") for secret in world.feeds]
        heard += [_answer(world.planner, "POST", f"/api/v1/releases/{world.releases[-1]}/concur")]
        return heard


def _questions(world: Lived, formats: tuple[str, ...], door: bool) -> Iterator[str]:
    """Every GET of the OpenAPI document, on what the planner sees and on what is hidden or missing.

    A check of files reads them in a process of its own, so only worlds behind the door ask for it.
    """
    known = {"programme": [PROGRAMME], "nation": [VIEWER, "ARV"], "release": list(world.releases)}
    known |= {"schedule": list(world.hidden), "format": list(formats)}
    for path in _readable(world.nobody):
        if path.endswith("/check") and not door:
            continue
        for filled in _filled(path, known):
            if "/export/" in filled and "/releases/" in filled:
                yield from (filled + about for about in (ABOUT if filled.endswith("csv") else ABOUT[:2]))
            elif filled.endswith("/events"):
                yield f"{filled}?after=0"
            else:
                yield filled


def _readable(api: Api) -> tuple[str, ...]:
    """The paths that can be read; worked out once, for the document takes longer than all answers."""
    if not _READABLE:
        found = [one.partition(" ") for one in operations(api)]
        _READABLE.extend(path for method, _, path in found if method == "GET" and path not in OF_MACHINE)
    return tuple(_READABLE)


_READABLE: list[str] = []
OF_MACHINE = {"/metrics", "/readyz"}


def _filled(path: str, known: dict[str, list[str]]) -> list[str]:
    paths = [path]
    for name, missing in (MISSING | {"format": "nonsense"}).items():
        values = [*known.get(name, []), missing]
        paths = [
            one.replace(f"{{{name}}}", value) for one in paths for value in values if f"{{{name}}}" in one
        ] or paths
    return paths


def _own(planner: Api) -> Iterator[tuple[str, int, list[tuple[str, str]], bytes]]:
    """What the planner is told of its own files and of schedules that it tries."""
    path = f"/api/v1/programmes/{PROGRAMME}"
    right = Draft().written()["calder.json"]
    for content, kind in ((WRONG, YAML), (right, JSON)):
        yield _answer(planner, "PUT", f"{path}/submissions/{VIEWER}", content, kind)
    yield _answer(planner, "GET", f"{path}/check")
    yield _answer(planner, "GET", f"{path}/view")
    for line in ("open-1,2027-03-08,2027-03-17,land=fell", "open-1,2027-05-10,2027-05-19,land=fel"):
        content = f"exercise,startex,endex,sites\n{line}\n".encode()
        yield _answer(planner, "POST", f"{path}/verify", content, "text/csv")
        yield _answer(planner, "POST", f"{path}/schedules", content, "text/csv")
    yield _answer(planner, "POST", f"{path}/solves", b'{"seconds": 5}', JSON)
    yield _answer(planner, "POST", f"{path}/solves", b'{"seconds": "x"}', JSON)
    yield _answer(
        planner, "POST", f"{path}/feeds", b'{"label": "x", "kind": "venue", "about": "secret"}', JSON
    )
    for listed in ("solves", "schedules", "submissions", "feeds"):
        yield _answer(planner, "GET", f"{path}/{listed}")


def _answers(world: Lived) -> Iterator[tuple[str, int, list[tuple[str, str]], bytes]]:
    """Questions about what the planner sees and about what it does not, asked and answered."""
    path, release = f"/api/v1/programmes/{PROGRAMME}", world.releases[-1]
    yield _answer(world.planner, "POST", f"{path}/schedules", OWN_LINES, "text/csv")
    own = world.planner.get(f"/programmes/{PROGRAMME}/schedules").json()["items"][0]["id"]
    about = (("open-2", release), ("open-2", world.hidden[-1]), ("a-secret-1", release))
    bodies = (
        json.dumps(asked) for one in about for asked in of_each(*one, own) if asked["question"] in ASKED
    )
    for body in dict.fromkeys(bodies):
        yield _answer(world.planner, "POST", f"{path}/questions", body.encode())
    assert work(world.url) >= len(ASKED), "each was asked at least once"
    yield _answer(world.planner, "GET", f"{path}/questions")
    for question in world.planner.get(f"/programmes/{PROGRAMME}/questions").json()["items"]:
        assert question["state"] == "succeeded", question
        yield _answer(world.planner, "GET", f"/api/v1/questions/{question['id']}")


def _answer(
    api: Api, method: str, path: str, content: bytes | None = None, kind: str = JSON
) -> tuple[str, int, list[tuple[str, str]], bytes]:
    headers = {"If-None-Match": "*"} if method == "PUT" else {}
    answer: httpx2.Response = api.send(method, path, content=content, kind=kind, headers=headers)
    kept = [pair for pair in answer.headers.multi_items() if pair[0] not in VARY]
    return f"{method} {path}", answer.status_code, kept, STARTED.sub(b"", answer.content)


def assert_same(one: Heard, other: Heard) -> None:
    """No answer differs, and none is a fault of the program."""
    assert [what for what, status, _, _ in one if status >= 500] == []
    assert [asked for asked, *_ in one] == [asked for asked, *_ in other]
    for (what, *told), (_, *also) in zip(one, other, strict=True):
        assert told == also, what
