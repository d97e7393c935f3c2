"""Whose eyes an answer is made for: a question is asked of what its viewer sees, never of the whole.

What a nation is told follows from its projection alone, so nothing has to be left out of an answer. Where its
projection shows no reason, one sentence is all that it gets, whatever there is that it may not see.
"""

from typing import NamedTuple

from exsched.access import Viewer, project, project_for_what_if, project_schedule
from exsched.domain.schedule import Schedule
from exsched.rulekit.problem import Problem

NO_MORE = "As far as {nation} may know; the scheduling authority may know of more."
"""What stands below every answer for a nation."""


class Seen(NamedTuple):
    """What a viewer sees: the problem, and the lines of the schedule whose exercises are in it."""

    problem: Problem
    schedule: Schedule | None


def seen(problem: Problem, viewer: Viewer, schedule: Schedule | None = None) -> Seen:
    """The problem and schedule on which a question is answered; reserved blocks close their venues."""
    if viewer.sees_everything:
        return Seen(problem, schedule)
    if schedule is None:
        return Seen(project(problem, viewer), None)
    view, whole = project_for_what_if(problem, viewer, schedule), project_schedule(problem, schedule, viewer)
    lines = tuple(line for line in whole.lines if line.exercise in view.exercises)  # without reserved blocks
    return Seen(view, Schedule(programme=whole.programme, lines=lines))
