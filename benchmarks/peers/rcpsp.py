"""A project solved directly by CP-SAT: optional intervals, cumulative resources, least makespan."""

from ortools.sat.python import cp_model

from benchmarks.psplib.instance import Instance


def makespan(instance: Instance, seconds: float, workers: int = 2) -> tuple[int | None, int | None]:
    """The best makespan found, and the bound; None where there is none."""
    model = cp_model.CpModel()
    horizon = instance.longest
    uses: dict[int, list[tuple[cp_model.IntervalVar, int]]] = {n: [] for n in range(len(instance.renewable))}
    taken: dict[int, list[tuple[int, cp_model.IntVar]]] = {n: [] for n in range(len(instance.nonrenewable))}
    start = {job.number: model.new_int_var(0, horizon, f"s{job.number}") for job in instance.activities}
    end = {job.number: model.new_int_var(0, horizon, f"e{job.number}") for job in instance.activities}
    for job in instance.activities:
        chosen = [model.new_bool_var("") for _ in job.modes]
        model.add_exactly_one(chosen)
        for yes, mode in zip(chosen, job.modes, strict=True):
            span = model.new_optional_interval_var(
                start=start[job.number], size=mode.days, end=end[job.number], is_present=yes, name=""
            )
            for n, units in enumerate(mode.renewable):
                uses[n] += [(span, units)] if units else []
            for n, units in enumerate(mode.nonrenewable):
                taken[n].append((units, yes))
        for after in job.followers:
            model.add(start[after] >= end[job.number])
    for n, level in enumerate(instance.renewable):
        model.add_cumulative([span for span, _ in uses[n]], [units for _, units in uses[n]], level)
    for n, level in enumerate(instance.nonrenewable):
        model.add(sum(units * yes for units, yes in taken[n]) <= level)
    model.minimize(end[instance.activities[-1].number])
    return _solved(model, seconds, workers)


def _solved(model: cp_model.CpModel, seconds: float, workers: int) -> tuple[int | None, int | None]:
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    status = solver.solve(model)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None, None
    return round(solver.objective_value), round(solver.best_objective_bound)
