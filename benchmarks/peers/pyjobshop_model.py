"""The same project by PyJobShop, where it is installed; exsched does not need it.

`pip install pyjobshop` into an environment of its own that has exsched's requirements too.
"""

import importlib
from typing import Any

from benchmarks.psplib.instance import Instance


def makespan(instance: Instance, seconds: float, workers: int = 2) -> tuple[int | None, int | None] | None:
    """The best makespan and the bound; None as a whole where PyJobShop is not installed."""
    try:
        package: Any = importlib.import_module("pyjobshop")
    except ImportError:
        return None
    model = package.Model()
    means = [model.add_renewable(capacity=level) for level in instance.renewable]
    means += [model.add_consumable(capacity=level) for level in instance.nonrenewable]
    tasks = {job.number: model.add_task() for job in instance.activities}
    for job in instance.activities:
        for mode in job.modes:
            model.add_mode(tasks[job.number], means, mode.days, [*mode.renewable, *mode.nonrenewable])
        for after in job.followers:
            model.add_end_before_start(tasks[job.number], tasks[after])
    model.set_objective(weight_makespan=1)
    result = model.solve(time_limit=seconds, num_workers=workers, display=False)
    if result.best is None:
        return None, None
    return round(result.objective), round(result.lower_bound)
