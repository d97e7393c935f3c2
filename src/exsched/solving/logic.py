"""Yes/no logic and whole-number expressions over a CP-SAT model, with trivial cases folded away."""

from collections.abc import Iterable, Sequence

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model_helper import Literal

from exsched.rulekit.decisions import Range, Term

Bool = Literal
Number = cp_model.LinearExpr | int


class Logic:
    """The model and the words in which everything else is built."""

    def __init__(self) -> None:
        self.model = cp_model.CpModel()
        self.true = self.model.new_constant(1)
        self.false = self.model.new_constant(0)
        self._true, self._false = self.true.index, self.false.index
        self._domains: dict[int, tuple[int, int]] = {}
        self._all: dict[frozenset[int], cp_model.IntVar] = {}
        self._below: dict[tuple[tuple[int, ...], tuple[int, ...], int], Bool] = {}

    # -- literals -------------------------------------------------------------------------------------------

    def negation(self, literal: Bool) -> Bool:
        """The opposite of a literal."""
        if literal.index == self._true:
            return self.false
        if literal.index == self._false:
            return self.true
        return literal.negated()

    def simplified(self, literals: Iterable[Bool]) -> list[Bool] | None:
        """The literals without those that are always true; None when one is always false."""
        kept: dict[int, Bool] = {}
        for literal in literals:
            if literal.index == self._false or -literal.index - 1 in kept:
                return None
            if literal.index != self._true:
                kept[literal.index] = literal
        return list(kept.values())

    def all_of(self, literals: Iterable[Bool]) -> Bool:
        """A literal that is true exactly when all of these are."""
        kept = self.simplified(literals)
        if kept is None:
            return self.false
        if len(kept) <= 1:
            return kept[0] if kept else self.true
        key = frozenset(literal.index for literal in kept)
        if key not in self._all:
            both = self.model.new_bool_var("")
            self.model.add_bool_and(kept).only_enforce_if(both)
            self.model.add_bool_or([both, *(literal.negated() for literal in kept)])
            self._all[key] = both
        return self._all[key]

    def any_of(self, literals: Iterable[Bool]) -> Bool:
        """A literal that is true exactly when one of these is."""
        return self.negation(self.all_of([self.negation(literal) for literal in literals]))

    def at_most(self, value: Number, limit: int) -> Bool:
        """A literal that is true exactly when the value is at or below the limit."""
        least, most = self.bounds(value)
        if most <= limit:
            return self.true
        if least > limit:
            return self.false
        assert not isinstance(value, int)
        flat = cp_model.FlatIntExpr(value)
        if len(flat.vars) == 1 and self._ends(flat.vars[0]) == (0, 1):
            only: Bool = flat.vars[0]
            return only.negated() if flat.coeffs[0] > 0 else only
        key = (tuple(var.index for var in flat.vars), tuple(flat.coeffs), limit - flat.offset)
        if key not in self._below:
            below = self.model.new_bool_var("")
            self.model.add(value <= limit).only_enforce_if(below)
            self.model.add(value >= limit + 1).only_enforce_if(below.negated())
            self._below[key] = below
        return self._below[key]

    # -- numbers --------------------------------------------------------------------------------------------

    def total(self, terms: Sequence[Term]) -> Number:
        """The sum of the terms."""
        return cp_model.LinearExpr.weighted_sum([term.of for term in terms], [term.factor for term in terms])

    def bounds(self, value: Number) -> tuple[int, int]:
        """Least and most that a value can be, from the domains of its variables."""
        if isinstance(value, int):
            return value, value
        if isinstance(value, cp_model.IntVar):
            return self._ends(value)
        flat = cp_model.FlatIntExpr(value)
        least = most = flat.offset
        for var, factor in zip(flat.vars, flat.coeffs, strict=True):
            low, high = self._ends(var)
            least += min(factor * low, factor * high)
            most += max(factor * low, factor * high)
        return least, most

    def _ends(self, var: cp_model.IntVar) -> tuple[int, int]:
        """Both ends of a variable's domain, which nobody changes once the variable is there."""
        if var.index not in self._domains:
            domain = var.proto.domain  # a repeated field of the engine: it has no negative index
            self._domains[var.index] = domain[0], domain[len(domain) - 1]
        return self._domains[var.index]

    def as_variable(self, value: Number) -> Number:
        """The value itself when it is a constant or one variable, else a variable equal to it."""
        if isinstance(value, int):
            return value
        flat = cp_model.FlatIntExpr(value)
        if len(flat.vars) <= 1:
            return value
        var = self.model.new_int_var(*self.bounds(value), "")
        self.model.add(var == value)
        return var

    def up_to(self, most: int) -> cp_model.IntVar:
        """A new whole number from 0 to `most`."""
        return self.model.new_int_var(0, max(0, most), "")

    def distance(self, value: Number, ranges: Sequence[Range], when: Sequence[Bool]) -> Number:
        """A number at or above the distance of the value to the nearest range, when all of `when` hold."""
        conditions = self.simplified(when)
        least, most = self.bounds(value)
        open_ended = [(least if low is None else low, most if high is None else high) for low, high in ranges]
        if conditions is None or any(low <= least and most <= high for low, high in open_ended):
            return 0
        if not open_ended:
            raise ValueError("a distance needs a range")
        farthest = min(max(low - least, most - high, 0) for low, high in open_ended)
        away = self.up_to(farthest)
        chosen = [self.true] if len(open_ended) == 1 else [self.model.new_bool_var("") for _ in open_ended]
        if len(chosen) > 1:
            self.model.add_bool_or(chosen)
        for pick, (low, high) in zip(chosen, open_ended, strict=True):
            enforce = [*conditions, *(self.simplified([pick]) or [])]
            self.model.add(value >= low - away).only_enforce_if(enforce)
            self.model.add(value <= high + away).only_enforce_if(enforce)
        return away
