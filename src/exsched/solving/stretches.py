"""Verbs about long stretches of days: rolling windows of tempo, and weeks that stay free."""

from collections.abc import Iterator, Sequence
from math import ceil

from ortools.sat.python import cp_model

from exsched.domain.dates import Period, Validity
from exsched.rulekit.decisions import Use
from exsched.solving.logic import Bool, Number
from exsched.solving.spans import Span
from exsched.solving.verbs import Verbs


class Stretches(Verbs):
    """The verbs of `Verbs`, and those about windows and blocks of days."""

    def rolling(self, uses: Sequence[Use], limit: int, window: int, valid: Validity | None = None) -> None:
        """In every stretch of `window` days the used days, times their amounts, stay within the limit.

        A day in use weighs on every window that ends up to `window` days later, so each day becomes a load of
        that length. This posts as many intervals as there are days that can be in use: one for each span
        would need its overlap with every window.
        """
        self.load([day for use in uses for day in self._each_day(use, window)], limit, valid=valid)

    def _each_day(self, use: Use, window: int) -> Iterator[Use]:
        first = use.span.first
        for n in range(self.logic.bounds(use.span.size)[1]):
            longer = self.logic.negation(self.logic.at_most(use.span.size, n))
            present = self.logic.all_of([use.span.present, longer])
            yield Use(Span(first + n, first + n + window - 1, window, present), use.amount, use.when)

    def free_weeks(
        self, busy: Sequence[Use], period: Period, weeks: int, block: int, when: Sequence[Bool] = ()
    ) -> None:
        """In the period are so many whole free weeks, in blocks of at least `block` weeks.

        So many blocks as can be needed at most, ceil(weeks / block), cover every case if they can grow: with
        so many stretches of `block` weeks the demand is met, and with fewer each of them gets a block.
        """
        conditions = self.logic.simplified(when)
        if conditions is None:
            return
        intervals, _, _ = self._tasks([Use(use.span, 1, use.when) for use in busy])
        others = max(1, len(intervals))
        blocks = [self._free_block(period, weeks, block) for _ in range(ceil(weeks / block))]
        every = [*intervals, *(interval for interval, _ in blocks)]
        demands = [1] * len(intervals) + [others] * len(blocks)
        self.logic.model.add_cumulative(every, demands, others)
        free = cp_model.LinearExpr.sum([size for _, size in blocks])
        if self.cost is None:
            self.logic.model.add(free >= weeks).only_enforce_if(conditions)
        else:
            short = self.logic.up_to(weeks)
            self.logic.model.add(free >= weeks - short).only_enforce_if(conditions)
            self._charge(short)

    def _free_block(self, period: Period, weeks: int, block: int) -> tuple[cp_model.IntervalVar, Number]:
        """A stretch that can be absent, and its length in weeks."""
        model = self.logic.model
        first, last = ((day - self.horizon.start).days for day in (period.start, period.end))
        there = model.new_bool_var("")
        size = model.new_int_var_from_domain(cp_model.Domain.from_intervals([[0, 0], [block, weeks]]), "")
        start = model.new_int_var(first, last, "")
        model.add(size >= block).only_enforce_if(there)
        model.add(size == 0).only_enforce_if(there.negated())
        model.add(start == first).only_enforce_if(there.negated())
        model.add(start + 7 * size <= last + 1)
        end = self.logic.as_variable(start + 7 * size)
        return model.new_optional_interval_var(start, 7 * size, end, there, ""), size
