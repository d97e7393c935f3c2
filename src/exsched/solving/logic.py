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
        index = literal.index
        if index == self._true:
            return self.false
        if index == self._false:
            return self.true
        return literal.negated()

    def simplified(self, literals: Iterable[Bool]) -> list[Bool] | None:
        """The literals without those that are always true; None when one is always false."""
        kept = self._open(literals)
        return None if kept is None else list(kept.values())

    def _open(self, literals: Iterable[Bool]) -> dict[int, Bool] | None:
        """By index the literals that are not always true; None when they cannot all be true."""
        kept: dict[int, Bool] = {}
        for literal in literals:
            index = literal.index  # asking the engine costs more than all the rest
            if index == self._false or -index - 1 in kept:
                return None
            if index != self._true:
                kept[index] = literal
        return kept

    def all_of(self, literals: Iterable[Bool]) -> Bool:
        """A literal that is true exactly when all of these are."""
        kept = self._open(literals)
        if kept is None:
            return self.false
        if len(kept) <= 1:
            return next(iter(kept.values()), self.true)
        key = frozenset(kept)
        found = self._all.get(key)
        if found is None:
            found = self._all[key] = self.model.new_bool_var("")
            self.model.add_bool_and(list(kept.values())).only_enforce_if(found)
            self.model.add_bool_or([found, *(literal.negated() for literal in kept.values())])
        return found

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
        variables, factors, offset = _flat(value)
        if len(variables) == 1 and self._ends(variables[0]) == (0, 1):
            only: Bool = variables[0]
            return only.negated() if factors[0] > 0 else only
        key = (tuple(var.index for var in variables), tuple(factors), limit - offset)
        below = self._below.get(key)
        if below is None:
            below = self._below[key] = self.model.new_bool_var("")
            self.model.add(value <= limit).only_enforce_if(below)
            self.model.add(value >= limit + 1).only_enforce_if(below.negated())
        return below

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
        variables, factors, offset = _flat(value)
        least = most = offset
        for var, factor in zip(variables, factors, strict=True):
            low, high = self._ends(var)
            least += min(factor * low, factor * high)
            most += max(factor * low, factor * high)
        return least, most

    def _ends(self, var: cp_model.IntVar) -> tuple[int, int]:
        """Both ends of a variable's domain, which nobody changes once the variable is there."""
        index = var.index
        found = self._domains.get(index)
        if found is None:
            domain = var.proto.domain  # a repeated field of the engine: it has no negative index
            found = self._domains[index] = domain[0], domain[len(domain) - 1]
        return found

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


def _flat(value: cp_model.LinearExpr) -> tuple[Sequence[cp_model.IntVar], Sequence[int], int]:
    """The variables of an expression, their factors, and what is added."""
    if isinstance(value, cp_model.IntVar):
        return (value,), (1,), 0
    flat = cp_model.FlatIntExpr(value)
    return flat.vars, flat.coeffs, flat.offset
