"""A checked schedule as one viewer sees it: what every export, feed and comparison for it is made from."""

from dataclasses import replace

from exsched.access.projection import project_both
from exsched.access.viewer import Viewer
from exsched.checking.judge import judge
from exsched.domain.schedule import Schedule
from exsched.rulekit.laydown import Laydown
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
    refused = not answer.verdict.allowed
    whole = Schedule(programme=answer.schedule.programme) if refused else answer.schedule
    laydown = Laydown(answer.problem, whole) if refused else answer.laydown
    problem, schedule = project_both(answer.problem, whole, viewer, laydown)
    return Answer(problem, schedule, _told(judge(problem, schedule), problem, answer.problem))


def _told(verdict: Verdict, problem: Problem, whole: Problem) -> Verdict:
    blocks = problem.exercises.keys() - whole.exercises.keys()
    return replace(
        verdict,
        broken=tuple(b for b in verdict.broken if not b.hard and blocks.isdisjoint(b.violation.exercises)),
        undecided=tuple(o for o in verdict.undecided if blocks.isdisjoint(o.undecided.exercises)),
    )
