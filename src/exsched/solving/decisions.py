"""What is being decided, in the words of the domain: the questions that rules and goals ask of the model."""

from collections.abc import Iterable, Sequence
from datetime import date

from exsched.domain.dates import FIRST_DAY, LAST_DAY, Validity
from exsched.domain.exercises import COUNTED_ROLES, HeldIf, Role
from exsched.rulekit.decisions import Range, Term, Use
from exsched.rulekit.problem import Problem
from exsched.solving.lines import Bounds, LineDecisions, length_bounds
from exsched.solving.logic import Bool, Logic, Number
from exsched.solving.spans import Span, around
from exsched.solving.verbs import Verbs


class SolverDecisions(Verbs):
    """The `Decisions` of rulekit over a CP-SAT model."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(Logic(), problem.programme.horizon)
        self.problem = problem
        must = _exercises_under(problem, "must_be_held")
        fixed = _exercises_under(problem, "duration_bounds")
        self.lines = {
            name: LineDecisions(
                self.logic,
                problem,
                exercise,
                Bounds(
                    always_held=exercise.held is HeldIf.MUST and name in must,
                    length=length_bounds(problem.programme, exercise, fixed=name in fixed),
                ),
            )
            for name, exercise in problem.exercises.items()
        }

    # -- questions ------------------------------------------------------------------------------------------

    def held(self, exercise: str) -> Bool:
        """The exercise is held."""
        return self.lines[exercise].held

    def takes_part(self, nation: str, exercise: str, roles: frozenset[Role] = COUNTED_ROLES) -> Bool:
        """The nation takes part in one of these roles."""
        line = self.lines[exercise]
        if nation in line.named:
            return line.named[nation] if line.exercise.declared_role(nation) in roles else self.logic.false
        owned, hosted = line.owned(nation), line.hosted(nation)
        as_full = owned if Role.FULL in roles else self.logic.false
        as_host = (
            self.logic.all_of([hosted, self.logic.negation(owned)])
            if Role.HOST in roles
            else self.logic.false
        )
        return self.logic.any_of([owned, hosted] if {Role.FULL, Role.HOST} <= roles else [as_full, as_host])

    def hosts(self, nation: str, exercise: str) -> Bool:
        """One of the chosen sites lies in the nation."""
        return self.lines[exercise].hosted(nation)

    def at_site(self, exercise: str, need: str, venue: str) -> Bool:
        """This need of the exercise is met by this venue."""
        return self.lines[exercise].at.get(need, {}).get(venue, self.logic.false)

    def uses(self, exercise: str, venues: Iterable[str]) -> Bool:
        """At least one of the exercise's sites is one of these venues."""
        wanted = frozenset(venues)
        return self.lines[exercise].uses(wanted.__contains__)

    def takes_force(self, exercise: str, force: str) -> Bool:
        """At least one element of the force is committed to the exercise."""
        return self.lines[exercise].taken(force)

    def elements(self, exercise: str, need: str, force: str) -> Number:
        """How many elements of the force fill this role."""
        return self.lines[exercise].counts.get(need, {}).get(force, self.logic.false)

    def fills(self, exercise: str, need: str, force: str) -> Bool:
        """At least one element of the force fills this role."""
        line = self.lines[exercise]
        return line.filled(need, force) if force in line.counts.get(need, {}) else self.logic.false

    def touches(self, exercise: str, valid: Validity) -> Bool:
        """Held, and at least one execution day lies within `valid`."""
        line = self.lines[exercise]
        begun = (
            self.logic.true if valid.end == LAST_DAY else self.logic.at_most(line.start, self.day(valid.end))
        )
        over = (
            self.logic.false
            if valid.start == FIRST_DAY
            else self.logic.at_most(line.end, self.day(valid.start) - 1)
        )
        return self.logic.all_of([line.held, begun, self.logic.negation(over)])

    def same_days(self, one: str, other: str) -> Bool:
        """Both are held and share an execution day."""
        a, b = self.lines[one], self.lines[other]
        begun = [self.logic.at_most(a.start - b.end, 0), self.logic.at_most(b.start - a.end, 0)]
        return self.logic.all_of([a.held, b.held, *begun])

    def startex(self, exercise: str) -> Number:
        """STARTEX as a day number."""
        return self.lines[exercise].start

    def endex(self, exercise: str) -> Number:
        """ENDEX as a day number."""
        return self.lines[exercise].end

    def length(self, exercise: str) -> Number:
        """Execution days."""
        return self.lines[exercise].length

    def day(self, date: date) -> int:
        """The number of a date; the first day of the horizon is 0."""
        return (date - self.horizon.start).days

    def times(self, factor: int, of: Number) -> Number:
        """A whole number times an expression."""
        return factor * of

    def all_of(self, literals: Iterable[Bool]) -> Bool:
        """Every one of them."""
        return self.logic.all_of(literals)

    def any_of(self, literals: Iterable[Bool]) -> Bool:
        """At least one of them."""
        return self.logic.any_of(literals)

    def negation(self, literal: Bool) -> Bool:
        """The opposite."""
        return self.logic.negation(literal)

    # -- spans ----------------------------------------------------------------------------------------------

    def execution(self, exercise: str) -> Span:
        """STARTEX..ENDEX."""
        return self.lines[exercise].execution

    def footprint(self, exercise: str) -> Span:
        """First arrival to last departure."""
        return self.lines[exercise].footprint

    def venue_days(self, exercise: str, need: str, venue: str, after: int = 0) -> Span:
        """STARTEX - setup .. ENDEX + after, when the site is chosen."""
        setup = self.problem.programme.venues[venue].setup
        return around(self.lines[exercise].execution, setup, after, self.at_site(exercise, need, venue))

    def force_days(self, exercise: str, force: str, after: int = 0) -> Span:
        """The force's own footprint, `after` days longer, when it is taken."""
        line = self.lines[exercise]
        if force not in line.forces:
            return Span(0, 0, 1, self.logic.false)
        return around(line.force_footprint(force), 0, after)

    # -- for goals ------------------------------------------------------------------------------------------

    def shortfall(self, value: Sequence[Term], ranges: Sequence[Range], when: Sequence[Bool] = ()) -> Number:
        """At or above the distance of the sum to the nearest range."""
        return self.logic.distance(self.logic.total(value), ranges, when)

    def peak(self, uses: Sequence[Use]) -> Number:
        """At or above the largest sum of the uses on any day."""
        intervals, demands, most = self._tasks(uses)
        if not intervals:
            return 0
        height = self.logic.up_to(most)
        self.logic.model.add_cumulative(intervals, demands, height)
        return height

    def highest(self, values: Sequence[Sequence[Term]]) -> Number:
        """At or above the largest of these sums."""
        sums = [self.logic.total(value) for value in values]
        top = self.logic.up_to(max((self.logic.bounds(value)[1] for value in sums), default=0))
        for value in sums:
            self.logic.model.add(value <= top)
        return top

    def square(self, value: Sequence[Term], most: int) -> Number:
        """At or above the square of the sum."""
        positive, result = self.logic.up_to(most), self.logic.up_to(most * most)
        self.logic.model.add(self.logic.total(value) <= positive)
        self.logic.model.add_multiplication_equality(result, [positive, positive])
        return result


def _exercises_under(problem: Problem, rule: str) -> frozenset[str]:
    """Exercises for which a hard statement of this rule holds without end."""
    found = (s.rule for s in problem.statements if s.rule.rule == rule and s.rule.cost is None)
    return frozenset(
        str(getattr(r, "exercise", ""))
        for r in found
        if r.valid.start == FIRST_DAY and r.valid.end == LAST_DAY
    )
