"""A first schedule at once: what must be held, and nothing else. The rest is added batch by batch.

With every other exercise dropped most of the model is decided before the search begins.
"""

from ortools.sat.python import cp_model

from exsched.solving.anatomy.owners import bits
from exsched.solving.pieces.neighbourhoods import Ground
from exsched.solving.search import DEFINITE, TierSearch

_SHARE = 0.2
"""Share of the time that is left."""
_BATCH, _BATCHES = 12, 40
"""Exercises that are added at a time, at least, and in how many batches at most."""


def bare(search: TierSearch) -> list[int] | None:
    """The values of all variables in a schedule of what must be held; None when there is none, or no time."""
    decisions = search.model.decisions
    held = [decisions.held(name) for name in search.problem.exercises]
    may_be_dropped = [literal for literal in held if literal.index != decisions.logic.true.index]
    if not may_be_dropped or search.stopped():
        return None
    cp = search.model.cp.clone()
    cp.clear_objective()  # type: ignore[no-untyped-call]
    cp.add_bool_and([literal.negated() for literal in may_be_dropped])
    return finished(search, hasty(search), cp)


def finished(search: TierSearch, solver: cp_model.CpSolver, cp: cp_model.CpModel) -> list[int] | None:
    """The values of all variables in whatever the solver finds; None when it finds nothing in its time."""
    search.running[:] = [solver]
    status = solver.solve(cp)
    search.running.clear()
    search.spend(solver.response_proto.deterministic_time)
    return list(solver.response_proto.solution) if status in DEFINITE else None


def hasty(search: TierSearch, least: float = 0.0) -> cp_model.CpSolver:
    """One worker of the engine for a model that is nearly decided: a share of the time or some seconds."""
    solver = cp_model.CpSolver()
    p = solver.parameters
    p.num_workers, p.random_seed = 1, search.limits.seed
    p.symmetry_level = p.cp_model_probing_level = p.linearization_level = 0
    p.max_presolve_iterations, p.presolve_inclusion_work_limit = 1, 0
    search.limit(solver, max(least, _SHARE * search.left()))
    return solver


def batches(ground: Ground) -> list[int]:
    """All exercises in batches (bits): the fewest days to start on and the most relations first."""
    known = ground.relations
    order = sorted(ground.everyone, key=lambda place: known.freedom[place] / (1 + known.weight[place]))
    size = max(_BATCH, len(order) // _BATCHES)
    return [bits(order[begin : begin + size]) for begin in range(0, len(order), size)]
