"""A published schedule meets a change: the fewest and cheapest changes that make it hold again.

The search goes by growing rings. First only what was hit is free and every other line is kept; then what
shares a force, a venue or a statement with it; until a ring is proved no better than the one before. Last
comes the whole programme with the ring's result as a start, in what is left of the time. A bound of the whole
is the only proof that nothing else would do with less; the proof of a ring holds while all else is kept.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from exsched.advising.brisk import solve_briskly
from exsched.advising.clock import Clock
from exsched.advising.disruptions import Disruption
from exsched.advising.neighbours import ring as next_ring
from exsched.advising.published import after, all_kept, moved, with_changes_counted, with_statements
from exsched.checking.judge import judge
from exsched.domain.outcome import Outcome, Status
from exsched.domain.schedule import Line, Schedule
from exsched.exporting.wording import many
from exsched.releasing.changes import Change, changes
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem, Statement
from exsched.rulekit.verdict import Answer, Broken
from exsched.solving.limits import Limits, Progress

_RING = 0.3
"""Share of the time that is left which one ring may take."""
_LEAST = 3.0
"""Seconds below which no further search is begun."""

Never = Callable[[], bool]


@dataclass(frozen=True)
class Asked:
    """What happens, what day it is, until when everything stays, and whether rings are all to be tried."""

    disruption: Disruption = field(default_factory=Disruption)
    today: date | None = None
    frozen_until: date | None = None
    rings_only: bool = False


@dataclass(frozen=True)
class Search:
    """One problem that was solved: which lines were free, and what came out.

    `barren` when one run of the solver says that there is no schedule.
    """

    free: tuple[str, ...]
    whole: bool
    outcome: Outcome
    points: int | None
    barren: bool = False

    @property
    def settled(self) -> bool:
        """Whether nothing in it costs less than what was found, or there is nothing to find."""
        return self.barren or bool(self.outcome.tiers and self.outcome.tiers[0].proved)


@dataclass(frozen=True)
class Replanned:
    """What was found.

    Attributes:
        before: the published schedule, judged by what holds now.
        frozen: the lines that had to stay.
        hits: the hard statements that the published schedule breaks now.
        after: the new schedule, or None.
        changes: the lines that differ, in order of days.
        searches: the rings, and the whole programme last.
        today: the day from which nearness is counted.
        stuck: broken statements that concern frozen lines alone, so that nothing can help.
    """

    before: Answer
    frozen: tuple[str, ...]
    hits: tuple[Broken, ...]
    today: date
    after: Answer | None = None
    changes: tuple[Change, ...] = ()
    searches: tuple[Search, ...] = ()
    stuck: tuple[Broken, ...] = ()

    @property
    def impossible(self) -> bool:
        """Whether it is settled that no schedule keeps all of it."""
        last = self.searches[-1] if self.searches else None
        return bool(self.stuck) or bool(last and last.whole and last.outcome.status is Status.IMPOSSIBLE)

    @property
    def points(self) -> int | None:
        """What the changes cost."""
        return self.after.verdict.tier_values()[0] if self.after else None

    @property
    def bound(self) -> int:
        """The least that any schedule of the whole programme can cost, as far as it is known."""
        bounds = [s.outcome.tiers[0].bound or 0 for s in self.searches if s.whole and s.outcome.tiers]
        return max(bounds, default=0)

    @property
    def proved(self) -> bool:
        """Whether nothing in the whole programme costs less."""
        return self.points is not None and self.points <= self.bound

    @property
    def ring_proved(self) -> Search | None:
        """The largest ring in which nothing costs less, if one was proved."""
        rings = [s for s in self.searches if not s.whole and s.points == self.points and s.settled]
        return rings[-1] if rings else None


def replan(
    problem: Problem,
    published: Schedule,
    asked: Asked,
    limits: Limits,
    stop: Never = lambda: False,
    tell: Callable[[str], None] = lambda _: None,
) -> Replanned:
    """Find the least changes within the limits.

    `tell` hears of each cheaper repair as soon as there is one, and of what is proved.

    Raises:
        Refused: our own checker refused what the solver returned.
        Crashed: the solver's process ended without an answer.
    """
    return _Replan(problem, published, asked, limits, stop, tell).run()


@dataclass
class _Replan:
    problem: Problem
    published: Schedule
    asked: Asked
    limits: Limits
    stop: Never
    tell: Callable[[str], None] = lambda _: None
    best: Answer | None = None
    searches: list[Search] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = Clock(self.limits.seconds)
        self.today = self.asked.today or self.problem.programme.as_of
        said = self.asked.disruption.happens_to(self.problem)
        self.laydown = Laydown(said, self.published)
        self.frozen = tuple(self._frozen())
        free = [name for name in said.exercises if name not in self.frozen]
        until = self.asked.frozen_until
        self.rules = (
            *all_kept(self.laydown, self.frozen),
            *(after(self.laydown, until, free) if until else ()),
        )
        counted = [line for line in self.published.lines if self._counts(line)]
        self.changed = with_statements(with_changes_counted(said, counted, self.today), self.rules)

    def _frozen(self) -> Iterator[str]:
        """The exercises of which some day, deployment included, lies before the frozen part ends."""
        for name, held in self.laydown.held.items():
            if self.asked.frozen_until and held.footprint.start < self.asked.frozen_until:
                yield name

    def _counts(self, line: Line) -> bool:
        """Whether a change of the line costs anything: one that is cancelled has to go."""
        return line.exercise in self.problem.exercises and line.exercise not in self.asked.disruption.cancel

    def run(self) -> Replanned:
        before = Answer(self.changed, self.published, judge(self.changed, self.published))
        hits = before.verdict.hard
        stuck = tuple(b for b in hits if b.violation.exercises and self._is_frozen(b))
        added = self.changed.exercises.keys() - self.published.by_exercise.keys()
        if stuck:
            return Replanned(before, self.frozen, hits, self.today, stuck=stuck)
        if hits or added:
            first = added | {name for hit in hits for name in hit.violation.exercises}
            self._rings(frozenset(first) - set(self.frozen))
            if not self.asked.rings_only:
                self._whole()
        else:
            self.best = before
        found = self._settled(before)
        told = changes(before, found) if found else ()
        return Replanned(before, self.frozen, hits, self.today, found, told, tuple(self.searches))

    def _is_frozen(self, broken: Broken) -> bool:
        return set(broken.violation.exercises) <= set(self.frozen)

    def _rings(self, free: frozenset[str]) -> None:
        """Let go of more and more until that does not help, or all is free."""
        able = self.changed.exercises.keys() - set(self.frozen)
        while free < able and self.clock.left > _LEAST and not self.stop():
            search = self._ring(free)
            before = self.searches[-2] if len(self.searches) > 1 else None
            if before and before.settled and search.settled and before.points == search.points is not None:
                return
            free = self._wider(free, able)

    def _wider(self, free: frozenset[str], able: frozenset[str] | set[str]) -> frozenset[str]:
        wider = next_ring(self.laydown, free) & able
        return wider if wider > free else frozenset(able)

    def _ring(self, free: frozenset[str]) -> Search:
        kept = [name for name in self.changed.exercises if name not in free and name not in self.frozen]
        return self._search(
            all_kept(self.laydown, kept), tuple(sorted(free)), self.clock.share(_RING, _LEAST)
        )

    def _whole(self) -> None:
        if self.clock.left > _LEAST and not self.stop():
            free = tuple(name for name in self.changed.exercises if name not in self.frozen)
            self._search((), free, self.clock.left)

    def _search(self, more: tuple[Statement, ...], free: tuple[str, ...], seconds: float) -> Search:
        """Solve with these statements more, and keep what is better."""
        hint = self.best.schedule if self.best else self._known()
        limits, question = replace(self.limits, seconds=seconds), with_statements(self.changed, more)
        heard = self._heard(free, whole=not more)
        solved, barren = solve_briskly(question, limits, self.stop, hint, confirm=not more, heard=heard)
        points = None
        if solved.answer:
            answer = self._judged(solved.answer.schedule)
            points = answer.verdict.tier_values()[0]
            if self.best is None or answer.verdict.tier_values() < self.best.verdict.tier_values():
                self.best = answer
        search = Search(free, not more, solved.outcome, points, barren and solved.answer is None)
        self.searches.append(search)
        return search

    def _heard(self, free: tuple[str, ...], *, whole: bool) -> Callable[[Progress], None]:
        """What is told while a search goes on: the first tier is the price of the changes."""
        among = "in the whole programme" if whole else f"while only {many(len(free), 'exercise')} may change"
        least = self.best.verdict.tier_values()[0] if self.best else None

        def heard(told: Progress) -> None:
            nonlocal least
            if told.tier or told.value is None:
                return
            if told.word in {"first", "better"} and (least is None or told.value < least):
                least = told.value
                self.tell(f"a repair at a price of {many(least, 'point')} ({among})")
            elif told.word == "tier_done" and told.value == told.bound:
                self.tell(f"nothing costs less than {many(told.value, 'point')} {among}")

        return heard

    def _known(self) -> Schedule:
        """The published lines of exercises that there still are."""
        lines = [line for line in self.published.lines if line.exercise in self.changed.exercises]
        return self.published.model_copy(update={"lines": tuple(lines)})

    def _judged(self, schedule: Schedule) -> Answer:
        return Answer(self.changed, schedule, judge(self.changed, schedule))

    def _settled(self, before: Answer) -> Answer | None:
        """The best with every line that means the same written as published, and none changed for nothing."""
        if self.best is None:
            return None
        best, held = self.best, self.laydown.held
        different = {change.exercise for change in changes(before, best)}
        same = [self.published.line(name) for name in held if name not in different]
        best = self._judged(moved(best.schedule, *same))
        for name in sorted(different & held.keys()):
            back = self._judged(moved(best.schedule, self.published.line(name)))
            if back.verdict.allowed and back.verdict.tier_values() <= best.verdict.tier_values():
                best = back
        return best
