"""Rows to test with; every builder takes the facts that a test is about and makes up the rest."""

from collections.abc import Mapping
from dataclasses import replace
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

NONE: Mapping[str, str] = {}
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
    return revisions.add(connection, new_revision(bundle.id, programme=id_))


def new_revision(
    bundle: str, base: int = 0, submissions: Mapping[str, str] = NONE, programme: str = "steadfast"
) -> NewRevision:
    return NewRevision(
        programme=programme,
        base=base,
        bundle=bundle,
        submissions=submissions,
        normal=b"{}",
        input_hash="h" * 64,
        diagnostics=[],
        counts={"exercises": 1},
    )


def new_job(owner: str = "NOR", revision: int = 1) -> NewJob:
    return NewJob(
        programme="steadfast",
        revision=revision,
        viewer=owner,
        owner=owner,
        token=LOCAL,
        label="J7",
        parameters={"seconds": 10},
    )


def job(connection: Connection, owner: str = "NOR", most: int | None = None, revision: int = 1) -> Job:
    return jobs.add(connection, new_job(owner, revision), most)


def question(connection: Connection, owner: str = "NOR", most: int | None = None, revision: int = 1) -> Job:
    new = replace(new_job(owner, revision), question={"question": "explain"}, about=[{"schedule": {}}])
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
