"""Makes proof files: what is claimed, the model as plain data, and the reasoning that anybody can follow."""

import time
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from exsched import __version__
from exsched.checking.judge import judge
from exsched.domain.schedule import Schedule
from exsched.goals.hold_exercises import HoldExercises
from exsched.proof.check import FORMAT, ceilings, clauses_of
from exsched.proof.numbers import TooLarge
from exsched.proof.trials import try_all
from exsched.rulekit.problem import Problem
from exsched.solving.anatomy import Part
from exsched.solving.anatomy.parts import Sum
from exsched.solving.anatomy.take_apart import take_apart
from exsched.solving.build import build
from exsched.solving.proving import NotSettled, prove

Document = dict[str, Any]


class Refuted(Exception):
    """What was to be proved is not so; the text says what there is instead."""


def certify(
    problem: Problem,
    schedule: Schedule | None,
    way: str,
    seconds: float,
    stop: Callable[[], bool] = lambda: False,
) -> Document:
    """A proof file for `optimal` (with a schedule that the checker allows) or `impossible` (without).

    Raises:
        Refuted: there is a schedule, or a better one.
        TooLarge: the programme is too large for a proof.
        NoProver, NotSettled: no SAT solver is installed, or it was stopped or out of time.
    """
    problem = with_goals(problem)
    values = list(judge(problem, schedule).tier_values()) if schedule else []
    document = {
        "format": FORMAT,
        "programme": problem.programme.programme.id,
        "input_sha256": problem.input_hash,
        "claim": "optimal" if schedule else "impossible",
        "values": values,
        "schedule": schedule.model_dump(mode="json") if schedule else None,
        "way": way,
        "made_with": {"exsched": __version__},
        "proofs": [],
    }
    if way == "trials":
        return document | {"tried": _tried(problem, values, stop)}
    model = model_of(problem)
    return document | {"model": model, "proofs": _proofs(model, document, seconds, stop)}


def with_goals(problem: Problem) -> Problem:
    """The problem as it is solved: without goals, it wants exercises to be held."""
    return problem if problem.tiers else replace(problem, tiers=((HoldExercises(),),))


def tried(problem: Problem, stop: Callable[[], bool] = lambda: False) -> Document:
    """Every schedule tried, as a document."""
    try:
        found = try_all(problem, stop)
    except InterruptedError:
        raise NotSettled from None
    best = None if found.best is None else list(found.best)
    return {"lines": list(found.lines), "judged": found.judged, "best": best}


def _tried(problem: Problem, values: list[int], stop: Callable[[], bool]) -> Document:
    found = tried(problem, stop)
    if found["best"] != (values or None):
        raise Refuted(_instead(found["best"], values))
    return found


def _instead(best: list[int] | None, values: list[int]) -> str:
    if not values:
        return "there is a schedule that keeps every hard rule"
    return f"the best schedule has the values {best}, not {values}"


def _proofs(model: Document, document: Document, seconds: float, stop: Callable[[], bool]) -> list[list[str]]:
    proofs, until = [], time.monotonic() + seconds
    asked = ceilings(document["claim"], document["values"], model["give_back_permille"])
    for tier, limits in enumerate(asked, 1):
        proof = prove(clauses_of(model, limits), until - time.monotonic(), stop)
        if proof is None and document["claim"] == "impossible":
            raise Refuted("there is a schedule that keeps every hard rule")
        if proof is None:
            raise Refuted(f"tier {tier} can be lower than {limits[-1] + 1}")
        proofs.append(proof)
    return proofs


def model_of(problem: Problem) -> Document:
    """The exact model as the plain data that a proof is about."""
    anatomy = take_apart(build(problem))
    return {
        "domains": [list(domain) for domain in anatomy.domains],
        "parts": [_row(part) for part in anatomy.parts],
        "tiers": [_plain(tier) for tier in anatomy.tiers],
        "give_back_permille": problem.settings.give_back_permille,
    }


def _row(part: Part) -> list[Any]:
    return [type(part).__name__, *(_plain(getattr(part, field.name)) for field in fields(part))]


def _plain(value: Any) -> Any:
    if isinstance(value, Sum):
        return [list(value.variables), list(value.factors), value.constant]
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


__all__ = ["Document", "NotSettled", "Refuted", "TooLarge", "certify", "model_of", "tried", "with_goals"]
