"""Solves as jobs over HTTP: asked for, watched, ended, and each nation's kept apart."""

import asyncio
import json
import threading
from collections.abc import AsyncGenerator
from typing import Any

from exsched.service import watching
from tests.service.api import CSV, Api, done
from tests.service.resources.conftest import Callers
from tests.service.resources.test_submissions import put_alpha
from tests.service.resources.working import work
from tests.service.world import SEEN_BY_ARV

SOLVES = "/programmes/alpha/solves"


def events(answer: Any) -> list[tuple[int, str, Any]]:
    """Number, kind and data of each server-sent event."""
    found = []
    for block in answer.text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
        if "data" in fields:
            found.append((int(fields["id"]), fields["event"], json.loads(fields["data"])))
    return found


def asked(caller: Api, **wanted: object) -> str:
    """The id of a new solve."""
    answer = caller.post(SOLVES, {"seconds": 5, **wanted})
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == f"/api/v1/solves/{answer.json()['id']}"
    id_: str = answer.json()["id"]
    return id_


def test_solve_watched_to_its_schedule(by: Callers, sqlite_url: str) -> None:
    """Events come while it runs, in order; the stream ends with the solve, which has a schedule then."""
    put_alpha(by.authority)
    job = asked(by.authority)
    worker = threading.Timer(0.5, work, [sqlite_url])
    worker.start()
    answer = by.authority.get(f"/solves/{job}/events")
    worker.join()
    assert answer.headers["content-type"].startswith("text/event-stream")
    seen = events(answer)
    assert [number for number, _, _ in seen] == list(range(1, len(seen) + 1))
    assert (seen[0][1], seen[-1][1]) == ("queued", "ended")
    again = events(by.authority.get(f"/solves/{job}/events", {"Last-Event-ID": "2"}))
    assert again == seen[2:]
    polled = done(by.authority.get(f"/solves/{job}/events?after=0"))
    assert (polled["state"], [one["number"] for one in polled["steps"]]) == (
        "succeeded",
        [one[0] for one in seen],
    )
    found = done(by.authority.get(f"/solves/{job}"))
    assert (found["state"], found["of"], found["outcome"]["status"]) == ("succeeded", "whole", "optimal")
    schedule = done(by.authority.get(f"/schedules/{found['schedule']}"))
    assert (schedule["allowed"], schedule["job"], len(schedule["lines"])) == (True, job, 2)


def test_what_if_runs_on_the_view_of_its_nation(by: Callers, sqlite_url: str) -> None:
    """A planner's solve schedules what it sees; nobody else's planner sees the solve or its schedule."""
    put_alpha(by.authority)
    job = asked(by.arv)
    work(sqlite_url)
    found = done(by.arv.get(f"/solves/{job}"))
    assert (found["of"], found["revision"], found["asked_by"]) == ("ARV", None, None)
    schedule = done(by.arv.get(f"/schedules/{found['schedule']}"))
    assert [line["exercise"] for line in schedule["lines"]] == ["shared"]
    assert by.arv.get(f"/schedules/{found['schedule']}/export/csv").status_code == 200
    missing = by.bmk.get("/solves/job_0")
    for path in (f"/solves/{job}", f"/solves/{job}/events", f"/schedules/{found['schedule']}"):
        hidden = by.bmk.get(path)
        assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert by.bmk.post(f"/solves/{job}/cancel").status_code == 404
    assert done(by.bmk.get(SOLVES))["items"] == []
    assert [one["id"] for one in done(by.authority.get(SOLVES))["items"]] == [job]


def test_solve_that_waits_is_cancelled_at_once(by: Callers) -> None:
    """Stop and cancel end what has not begun; asking again changes nothing; the auditor may not."""
    put_alpha(by.authority)
    job = asked(by.authority)
    assert by.auditor.post(f"/solves/{job}/cancel").status_code == 403
    assert done(by.authority.post(f"/solves/{job}/cancel"))["state"] == "cancelled"
    assert done(by.authority.post(f"/solves/{job}/stop"))["state"] == "cancelled"
    assert events(by.authority.get(f"/solves/{job}/events"))[-1][1] == "ended"


def test_solve_queue_of_a_nation_is_bounded(by: Callers) -> None:
    """The 21st waiting what-if of a nation is refused with 429; another nation's is not."""
    put_alpha(by.authority)
    for _ in range(20):
        asked(by.arv)
    refused = by.arv.post(SOLVES, {"seconds": 5})
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
    asked(by.bmk)


def test_solve_once_per_key(by: Callers) -> None:
    """The same key queues one job."""
    put_alpha(by.authority)
    key = {"Idempotency-Key": "once"}
    first, again = (by.authority.post(SOLVES, {"seconds": 5}, key) for _ in range(2))
    assert first.json()["id"] == again.json()["id"]
    assert len(done(by.authority.get(SOLVES))["items"]) == 1


def test_solve_limits_are_checked(by: Callers) -> None:
    """Numbers out of range or of another kind, what-ifs that are too long, hints of others."""
    assert by.authority.post(SOLVES, {"seconds": 5}).status_code == 404
    put_alpha(by.authority)
    for wrong in ({"seconds": 0}, {"seconds": True}, {"seconds": "5"}, {"seed": -1}, {"colour": "red"}):
        assert by.authority.post(SOLVES, wrong).status_code == 422
    assert by.arv.post(SOLVES, {"seconds": 601}).json()["code"] == "too_long"
    body = SEEN_BY_ARV.encode()
    path = "/api/v1/programmes/alpha/schedules"
    hint = done(by.arv.send("POST", path, content=body, kind=CSV))["id"]
    asked(by.arv, hint=hint)
    assert by.bmk.post(SOLVES, {"seconds": 5, "hint": hint}).status_code == 404
    assert by.authority.post(SOLVES, {"seconds": 5, "hint": hint}).json()["code"] == "other_view"
    assert by.auditor.post(SOLVES, {"seconds": 5}).status_code == 403


def test_solve_without_constraint_files_is_refused(by: Callers) -> None:
    """A programme without a bundle has nothing to solve."""
    by.authority.made("/programmes", {"id": "alpha", "title": "Alpha"})
    assert by.authority.post(SOLVES, {"seconds": 5}).json()["code"] == "no_bundle"


def test_watching_ends_when_the_server_does(by: Callers) -> None:
    """A stream of a solve that still waits ends in good order, after what is known so far."""
    put_alpha(by.authority)
    job = asked(by.authority)
    watching.ENDING.set()
    try:
        assert events(by.authority.get(f"/solves/{job}/events")) == []
    finally:
        watching.ENDING.clear()


def test_one_token_holds_so_many_streams_only() -> None:
    """One more ends at once and asks to come back later; other tokens and later streams are not touched."""

    async def opened(token: str) -> tuple[AsyncGenerator[bytes], bytes]:
        made = watching.stream(lambda _: ([], False), 0, token)
        assert isinstance(made, AsyncGenerator)
        return made, await anext(made)

    async def compare() -> None:
        held = [await opened("tok_a") for _ in range(watching.MOST_STREAMS)]
        assert {first for _, first in held} == {b"retry: 2000\n\n"}
        more, first = await opened("tok_a")
        assert (first, [part async for part in more]) == (b"retry: 30000\n\n", [])
        other, first = await opened("tok_b")
        assert first == b"retry: 2000\n\n"
        await held[0][0].aclose()
        again, first = await opened("tok_a")
        assert first == b"retry: 2000\n\n"
        for one in (other, again, *(stream for stream, _ in held)):
            await one.aclose()

    asyncio.run(compare())
