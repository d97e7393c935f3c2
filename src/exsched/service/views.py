"""On what a nation's view rests: a revision that the authority has worked with, and the release in force.

A file of a nation takes effect in views only when the scheduling authority next works with the files: puts a
bundle, asks for a solve, or keeps a schedule. If it did at once, each file of a planner would ask a
question about what is hidden from it: whether all files together still make a programme.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from exsched.access.projection import project_for_what_if
from exsched.access.viewer import Viewer
from exsched.domain.schedule import Line, Schedule
from exsched.rulekit.problem import Problem
from exsched.service.storage import releases, revisions, schedules


@dataclass(frozen=True)
class Base:
    """A revision, and the release whose reserved blocks close venues in a nation's view of it."""

    revision: int
    closed_by: str | None = None


def base(connection: Connection, programme: str) -> Base | None:
    """What nations' views rest on now; None before the first bundle."""
    settled = revisions.settled(connection, programme)
    if settled is None:
        return None
    release = releases.in_force(connection, programme)
    return Base(settled, release.id if release else None)


def closing(connection: Connection, release: str | None) -> Schedule | None:
    """The schedule of the release whose reserved blocks close venues, or None."""
    found = releases.get(connection, release) if release else None
    kept = schedules.get(connection, found.schedule) if found else None
    if kept is None:
        return None
    return Schedule.model_validate({"programme": kept.programme, "lines": kept.lines}, strict=False)


def view(whole: Problem, viewer: Viewer, closed: Schedule | None) -> Problem:
    """The problem as a nation sees it, with the venues shut that reserved blocks take.

    The schedule may be of an earlier revision: lines that make no sense any more are passed over.
    """
    if closed is not None:
        lines = tuple(line for line in closed.lines if _known(whole, line))
        closed = closed.model_copy(update={"lines": lines})
    return project_for_what_if(whole, viewer, closed)


def _known(whole: Problem, line: Line) -> bool:
    facts = whole.programme
    forces = {force for taken in line.forces.values() for force in taken}
    exercise = whole.exercises.get(line.exercise)
    return (
        exercise is not None
        and (line.form is None or line.form in exercise.forms)
        and set(line.sites.values()) <= facts.venues.keys()
        and forces <= facts.forces.keys()
        and line.participants.keys() <= facts.nations.keys()
    )
