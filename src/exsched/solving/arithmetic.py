"""Exact sums and products of whole numbers that depend on decisions."""

from collections.abc import Sequence

from ortools.sat.python import cp_model

from exsched.domain.dates import Period
from exsched.rulekit.decisions import Term
from exsched.solving.logic import Logic, Number
from exsched.solving.spans import Span
from exsched.solving.stretches import Stretches


class Arithmetic(Stretches):
    """The verbs so far, and numbers that are equal to what they stand for in every solution."""

    def __init__(self, logic: Logic, horizon: Period) -> None:
        super().__init__(logic, horizon)
        self._products: dict[frozenset[tuple[object, ...]], cp_model.IntVar] = {}

    def days_of(self, span: Span) -> Number:
        """The days of a span; meaningful only when it exists."""
        return span.size

    def sum_of(self, terms: Sequence[Term]) -> Number:
        """The sum of the terms, as one number."""
        return self.logic.as_variable(self.logic.total(terms)) if terms else 0

    def product(self, one: Number, other: Number) -> Number:
        """One number times another."""
        if isinstance(one, int) and isinstance(other, int):
            return one * other
        key = frozenset([self._name(one), self._name(other)])
        if key not in self._products:
            self._products[key] = self._product(one, other)
        return self._products[key]

    def _product(self, one: Number, other: Number) -> cp_model.IntVar:
        ends = [a * b for a in self.logic.bounds(one) for b in self.logic.bounds(other)]
        result = self.logic.model.new_int_var(min(ends), max(ends), "")
        if isinstance(one, int) or isinstance(other, int):
            self.logic.model.add(result == self._multiple(one, other))
        else:
            factors: list[cp_model.LinearExprT] = [one, other]
            self.logic.model.add_multiplication_equality(result, factors)
        return result

    @staticmethod
    def _multiple(one: Number, other: Number) -> Number:
        if isinstance(one, int):
            return one * other
        assert isinstance(other, int)
        return one * other

    @staticmethod
    def _name(value: Number) -> tuple[object, ...]:
        if isinstance(value, int):
            return (value,)
        flat = cp_model.FlatIntExpr(value)
        return (tuple(var.index for var in flat.vars), tuple(flat.coeffs), flat.offset)
