"""Rows to test with; every builder takes the facts that a test is about and makes up the rest."""

from datetime import UTC, datetime

from sqlalchemy import Connection

from exsched.service.storage import jobs, programmes, releases, revisions, schedules, submissions
from exsched.service.storage.records import (
    Job,
    NewEntry,
    NewJob,
    NewRelease,
    NewRendering,
    NewRevision,
    NewSchedule,
    NewSubmission,
    Proposal,
    Release,
    Revision,
    Schedule,
    Stamp,
)

LOCAL = "local"  # in place of a token's id
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def submission(
    content: bytes = b"programme: x\n", owner: str = "", programme: str = "steadfast"
) -> NewSubmission:
    return NewSubmission(
        programme=programme,
        owner=owner,
        media_type="application/yaml",
        content=content,
        submitter="local",
        label="J7",
        checked={"diagnostics": []},
    )


def programme(connection: Connection, id_: str = "steadfast") -> Revision:
    """A programme with a bundle and its first revision."""
    programmes.add(connection, id_, "Steadfast 2027")
    bundle, _ = submissions.put(connection, submission(programme=id_))
    new = NewRevision(
        programme=id_,
        base=0,
        bundle=bundle.id,
        submissions={},
        normal=b"{}",
        input_hash="h" * 64,
        diagnostics=[],
        counts={"exercises": 1},
    )
    return revisions.add(connection, new)


def job(connection: Connection, owner: str = "NOR", most: int | None = None) -> Job:
    new = NewJob(
        programme="steadfast",
        revision=1,
        viewer=owner,
        owner=owner,
        token=LOCAL,
        label="J7",
        parameters={"seconds": 10},
    )
    return jobs.add(connection, new, most)


def new_schedule(title: str = "plan A", job_id: str | None = None) -> NewSchedule:
    return NewSchedule(
        programme="steadfast",
        revision=1,
        viewer="",
        title=title,
        lines=[{"exercise": "nordic", "start": "2027-03-01"}],
        sha256="f" * 64,
        verdict={"allowed": True},
        allowed=True,
        token=LOCAL,
        job=job_id,
    )


def schedule(connection: Connection, title: str = "plan A") -> Schedule:
    return schedules.add(connection, new_schedule(title))


def draft(connection: Connection, comment: str = "") -> Release:
    new = NewRelease(
        programme="steadfast",
        schedule=schedule(connection).id,
        comment=comment,
        decision={"chosen": "plan A", "rejected": [], "why": "least travel"},
        token=LOCAL,
    )
    return releases.draft(connection, new)


def proposed(connection: Connection, comment: str = "") -> Release:
    proposal = Proposal(copy=b"copy", silence_until=NOON)
    return releases.propose(connection, draft(connection, comment).id, proposal)


def stamp(uid: str = "nordic@example", sha256: str = "a" * 64, sequence: int = 0) -> Stamp:
    return Stamp(
        uid=uid,
        sha256=sha256,
        sequence=sequence,
        created=NOON,
        modified=NOON,
        status="CONFIRMED",
        cancelled=None,
        entry={"title": "NORDIC"},
    )


def rendering(*stamps: Stamp, audience: str = "NOR", body: bytes = b"BEGIN:VCALENDAR") -> NewRendering:
    return NewRendering(
        audience=audience, etag='"e"', modified=NOON, events=len(stamps), body=body, stamps=stamps
    )


def entry(action: str = "released", object_: str = "rel_1") -> NewEntry:
    return NewEntry(
        actor="local", role="authority", nation="", action=action, object=object_, details={"number": 1}
    )
