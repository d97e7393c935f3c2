"""The decisions about one exercise: everything that a line of a schedule file can say, and no more."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from ortools.sat.python import cp_model

from exsched.domain.exercises import Exercise
from exsched.domain.programme import Programme
from exsched.rulekit.problem import Problem
from exsched.solving.locks import OPEN, Known
from exsched.solving.logic import Bool, Logic, Number
from exsched.solving.spans import Span, around


@dataclass(frozen=True)
class Frame:
    """When an exercise is held, if at all; the forms of one exercise share their STARTEX.

    STARTEX of an exercise that is not held is fixed to the first day on which it could start, so that equal
    schedules are one.
    """

    held: Bool
    start: cp_model.IntVar


def new_frame(logic: Logic, exercise: str, days: cp_model.Domain, held: bool | None) -> Frame:
    """Whether an exercise is held, when that is not known, and its STARTEX, one of these days."""
    if held is False:
        days = cp_model.Domain(days.min(), days.min())
    start = logic.model.new_int_var_from_domain(days, f"startex {exercise}")
    if held is not None:
        return Frame(logic.true if held else logic.false, start)
    literal = logic.model.new_bool_var(f"held {exercise}")
    logic.model.add(start == days.min()).only_enforce_if(literal.negated())
    return Frame(literal, start)


class LineDecisions:
    """Variables of one exercise in one form. Rules narrow them; here only the shape of an answer is fixed."""

    def __init__(
        self,
        logic: Logic,
        problem: Problem,
        exercise: Exercise,
        frame: Frame,
        length: tuple[int, int],
        known: Known = OPEN,
    ) -> None:
        self.logic, self.exercise, self.facts, self.known = logic, exercise, problem.programme, known
        self.held, self.start = frame.held, frame.start
        shortest, longest = length if known.days is None else (known.days, known.days)
        self.length: Number = (
            shortest if shortest == longest else logic.model.new_int_var(shortest, longest, "")
        )
        self.end: Number = self.start + self.length - 1
        self.at = {need: self._sites(need, problem) for need in exercise.sites}
        self.counts = {need: self._counts(need, problem) for need in exercise.forces}
        self.named = {nation: self._named(nation) for nation in self._declared()}
        self._nothing_when_dropped(shortest)
        for nation, part in self.named.items():
            for reason in (self.owned(nation), self.hosted(nation)):
                logic.model.add_implication(reason, part)

    def _declared(self) -> list[str]:
        who = self.exercise.participants
        return sorted({*who.must, *who.may})

    def _named(self, nation: str) -> cp_model.IntVar:
        who = self.known.participants
        return self._when_held(f"{nation} in {self.exercise.id}", None if who is None else nation in who)

    def _when_held(self, name: str, known: bool | None = None) -> cp_model.IntVar:
        if self.held.index == self.logic.false.index:
            known = False
        if known is not None:
            return self.logic.true if known else self.logic.false
        literal = self.logic.model.new_bool_var(name)
        self.logic.model.add_implication(literal, self.held)
        return literal

    def _sites(self, need: str, problem: Problem) -> dict[str, cp_model.IntVar]:
        found = problem.programme.candidates(self.exercise.sites[need])
        at = self.known.sites.get(need)
        known = {venue: venue == at for venue in found} if at in found else {}
        sites = {
            venue: self._when_held(f"{self.exercise.id} {need} at {venue}", known.get(venue))
            for venue in found
        }
        self.logic.model.add_at_most_one(sites.values())
        return sites

    def _counts(self, need: str, problem: Problem) -> dict[str, cp_model.IntVar]:
        forces = problem.programme.forces
        found = problem.programme.eligible(self.exercise.forces[need])
        taken, nothing = self.known.forces.get(need), self.held.index == self.logic.false.index
        most = {name: 0 if nothing else forces[name].elements for name in found}
        least = dict.fromkeys(found, 0)
        if taken is not None and all(taken.get(name, 0) <= most[name] for name in found):
            least = most = {name: taken.get(name, 0) for name in found}
        return {
            name: self.logic.model.new_int_var(least[name], most[name], f"{self.exercise.id} {need} {name}")
            for name in found
        }

    def _nothing_when_dropped(self, shortest: int) -> None:
        dropped = self.logic.simplified([self.logic.negation(self.held)])
        if dropped is None:
            return
        if not isinstance(self.length, int):
            self.logic.model.add(self.length == shortest).only_enforce_if(dropped)
        for force in self.forces:
            self.logic.model.add_implication(self.taken(force), self.held)

    # -- who is there ---------------------------------------------------------------------------------------

    @cached_property
    def forces(self) -> tuple[str, ...]:
        """Forces that could be taken, sorted."""
        return tuple(sorted({name for counts in self.counts.values() for name in counts}))

    @cached_property
    def _taken(self) -> dict[str, Bool]:
        return {
            force: self.logic.negation(self.logic.at_most(self.total_of(force), 0)) for force in self.forces
        }

    def total_of(self, force: str) -> Number:
        """Elements of a force over all roles."""
        return cp_model.LinearExpr.sum([counts[force] for counts in self.counts.values() if force in counts])

    def taken(self, force: str) -> Bool:
        """At least one element of the force is committed."""
        return self._taken.get(force, self.logic.false)

    def owned(self, nation: str) -> Bool:
        """The nation has a force here."""
        mine = [self.taken(force) for force in self.forces if self.facts.forces[force].nation == nation]
        return self.logic.any_of(mine)

    def hosted(self, nation: str) -> Bool:
        """A chosen site lies in the nation."""
        return self.uses(lambda venue: self.facts.venues[venue].host == nation)

    def uses(self, wanted: Callable[[str], bool]) -> Bool:
        """A chosen site is one of the venues wanted."""
        return self.logic.any_of(
            [at for sites in self.at.values() for venue, at in sites.items() if wanted(venue)]
        )

    # -- when -----------------------------------------------------------------------------------------------

    @cached_property
    def execution(self) -> Span:
        """STARTEX..ENDEX."""
        return Span(self.start, self.end, self.length, self.held)

    @cached_property
    def footprint(self) -> Span:
        """First arrival to last departure."""
        return around(self.execution, self.exercise.deploy, self.exercise.redeploy)

    def force_footprint(self, force: str) -> Span:
        """The longer of the exercise's footprint and the force's travel to the sites of its roles."""
        return self._own_footprints[force]

    @cached_property
    def _own_footprints(self) -> dict[str, Span]:
        return {force: self._own_footprint(force) for force in self.forces}

    def _own_footprint(self, force: str) -> Span:
        logic, line = self.logic, self.exercise
        travel = [
            (self.filled(need, force), at, days)
            for need, counts in self.counts.items()
            if force in counts
            for at, days in self._travel(need, force)
        ]
        longest = max((days for _, _, days in travel), default=0)
        if longest <= min(line.deploy, line.redeploy):
            return around(self.execution, line.deploy, line.redeploy, self.taken(force))
        reach = {days: self._reach(travel, days) for days in sorted({days for _, _, days in travel if days})}
        lead, trail = self._longest(line.deploy, reach), self._longest(line.redeploy, reach)
        first = logic.as_variable(self.start - lead)
        size = logic.as_variable(self.length + lead + trail)
        return Span(first, logic.as_variable(self.end + trail), size, self.taken(force))

    def _reach(self, travel: list[tuple[Bool, Bool, int]], days: int) -> Bool:
        """The force goes to a place that far away, or farther."""
        return self.logic.any_of(
            [self.logic.all_of([filled, at]) for filled, at, far in travel if far >= days]
        )

    def _longest(self, least: int, reach: dict[int, Bool]) -> Number:
        """The larger of `least` and the travel days that are needed, as one step for each distance."""
        total: Number = least
        for days, literal in reach.items():
            if days > least:
                total = total + (days - max(least, _before(days, reach))) * literal
        return self.logic.as_variable(total)

    def filled(self, need: str, force: str) -> Bool:
        """At least one element of the force fills this role."""
        return self.logic.negation(self.logic.at_most(self.counts[need][force], 0))

    def _travel(self, need: str, force: str) -> list[tuple[Bool, int]]:
        site = self.exercise.forces[need].site or next(iter(self.exercise.sites), None)
        unit, venues = self.facts.forces[force], self.facts.venues
        if site is None or site not in self.at:
            return [(self.logic.true, days)] if (days := self.facts.travel_days(unit, None)) else []
        return [(at, self.facts.travel_days(unit, venues[v]) or 0) for v, at in self.at[site].items()]


def length_bounds(facts: Programme, exercise: Exercise, *, fixed: bool) -> tuple[int, int]:
    """Execution days that the model can express: those written, or up to twice the most if soft."""
    days = exercise.days
    return (days.min, days.max) if fixed else (1, min(2 * days.max + 1, facts.horizon.days))


def _before(days: int, reach: dict[int, Bool]) -> int:
    return max((shorter for shorter in reach if shorter < days), default=0)
