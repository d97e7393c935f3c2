"""What statements cost: what a schedule would gain, tier by tier, if one of them were dropped.

Candidates are the hard statements that one change of one line would break (`checking.nearness`) and that a
signature can ease. They are dropped in groups first: what all of a group together do not gain, none of them
gains, so a group without gain is done with at once. Of one with a gain, the statements that the better
schedule breaks are tried one by one, then the rest together. All is measured against the best that is found
with every statement kept.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from exsched.advising.clock import Clock
from exsched.advising.prices import may_be_eased, signature
from exsched.checking.judge import judge
from exsched.checking.nearness import Reach, nearness
from exsched.domain.outcome import Status
from exsched.domain.schedule import Schedule
from exsched.exporting.wording import counted, many
from exsched.rulekit.finding import Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem, Settings, Statement
from exsched.solving import Crashed, Limits, Refused, Solved, solve

_TESTING = 0.15
"""Share of the time for finding the candidates, and for a better schedule with everything kept."""
Values = tuple[int, ...]


@dataclass(frozen=True)
class Cost:
    """What one statement costs.

    Attributes:
        gain: by how much each tier would be smaller; a later one may be larger, and is then negative.
        proved: whether no more than that could be gained by it.
        amount: by how much the schedule that gains so much breaks it.
    """

    statement: Statement
    sentence: str
    owner: str
    gain: Values
    proved: bool
    amount: int

    @property
    def costs(self) -> bool:
        """Whether anything is gained."""
        return any(self.gain)


@dataclass(frozen=True)
class Prices:
    """The ranked list.

    Attributes:
        values: the tiers of the schedule that all gains are counted from.
        proved: whether that schedule is the best; otherwise a gain may come from the search.
        better: whether it is a better one than was handed in.
        free: statements shown to gain nothing. untried: those that time did not allow to be tried.
        untested: hard statements of which it is not known whether they are near.
    """

    values: Values
    proved: bool
    better: bool
    costs: tuple[Cost, ...]
    free: tuple[Statement, ...]
    untried: tuple[Statement, ...]
    untested: int

    def lines(self) -> list[str]:
        """The list as text."""
        sure = "proved best" if self.proved else "not proved best: a gain may come from the search alone"
        better = (
            "; a better schedule than the one given was found, gains count from it" if self.better else ""
        )
        told = [f"tiers {' · '.join(map(str, self.values))} with every statement kept ({sure}){better}"]
        for cost in self.costs:
            told += _cost(cost)
        if not self.costs:
            told.append("no statement was found that costs anything by itself")
        if self.free:
            told.append(f"{many(len(self.free), 'near statement')} proved to cost nothing when dropped alone")
        if self.untried:
            told.append(f"{many(len(self.untried), 'near statement')} not settled within the limits")
        if self.untested:
            told.append(f"{many(self.untested, 'statement')} not tested for being near")
        return told

    def as_json(self) -> dict[str, Any]:
        """The list as JSON values."""
        return {
            "tiers": list(self.values),
            "proved": self.proved,
            "better_than_given": self.better,
            "costs": [
                {
                    "statement": cost.statement.key,
                    "place": str(cost.statement.place) if cost.statement.place else None,
                    "rule": cost.statement.rule.rule,
                    "sentence": cost.sentence,
                    "owner": cost.owner,
                    "gain": list(cost.gain),
                    "proved": cost.proved,
                    "broken_by": cost.amount,
                    "unit": cost.statement.rule.unit,
                }
                for cost in self.costs
            ],
            "free": [said.key for said in self.free],
            "untried": [said.key for said in self.untried],
            "untested": self.untested,
        }


def _cost(cost: Cost) -> Iterator[str]:
    tiers = ", ".join(
        f"tier {n} {'gains' if gain > 0 else 'loses'} {abs(gain):,}"
        for n, gain in enumerate(cost.gain, 1)
        if gain
    )
    where = f"{cost.statement.place}: " if cost.statement.place else ""
    sure = "proved" if cost.proved else "at least so much"
    yield f"{tiers} ({sure}): {where}{cost.sentence}"
    yield f"   signed by {cost.owner}; broken then by {counted(cost.amount, cost.statement.rule.unit)}"


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
    return _Search(replace(problem, settings=Settings()), limits, stop, tell).found(schedule)


@dataclass
class _Search:
    problem: Problem
    limits: Limits
    stop: Callable[[], bool]
    tell: Callable[[str], None]
    clock: Clock = field(init=False)
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
        self.values = solved.answer.verdict.tier_values()
        best = solved.answer.schedule
        near, untested = self._near(best)
        groups = [group for group in (near, untested) if group]
        while groups and not self.clock.over and not self.stop():
            group = groups.pop(0)
            self.tell(f"dropping {many(len(group), 'statement')}")
            groups = self._parts(group, best, len(groups)) + groups
        self.untried += [said for group in groups for said in group]
        return Prices(
            values=self.values,
            proved=solved.outcome.status is Status.OPTIMAL,
            better=self.values < given,
            costs=tuple(sorted(self.costs, key=lambda cost: tuple(-gain for gain in cost.gain))),
            free=tuple(self.free),
            untried=tuple(self.untried),
            untested=len(untested),
        )

    def _near(self, schedule: Schedule) -> tuple[list[Statement], list[Statement]]:
        """The candidates: those that are near, and those of which time did not allow to say so."""
        hard = [s for s in self.problem.statements if s.rule.cost is None and may_be_eased(s)]
        reach = nearness(self.problem, schedule, hard, self.clock.share(_TESTING))
        near = [said for said in hard if reach[said.key].reach is Reach.NEAR]
        return near, [said for said in hard if reach[said.key].reach is Reach.UNTESTED]

    def _parts(self, group: list[Statement], best: Schedule, waiting: int) -> list[list[Statement]]:
        """Drop a group: settle it, or hand back what it is to be parted into."""
        keys = {said.key for said in group}
        kept = tuple(said for said in self.problem.statements if said.key not in keys)
        try:
            solved = self._solved(replace(self.problem, statements=kept), best, 1 / (waiting + 3))
        except Crashed:
            self.untried += group
            return []
        assert solved.answer is not None
        values, proved = solved.answer.verdict.tier_values(), solved.outcome.status is Status.OPTIMAL
        if values >= self.values and proved:
            self.free += group
            return []
        if len(group) > 1:
            return self._parted(group, solved.answer.schedule)
        if values < self.values:
            self.costs.append(self._cost(group[0], solved.answer.schedule, values, proved=proved))
        else:
            self.untried += group
        return []

    def _parted(self, group: list[Statement], schedule: Schedule) -> list[list[Statement]]:
        """One by one those that a schedule without the group breaks: they make its gain. Then the rest."""
        laydown = Laydown(self.problem, schedule)
        broken = [said for said in group if _amount(self.problem, said, laydown)]
        rest = [said for said in group if said not in broken]
        if not rest or not broken:
            return [group[: len(group) // 2], group[len(group) // 2 :]]
        return [*([said] for said in broken), rest]

    def _cost(self, said: Statement, schedule: Schedule, values: Values, *, proved: bool) -> Cost:
        return Cost(
            statement=said,
            sentence=said.rule.explain(self.problem),
            owner=signature(self.problem, said),
            gain=_less(self.values, values),
            proved=proved,
            amount=_amount(self.problem, said, Laydown(self.problem, schedule)),
        )

    def _solved(self, problem: Problem, hint: Schedule, share: float) -> Solved:
        """One solve that begins with a schedule which is allowed, so that it ends with one."""
        limits = replace(self.limits, seconds=self.clock.share(share, 1.0))
        solved = solve(problem, limits, stop=self.stop, hint=hint)
        if solved.answer is None:
            raise Refused("the solver says that there is no schedule, and the one at hand is allowed")
        return solved


def _amount(problem: Problem, said: Statement, laydown: Laydown) -> int:
    """By how much a schedule breaks a statement."""
    findings = said.rule.check(problem, laydown)
    return sum(found.amount for found in findings if isinstance(found, Violation))


def _less(before: Sequence[int], after: Sequence[int]) -> Values:
    return tuple(old - new for old, new in zip(before, after, strict=True))
