"""From a size and a seed to a file that a planner could open, the problem in it, and the plan behind it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from benchmarks.alliance.text import render
from benchmarks.generator import means
from benchmarks.generator.dating import dated
from benchmarks.generator.forces import forces
from benchmarks.generator.goals import goals
from benchmarks.generator.lands import nations, venues
from benchmarks.generator.past import acts, history, published
from benchmarks.generator.placing import Planner
from benchmarks.generator.politics import politics, statements
from benchmarks.generator.requests import Request, World, requests
from benchmarks.generator.scale import FIRST_YEAR, Facts, Scale
from benchmarks.generator.scene import Scene
from benchmarks.generator.settling import settled
from benchmarks.generator.statements_forces import of_forces
from benchmarks.generator.statements_politics import of_politics
from benchmarks.generator.statements_regimes import of_regimes
from benchmarks.generator.statements_time import of_time
from exsched.domain.programme import Programme
from exsched.domain.schedule import Line, Schedule
from exsched.intake import load_text
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem

AS_OF = f"{FIRST_YEAR - 1}-11-20"


@dataclass(frozen=True)
class Made:
    """A generated programme."""

    scale: Scale
    text: str
    """The file in YAML."""
    plan: Schedule | None
    """A schedule that the checker allows; None unless it was asked for."""

    @cached_property
    def problem(self) -> Problem:
        """What the ordinary intake makes of the file.

        Raises:
            ValueError: when intake refuses it, which is a defect of the generator.
        """
        loaded = load_text(self.text)
        if loaded.problem is None:
            errors = [f"{one.code}: {one.message}" for one in loaded.diagnostics if one.severity == "error"]
            raise ValueError("; ".join(errors[:5]))
        return loaded.problem


def made(size: int, seed: int, hidden: bool = False) -> Made:
    """Generate a programme; the same arguments give the same bytes."""
    scale = Scale(size, seed, hidden)
    world = World(scale, politics(scale), venues(scale), forces(scale))
    asked = requests(world)
    body = _facts(world)
    undated = Programme.model_validate(body | {"exercises": {one.id: one.line for one in asked}})
    plan = _plan(world, undated, asked)
    body |= {"exercises": {one.id: dated(scale, one, plan[one.id]) for one in asked}}
    body |= {"history": history(scale, asked, plan, undated), "acts": acts(asked)}
    body |= {"schedules": published(AS_OF, plan.values())}
    schedule = Schedule(programme=body["programme"]["id"], lines=tuple(plan.values()))
    body |= {"rules": _rules(world, body, schedule), "goals": goals(scale)}
    return Made(scale, _text(scale, body), schedule if hidden else None)


def _facts(world: World) -> dict[str, Any]:
    scale = world.scale
    return {
        "exsched": 1,
        "programme": {
            "id": f"generated-{scale.exercises}-{scale.seed}{'-hidden' if scale.hidden else ''}",
            "title": f"An invented programme of {scale.exercises} exercises, seed {scale.seed}",
            "horizon": f"{scale.first}/{scale.last}",
            "as_of": AS_OF,
        },
        "groups": means.groups(scale),
        "nations": nations(scale),
        "agreements": means.agreements(scale),
        "areas": means.areas(scale),
        "venues": world.venues,
        "forces": world.forces,
        "pools": means.pools(scale),
        "periods": means.periods(),
        "planning": means.PLANNING,
    }


def _plan(world: World, facts: Programme, asked: Iterable[Request]) -> dict[str, Line]:
    """The plan's lines, in the order of the requests; the most demanding exercises choose first."""
    planner = Planner(world.scale, world.politics, facts)
    turns = sorted(asked, key=lambda one: (-one.profile.worth, one.id))
    found = {one.id: planner.place(one) for one in turns}
    return {one.id: found[one.id] for one in asked}


def _rules(world: World, body: dict[str, Any], schedule: Schedule) -> list[Facts]:
    """Every statement, settled with the plan."""
    draft = load_text(json.dumps(body, default=str), "draft.json").problem
    assert draft is not None, "the facts alone are refused"
    plan = Laydown(draft, schedule)
    scene = Scene(world.scale, world.politics, draft.programme, plan)
    proposals = [
        *statements(world.politics),
        *of_time(scene),
        *of_forces(scene),
        *of_politics(scene),
        *of_regimes(scene),
    ]
    return [*settled(draft, plan, proposals, scene.dice, tight=world.scale.hidden)]


def _text(scale: Scale, body: dict[str, Any]) -> str:
    kept = "around a plan that can be kept" if scale.hidden else "around wishes"
    head = (
        f"# {scale.exercises} invented exercises {kept}. Made by benchmarks/generator; change that, not this."
    )
    return "\n".join([head, *render(body)]) + "\n"
