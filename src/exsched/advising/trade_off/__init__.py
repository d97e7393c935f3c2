"""What one goal costs another: schedules between the best for the one and the best for the other.

The curve is found by epsilon constraint: the first goal is held below a ceiling in the middle of the widest
gap that is left, and the second made small, then the first. Tiers before both goals keep the best values
known. So a point that is proved has no schedule that is better in one of the two and no worse in the other.

Source: Y. Haimes, L. Lasdon, D. Wismer, IEEE Transactions on Systems, Man, and Cybernetics 1 (1971).
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from exsched.advising.ceiling import Ceiling
from exsched.advising.clock import Clock
from exsched.advising.compare.matrix import goal_names
from exsched.checking.judge import judge
from exsched.domain.outcome import Outcome, Status
from exsched.domain.schedule import Schedule
from exsched.rulekit.goal import Goal
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem, Settings
from exsched.rulekit.verdict import Answer
from exsched.solving.limits import Crashed, Limits, Solved
from exsched.solving.solve import solve

Pair = tuple[str, str]


@dataclass(frozen=True)
class Point:
    """One schedule of the curve.

    Attributes:
        values: what the two goals measure, without weights.
        proved: whether no schedule is better in one and no worse in the other.
        bound: the least that the second goal could be under the same ceiling, where that is not proved.
    """

    values: tuple[int, int]
    proved: bool
    bound: int | None
    answer: Answer


@dataclass(frozen=True)
class TradeOff:
    """The curve, from the best for the first goal to the best for the second.

    Attributes:
        kept: what the tiers before both goals may come to.
        kept_proved: whether these are proved to be the best.
        complete: whether all points that were asked for were looked at.
        possible: False when there is no schedule, None when none was found.
    """

    goals: Pair
    units: Pair
    points: tuple[Point, ...]
    kept: tuple[int, ...] = ()
    kept_proved: bool = True
    complete: bool = False
    possible: bool | None = None
    why: str = ""


def trade_off(
    problem: Problem,
    limits: Limits,
    between: Pair,
    points: int = 5,
    stop: Callable[[], bool] = lambda: False,
    tell: Callable[[str], None] = lambda _: None,
) -> TradeOff:
    """Look for so many points, both ends included, within the limits; the names are those of `goal_names`.

    Raises:
        Refused: the solver contradicts itself or the checker.
    """
    return _Curve(problem, limits, between, points, stop, tell).found()


@dataclass(frozen=True)
class _Gap:
    """Between two points that are known; no point has its first value above that of `left` up to `low`."""

    left: tuple[int, int]
    right: tuple[int, int]
    low: int

    @property
    def open(self) -> bool:
        """Whether there may be a point in it."""
        return self.middle > self.low and self.left[1] - self.right[1] > 1

    @property
    def middle(self) -> int:
        """The ceiling to look below next."""
        return (self.low + self.right[0]) // 2

    @property
    def area(self) -> int:
        """How much of the picture is unknown here."""
        return (self.right[0] - self.low) * (self.left[1] - self.right[1])

    def parted(self, found: tuple[int, int]) -> "list[_Gap]":
        """What is left of it once this is the best below its middle."""
        return [_Gap(self.left, found, self.low), _Gap(found, self.right, self.middle)]


@dataclass
class _Curve:
    problem: Problem
    limits: Limits
    between: Pair
    wanted: int
    stop: Callable[[], bool]
    tell: Callable[[str], None]
    clock: Clock = field(init=False)
    goals: tuple[Goal, Goal] = field(init=False)
    basis: Problem = field(init=False)
    known: list[Point] = field(default_factory=list)
    gaps: list["_Gap"] = field(default_factory=list)
    kept_proved: bool = True
    start: Schedule | None = None
    possible: bool | None = None

    def __post_init__(self) -> None:
        self.clock = Clock(self.limits.seconds)
        every = dict(zip(goal_names(self.problem), (g for t in self.problem.tiers for g in t), strict=True))
        first, second = (every[name].model_copy(update={"weight": 1}) for name in self.between)
        self.goals = first, second
        self.basis = replace(self.problem, tiers=(), settings=Settings())

    def found(self) -> TradeOff:
        """The curve as far as it could be drawn."""
        before = self._tiers_before()
        kept, why = self._keep(before) if before else ((), "")
        if kept is None:
            return self._told((), why)
        first, second = self.goals
        why = self._look("the best for the first goal", (first, second), None)
        if not self.known:
            return self._told(kept, why)
        why = self._look("the best for the second goal", (second, first), None) or why
        if len(self.known) > 1 and not why:
            self.gaps = [_Gap(self.known[0].values, self.known[1].values, self.known[0].values[0])]
            while (gap := self._widest()) and not (why or self.stop() or self.clock.over):
                self.gaps.remove(gap)
                why = self._look(f"a point below {gap.middle}", (second, first), gap.middle)
                if not why:
                    self.gaps += gap.parted(self.known[-1].values)
        return self._told(kept, why)

    def _tiers_before(self) -> tuple[tuple[Goal, ...], ...]:
        names, at = list(goal_names(self.problem)), 0
        for number, tier in enumerate(self.problem.tiers):
            if set(names[at : at + len(tier)]) & set(self.between):
                return self.problem.tiers[:number]
            at += len(tier)
        return ()

    def _keep(self, before: tuple[tuple[Goal, ...], ...]) -> tuple[tuple[int, ...] | None, str]:
        """Hold the tiers before both goals at the best that is found for them."""
        self.tell("looking for the best of the tiers before")
        solved = self._solved(replace(self.basis, tiers=before), None)
        if isinstance(solved, str) or solved.answer is None:
            self.possible = self._possible(solved)
            return None, solved if isinstance(solved, str) else solved.outcome.headline()
        values = solved.answer.verdict.tier_values()
        self.kept_proved = solved.outcome.status is Status.OPTIMAL
        self.start = solved.answer.schedule
        said = [
            Ceiling(goals=tier, limit=value).statement(number)
            for number, (tier, value) in enumerate(zip(before, values, strict=True))
        ]
        self.basis = replace(self.basis, statements=(*self.basis.statements, *said))
        return values, ""

    def _widest(self) -> "_Gap | None":
        """Where most of the curve is still unknown; None when there are points enough or no gap is left."""
        if len(_undominated(self.known)) >= self.wanted:
            return None
        return max((gap for gap in self.gaps if gap.open), key=lambda gap: gap.area, default=None)

    def _look(self, what: str, tiers: tuple[Goal, Goal], ceiling: int | None) -> str:
        """Look for one point; says why there is none."""
        self.tell(f"looking for {what}")
        said = self.basis.statements
        if ceiling is not None:
            said = (*said, Ceiling(goals=self.goals[:1], limit=ceiling).statement(len(self.problem.tiers)))
        problem = replace(self.basis, statements=said, tiers=tuple((goal,) for goal in tiers))
        solved = self._solved(problem, self._hint(ceiling))
        if isinstance(solved, str) or solved.answer is None:
            self.possible = self._possible(solved)
            return solved if isinstance(solved, str) else solved.outcome.headline()
        self.known.append(self._point(solved.answer, solved.outcome, tiers))
        return ""

    def _hint(self, ceiling: int | None) -> Schedule | None:
        """The known point that is best for the second goal below the ceiling."""
        able = [p for p in self.known if ceiling is None or p.values[0] <= ceiling]
        best = min(able, key=lambda point: point.values[::-1], default=None)
        return best.answer.schedule if best else self.start

    def _point(self, answer: Answer, outcome: Outcome, tiers: tuple[Goal, Goal]) -> Point:
        schedule, proved = answer.schedule, outcome.status is Status.OPTIMAL
        laydown = Laydown(self.problem, schedule)
        first, second = (goal.measure(self.problem, laydown) for goal in self.goals)
        known = outcome.tiers[0].bound if tiers[0] == self.goals[1] and not outcome.tiers[0].proved else None
        whole = Answer(self.problem, schedule, judge(self.problem, schedule))
        return Point((first, second), proved, known, whole)

    def _solved(self, problem: Problem, hint: Schedule | None) -> Solved | str:
        """One solve with its share of the time, or why it died."""
        share = 1 / max(2, self.wanted + 1 - len(self.known))
        limits = replace(self.limits, seconds=self.clock.share(share, 1.0))
        try:
            return solve(problem, replace(limits, confirm=False), stop=self.stop, hint=hint)
        except Crashed as crashed:
            return str(crashed)

    @staticmethod
    def _possible(solved: Solved | str) -> bool | None:
        impossible = not isinstance(solved, str) and solved.outcome.status is Status.IMPOSSIBLE
        return False if impossible else None

    def _told(self, kept: tuple[int, ...], why: str) -> TradeOff:
        points = sorted(_undominated(self.known), key=lambda point: point.values)
        first, second = self.goals
        complete = len(self.known) > 1 and not why and self._widest() is None
        return TradeOff(
            goals=self.between,
            units=(first.unit, second.unit),
            points=tuple(points),
            kept=kept,
            kept_proved=self.kept_proved,
            complete=complete,
            possible=True if points else self.possible,
            why=why,
        )


def _undominated(points: list[Point]) -> list[Point]:
    """One point for each pair of values, the proved one first, without those that another one beats."""
    kept: dict[tuple[int, int], Point] = {}
    for point in sorted(points, key=lambda one: not one.proved):
        kept.setdefault(point.values, point)
    return [
        one
        for one in kept.values()
        if not any(
            other.values != one.values and all(o <= v for o, v in zip(other.values, one.values, strict=True))
            for other in kept.values()
        )
    ]
