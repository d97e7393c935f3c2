"""Verbs about days at home between absences, days in use, and stretches as long as the programme."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations

from ortools.sat.python import cp_model

from exsched.domain.dates import Period, Validity
from exsched.rulekit.decisions import Use
from exsched.solving.arithmetic import Arithmetic
from exsched.solving.logic import Bool, Number
from exsched.solving.spans import Span

_FEW = 31
"""So many stretches that a day leaves are posted one by one."""

_LOADS = 200
"""So many days in use are posted as a load each, however long the stretches are."""

_SMALL = 2000
"""So many days times uses are asked for one by one."""


class Pauses(Arithmetic):
    """The verbs so far, and those about pauses and days in use."""

    def days_inside(self, span: Span, periods: Sequence[Period], when: Sequence[Bool] = ()) -> Number:
        """At or above the days of the span inside the periods; the decisions know how."""
        raise NotImplementedError

    def dwell(self, absences: Sequence[Span], ratio: int, starts: Period) -> None:
        """After each absence so many times its days at home, before the next that starts in a period.

        Posts something for every two absences: what one asks for depends on its own length, and which of the
        two comes first is a decision.
        """
        first, last = ((day - self.horizon.start).days for day in (starts.start, starts.end))
        for one, other in combinations(absences, 2):
            ahead = self.logic.at_most(one.first - other.first, 0)
            for earlier, later, order in ((one, other, ahead), (other, one, self.logic.negation(ahead))):
                begun = self.logic.at_most(later.first, last)
                judged = [begun, self.logic.negation(self.logic.at_most(later.first, first - 1))]
                self._rest(earlier, later, ratio, [earlier.present, later.present, order, *judged])

    def _rest(self, earlier: Span, later: Span, ratio: int, when: list[Bool]) -> None:
        conditions = self.logic.simplified(when)
        if conditions is None:
            return
        asked, gap = ratio * earlier.size, later.first - earlier.last - 1
        if self.cost is None:
            self.logic.model.add(gap >= asked).only_enforce_if(conditions)
            return
        most = self.logic.bounds(asked)[1]
        short, home = self.logic.up_to(most), self.logic.up_to(max(0, self.logic.bounds(gap)[1]))
        overlap = self.logic.at_most(gap, -1)
        for literal, value in ((overlap, 0), (self.logic.negation(overlap), gap)):
            enforced = self.logic.simplified([*conditions, literal])
            if enforced is not None:
                self.logic.model.add(home <= value).only_enforce_if(enforced)
        self.logic.model.add(short >= asked - home).only_enforce_if(conditions)
        self._charge(short)

    def days_in_use(self, uses: Sequence[Use], limit: int, period: Period) -> None:
        """On at most so many days of the period is anything in use.

        A shared day counts once, so that no sum of lengths will do: one literal stands for each day. With few
        uses it is true exactly when one of them is there; with many, that would be a literal for each use and
        day, and an interval says instead that nothing is there on a day that is free.
        """
        spans = [use.span for use in uses]
        if sum(self.logic.bounds(span.size)[1] for span in spans) <= limit:
            return
        first, last = ((day - self.horizon.start).days for day in (period.start, period.end))
        first = max(first, min(self.logic.bounds(span.first)[0] for span in spans))
        last = min(last, max(self.logic.bounds(span.last)[1] for span in spans))
        days = range(first, last + 1)
        if len(days) <= limit:
            return
        few = len(days) * len(uses) <= _SMALL
        taken = [self._in_use(uses, day) for day in days] if few else self._not_free(uses, days)
        total = cp_model.LinearExpr.sum(taken)
        if self.cost is None:
            self.logic.model.add(total <= limit)
        else:
            excess = self.logic.up_to(len(days) - limit)
            self.logic.model.add(total <= limit + excess)
            self._charge(excess)

    def _in_use(self, uses: Sequence[Use], day: int) -> Bool:
        there = []
        for use in uses:
            begun = self.logic.at_most(use.span.first, day)
            over = self.logic.at_most(use.span.last, day - 1)
            there.append(self.logic.all_of([use.span.present, *use.when, begun, self.logic.negation(over)]))
        return self.logic.any_of(there)

    def _not_free(self, uses: Sequence[Use], days: Sequence[int]) -> list[Bool]:
        model = self.logic.model
        intervals, _, _ = self._tasks([Use(use.span, 1, use.when) for use in uses])
        others = max(1, len(intervals))
        taken: list[Bool] = [model.new_bool_var("") for _ in days]
        free = [
            model.new_optional_fixed_size_interval_var(day, 1, literal.negated(), "")
            for day, literal in zip(days, taken, strict=True)
        ]
        demands = [1] * len(intervals) + [others] * len(free)
        model.add_cumulative([*intervals, *free], demands, others)
        return taken

    def rolling(self, uses: Sequence[Use], limit: int, window: int, valid: Validity | None = None) -> None:
        """In every stretch of `window` days the used days, times their amounts, stay within the limit.

        Where stretches are about as long as all that is being decided, few days ever leave one: then only the
        stretches count after which a day leaves, and the last one. Else every day in use is a load.
        """
        moving = [use for use in uses if not self._is_past(use)]
        first = min((self.logic.bounds(use.span.first)[0] for use in moving), default=0)
        last = max((self.logic.bounds(use.span.last)[1] for use in moving), default=0)
        begin, end = self._ends(valid)
        end = min(end, last)
        loads = sum(self.logic.bounds(use.span.size)[1] for use in moving)
        if loads <= _LOADS or end < begin or end - max(begin, first + window - 1) > _FEW:
            super().rolling(uses, limit, window, valid)
            return
        excess: Number = 0
        if self.cost is not None:
            excess = self.logic.up_to(sum(self._most(use) for use in uses))
            self._charge(excess)
        gone = self._past_days([use for use in uses if self._is_past(use)])
        for day in range(begin, end + 1):
            leaves = day - window + 1
            if day == end or gone[leaves] or first <= leaves:
                before = sum(gone[n] for n in range(leaves, day + 1))
                used = [term for use in moving for term in self._days_from(use, leaves, day)]
                self.logic.model.add(before + cp_model.LinearExpr.sum(used) <= limit + excess)

    def _ends(self, valid: Validity | None) -> tuple[int, int]:
        span = (valid or Validity()).period()
        return (span.start - self.horizon.start).days, (span.end - self.horizon.start).days

    def _is_past(self, use: Use) -> bool:
        fixed = isinstance(use.span.first, int) and isinstance(use.span.size, int)
        return fixed and isinstance(use.amount, int) and use.span.present.index == self.logic.true.index

    def _most(self, use: Use) -> int:
        return self.logic.bounds(use.span.size)[1] * self.logic.bounds(use.amount)[1]

    @staticmethod
    def _past_days(past: Sequence[Use]) -> Counter[int]:
        """What is used on days that are not being decided."""
        found: Counter[int] = Counter()
        for use in past:
            for n in range(int(use.span.size)):
                found[int(use.span.first) + n] += int(use.amount)
        return found

    def _days_from(self, use: Use, first: int, last: int) -> Iterator[Number]:
        """The days of a use from one day to another, once for each level of its amount."""
        days = [Period(start=self._date(first), end=self._date(last))]
        if isinstance(use.amount, int):
            yield use.amount * self.days_inside(use.span, days, use.when)
            return
        for level in range(1, self.logic.bounds(use.amount)[1] + 1):
            as_much = self.logic.negation(self.logic.at_most(use.amount, level - 1))
            yield self.days_inside(use.span, days, (*use.when, as_much))

    def _date(self, day: int) -> date:
        return self.horizon.start + timedelta(day)
