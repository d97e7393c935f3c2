"""What an attempt works on, read by ids: the problem of the revision, as its viewer sees it, and a start."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from exsched.access.viewer import Role, Viewer
from exsched.domain.schedule import Schedule
from exsched.intake import read_schedule
from exsched.intake.normal_form import read_problem
from exsched.rulekit.problem import Problem
from exsched.service.jobs.losses import losses
from exsched.service.questions.asking import Shown
from exsched.service.storage import installation, jobs, revisions, schedules
from exsched.service.storage.records import Job
from exsched.service.views import closing, view

Lines = list[dict[str, Any]]


@dataclass(frozen=True)
class Material:
    """As it stands in the database.

    Args:
        normal: the problem in normal form; None when the revision was refused.
        salt: of opaque ids in projections.
        closed: the published schedule whose reserved blocks close venues in a nation's view.
        hint: lines of the schedule that the planner gave to start from.
        incumbent: lines of the best schedule of earlier attempts.
        lost: why earlier attempts were lost, one sentence for each.
        about: of a question, the schedules that it names, as its asker sees them.
    """

    normal: bytes | None
    salt: str
    closed: Schedule | None
    hint: Lines | None
    incumbent: Lines | None
    lost: tuple[str, ...]
    about: tuple[Shown, ...] = ()

    def problem(self, viewer: str) -> Problem:
        """The whole problem, or a nation's projection of it."""
        assert self.normal is not None
        whole = read_problem(self.normal)
        return view(whole, Viewer(Role.PLANNER, viewer, self.salt), self.closed) if viewer else whole

    def start(self, *, afresh: bool) -> Lines | None:
        """The lines to start from; `afresh` leaves earlier attempts out."""
        return self.hint if afresh or self.incumbent is None else self.incumbent


def material(connection: Connection, job: Job) -> Material:
    """Read it all in one transaction."""
    hint = schedules.get(connection, job.hint) if job.hint else None
    made = installation.get(connection)
    return Material(
        normal=revisions.normal(connection, job.programme, job.revision),
        salt="" if made is None else made.secret,
        closed=closing(connection, job.closed_by),
        hint=hint.lines if hint is not None and hint.viewer == job.viewer else None,
        incumbent=jobs.incumbent(connection, job.id),
        lost=losses(connection, job.id) if job.attempt > 1 else (),
        about=tuple(Shown.stored(one) for one in jobs.about(connection, job.id) or ()),
    )


def known(problem: Problem, lines: Lines) -> Schedule | None:
    """The lines as a schedule of this problem; None when they name what it does not know.

    A hint may come from an earlier revision: exercises that are gone since are left out.
    """
    name = problem.programme.programme.id
    still = [line for line in lines if line["exercise"] in problem.exercises]
    text = json.dumps({"programme": name, "lines": still}).encode()
    return read_schedule("-", problem, stdin=text)[0]
