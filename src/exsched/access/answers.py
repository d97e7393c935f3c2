"""A checked schedule as one viewer sees it: what every export, feed and comparison for it is made from."""

from dataclasses import replace

from exsched.access.projection import project, project_both
from exsched.access.viewer import Viewer
from exsched.checking.judge import fingerprint, judge
from exsched.domain.schedule import Schedule
from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Answer, Verdict


def project_answer(answer: Answer, viewer: Viewer) -> Answer:
    """The answer as the viewer sees it, judged anew over the projection.

    Of a schedule that is refused as a whole a nation sees no line. Otherwise every hard statement is kept,
    unseen ones too; one that seems broken here only lacks what is hidden, and is left out, and so is
    whatever is found about reserved blocks. How it was solved is for those who see everything.
    """
    if viewer.sees_everything:
        return answer
    problem, schedule, blocks = _seen(answer, viewer)
    return Answer(problem, schedule, _told(judge(problem, schedule), blocks), blocks=blocks)


def project_for_feed(answer: Answer, viewer: Viewer) -> Answer:
    """The same without the findings of the checker: calendars tell none, and judging takes its time."""
    if viewer.sees_everything:
        return answer
    problem, schedule, blocks = _seen(answer, viewer)
    silent = replace(
        answer.verdict,
        broken=(),
        undecided=(),
        values=(),
        rules_checked=0,
        input_hash=problem.input_hash,
        schedule_hash=fingerprint(schedule),
    )
    return Answer(problem, schedule, silent, blocks=blocks)


def _seen(answer: Answer, viewer: Viewer) -> tuple[Problem, Schedule, frozenset[str]]:
    """The projection of both, and the ids of its reserved blocks."""
    if answer.verdict.allowed:
        problem, schedule = project_both(answer.problem, answer.schedule, viewer, answer.laydown)
    else:
        problem, schedule = project(answer.problem, viewer), Schedule(programme=answer.schedule.programme)
    return problem, schedule, frozenset(problem.exercises.keys() - answer.problem.exercises.keys())


def _told(verdict: Verdict, blocks: frozenset[str]) -> Verdict:
    return replace(
        verdict,
        broken=tuple(b for b in verdict.broken if not b.hard and blocks.isdisjoint(b.violation.exercises)),
        undecided=tuple(o for o in verdict.undecided if blocks.isdisjoint(o.undecided.exercises)),
    )
