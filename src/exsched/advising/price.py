"""What statements cost: what a schedule would gain, tier by tier, if one of them were dropped.

Candidates are the hard statements that one change of one line would break (`checking.nearness`) and that a
signature can ease. They are dropped in groups first: what all of a group together do not gain, none of them
gains, so a group without gain is done with at once. Of one with a gain, the statements that the better
schedule breaks are tried one by one, then the rest together. All is measured against the best that is found
with every statement kept.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from exsched.advising.clock import Clock
from exsched.advising.costs import Cost, Prices, Step, Values
from exsched.advising.one_step import eased
from exsched.advising.prices import may_be_eased, signature
from exsched.checking.judge import judge
from exsched.checking.nearness import Reach, nearness
from exsched.domain.outcome import Status
from exsched.domain.schedule import Schedule
from exsched.exporting.wording import many
from exsched.rulekit.finding import Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem, Settings, Statement
from exsched.solving.limits import Crashed, Limits, Refused, Solved
from exsched.solving.solve import solve

_TESTING = 0.15
"""Share of the time for finding the candidates, and for a better schedule with everything kept."""


def price(
    problem: Problem,
    schedule: Schedule,
    limits: Limits,
    stop: Callable[[], bool] = lambda: False,
    tell: Callable[[str], None] = lambda _: None,
) -> Prices:
    """Find out what near statements cost, within the limits; the schedule must keep every hard rule.

    Raises:
        Refused: the solver contradicts itself or the checker.
        Crashed: the solver's process died before anything was known.
    """
    return Search(replace(problem, settings=Settings()), limits, stop, tell).found(schedule)


@dataclass
class Search:
    """The search, and what it has found so far."""

    problem: Problem
    limits: Limits
    stop: Callable[[], bool]
    tell: Callable[[str], None]
    clock: Clock = field(init=False)
    best: Schedule | None = None
    """The best that is known with every statement kept, and its values."""
    values: Values = ()
    costs: list[Cost] = field(default_factory=list)
    free: list[Statement] = field(default_factory=list)
    untried: list[Statement] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = Clock(self.limits.seconds)

    def found(self, schedule: Schedule) -> Prices:
        """The ranked list."""
        self.tell("looking for a better schedule with every statement kept")
        given = judge(self.problem, schedule).tier_values()
        solved = self._solved(self.problem, schedule, 2 * _TESTING)
        assert solved.answer is not None
        self.keep(solved.answer.schedule, solved.answer.verdict.tier_values())
        near, untested = self._near(solved.answer.schedule)
        groups = [group for group in (near, untested) if group]
        while groups and not self.clock.over and not self.stop():
            group = groups.pop(0)
            self.tell(f"dropping {many(len(group), 'statement')}")
            groups = self.parts(group, len(groups)) + groups
        self.untried += [said for group in groups for said in group]
        return Prices(
            values=self.values,
            proved=solved.outcome.status is Status.OPTIMAL,
            better=self.values < given,
            costs=self.ranked(),
            free=tuple(self.free),
            untried=tuple(self.untried),
            untested=len(untested),
        )

    def keep(self, schedule: Schedule, values: Values) -> None:
        """Take this as the best with every statement kept."""
        self.best, self.values = schedule, values

    def ranked(self) -> tuple[Cost, ...]:
        """The costs against what is the best by now; what gains nothing over that is not settled."""
        counted = [replace(cost, best=self.values) for cost in self.costs]
        self.untried += [cost.statement for cost in counted if cost.values >= self.values]
        found = (cost for cost in counted if cost.values < self.values)
        return tuple(sorted(found, key=lambda cost: tuple(-gain for gain in cost.gain)))

    def _near(self, schedule: Schedule) -> tuple[list[Statement], list[Statement]]:
        """The candidates: those that are near, and those of which time did not allow to say so."""
        hard = [s for s in self.problem.statements if s.rule.cost is None and may_be_eased(s)]
        reach = nearness(self.problem, schedule, hard, self.clock.share(_TESTING))
        near = [said for said in hard if reach[said.key].reach is Reach.NEAR]
        return near, [said for said in hard if reach[said.key].reach is Reach.UNTESTED]

    def parts(self, group: list[Statement], waiting: int) -> list[list[Statement]]:
        """Drop a group: settle it, or hand back what it is to be parted into."""
        keys = {said.key for said in group}
        kept = tuple(said for said in self.problem.statements if said.key not in keys)
        try:
            solved = self._solved(replace(self.problem, statements=kept), self.best, 1 / (waiting + 3))
        except Crashed:
            self.untried += group
            return []
        assert solved.answer is not None
        schedule, values = solved.answer.schedule, solved.answer.verdict.tier_values()
        self._keep_if_whole(group, schedule, values)
        if values >= self.values and solved.outcome.status is Status.OPTIMAL:
            self.free += group
            return []
        if len(group) > 1:
            return self._parted(group, schedule)
        if values < self.values:
            proved = solved.outcome.status is Status.OPTIMAL
            cost = self._cost(group[0], schedule, values, proved=proved)
            self.costs.append(replace(cost, step=self._step(cost, waiting)))
        else:
            self.untried += group
        return []

    def _step(self, cost: Cost, waiting: int) -> Step | None:
        """What is gained when the statement may be broken by one unit; all of it where one is enough."""
        if cost.amount <= 1:
            return Step(cost.values, cost.proved)
        self.tell("easing 1 statement by one unit")
        try:
            solved = self._solved(eased(self.problem, cost.statement.key), self.best, 1 / (waiting + 3))
        except Crashed:
            return None
        assert solved.answer is not None
        values = solved.answer.verdict.tier_values()
        self._keep_if_whole([cost.statement], solved.answer.schedule, values)
        return Step(values, solved.outcome.status is Status.OPTIMAL)

    def _keep_if_whole(self, group: list[Statement], schedule: Schedule, values: Values) -> None:
        """What a schedule gains that breaks none of the statements let go is owed to the search."""
        if values < self.values and not self._broken(group, schedule):
            self.keep(schedule, values)

    def _broken(self, group: list[Statement], schedule: Schedule) -> list[Statement]:
        """Those that a schedule breaks."""
        laydown = Laydown(self.problem, schedule)
        return [said for said in group if _amount(self.problem, said, laydown)]

    def _parted(self, group: list[Statement], schedule: Schedule) -> list[list[Statement]]:
        """One by one those that a schedule without the group breaks: they make its gain. Then the rest."""
        broken = self._broken(group, schedule)
        rest = [said for said in group if said not in broken]
        if not rest or not broken:
            return [group[: len(group) // 2], group[len(group) // 2 :]]
        return [*([said] for said in broken), rest]

    def _cost(self, said: Statement, schedule: Schedule, values: Values, *, proved: bool) -> Cost:
        return Cost(
            statement=said,
            sentence=said.rule.explain(self.problem),
            owner=signature(self.problem, said),
            best=self.values,
            values=values,
            proved=proved,
            amount=_amount(self.problem, said, Laydown(self.problem, schedule)),
        )

    def _solved(self, problem: Problem, hint: Schedule | None, share: float) -> Solved:
        """One solve that begins with a schedule which is allowed, so that it ends with one."""
        limits = replace(self.limits, seconds=self.clock.share(share, 1.0))
        solved = solve(problem, replace(limits, confirm=False), stop=self.stop, hint=hint)
        if solved.answer is None:
            raise Refused("the solver says that there is no schedule, and the one at hand is allowed")
        return solved


def _amount(problem: Problem, said: Statement, laydown: Laydown) -> int:
    """By how much a schedule breaks a statement."""
    findings = said.rule.check(problem, laydown)
    return sum(found.amount for found in findings if isinstance(found, Violation))
