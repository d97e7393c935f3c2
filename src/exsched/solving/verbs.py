"""The verbs by which statements bind the model: forbidden when hard, measured and charged when soft."""

from collections.abc import Sequence
from typing import Literal

from ortools.sat.python import cp_model

from exsched.domain.dates import Period, Validity
from exsched.rulekit.decisions import Less, Range, Term, Use
from exsched.solving.limit import Step, steps
from exsched.solving.logic import Bool, Logic, Number
from exsched.solving.spans import Span


class Verbs:
    """Posts for one statement at a time; `cost` is its price per unit, or None when it is hard."""

    def __init__(self, logic: Logic, horizon: Period) -> None:
        self.logic = logic
        self.horizon = horizon
        self.cost: int | None = None
        self._breaches: list[Term] = []

    def breaches(self) -> list[Term]:
        """Every soft breach so far, times its cost."""
        return self._breaches

    def _charge(self, amount: Number) -> None:
        assert self.cost is not None
        self._breaches.append(Term(self.cost, amount))

    def _days(self, periods: Sequence[Period]) -> list[tuple[int, int]]:
        """The periods as disjoint ranges of day numbers, in order."""
        joined: list[tuple[int, int]] = []
        for period in sorted(periods, key=lambda p: p.start):
            first, last = ((day - self.horizon.start).days for day in (period.start, period.end))
            if joined and first <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(joined[-1][1], last))
            else:
                joined.append((first, last))
        return joined

    # -- verbs ----------------------------------------------------------------------------------------------

    def never(self, literals: Sequence[Bool], weight: int = 1) -> None:
        """Not all of these together."""
        kept = self.logic.simplified(literals)
        if kept is None:
            return
        if self.cost is None:
            self.logic.model.add_bool_or([literal.negated() for literal in kept])
        else:
            self._charge(weight * self.logic.all_of(kept))

    def at_most(self, terms: Sequence[Term], limit: int, when: Sequence[Bool] = ()) -> None:
        """The sum stays at or below the limit."""
        self.within(terms, [(None, limit)], when)

    def at_least(self, terms: Sequence[Term], limit: int, when: Sequence[Bool] = ()) -> None:
        """The sum stays at or above the limit."""
        self.within(terms, [(limit, None)], when)

    def within(self, value: Sequence[Term], ranges: Sequence[Range], when: Sequence[Bool] = ()) -> None:
        """The sum lies in one of the ranges."""
        total = self.logic.total(value)
        if not ranges:
            self.never(when)
        elif self.cost is not None:
            self._charge(self.logic.distance(total, ranges, when))
        else:
            self._confine(total, ranges, when)

    def _confine(self, total: Number, ranges: Sequence[Range], when: Sequence[Bool]) -> None:
        conditions = self.logic.simplified(when)
        if conditions is None:
            return
        least, most = self.logic.bounds(total)
        allowed = [
            (max(least, least if low is None else low), min(most, most if high is None else high))
            for low, high in ranges
        ]
        domain = cp_model.Domain.from_intervals([list(pair) for pair in allowed if pair[0] <= pair[1]])
        if domain.is_empty():
            self.logic.model.add_bool_or([literal.negated() for literal in conditions])
        elif (least, most) not in allowed:
            self.logic.model.add_linear_expression_in_domain(total, domain).only_enforce_if(conditions)

    def keep_clear(self, span: Span, periods: Sequence[Period], when: Sequence[Bool] = ()) -> None:
        """No day of the span lies in any of the periods."""
        conditions = self.logic.simplified([span.present, *when])
        if conditions is None:
            return
        earliest, latest = self.logic.bounds(span.first)[0], self.logic.bounds(span.last)[1]
        for first, last in self._days(periods):
            if last < earliest or latest < first:
                continue
            if self.cost is None:
                self._avoid(span, first, last, conditions)
            else:
                self._charge(self._inside(span, first, last, conditions))

    def _avoid(self, span: Span, first: int, last: int, conditions: list[Bool]) -> None:
        if isinstance(span.size, int):
            least, most = self.logic.bounds(span.first)
            before, after = (least, first - span.size), (last + 1, most)
            self._confine(span.first, [r for r in (before, after) if r[0] <= r[1]], conditions)
            return
        later = self._under(conditions)
        self.logic.model.add(span.first >= last + 1).only_enforce_if([*conditions, later])
        self.logic.model.add(span.last <= first - 1).only_enforce_if([*conditions, later.negated()])

    def _inside(self, span: Span, first: int, last: int, conditions: list[Bool]) -> Number:
        model, logic = self.logic.model, self.logic
        begins = model.new_int_var(first, max(first, logic.bounds(span.first)[1]), "")
        ends = model.new_int_var(min(last, logic.bounds(span.last)[0]), last, "")
        model.add_max_equality(begins, [span.first, first])
        model.add_min_equality(ends, [span.last, last])
        days = logic.up_to(min(last - first + 1, logic.bounds(span.size)[1]))
        model.add(days >= ends - begins + 1).only_enforce_if(conditions)
        return days

    def apart(self, one: Span, other: Span, days: int, when: Sequence[Bool] = ()) -> None:
        """From the last day of one to the first of the other are at least `days` days."""
        conditions = self.logic.simplified([one.present, other.present, *when])
        if conditions is None or days <= 0:
            return
        if self.cost is None:
            after = self._under(conditions)
            self.logic.model.add(other.first - one.last >= days).only_enforce_if([*conditions, after])
            self.logic.model.add(one.first - other.last >= days).only_enforce_if(
                [*conditions, after.negated()]
            )
        else:
            self._charge(self._missing(one, other, days, conditions))

    def _missing(self, one: Span, other: Span, days: int, conditions: list[Bool]) -> Number:
        model, short = self.logic.model, self.logic.up_to(days)
        after, before, overlap = (model.new_bool_var("") for _ in range(3))
        model.add_bool_or([after, before, overlap]).only_enforce_if(conditions)
        model.add(short >= days).only_enforce_if(overlap)
        model.add(other.first - one.last >= days - short).only_enforce_if([*conditions, after])
        model.add(one.first - other.last >= days - short).only_enforce_if([*conditions, before])
        return short

    def _under(self, conditions: list[Bool]) -> Bool:
        """A choice that is open only while all conditions hold, and false otherwise."""
        choice = self.logic.model.new_bool_var("")
        for literal in conditions:
            self.logic.model.add_implication(choice, literal)
        return choice

    def load(
        self,
        uses: Sequence[Use],
        limit: int,
        less: Sequence[Less] = (),
        valid: Validity | None = None,
        counted: Literal["peak", "days"] = "peak",
    ) -> None:
        """On every day the uses add up to at most the limit less what is missing."""
        tasks = self._tasks(uses)
        most = max(tasks[2], limit)
        profile = steps(self.horizon, limit, less, valid, free=most)
        if self.cost is not None and counted == "days":
            self._load_by_day(uses, [step for step in profile if step.limit < tasks[2]])
        else:
            self._load(tasks, profile)

    def _load(
        self, tasks: tuple[list[cp_model.IntervalVar], list[Number], int], profile: Sequence[Step]
    ) -> None:
        intervals, demands, most = tasks
        lowest, top = min(step.limit for step in profile), max(step.limit for step in profile)
        if not intervals or most <= lowest:
            return
        model = self.logic.model
        for step in profile:
            if step.limit < top:
                size = step.last - step.first + 1
                intervals.append(model.new_fixed_size_interval_var(start=step.first, size=size, name=""))
                demands.append(top - step.limit)
        if self.cost is not None:
            excess = self.logic.up_to(most - lowest)
            model.add_cumulative(intervals, demands, top + excess)
            self._charge(excess)
        elif top == 1 and all(isinstance(demand, int) and demand == 1 for demand in demands):
            model.add_no_overlap(intervals)
        else:
            model.add_cumulative(intervals, demands, top)

    def _load_by_day(self, uses: Sequence[Use], profile: Sequence[Step]) -> None:
        earliest = min((self.logic.bounds(use.span.first)[0] for use in uses), default=0)
        latest = max((self.logic.bounds(use.span.last)[1] for use in uses), default=0)
        for step in profile:
            for day in range(max(step.first, earliest), min(step.last, latest) + 1):
                terms = [term for use in uses if (term := self._on_day(use, day)) is not None]
                total = self.logic.total(terms)
                most = self.logic.bounds(total)[1]
                if most > step.limit:
                    excess = self.logic.up_to(most - step.limit)
                    self.logic.model.add(total <= step.limit + excess)
                    self._charge(excess)

    def _on_day(self, use: Use, day: int) -> Term | None:
        logic, span = self.logic, use.span
        begun, over = logic.at_most(span.first, day), logic.at_most(span.last, day - 1)
        there = logic.all_of([span.present, *use.when, begun, logic.negation(over)])
        if there.index == logic.false.index:
            return None
        if isinstance(use.amount, int):
            return Term(use.amount, there)
        amount = logic.up_to(logic.bounds(use.amount)[1])
        logic.model.add(amount >= use.amount).only_enforce_if(there)
        return Term(1, amount)

    def _tasks(self, uses: Sequence[Use]) -> tuple[list[cp_model.IntervalVar], list[Number], int]:
        """Intervals and demands of the uses that can happen, and the most they can add up to."""
        intervals: list[cp_model.IntervalVar] = []
        demands: list[Number] = []
        most = 0
        for use in uses:
            highest = self.logic.bounds(use.amount)[1]
            present = self.logic.all_of([use.span.present, *use.when])
            if highest > 0 and present.index != self.logic.false.index:
                intervals.append(use.span.interval(self.logic, present))
                demands.append(self.logic.as_variable(use.amount))
                most += highest
        return intervals, demands, most
