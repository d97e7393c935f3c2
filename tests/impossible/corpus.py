"""Programmes that are impossible for one known reason, alone and planted into larger ones that are possible.

`plants/` holds the programmes, `expected.yaml` what clashes in each and what the least way out is. A plant
shares no name with its hosts, so whatever clashes in the host with the plant clashes in the plant alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from ortools.sat.python import cp_model

from benchmarks.generator import made
from exsched.advising.clock import Clock
from exsched.advising.conflict import Conflict, Search
from exsched.domain.outcome import Evidence
from exsched.domain.programme import Programme
from exsched.intake import Loaded, load, load_text
from exsched.library import examples_dir
from exsched.rulekit.problem import Problem
from exsched.solving.boards import Boards
from exsched.solving.build import build
from exsched.solving.switches import only

FOLDER = Path(__file__).parent
HORIZON = "programme.horizon"
YEAR, GENERATED = "2027", "2031"
"""The year of the plants and of the examples, and the year of generated programmes."""


class Rank(NamedTuple):
    """How much a way out asks: signatures, their levels together, points."""

    signatures: int
    levels: int
    points: int


@dataclass(frozen=True)
class Expected:
    """What is known of a plant.

    Attributes:
        conflicts: all of its smallest conflicts.
        rank: that of its least ways out.
        least: by how much each of these ways eases which statement.
        signed: whose signatures they need.
        tried: whether the schedules are few enough to try all of them.
    """

    conflicts: tuple[frozenset[str], ...]
    rank: Rank
    least: tuple[Mapping[str, int], ...]
    signed: tuple[tuple[str, ...], ...]
    tried: bool


@cache
def expected() -> dict[str, Expected]:
    """By name of the plant."""
    told: dict[str, Any] = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))
    return {
        name: Expected(
            tuple(frozenset(keys) for keys in known["conflicts"]),
            Rank(*known["rank"]),
            tuple(known["least"]),
            tuple(map(tuple, known["signed"])),
            known.get("tried", False),
        )
        for name, known in told.items()
    }


# -- plants and hosts ---------------------------------------------------------------------------------------


def loaded_plant(name: str, year: str = YEAR) -> Loaded:
    """What intake makes of a plant, its dates moved to another year if need be."""
    text = (FOLDER / "plants" / f"{name}.yaml").read_text(encoding="utf-8")
    last = str(int(YEAR) - 1), str(int(year) - 1)
    return load_text(text.replace(last[0] + "-", last[1] + "-").replace(YEAR + "-", year + "-"))


@cache
def plant(name: str, year: str = YEAR) -> Problem:
    """The plant alone."""
    problem = loaded_plant(name, year).problem
    assert problem is not None, name
    return problem


@cache
def host(name: str) -> Problem:
    """A programme that has a schedule: an example by name, or `SIZE-SEED` of the generator."""
    if name[0].isdigit():
        size, _, seed = name.partition("-")
        return made(int(size), int(seed), hidden=True).problem
    problem = load(examples_dir() / name).problem
    assert problem is not None, name
    return problem


def planted(name: str, into: str = "") -> Problem:
    """The plant in its host; without one, in its own few weeks."""
    if not into:
        return plant(name)
    around = host(into)
    inside = plant(name, str(around.programme.horizon.start.year))
    mine = tuple(said for said in inside.statements if said.key != HORIZON)
    return replace(
        around,
        programme=joined(around.programme, inside.programme),
        statements=around.statements + mine,
        owners={**around.owners, **inside.owners},
    )


def joined(around: Programme, inside: Programme) -> Programme:
    """The host with all that the plant has, in the horizon of the host."""
    assert around.horizon.start <= inside.horizon.start, "the plant begins before its host"
    assert inside.horizon.end <= around.horizon.end, "the plant ends after its host"
    both: dict[str, Any] = {}
    for section in Programme.model_fields:
        theirs, mine = getattr(around, section), getattr(inside, section)
        if isinstance(theirs, dict):
            assert not theirs.keys() & mine.keys(), f"{section} of plant and host share a name"
            both[section] = theirs | mine
        elif isinstance(theirs, tuple):
            both[section] = theirs + mine
    return around.model_copy(update=both)


# -- searching in this process ------------------------------------------------------------------------------


class SearchHere(Search):
    """A search that asks the ordinary model in this process, for many searches in little time."""

    def _checked(self, keys: frozenset[str], sure: bool) -> Conflict | None:
        few = only(self.problem, keys)
        return Conflict(few.statements, sure, Evidence.CLAIMED) if has_no_schedule(few) else None


def search_in(problem: Problem, seconds: float = 60) -> SearchHere:
    """A search on boards in this process, with one worker."""
    return SearchHere(problem, Boards(problem, workers=1), Clock(seconds))


def has_no_schedule(problem: Problem, seconds: float = 30) -> bool:
    """Whether the ordinary model, without any switch, is impossible."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.max_time_in_seconds = 1, seconds
    return solver.solve(build(problem).cp) == cp_model.INFEASIBLE
