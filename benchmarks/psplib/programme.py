"""A project as a programme of ours: jobs are exercises, modes their forms, resources pools and a quota.

Every job must be held. A renewable resource is a pool on which exercises draw on execution days. Precedence
is the product's own rule with a gap of one day. The sink becomes an exercise of one day that is wanted on
the first day of the horizon, so that the goal `wanted_dates`, alone in its tier, measures the makespan
exactly.

A resource that is not renewed is a yearly quota of movements at a place that all exercises use. Movements
count for each execution day, so an amount is written as `amount * scale / days` with a scale that all
lengths divide; the horizon then lies in one calendar year, which cuts off makespans beyond it.
"""

import json
from datetime import date, timedelta
from math import lcm
from typing import Any

from benchmarks.psplib.instance import Activity, Instance, Mode
from exsched.intake import load_text
from exsched.rulekit.problem import Problem

SINK = "finish"
FIRST = "2032-01-01"
YEAR = 366
_MOST = 1_000_000
Facts = dict[str, Any]


def programme(instance: Instance) -> Problem:
    """The problem, read by the ordinary intake.

    Raises:
        ValueError: the format cannot say it: a job without a day, a number beyond its limits.
    """
    loaded = load_text(json.dumps(body(instance)), "programme.json")
    if loaded.problem is None:
        raise ValueError(f"{instance.name}: {loaded.diagnostics[0].message}")
    return loaded.problem


def body(instance: Instance) -> Facts:
    """The programme as plain data."""
    modes = [mode for job in instance.jobs for mode in job.modes]
    if any(mode.days < 1 for mode in modes):
        raise ValueError(f"{instance.name}: a job lasts no day")
    scale = lcm(*(mode.days for mode in modes)) if instance.nonrenewable else 1
    if any(level * scale > _MOST for level in instance.nonrenewable):
        raise ValueError(f"{instance.name}: a quota of more than {_MOST:,}")
    days = instance.longest + 1
    facts: Facts = {
        "exsched": 1,
        "programme": {
            "id": "project",
            "title": f"Project {instance.name}",
            "horizon": f"{FIRST}/{_day(min(days, YEAR) if instance.nonrenewable else days)}",
        },
        "nations": {"ARV": {"name": "Arvania"}},
        "pools": {f"r{n}": {"units": units} for n, units in enumerate(instance.renewable, 1)},
        "exercises": {_id(job.number): _exercise(job, scale) for job in instance.jobs} | {SINK: _sink()},
        "rules": _precedence(instance),
        "goals": [["wanted_dates"]],
    }
    if instance.nonrenewable:
        quotas = {f"n{n}": {"per_year": units * scale} for n, units in enumerate(instance.nonrenewable, 1)}
        facts["venues"] = {"store": {"name": "Store", "host": "ARV", "kind": "hq", "movements": quotas}}
    return facts


def _id(number: int) -> str:
    return f"job-{number}"


def _day(number: int) -> str:
    return str(date.fromisoformat(FIRST) + timedelta(number - 1))


def _exercise(job: Activity, scale: int) -> Facts:
    first, *others = job.modes
    facts: Facts = {"title": f"JOB {job.number}", "participants": ["ARV"], **_needs(first, scale)}
    if first.nonrenewable:
        facts["sites"] = {"store": "store"}
    if others:
        facts["forms"] = {f"mode-{n}": _needs(mode, scale, form=True) for n, mode in enumerate(others, 2)}
    return facts


def _needs(mode: Mode, scale: int, *, form: bool = False) -> Facts:
    """Days, draws and movements; a form says also what it does without, since silence means as in full."""
    draws = {f"r{n}": units for n, units in enumerate(mode.renewable, 1) if units}
    each = [amount * scale // mode.days for amount in mode.nonrenewable]
    moves = {f"n{n}": amount for n, amount in enumerate(each, 1) if amount}
    facts: Facts = {"days": mode.days}
    facts |= {"draws": draws} if draws or form else {}
    return facts | ({"movements": moves} if moves or (form and mode.nonrenewable) else {})


def _sink() -> Facts:
    return {"title": "FINISH", "days": 1, "wanted": FIRST, "participants": ["ARV"]}


def _precedence(instance: Instance) -> list[Facts]:
    last = instance.activities[-1].number
    pairs = [
        (_id(job.number), _id(after)) for job in instance.jobs for after in job.followers if after != last
    ]
    ends = [job for job in instance.jobs if set(job.followers) <= {last}]
    pairs += [(_id(job.number), SINK) for job in ends]
    return [{"rule": "precedence", "first": first, "then": then, "gap": "1.."} for first, then in pairs]
