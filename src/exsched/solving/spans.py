"""Stretches of days that depend on decisions, and the intervals that stand for them in the model."""

from dataclasses import dataclass

from ortools.sat.python import cp_model

from exsched.solving.logic import Bool, Logic, Number


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last`, both included, that exist when `present` is true.

    `first` and `size` are affine in one variable each, so that CP-SAT takes them in an interval.
    """

    first: Number
    last: Number
    size: Number
    present: Bool

    def interval(self, logic: Logic, present: Bool) -> cp_model.IntervalVar:
        """An interval over the same days that exists when `present` is true."""
        if isinstance(self.size, int):
            return logic.model.new_optional_fixed_size_interval_var(
                start=self.first, size=self.size, is_present=present, name=""
            )
        return logic.model.new_optional_interval_var(
            start=self.first,
            size=self.size,
            end=logic.as_variable(self.last + 1),
            is_present=present,
            name="",
        )


def around(span: Span, before: int, after: int, present: Bool | None = None) -> Span:
    """The span with some days more at either end."""
    return Span(
        first=span.first - before,
        last=span.last + after,
        size=span.size + before + after,
        present=span.present if present is None else present,
    )
