"""Two services whose programmes differ only in what one planner may not see, brought to the same point.

Ids and secrets come from a source that both worlds share, and time from a clock that both are told; whatever
still differs is a trace of something hidden. Programmes and schedules are stored as the routes store them,
without the parser's process, so that hundreds of pairs fit into minutes; with `door` they come by the API.
"""

import io
import itertools
import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from exsched.checking.judge import fingerprint, judge
from exsched.domain.schedule import Schedule
from exsched.intake import lint, load
from exsched.intake.normal_form import write_problem
from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Verdict
from exsched.service.caller import LOCAL
from exsched.service.clock import CLOCK
from exsched.service.ids import CHANCE
from exsched.service.storage import revisions, schedules, submissions
from exsched.service.storage.database import Database
from exsched.service.storage.records import NewRevision, NewSchedule, NewSubmission
from tests.access.programme import write_files
from tests.service.api import JSON, Api, done
from tests.service.direct import running_alone

BEGIN = datetime(2026, 11, 2, 8, tzinfo=UTC)
PROGRAMME = "tiny"


@dataclass(frozen=True)
class Step:
    """Constraint files and a schedule that are released one after the other."""

    files: dict[str, bytes]
    schedule: Schedule

    @cached_property
    def read(self) -> tuple[Problem, list[Any], Verdict]:
        """Problem, remarks and verdict: worked out once for all worlds that take this step."""
        with tempfile.TemporaryDirectory(prefix="exsched-") as folder:
            loaded = load(write_files(self.files, Path(folder)))
        problem = loaded.problem
        assert problem is not None
        told = [one.as_json() | {"refusal": one.refusal} for one in (*loaded.diagnostics, *lint(problem))]
        return problem, told, judge(problem, self.schedule)


@dataclass
class Lived:
    """A world after its steps: the planner's way in, what may be asked for, and where its database is."""

    planner: Api
    nobody: Api
    feeds: tuple[str, ...]
    releases: tuple[str, ...]
    hidden: tuple[str, ...]
    url: str


class _Beat:
    """Each step has its own second and its own ids, however much is drawn within it."""

    def __init__(self) -> None:
        self._numbers = itertools.count()
        self.next()

    def next(self) -> None:
        """Go on to the next step."""
        number = next(self._numbers)
        CHANCE.set_to(Random(number).randbytes)
        CLOCK.set_to(lambda: BEGIN + timedelta(hours=number))


@contextmanager
def lived(migrated: Path, nation: str, steps: tuple[Step, ...], door: bool = False) -> Iterator[Lived]:
    """A service in which these steps were released; files go in by the API where `door`."""
    beat = _Beat()
    with tempfile.TemporaryDirectory(prefix="exsched-") as folder:
        file = Path(folder) / "exsched.db"
        shutil.copyfile(migrated, file)
        try:
            with running_alone(f"sqlite:///{file}") as local:
                yield _live(local, f"sqlite:///{file}", nation, steps, door, beat)
        finally:
            CHANCE.set_to(None)
            CLOCK.set_to(None)


def _live(local: Api, url: str, nation: str, steps: tuple[Step, ...], door: bool, beat: _Beat) -> Lived:
    authority = local.of(local.new_token("authority"))
    beat.next()
    planner = local.of(authority.new_token("planner", nation))
    authority.made("/programmes", {"id": PROGRAMME, "title": "Tiny"})
    urls, releases, hidden = [], [], []
    for number, step in enumerate(steps):
        beat.next()
        kept = _put_in(authority, step, beat) if door else _stored(url, step, beat)
        hidden.append(kept)
        if number == 0:
            for wanted in ({}, {"kind": "nation", "about": nation}, {"proposals": True}):
                beat.next()
                made = authority.made(
                    f"/programmes/{PROGRAMME}/feeds", {"label": "x", "nation": nation} | wanted
                )
                urls.append(made["url"].partition("/feeds/")[2])
        beat.next()
        releases.append(authority.made(f"/programmes/{PROGRAMME}/releases", {"schedule": kept})["id"])
        beat.next()
        done(authority.post(f"/releases/{releases[-1]}/propose", {"silence_days": 5}))
        if number + 1 < len(steps):
            beat.next()
            done(authority.post(f"/releases/{releases[-1]}/publish", {"override": "to go on"}))
    beat.next()
    return Lived(planner, local.of(None), tuple(urls), tuple(releases), tuple(hidden), url)


def _stored(url: str, step: Step, beat: _Beat) -> str:
    """Keep files and schedule as the routes do; the id of the schedule."""
    problem, told, verdict = step.read
    database = Database(url)
    with database.writing() as connection:
        bundle, _ = submissions.put(
            connection,
            NewSubmission(
                programme=PROGRAMME,
                owner="",
                media_type=JSON,
                content=b"".join(step.files.values()),
                submitter="local",
                label="authority",
                checked=told,
            ),
        )
        newest = revisions.current(connection, PROGRAMME)
        made = revisions.add(
            connection,
            NewRevision(
                programme=PROGRAMME,
                base=newest.number if newest else 0,
                bundle=bundle.id,
                submissions={},
                normal=write_problem(problem),
                input_hash=problem.input_hash,
                diagnostics=told,
                counts={},
            ),
        )
        beat.next()  # files that came before draw no id
        kept = schedules.add(connection, _schedule(verdict, step.schedule, made.number)).id
    database.close()
    return kept


def _schedule(verdict: Verdict, schedule: Schedule, revision: int) -> NewSchedule:
    return NewSchedule(
        programme=PROGRAMME,
        revision=revision,
        viewer="",
        title="made by hand",
        lines=schedule.model_dump(mode="json")["lines"],
        sha256=fingerprint(schedule),
        verdict=verdict.certificate(),
        allowed=verdict.allowed,
        token=LOCAL,
    )


def _put_in(authority: Api, step: Step, beat: _Beat) -> str:
    """Send files and schedule to the API; the id of the schedule."""
    path = f"/programmes/{PROGRAMME}/bundle"
    tag = authority.get(path).headers.get("ETag")
    seen = {"If-Match": tag} if tag else {"If-None-Match": "*"}
    done(authority.put(path, archive(step.files), "application/x-tar", seen))
    beat.next()
    document = step.schedule.model_dump(mode="json")
    for line in document["lines"]:  # roles are the programme's to say
        line["participants"] = sorted(line["participants"])
    content = json.dumps(document).encode()
    kept: str = done(
        authority.send("POST", f"/api/v1/programmes/{PROGRAMME}/schedules", content=content, kind=JSON)
    )["id"]
    return kept


def archive(files: dict[str, bytes]) -> bytes:
    """The files as a tar archive."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return packed.getvalue()
