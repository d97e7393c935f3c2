"""A second opinion on one tier: another formulation and engine, whose answer obeys every part."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

import numpy as np
from ortools.math_opt import (
    callback_pb2,
    model_parameters_pb2,
    model_pb2,
    parameters_pb2,
    result_pb2,
)
from ortools.math_opt.core.python import solver as core

from exsched.solving.anatomy import Anatomy
from exsched.solving.anatomy.holding import broken_parts
from exsched.solving.bounds.engine import HIGHS, fill
from exsched.solving.bounds.exact import CannotSay, Exact


class Opinion(StrEnum):
    """What the other engine says."""

    BEST = "best"
    IMPOSSIBLE = "impossible"
    UNDECIDED = "undecided"
    CANNOT_SAY = "cannot say"


def second_opinion(
    anatomy: Anatomy, tier: int | None, ceilings: Mapping[int, int], seconds: float
) -> tuple[Opinion, int | None]:
    """The least value of a tier under ceilings for others, and how sure that is.

    `best` is said only of values that an assignment obeying every constraint has, found by the engine that
    calls it best. Without a tier, any assignment will do.
    """
    try:
        exact = Exact(anatomy)
        for number, most in ceilings.items():
            terms, constant = exact.of(anatomy.tiers[number])
            exact.rows.add(terms, most=most - constant)
    except CannotSay:
        return Opinion.CANNOT_SAY, None
    if exact.rows.refuted:
        return Opinion.IMPOSSIBLE, None
    result = _solve(exact, {} if tier is None else exact.of(anatomy.tiers[tier])[0], seconds)
    reason = result.termination.reason
    if reason == result_pb2.TERMINATION_REASON_INFEASIBLE:
        return Opinion.IMPOSSIBLE, None
    if reason != result_pb2.TERMINATION_REASON_OPTIMAL:
        return Opinion.UNDECIDED, None
    found = result.solutions[0].primal_solution.variable_values
    x = np.zeros(len(exact.rows.least))
    x[np.array(found.ids, dtype=np.int64)] = np.array(found.values)
    values = [round(v) for v in x[: len(anatomy.domains)].tolist()]
    over = any(anatomy.tiers[number].at(values) > most for number, most in ceilings.items())
    if over or broken_parts(anatomy, values):
        return Opinion.UNDECIDED, None
    return Opinion.BEST, 0 if tier is None else anatomy.tiers[tier].at(values)


def _solve(exact: Exact, cost: dict[int, int], seconds: float) -> result_pb2.SolveResultProto:
    """Presolve is off: engines of this family have returned wrong answers with it."""
    model, rows = model_pb2.ModelProto(), exact.rows
    count = len(rows.least)
    model.variables.ids.extend(range(count))
    model.variables.lower_bounds.extend(map(float, rows.least))
    model.variables.upper_bounds.extend(map(float, rows.most))
    model.variables.integers.extend([True] * count)
    model.objective.linear_coefficients.ids.extend(sorted(c for c in cost if cost[c]))
    model.objective.linear_coefficients.values.extend(float(cost[c]) for c in sorted(cost) if cost[c])
    fill(model.linear_constraints, model.linear_constraint_matrix, rows.block(), 0)
    parameters = parameters_pb2.SolveParametersProto()
    parameters.time_limit.FromTimedelta(timedelta(seconds=seconds))
    parameters.presolve = parameters_pb2.EMPHASIS_OFF
    parameters.relative_gap_tolerance, parameters.absolute_gap_tolerance = 0.0, 0.5
    return core.solve(
        model,
        HIGHS,
        parameters_pb2.SolverInitializerProto(),
        parameters,
        model_parameters_pb2.ModelSolveParametersProto(),
        None,
        callback_pb2.CallbackRegistrationProto(),
        None,
        None,
    )
