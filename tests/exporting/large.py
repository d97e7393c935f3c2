"""Large answers, for size and speed: limits on 40 nations, and 60 exercises or five years of them."""

from datetime import date, timedelta
from typing import Any

from exsched.checking.judge import judge
from exsched.domain.programme import Programme
from exsched.domain.schedule import Line, Schedule
from exsched.intake.report import dotted
from exsched.rulekit.problem import Problem, Statement
from exsched.rulekit.rule import Rule
from exsched.rulekit.verdict import Answer
from exsched.rules import RULES
from exsched.rules.abroad_load import AbroadLoad
from exsched.rules.host_load import HostLoad

CODES = tuple(f"X{chr(65 + n // 8)}{chr(65 + n % 8)}" for n in range(40))


def answer(exercises: int = 60, last_year: int = 2027, apart: int = 5) -> Answer:
    """Exercises with 14 nations and a force each, one every `apart` days, from 2027 on; notices are due."""
    facts = Programme.model_validate(
        {
            "programme": {
                "id": "large",
                "title": "A large programme",
                "horizon": f"2027-01-01/{last_year}-12-31",
            },
            "nations": {code: {"name": f"Nation {code}"} for code in CODES},
            "venues": {f"venue-{n}": _venue(n) for n in range(30)},
            "forces": {f"force-{n}": _force(n) for n in range(40)},
            "pools": {"awacs": {"units": 4}},
            "planning": {"livex": {"CDC": 40, "IPC": 30, "MPC": 20, "FPC": 10, "MEL/MIL": 6}},
            "exercises": {f"exercise-{n}": _exercise(n) for n in range(exercises)},
        }
    )
    lines = tuple(_line(n, apart) for n in range(exercises))
    rules: list[Rule] = [HostLoad(nation=code, exercises=3, strength=20000) for code in CODES]
    rules += [AbroadLoad(nation=code, exercises=6) for code in CODES]
    said = [Statement(f"rules[{n}]", rule) for n, rule in enumerate(rules)]
    for kind in RULES.values():
        said += [Statement(dotted(path), rule, fact=True) for path, rule in kind.from_facts(facts)]
    problem = Problem(facts, tuple(said))
    schedule = Schedule(programme="large", lines=lines)
    return Answer(problem, schedule, judge(problem, schedule))


def _venue(n: int) -> dict[str, Any]:
    at = [36 + n * 7 % 34, -9 + n * 11 % 40]
    return {
        "name": f"Training area number {n}",
        "host": CODES[n],
        "kind": "training_area",
        "at": at,
        "takes": {"exercises": 2, "strength": 15000},
        "closed": [{"dates": f"{year}-08-01/{year}-08-15", "why": "leave"} for year in range(2027, 2032)],
    }


def _force(n: int) -> dict[str, Any]:
    return {
        "name": f"Brigade number {n}",
        "nation": CODES[n],
        "domain": "land",
        "strength": 900,
        "elements": 2,
    }


def _parts(n: int) -> list[str]:
    return [CODES[(n * 3 + k * 5) % 40] for k in range(8)] + [
        CODES[(n * 3 + k * 5 + 1) % 40] for k in range(6)
    ]


def _exercise(n: int) -> dict[str, Any]:
    return {
        "title": f"NORTHERN SHIELD {n} 27",
        "kind": ("LIVEX", "FTX", "CPX")[n % 3],
        "domains": [("land", "maritime", "air")[n % 3]],
        "days": 12,
        "deploy": 4,
        "redeploy": 3,
        "strength": 3000 + 100 * n,
        "sites": {"main": [f"venue-{n % 30}"], "port": [f"venue-{(n + 7) % 30}"]},
        "participants": _parts(n),
        "forces": {"brigade": {"need": 1, "any_of": [f"force-{n % 40}"]}},
        "draws": {"awacs": 1},
        "planning": "livex",
    }


def five_years() -> Answer:
    """420 exercises over five years."""
    return answer(420, last_year=2031, apart=4)


def _line(n: int, apart: int) -> Line:
    start = date(2027, 1, 15) + timedelta(n * apart)
    return Line(
        exercise=f"exercise-{n}",
        startex=start,
        endex=start + timedelta(11),
        sites={"main": f"venue-{n % 30}", "port": f"venue-{(n + 7) % 30}"},
        participants=dict.fromkeys(_parts(n), "full"),
        forces={"brigade": {f"force-{n % 40}": 1}},
    )
