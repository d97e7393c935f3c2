"""A small world over a turn of the year, with forms, forces, costs and a past; the goals are tried in it."""

import random
from dataclasses import replace
from typing import Any

from exsched.domain.programme import Programme
from exsched.domain.schedule import Schedule
from exsched.goals import GOALS
from exsched.rulekit.goal import Goal
from exsched.rulekit.problem import Problem, Statement
from exsched.rules import RULES
from tests.agreement import least_goal
from tests.brute_force import best_values
from tests.builders import a_schedule
from tests.solved_values import solved_values
from tests.universe import every_line

FACTS: dict[str, Any] = {
    "programme": {"id": "tiny", "title": "Tiny", "horizon": "2027-12-29/2028-01-02"},
    "nations": {"ARV": {"name": "Arvania"}, "BEL": {"name": "Belmark"}, "CAR": {"name": "Carvia"}},
    "groups": {"pact": ["ARV", "BEL"]},
    "venues": {
        "north": {"name": "North", "host": "ARV", "kind": "range", "at": [60, 10], "cost_per_day": 7},
        "south": {"name": "South", "host": "BEL", "kind": "range", "at": [57, 10], "cost_per_day": 2},
        "coast": {"name": "Coast", "host": "CAR", "kind": "port"},
    },
    "forces": {
        "guards": {
            "name": "Guards",
            "nation": "ARV",
            "domain": "land",
            "elements": 2,
            "strength": 1700,
            "capabilities": ["unit"],
            "home": [60, 11],
            "mobility": {"mode": "rail", "km_per_day": 200},
            "cost_per_day": 11,
            "cost_per_km": 3,
        },
        "ships": {
            "name": "Ships",
            "nation": "CAR",
            "domain": "maritime",
            "strength": 150,
            "capabilities": ["unit"],
            "cost_per_day": 5,
        },
    },
    "planning": {"long": {"IPC": 8, "FPC": 2}},
    "exercises": {
        "alder": {
            "title": "ALDER",
            "sponsor": "ARV",
            "state": "committed",
            "worth": 6,
            "days": {"min": 1, "max": 2},
            "strength": 2050,
            "wanted": "2027-12-30",
            "cost": 100,
            "cost_per_day": 10,
            "planning": "long",
            "objectives": ["logistics", "fires"],
            "sites": {
                "land": ["south", "north"],
                "port": {"any_of": ["coast", "north"], "strength": 320},
            },
            "participants": {"must": ["ARV"], "may": {"BEL": 2}},
            "forces": {"troops": {"need": "0..2", "capability": "unit"}},
            "forms": {
                "sea": {
                    "loses": 2,
                    "days": 1,
                    "deploy": 1,
                    "strength": 140,
                    "objectives": ["fires"],
                    "cost": 30,
                    "sites": {"port": {"any_of": ["coast", "north"], "strength": 90}},
                    "forces": {"fleet": {"need": "0..1", "any_of": ["ships"], "site": "port"}},
                }
            },
        },
        "birch": {
            "title": "BIRCH",
            "sponsor": "BEL",
            "state": "agreed",
            "held": "may",
            "worth": 4,
            "days": 2,
            "redeploy": 1,
            "wanted": "2027-12-31/2028-01-01",
            "objectives": ["fires"],
            "planning": "long",
            "cost_per_day": 4,
            "sites": {"land": ["north", "south"]},
            "participants": {"may": {"ARV": 3, "BEL": 1}},
            "forces": {"troops": {"need": "0..3", "any_of": ["guards"]}},
        },
    },
    "history": {
        "elm": {
            "dates": "2027-05-01/2027-05-04",
            "hosts": ["BEL"],
            "participants": ["ARV"],
            "forces": {"guards": 1, "ships": 1},
            "redeploy": 1,
            "strength": 430,
            "wishes_refused": {"CAR": 2},
        },
        "fir": {"dates": "2025-05-01/2025-05-02", "hosts": ["ARV"], "participants": ["CAR"]},
    },
    "schedules": {
        "published": {
            "lines": [
                {
                    "exercise": "alder",
                    "form": "sea",
                    "startex": "2027-12-31",
                    "endex": "2027-12-31",
                    "sites": {"port": "north"},
                    "participants": {"BEL": "full"},
                },
                {
                    "exercise": "birch",
                    "startex": "2027-12-29",
                    "endex": "2027-12-30",
                    "sites": {"land": "south"},
                    "participants": {"ARV": "full"},
                    "forces": {"troops": {"guards": 1}},
                },
            ]
        }
    },
}


def a_goal(goal: str, **parts: Any) -> Goal:
    """A goal from the keys of the file."""
    return GOALS[goal].model_validate({"goal": goal} | parts)


def a_world(**parts: Any) -> Problem:
    """The world, with the rules that its facts stand for; `parts` replace top-level keys of the file."""
    programme = Programme.model_validate(FACTS | parts)
    facts = tuple(
        Statement(".".join(map(str, path)), rule, fact=True)
        for kind in RULES.values()
        for path, rule in kind.from_facts(programme)
    )
    return Problem(programme, facts)


def schedules(problem: Problem, size: int) -> list[Schedule]:
    """Some schedules that a file can express, the same ones every time."""
    dice = random.Random(size)
    choices = [[*every_line(problem.programme, line, "")] for line in problem.exercises.values()]
    return [a_schedule(*(dice.choice(lines) for lines in choices)) for _ in range(size)]


def assert_posts_what_it_measures(goal: Goal, size: int = 20) -> None:
    """For schedules drawn from the world the least posted value is the measure, and not always the same."""
    world = a_world()
    frame = tuple(s for s in world.statements if s.rule.rule in {"duration_bounds", "site_need"})
    problem = replace(world, statements=frame)
    seen = set()
    for schedule in schedules(problem, size):
        posted, measured = least_goal(problem, goal, schedule)
        assert (posted, schedule) == (measured, schedule)
        seen.add(measured)
    assert len(seen) > 1


def assert_best_is_found(goal: Goal) -> None:
    """Trying everything and the solver agree on the best value of this goal, after that of what is held."""
    exercises = {
        name: line | {"startex": "2027-12-30/2027-12-31", "wanted": "2028-01-01"}
        for name, line in FACTS["exercises"].items()
    }
    exercises["alder"] |= {"days": 2}
    exercises["birch"] |= {"forces": {}, "startex": "2027-12-31"}
    world = replace(a_world(exercises=exercises), tiers=((a_goal("hold_exercises"),), (goal,)))
    assert solved_values(world) == best_values(world, 20_000)
