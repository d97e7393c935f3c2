"""Sums and products of decisions are exact: in every solution, not only in the cheapest."""

from ortools.sat.python import cp_model

from exsched.domain.dates import Period
from exsched.rulekit.decisions import Term
from exsched.solving.arithmetic import Arithmetic
from exsched.solving.logic import Logic, Number
from exsched.solving.spans import Span


def an_arithmetic() -> tuple[Arithmetic, cp_model.IntVar, cp_model.IntVar]:
    """A model with two decisions, one from 0 to 2 and one from 1 to 3."""
    d = Arithmetic(Logic(), Period.model_validate("2027-01-01/2027-01-31"))
    return d, d.logic.model.new_int_var(0, 2, "a"), d.logic.model.new_int_var(1, 3, "b")


def solutions(d: Arithmetic, *values: Number) -> set[tuple[int, ...]]:
    """What these numbers are, together, over all solutions of the model."""

    class Collector(cp_model.CpSolverSolutionCallback):
        found: set[tuple[int, ...]]

        def on_solution_callback(self) -> None:
            self.found.add(tuple(v if isinstance(v, int) else self.value(v) for v in values))

    collector, solver = Collector(), cp_model.CpSolver()
    collector.found = set()
    solver.parameters.enumerate_all_solutions = True
    assert solver.solve(d.logic.model, collector) == cp_model.OPTIMAL
    return collector.found


def test_product_is_exact() -> None:
    """Every pair of values has exactly its product."""
    d, a, b = an_arithmetic()
    assert solutions(d, a, b, d.product(a, b)) == {(x, y, x * y) for x in range(3) for y in range(1, 4)}


def test_product_with_a_number_is_a_decision_of_its_own() -> None:
    """So that a rate times it has no larger factor than the rate."""
    d, a, _ = an_arithmetic()
    product = d.product(1000, a)
    assert isinstance(product, cp_model.IntVar)
    assert solutions(d, a, product) == {(x, 1000 * x) for x in range(3)}
    assert (d.product(3, 4), d.product(a, 1000) is product) == (12, True)


def test_sum_is_exact() -> None:
    """Negative factors too."""
    d, a, b = an_arithmetic()
    total = d.sum_of([Term(2, a), Term(-1, b)])
    assert solutions(d, a, b, total) == {(x, y, 2 * x - y) for x in range(3) for y in range(1, 4)}
    assert d.sum_of([]) == 0


def test_days_of_a_span_are_its_size() -> None:
    """A span's days, whatever they hang on."""
    d, a, b = an_arithmetic()
    assert solutions(d, b, d.sum_of([Term(1, d.days_of(Span(a, a + b, b + 1, d.logic.true)))])) == {
        (y, y + 1) for y in range(1, 4)
    }
