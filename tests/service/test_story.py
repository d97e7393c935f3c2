"""The whole way: submitted with curl, watched, released, seen in calendars, then changed and seen again."""

import io
import json
import os
import shutil
import tarfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from exsched.intake import load
from tests.commands.process import ROOT
from tests.service.clients.evolution import EvolutionClient, needs_evolution
from tests.service.clients.shown import Client, Shown, shows
from tests.service.clients.vdir import VdirClient
from tests.service.curl import curl, post, watched
from tests.service.server import Server

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
]

EXAMPLE = ROOT / "examples" / "europe-2024"
PROGRAMME = "/programmes/europe-2024"
SECONDS = 20
"""For the solve: enough for a schedule, not for a good one."""

BEFORE = datetime(2023, 11, 15, 8, tzinfo=UTC)
"""Before its first exercise: what is over is not cancelled, it leaves the feed."""

Line = dict[str, Any]


def test_programme_is_planned_released_and_seen_in_calendars(tmp_path: Path) -> None:
    """Each client shows the first release as it is, and of the second a move, a cancellation, an addition."""
    needs_evolution()
    needs_curl()
    with Server(tmp_path, then=BEFORE) as server:
        submit(server)
        lines = solve(server)
        late, gone, moved = casting(server, lines)
        release(server, without(lines, late))
        feed = post(server, f"{PROGRAMME}/feeds", {"label": "calendar of the cell"})["url"]
        with EvolutionClient(tmp_path / "gnome", feed) as gnome:
            clients: list[Client] = [VdirClient(tmp_path / "khal", feed), gnome]
            first = [screen(client, server, feed) for client in clients]
            old = served(server, feed)
            release(server, [moved if same(line, moved) else line for line in without(lines, gone)])
            while served(server, feed) == old:  # what is served may be some seconds old
                time.sleep(0.2)
            second = [screen(client, server, feed) for client in clients]
    for before, after in zip(first, second, strict=True):
        follow(before, after, {"late": late, "gone": gone, "moved": moved})


def needs_curl() -> None:
    """Skip where there is no curl, unless EXSCHED_REQUIRE asks for the proof: then fail."""
    if shutil.which("curl") is None and "evolution" in os.environ.get("EXSCHED_REQUIRE", ""):
        pytest.fail("curl is required here")
    if shutil.which("curl") is None:
        pytest.skip("SKIPPED, NOT PROVED: no curl here")


def submit(server: Server) -> None:
    """The folder as one archive, as the handbook says."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for path in sorted(EXAMPLE.rglob("*.yaml")):
            archive.add(path, str(path.relative_to(EXAMPLE)))
    post(server, "/programmes", {"id": "europe-2024", "title": "Exercises in Europe, 2024"})
    headers = ["-H", "Content-Type: application/x-tar", "-H", "If-None-Match: *"]
    accepted = curl(server, "PUT", f"{PROGRAMME}/bundle", *headers, body=packed.getvalue())
    assert accepted["usable"]


def solve(server: Server) -> list[Line]:
    """Ask for a solve, watch it to its end, and fetch the lines that came out."""
    job = post(server, f"{PROGRAMME}/solves", {"seconds": SECONDS})["id"]
    steps = watched(server, f"/solves/{job}/events")
    numbers = [int(step["id"]) for step in steps]
    assert numbers == list(range(1, len(numbers) + 1))
    assert steps[0]["event"] == "queued"
    assert json.loads(steps[-1]["data"])["data"]["state"] == "succeeded", steps[-1]
    later = watched(server, f"/solves/{job}/events", "-H", f"Last-Event-ID: {numbers[-2]}")
    assert [step["id"] for step in later] == [steps[-1]["id"]]
    found = curl(server, "GET", f"/solves/{job}")
    lines: list[Line] = curl(server, "GET", f"/schedules/{found['schedule']}")["lines"]
    return lines


def casting(server: Server, lines: list[Line]) -> tuple[Line, Line, Line]:
    """Three lines: one that can come later, one that can go, and one already shifted to other dates."""
    late = pick(lines, lambda line: allowed(server, without(lines, line)))
    gone = pick(lines, lambda line: line != late and allowed(server, without(lines, line)))
    rest = [line for line in without(lines, gone) if line != late]

    def other(line: Line) -> Line:
        shifted = {name: str(date.fromisoformat(line[name]) + timedelta(7)) for name in ("startex", "endex")}
        return line | shifted

    moved = pick(
        rest,
        lambda line: allowed(
            server, [other(line) if same(line, one) else one for one in without(lines, gone)]
        ),
    )
    return late, gone, other(moved)


def pick(lines: Iterable[Line], fits: Callable[[Line], bool]) -> Line:
    """The first that fits."""
    return next(line for line in lines if fits(line))


def without(lines: list[Line], one: Line) -> list[Line]:
    """The others."""
    return [line for line in lines if not same(line, one)]


def same(line: Line, other: Line) -> bool:
    """Whether two lines are about the same exercise."""
    return bool(line["exercise"] == other["exercise"])


def allowed(server: Server, lines: list[Line]) -> bool:
    """What the service says of such a schedule."""
    return bool(sent(server, f"{PROGRAMME}/verify", lines)["allowed"])


def sent(server: Server, path: str, lines: list[Line]) -> Any:
    """POST of a schedule file."""
    body = json.dumps({"programme": "europe-2024", "lines": lines}).encode()
    return curl(server, "POST", path, "-H", "Content-Type: application/json", body=body)


def release(server: Server, lines: list[Line]) -> None:
    """Keep a schedule, propose it, and put it in force before silence has run out."""
    kept = sent(server, f"{PROGRAMME}/schedules", lines)["id"]
    made = post(server, f"{PROGRAMME}/releases", {"schedule": kept, "comment": "as agreed"})["id"]
    post(server, f"/releases/{made}/propose", {"silence_days": 5})
    released = post(server, f"/releases/{made}/publish", {"override": "everybody has agreed by telephone"})
    assert released["state"] == "released"


def served(server: Server, feed: str) -> bytes:
    """What stands in the feed."""
    return server.client.get(feed.removeprefix(server.url)).content


def screen(client: Client, server: Server, feed: str) -> frozenset[Shown]:
    """What the client shows, which must be what stands in the feed."""
    entries: list[Any] = Calendar.from_ical(served(server, feed)).walk("VEVENT")
    held = {
        Shown(
            str(event["SUMMARY"]),
            event["DTSTART"].dt,
            event["DTEND"].dt - timedelta(days=1),
            str(event["STATUS"]),
        )
        for event in entries
    }
    shown = frozenset(shows(client, lambda seen: set(seen) == held))
    assert shown == held, client.name
    return shown


def follow(before: frozenset[Shown], after: frozenset[Shown], cast: dict[str, Line]) -> None:
    """The three exercises changed as they should, and no other exercise did."""
    problem = load(EXAMPLE).problem
    assert problem is not None
    title = {role: problem.exercises[line["exercise"]].title for role, line in cast.items()}
    days = {
        role: (date.fromisoformat(line["startex"]), date.fromisoformat(line["endex"]))
        for role, line in cast.items()
    }
    assert entry(before, title["late"]) is None
    late, gone, moved = (entry(after, title[role]) for role in ("late", "gone", "moved"))
    was, moved_from = entry(before, title["gone"]), entry(before, title["moved"])
    assert late is not None and gone is not None and moved is not None
    assert was is not None and moved_from is not None
    assert (late.first, late.last, late.status) == (*days["late"], "CONFIRMED")
    assert (gone.title, gone.status) == (f"CANCELLED: {was.title}", "CANCELLED")
    assert (gone.first, gone.last) == (was.first, was.last)
    assert (moved.first, moved.last) == days["moved"]
    assert moved.first - moved_from.first == timedelta(days=7)
    for side, other in ((before, after), (after, before)):
        stray = [one for one in side - other if not any(name in one.title for name in title.values())]
        assert stray == []


def entry(shown: frozenset[Shown], title: str) -> Shown | None:
    """The exercise itself on the screen: its title with the kind in brackets, not its planning events."""
    found = [one for one in shown if one.title.removeprefix("CANCELLED: ").startswith(f"{title} (")]
    assert len(found) <= 1, found
    return found[0] if found else None
