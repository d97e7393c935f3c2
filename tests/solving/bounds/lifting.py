"""A solution of the exact model as a point of its relaxation, and the rows that it breaks."""

import random
from collections.abc import Iterator

import numpy as np
from ortools.sat.python import cp_model

from exsched.solving.anatomy import Anatomy
from exsched.solving.bounds.relax import Relaxation
from exsched.solving.bounds.rows import Whole, times
from exsched.solving.build import Model


def solutions(model: Model, seed: int, count: int) -> Iterator[list[int]]:
    """Values of all variables in some solutions, each the best for other random prices."""
    dice = random.Random(seed)
    variables = range(len(model.cp.proto.variables))
    for _ in range(count):
        model.cp.clear_objective()  # type: ignore[no-untyped-call]
        picked = dice.sample(variables, min(len(variables), 40))
        prices = [dice.randint(-9, 9) for _ in picked]
        terms = [model.cp.get_int_var_from_proto_index(v) for v in picked]
        model.cp.minimize(cp_model.LinearExpr.weighted_sum(terms, prices))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers, solver.parameters.max_time_in_seconds = 1, 2
        solver.parameters.random_seed = dice.randint(1, 999)
        if solver.solve(model.cp) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return
        yield list(solver.response_proto.solution)


def lifted(relaxation: Relaxation, values: list[int]) -> Whole:
    """What each column stands for, in one solution."""
    x = np.zeros(len(relaxation.rows.least), dtype=np.int64)
    for variable, column in relaxation.days.columns.items():
        x[column] = values[variable]
    for (key, variable), columns in relaxation.days.joints.items():
        base = relaxation.days.bases[variable]
        if all(values[literal] if literal >= 0 else 1 - values[-literal - 1] for literal in key):
            slot = int(base.slot[list(base.days).index(values[variable])])
            x[columns[slot]] = 1
    return x


def broken(relaxation: Relaxation, values: list[int]) -> list[str]:
    """Rows, bounds, capacities and tiers that a solution contradicts; none, if the relaxation is one."""
    x, box, rows = lifted(relaxation, values), relaxation.box(), relaxation.rows.block()
    at = times(rows, x)
    found = [f"row {n}" for n in np.flatnonzero((at < rows.least) | (at > rows.most))]
    found += [f"column {n}" for n in np.flatnonzero((x < box.least) | (x > box.most))]
    shares = np.zeros(int(box.group.max(initial=0)) + 1, dtype=np.int64)
    np.add.at(shares, box.group[box.group >= 0], x[box.group >= 0])
    found += [f"group {n}" for n in np.flatnonzero(shares > 1)]
    for number, capacity in enumerate(relaxation.capacities.written):
        for day in range(capacity.days[0], capacity.days[1] + 1):
            terms, most = capacity.row(day)
            if sum(factor * int(x[column]) for column, factor in terms.items()) > most:
                found.append(f"capacity {number} on day {day}")
    for number, order in enumerate(relaxation.orders):
        for n in range(len(order.one)):
            terms, most = order.row(n)
            if sum(factor * int(x[column]) for column, factor in terms.items()) > most:
                found.append(f"order {number} at step {n}")
    return found + _tiers(relaxation, relaxation.anatomy, x, values)


def _tiers(relaxation: Relaxation, anatomy: Anatomy, x: Whole, values: list[int]) -> list[str]:
    costs = [sum(f * int(x[c]) for c, f in terms.items()) + more for terms, more in relaxation.tiers]
    return [f"tier {n}" for n, tier in enumerate(anatomy.tiers) if tier.at(values) != costs[n]]
