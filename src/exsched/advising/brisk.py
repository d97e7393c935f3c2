"""Solve one of many: end as soon as the last tier is proved, without asking a second opinion.

A question asks the solver several times in one answer. Every schedule is checked as always; what is left out
is the confirmation by a second formulation, so that nothing proved here stands above E2.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from exsched.domain.schedule import Schedule
from exsched.rulekit.problem import Problem
from exsched.solving.limits import Limits, Progress, Solved
from exsched.solving.solve import solve


@dataclass
class Brisk:
    """What was heard on the way.

    Attributes:
        stop: asked by whoever waits.
        settled: every tier is proved.
        barren: one run of the solver says that there is no schedule.
        heard: told of all that the solver says.
    """

    stop: Callable[[], bool]
    heard: Callable[[Progress], None] = lambda _: None
    settled: bool = False
    barren: bool = False

    def listen(self, told: Progress) -> None:
        """Note the end of the last tier, and the beginning of a confirmation."""
        self.heard(told)
        if told.word == "tier_done" and told.tier == told.tiers - 1:
            self.settled = told.value is not None and told.value == told.bound
        if told.word == "confirming" and told.value is None:
            self.barren = True

    def ended(self) -> bool:
        """Whether to stop."""
        return self.settled or self.barren or self.stop()


def solve_briskly(
    problem: Problem,
    limits: Limits,
    stop: Callable[[], bool],
    hint: Schedule | None = None,
    confirm: bool = False,
    heard: Callable[[Progress], None] = lambda _: None,
) -> tuple[Solved, bool]:
    """The outcome, and whether one run says that there is no schedule; with `confirm` that is asked twice."""
    brisk = Brisk(stop, heard)

    def ended() -> bool:
        return brisk.settled or stop() if confirm else brisk.ended()

    return solve(problem, replace(limits, confirm=False), brisk.listen, ended, hint), brisk.barren
