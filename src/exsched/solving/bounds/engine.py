"""A linear program in OR-Tools: solved again and again while rows are added and costs or bounds change."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from ortools.math_opt import (
    model_parameters_pb2,
    model_pb2,
    model_update_pb2,
    parameters_pb2,
    result_pb2,
    sparse_containers_pb2,
)
from ortools.math_opt.core.python import solver as core

from exsched.solving.bounds.rows import OPEN, Real, RowBlock, Whole, joined
from exsched.solving.bounds.safe import Box

GLOP = parameters_pb2.SOLVER_TYPE_GLOP
HIGHS = parameters_pb2.SOLVER_TYPE_HIGHS


@dataclass(frozen=True)
class Point:
    """What a run ended with: multipliers of rows, perhaps values of columns, and whether it was done."""

    multipliers: Real | None
    x: Real | None
    optimal: bool
    infeasible: bool


class Engine:
    """One program. Rows and columns can be added; the engine goes on from its basis."""

    def __init__(self, rows: RowBlock, box: Box, cost: Whole, kind: int = GLOP) -> None:
        self.rows, self.box, self.cost, self.kind = rows, box, cost, kind
        self._engine: Any = None
        self._open()

    def _open(self) -> None:
        model = model_pb2.ModelProto()
        count = len(self.cost)
        model.variables.ids.extend(range(count))
        model.variables.lower_bounds.extend(self.box.least.astype(float).tolist())
        model.variables.upper_bounds.extend(self.box.most.astype(float).tolist())
        model.variables.integers.extend([False] * count)
        used = np.flatnonzero(self.cost)
        model.objective.linear_coefficients.ids.extend(used.tolist())
        model.objective.linear_coefficients.values.extend(self.cost[used].astype(float).tolist())
        fill(model.linear_constraints, model.linear_constraint_matrix, self.rows, 0)
        self._engine = core.new(self.kind, model, parameters_pb2.SolverInitializerProto())

    def add(self, block: RowBlock) -> None:
        """More rows."""
        update = model_update_pb2.ModelUpdateProto()
        fill(update.new_linear_constraints, update.linear_constraint_matrix_updates, block, len(self.rows))
        self.rows = joined([self.rows, block])
        self._update(update)

    def extend(self, box: Box, block: RowBlock) -> None:
        """More columns, without a cost, and rows over all of them; `box` is that of all columns."""
        update = model_update_pb2.ModelUpdateProto()
        begin = len(self.cost)
        new = slice(begin, len(box.least))
        update.new_variables.ids.extend(range(begin, len(box.least)))
        update.new_variables.lower_bounds.extend(box.least[new].astype(float).tolist())
        update.new_variables.upper_bounds.extend(box.most[new].astype(float).tolist())
        update.new_variables.integers.extend([False] * (len(box.least) - begin))
        fill(update.new_linear_constraints, update.linear_constraint_matrix_updates, block, len(self.rows))
        self.rows, self.box = joined([self.rows, block]), box
        self.cost = np.append(self.cost, np.zeros(len(box.least) - begin, dtype=np.int64))
        self._update(update)

    def rebound(self, box: Box) -> None:
        """Other bounds for the columns."""
        update = model_update_pb2.ModelUpdateProto()
        for before, now, said in (
            (self.box.least, box.least, update.variable_updates.lower_bounds),
            (self.box.most, box.most, update.variable_updates.upper_bounds),
        ):
            changed = np.flatnonzero(before != now)
            said.ids.extend(changed.tolist())
            said.values.extend(now[changed].astype(float).tolist())
        self.box = box
        self._update(update)

    def _update(self, update: model_update_pb2.ModelUpdateProto) -> None:
        if not self._engine.update(update):
            self._open()

    def solve(self, seconds: float, *, fresh: bool = False) -> Point:
        """Run for at most so many seconds; a fresh start simplifies the program first."""
        parameters = parameters_pb2.SolveParametersProto()
        parameters.time_limit.FromTimedelta(timedelta(seconds=max(0.01, seconds)))
        if self.kind != HIGHS:
            parameters.threads = 1
        if self.kind == GLOP:
            parameters.glop.use_dual_simplex = True
            parameters.glop.use_preprocessing = fresh
        result = self._engine.solve(
            parameters,
            model_parameters_pb2.ModelSolveParametersProto(),
            None,
            _no_callback(),
            None,
            None,
        )
        return _point(result, len(self.rows), len(self.cost))


def _no_callback() -> Any:
    from ortools.math_opt import callback_pb2  # noqa: PLC0415

    return callback_pb2.CallbackRegistrationProto()


def fill(rows: Any, matrix: Any, block: RowBlock, begin: int) -> None:
    """Rows, numbered from `begin`, and their entries in the order that the format asks for."""
    numbers = np.arange(begin, begin + len(block))
    rows.ids.extend(numbers.tolist())
    rows.lower_bounds.extend(np.where(block.least <= -OPEN, -np.inf, block.least).tolist())
    rows.upper_bounds.extend(np.where(block.most >= OPEN, np.inf, block.most).tolist())
    each = np.repeat(numbers, np.diff(block.starts))
    order = np.lexsort((block.columns, each))
    matrix.row_ids.extend(each[order].tolist())
    matrix.column_ids.extend(block.columns[order].tolist())
    matrix.coefficients.extend(block.factors[order].astype(float).tolist())


def _point(result: result_pb2.SolveResultProto, rows: int, columns: int) -> Point:
    multipliers = x = None
    for solution in result.solutions:
        if multipliers is None and solution.HasField("dual_solution"):
            multipliers = _dense(solution.dual_solution.dual_values, rows)
        if x is None and solution.HasField("primal_solution"):
            x = _dense(solution.primal_solution.variable_values, columns)
    reason = result.termination.reason
    for ray in result.dual_rays:
        multipliers = _dense(ray.dual_values, rows) if multipliers is None else multipliers
    return Point(
        multipliers,
        x,
        reason == result_pb2.TERMINATION_REASON_OPTIMAL,
        reason == result_pb2.TERMINATION_REASON_INFEASIBLE,
    )


def _dense(vector: sparse_containers_pb2.SparseDoubleVectorProto, size: int) -> Real:
    found = np.zeros(size)
    found[np.array(vector.ids, dtype=np.int64)] = np.array(vector.values)
    return found
