"""What is being decided, in the words of the domain: the questions that rules and goals ask of the model."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from ortools.sat.python import cp_model

from exsched.domain.dates import ALWAYS, FIRST_DAY, LAST_DAY, Period, Validity
from exsched.domain.exercises import COUNTED_ROLES, Role
from exsched.rulekit.decisions import Range, Term, Use
from exsched.rulekit.problem import Problem
from exsched.solving.forms import OneOfForms
from exsched.solving.lines import Frame, LineDecisions, length_bounds, new_frame
from exsched.solving.locks import OPEN, Known, known_lines
from exsched.solving.logic import Bool, Logic, Number
from exsched.solving.pauses import Pauses
from exsched.solving.spans import Span, around
from exsched.solving.starts import Starts


class SolverDecisions(Pauses):
    """The `Decisions` of rulekit over a CP-SAT model."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(Logic(), problem.programme.horizon)
        self.problem = problem
        self._only: dict[tuple[object, ...], Number] = {}
        self._starts: dict[tuple[str, int, int], Bool] = {}
        self._fixed = _forms_under(problem, "duration_bounds")
        must = _forms_under(problem, "must_be_held")
        self.lines: dict[str, LineDecisions] = {}
        self.formed: dict[str, OneOfForms] = {}
        always = frozenset(name for name in problem.exercises if set(problem.forms_of(name)) <= must)
        starts, known = Starts(problem), known_lines(problem, always)
        for name in problem.exercises:
            shortest = min(self._length(key)[0] for key in problem.forms_of(name))
            mine = known.get(name, OPEN)
            days = starts.of(name, shortest, mine.startex)
            self._decide(name, new_frame(self.logic, name, days, mine.held), mine)

    def _length(self, key: str) -> tuple[int, int]:
        """Least and most execution days of one form."""
        return length_bounds(self.problem.programme, self.problem.forms[key], fixed=key in self._fixed)

    def _decide(self, name: str, frame: Frame, known: Known) -> None:
        """Make the decisions about one exercise, in all its forms."""
        keys = self.problem.forms_of(name)
        for key, form in zip(keys, self.problem.exercises[name].form_names, strict=True):
            mine = known.of_form(form, len(keys))
            held = frame.held if key == name else self._held_in_form(key, mine, frame)
            frame_of_form = Frame(held, frame.start)
            line, length = self.problem.forms[key], self._length(key)
            if mine.days is not None and not length[0] <= mine.days <= length[1]:
                mine = replace(mine, days=None)
            self.lines[key] = LineDecisions(self.logic, self.problem, line, frame_of_form, length, mine)
        if keys != (name,):
            forms = [self.lines[key] for key in keys]
            self.formed[name] = OneOfForms(self.logic, self.problem.exercises[name], frame, forms)

    def _held_in_form(self, key: str, known: Known, frame: Frame) -> Bool:
        if known.held is None and frame.held.index != self.logic.false.index:
            return self.logic.model.new_bool_var(f"held {key}")
        return self.logic.true if known.held else self.logic.false

    def line(self, exercise: str) -> LineDecisions | OneOfForms:
        """The decisions about an exercise in whatever form, or about one form of it."""
        return self.formed[exercise] if exercise in self.formed else self.lines[exercise]

    # -- questions ------------------------------------------------------------------------------------------

    def held(self, exercise: str) -> Bool:
        """The exercise is held."""
        return self.line(exercise).held

    def takes_part(self, nation: str, exercise: str, roles: frozenset[Role] = COUNTED_ROLES) -> Bool:
        """The nation takes part in one of these roles."""
        line = self.line(exercise)
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
        return self.line(exercise).hosted(nation)

    def at_site(self, exercise: str, need: str, venue: str) -> Bool:
        """This need of the exercise is met by this venue."""
        return self.line(exercise).at.get(need, {}).get(venue, self.logic.false)

    def uses(self, exercise: str, venues: Iterable[str]) -> Bool:
        """At least one of the exercise's sites is one of these venues."""
        wanted = frozenset(venues)
        return self.line(exercise).uses(wanted.__contains__)

    def takes_force(self, exercise: str, force: str) -> Bool:
        """At least one element of the force is committed to the exercise."""
        return self.line(exercise).taken(force)

    def elements(self, exercise: str, need: str, force: str) -> Number:
        """How many elements of the force fill this role."""
        return self.line(exercise).counts.get(need, {}).get(force, self.logic.false)

    def fills(self, exercise: str, need: str, force: str) -> Bool:
        """At least one element of the force fills this role."""
        line = self.line(exercise)
        return line.filled(need, force) if force in line.counts.get(need, {}) else self.logic.false

    def touches(self, exercise: str, valid: Validity) -> Bool:
        """Held, and at least one execution day lies within `valid`."""
        line = self.line(exercise)
        begun = (
            self.logic.true if valid.end == LAST_DAY else self.logic.at_most(line.start, self.day(valid.end))
        )
        over = (
            self.logic.false
            if valid.start == FIRST_DAY
            else self.logic.at_most(line.end, self.day(valid.start) - 1)
        )
        return self.logic.all_of([line.held, begun, self.logic.negation(over)])

    def starts_in(self, exercise: str, period: Period) -> Bool:
        """Held, with STARTEX in the period."""
        key = exercise, self.day(period.start), self.day(period.end)
        found = self._starts.get(key)
        if found is None:
            line, (_, first, last) = self.line(exercise), key
            begun, before = self.logic.at_most(line.start, last), self.logic.at_most(line.start, first - 1)
            found = self._starts[key] = self.logic.all_of([line.held, begun, self.logic.negation(before)])
        return found

    def lasts(self, exercise: str, days: int) -> Bool:
        """Held, for at least so many execution days."""
        line = self.line(exercise)
        shorter = self.logic.at_most(line.length, days - 1)
        return self.logic.all_of([line.held, self.logic.negation(shorter)])

    def same_days(self, one: str, other: str) -> Bool:
        """Both are held and share an execution day."""
        a, b = self.line(one), self.line(other)
        begun = [self.logic.at_most(a.start - b.end, 0), self.logic.at_most(b.start - a.end, 0)]
        return self.logic.all_of([a.held, b.held, *begun])

    def before(self, one: str, other: str) -> Bool:
        """Both are held, and STARTEX of the one lies before that of the other."""
        a, b = self.line(one), self.line(other)
        return self.logic.all_of([a.held, b.held, self.logic.at_most(a.start - b.start, -1)])

    def startex(self, exercise: str) -> Number:
        """STARTEX as a day number."""
        return self.line(exercise).start

    def endex(self, exercise: str) -> Number:
        """ENDEX as a day number."""
        return self.line(exercise).end

    def length(self, exercise: str) -> Number:
        """Execution days."""
        return self.line(exercise).length

    def day(self, date: date) -> int:
        """The number of a date; the first day of the horizon is 0."""
        return (date - self.horizon.start).days

    def times(self, factor: int, of: Number) -> Number:
        """A whole number times an expression."""
        return factor * of

    def only_when(self, value: Number, when: Sequence[Bool]) -> Number:
        """The value when all of `when` hold, else 0."""
        there = self.logic.all_of(when)
        if there.index == self.logic.false.index:
            return 0
        if isinstance(value, int) or there.index == self.logic.true.index:
            return value * there if isinstance(value, int) else value
        flat = cp_model.FlatIntExpr(value)
        key = (there.index, tuple(var.index for var in flat.vars), tuple(flat.coeffs), flat.offset)
        if key not in self._only:
            part = self.logic.up_to(self.logic.bounds(value)[1])
            self.logic.model.add(part == value).only_enforce_if(there)
            self.logic.model.add(part == 0).only_enforce_if(there.negated())
            self._only[key] = part
        return self._only[key]

    def days_inside(self, span: Span, periods: Sequence[Period], when: Sequence[Bool] = ()) -> Number:
        """At or above the days of the span inside the periods."""
        conditions = self.logic.simplified([span.present, *when])
        if conditions is None:
            return 0
        earliest, latest = self.logic.bounds(span.first)[0], self.logic.bounds(span.last)[1]
        parts: list[Number] = []
        for first, last in self._days(periods):
            if first <= earliest and latest <= last:
                return self.only_when(span.size, conditions)
            if first <= latest and earliest <= last:
                parts.append(self._inside(span, first, last, conditions))
        return cp_model.LinearExpr.sum(parts) if parts else 0

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
        return self.line(exercise).execution

    def footprint(self, exercise: str) -> Span:
        """First arrival to last departure."""
        return self.line(exercise).footprint

    def venue_days(self, exercise: str, need: str, venue: str, after: int = 0) -> Span:
        """STARTEX - setup .. ENDEX + after, when the site is chosen."""
        setup = self.problem.programme.venues[venue].setup
        return around(self.line(exercise).execution, setup, after, self.at_site(exercise, need, venue))

    def force_days(self, exercise: str, force: str, after: int = 0) -> Span:
        """The force's own footprint, `after` days longer, when it is taken."""
        line = self.line(exercise)
        if force not in line.forces:
            return Span(0, 0, 1, self.logic.false)
        return around(line.force_footprint(force), 0, after)

    def deployment(self, exercise: str) -> Span:
        """First arrival .. the day before STARTEX."""
        line = self.line(exercise)
        return self._beside(line, line.start - line.footprint.first, line.footprint.first)

    def redeployment(self, exercise: str) -> Span:
        """The day after ENDEX .. last departure."""
        line = self.line(exercise)
        return self._beside(line, line.footprint.last - line.end, line.end + 1)

    def _beside(self, line: LineDecisions | OneOfForms, size: Number, first: Number) -> Span:
        size, first = self._constant(size), self.logic.as_variable(first)
        some = self.logic.negation(self.logic.at_most(size, 0))
        present = self.logic.all_of([line.held, some])
        return Span(first, self.logic.as_variable(first + size - 1), size, present)

    def _constant(self, value: Number) -> Number:
        """The value as a plain number when its variables cancel out, else as one variable."""
        least, most = self.logic.bounds(value)
        return least if least == most else self.logic.as_variable(value)

    def from_startex(self, exercise: str, days: int, before: int = 0) -> Span:
        """So many days, beginning `before` days before STARTEX."""
        line = self.line(exercise)
        return Span(line.start - before, line.start - before + days - 1, days, line.held)

    def from_endex(self, exercise: str, days: int, after: int = 0) -> Span:
        """So many days, beginning `after` days after the day that follows ENDEX."""
        line = self.line(exercise)
        first = self.logic.as_variable(line.end + 1 + after)
        return Span(first, self.logic.as_variable(first + days - 1), days, line.held)

    def fixed(self, period: Period) -> Span:
        """Days that are not being decided."""
        first, last = self.day(period.start), self.day(period.end)
        return Span(first, last, last - first + 1, self.logic.true)

    def stretched(self, span: Span, before: Number, after: Number) -> Span:
        """The span with some days more at either end."""
        first = self.logic.as_variable(span.first - before)
        size = self.logic.as_variable(span.size + before + after)
        return Span(first, self.logic.as_variable(span.last + after), size, span.present)

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


def _forms_under(problem: Problem, rule: str) -> frozenset[str]:
    """Forms of exercises for which a hard statement of this rule holds without end."""
    found: set[str] = set()
    for said in (s.rule for s in problem.statements if s.rule.rule == rule and s.rule.cost is None):
        exercise, form = str(getattr(said, "exercise", "")), getattr(said, "form", None)
        if said.valid == ALWAYS and exercise in problem.exercises:
            found |= {f"{exercise}/{form}"} if form else {*problem.forms_of(exercise)}
    return frozenset(found)
