"""Smaller domains for the variables of an anatomy, as CP-SAT's presolve finds them, under ceilings for tiers.

Presolve is told to keep every solution. What it says is as good as CP-SAT's word, which nothing else about a
bound needs; whoever wants to do without leaves it out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ortools.sat.python import cp_model

from exsched.solving.anatomy import (
    AllOf,
    Anatomy,
    AnyOf,
    AtMostOne,
    Cumulative,
    Interval,
    Largest,
    Linear,
    NoOverlap,
    Part,
    Product,
    Sum,
)
from exsched.solving.anatomy.parts import Domain


def tightened(anatomy: Anatomy, ceilings: Mapping[int, int], seconds: float) -> Anatomy:
    """The same parts over smaller domains; the anatomy itself when time was too short or nothing is left."""
    found = presolved(written(anatomy, ceilings), seconds)
    return replace(anatomy, domains=found) if found else anatomy


def presolved(text: str, seconds: float) -> tuple[Domain, ...]:
    """The domains that presolve leaves to the variables of a model; none when time was too short for it."""
    model = cp_model.CpModel()
    if not model.proto.parse_text_format(text):
        return ()
    solver = cp_model.CpSolver()
    p = solver.parameters
    p.num_workers = 1
    p.stop_after_presolve = p.fill_tightened_domains_in_response = True
    p.keep_all_feasible_solutions_in_presolve = True
    p.presolve_inclusion_work_limit = 0
    p.max_time_in_seconds = seconds
    status = solver.solve(model)
    found = tuple(tuple(variable.domain) for variable in solver.response_proto.tightened_variables)
    done = status not in {cp_model.INFEASIBLE, cp_model.MODEL_INVALID} and all(found)
    return found if done and len(found) == len(model.proto.variables) else ()


def written(anatomy: Anatomy, ceilings: Mapping[int, int]) -> str:
    """The model in the text form of the engine's own format."""
    lines = [f"variables {{ {_numbers('domain', domain)} }}" for domain in anatomy.domains]
    lines += [f"constraints {{ {_constraint(part)} }}" for part in anatomy.parts]
    for tier, most in ceilings.items():
        of = anatomy.tiers[tier]
        ranges = (-(2**50), most - of.constant)
        lines.append(f"constraints {{ {_constraint(Linear((), Sum(of.variables, of.factors, 0), ranges))} }}")
    return "\n".join(lines)


def _constraint(part: Part) -> str:
    return f"{_numbers('enforcement_literal', part.when)} {_kind(part)}"


def _kind(part: Part) -> str:
    if isinstance(part, AnyOf | AllOf | AtMostOne):
        kind = {AnyOf: "bool_or", AllOf: "bool_and", AtMostOne: "at_most_one"}[type(part)]
        return f"{kind} {{ {_numbers('literals', part.literals)} }}"
    if isinstance(part, Linear):
        terms = f"{_numbers('vars', part.sum.variables)} {_numbers('coeffs', part.sum.factors)}"
        ranges = [end - part.sum.constant if abs(end) < 2**60 else end for end in part.ranges]
        return f"linear {{ {terms} {_numbers('domain', ranges)} }}"
    if isinstance(part, Interval):
        return f"interval {{ {_sum('start', part.start)} {_sum('size', part.size)} {_sum('end', part.end)} }}"
    if isinstance(part, NoOverlap):
        return f"no_overlap {{ {_numbers('intervals', part.intervals)} }}"
    if isinstance(part, Cumulative):
        demands = " ".join(_sum("demands", demand) for demand in part.demands)
        intervals = _numbers("intervals", part.intervals)
        return f"cumulative {{ {_sum('capacity', part.capacity)} {intervals} {demands} }}"
    assert isinstance(part, Largest | Product)
    kind = "lin_max" if isinstance(part, Largest) else "int_prod"
    return f"{kind} {{ {_sum('target', part.target)} {' '.join(_sum('exprs', of) for of in part.sums)} }}"


def _numbers(name: str, values: Iterable[int]) -> str:
    return " ".join(f"{name}: {value}" for value in values)


def _sum(name: str, of: Sum) -> str:
    terms = f"{_numbers('vars', of.variables)} {_numbers('coeffs', of.factors)}"
    return f"{name} {{ {terms} offset: {of.constant} }}"
