"""Random tiny programmes in which rules of every family are present and often bind."""

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from exsched.domain.programme import Programme
from exsched.goals import GOALS
from exsched.rulekit.problem import Problem, Statement
from exsched.rules import RULES
from tests.random_statements import more_facts, more_goals, more_of_exercise, of_forces, of_politics, of_time

FIRST = date(2027, 3, 1)
NATIONS = ("ARV", "BMK", "CAL")
SEA = {"venues": ["field"], "passage_days": 1}
Body = tuple[dict[str, Any], list[dict[str, Any]], list[list[dict[str, Any]]]]
BORDER = {"type": "LineString", "coordinates": [[14, 59], [14, 61]]}


class Dice:
    """A seeded source of choices for programmes of a few days."""

    def __init__(self, seed: int, days: int = 9) -> None:
        self._random = random.Random(seed)
        self.days = days

    def chance(self, share: float) -> bool:
        """True in that share of cases."""
        return self._random.random() < share

    def pick(self, options: Any) -> Any:
        """One of the options."""
        return self._random.choice(list(options))

    def some(self, options: Any, least: int = 1) -> list[Any]:
        """Some of the options, in their order."""
        pool = list(options)
        chosen = self._random.sample(pool, self._random.randint(least, len(pool)))
        return [option for option in pool if option in chosen]

    def number(self, least: int, most: int) -> int:
        """A whole number."""
        return self._random.randint(least, most)

    def period(self, longest: int) -> str:
        """A range of days inside the horizon."""
        start = self.number(0, self.days - 1)
        end = min(self.days - 1, start + self.number(0, longest - 1))
        return f"{FIRST + timedelta(start)}/{FIRST + timedelta(end)}"


def a_random_problem(seed: int, favourites: Sequence[str] = ()) -> Problem:
    """A problem of one to three exercises; its rules are those of its facts and a few more.

    Statements of favourite rules are always said, hard, where there are any beside the facts; facts contend
    for a force when that is the favourite.
    """
    return problem_of(*a_random_body(seed, favourites))


def a_random_body(seed: int, favourites: Sequence[str] = ()) -> Body:
    """The same as data: sections of facts, statements, tiers of goals."""
    dice = Dice(seed)
    facts = _facts(dice)
    if "no_double_commitment" in favourites:
        _contend(facts["exercises"].values())
    return facts, _rules(dice, sorted(facts["exercises"]), favourites), _tiers(dice)


def problem_of(
    facts: dict[str, Any], rules: list[dict[str, Any]], goals: list[list[dict[str, Any]]]
) -> Problem:
    """The problem that the data stand for."""
    programme = Programme.model_validate(facts)
    stated = [
        Statement(".".join(map(str, path)), rule, fact=True)
        for kind in RULES.values()
        for path, rule in kind.from_facts(programme)
    ]
    said = [
        Statement(f"rules[{n}]", RULES[body["rule"]].model_validate(body)) for n, body in enumerate(rules)
    ]
    tiers = tuple(tuple(GOALS[g["goal"]].model_validate(g) for g in tier) for tier in goals)
    return Problem(programme, (*stated, *said), tiers)


def _facts(dice: Dice) -> dict[str, Any]:
    names = ("alpha", "bravo", "charlie")[: dice.number(2, 3)]
    last = FIRST + timedelta(dice.days - 1)
    return {
        "programme": {"id": "random", "title": "Random", "horizon": f"{FIRST}/{last}", "as_of": str(FIRST)},
        "nations": {nation: {"name": nation} for nation in NATIONS},
        "agreements": {"sofa": {"kind": "SOFA", "parties": dice.some(NATIONS, 2)}},
        "areas": {"east": {"venues": ["field"]}, "border": {"geojson": BORDER}, "sea": SEA},
        "venues": {"range": _venue(dice, "ARV"), "field": _venue(dice, "BMK")},
        "forces": {"brigade": _force(dice, "ARV", 1), "frigates": _force(dice, "CAL", 2)},
        "pools": {"awacs": {"units": dice.number(1, 2), "less": [{"dates": dice.period(3), "units": 1}]}},
        "periods": {"vote": {"dates": dice.period(2)}},
        "exercises": {name: _exercise(dice) for name in names},
        **more_facts(),
    }


def _contend(exercises: Iterable[dict[str, Any]]) -> None:
    """Let every exercise need the one brigade."""
    for exercise in exercises:
        exercise["forces"] = {"units": {"need": 1, "any_of": ["brigade"]}}


def _venue(dice: Dice, host: str) -> dict[str, Any]:
    venue: dict[str, Any] = {"name": host, "host": host, "kind": "range", "at": [60, dice.number(10, 20)]}
    if dice.chance(0.6):
        venue["takes"] = {"exercises": dice.number(1, 2), "strength": dice.pick([None, 150, 250])}
    venue |= {"setup": dice.number(0, 1), "changeover": dice.pick([0, 0, 2])}
    if dice.chance(0.4):
        venue["closed"] = [{"dates": dice.period(3), "tags": dice.pick([[], ["live"]])}]
    return venue


def _force(dice: Dice, nation: str, elements: int) -> dict[str, Any]:
    force: dict[str, Any] = {"name": nation, "nation": nation, "domain": "land", "elements": elements}
    force |= {"strength": 60, "capabilities": ["unit"], "recovery": dice.number(0, 1), "home": [60, 15]}
    if elements > 1:
        force["ship"] = {"kind": "frigate", "tonnes": 1000}
    if dice.chance(0.3):
        force["mobility"] = {"km_per_day": 250}
    if dice.chance(0.3):
        force["away"] = [{"dates": dice.period(3), "available": elements - 1}]
    return force


def _exercise(dice: Dice) -> dict[str, Any]:
    days = dice.number(1, 3)
    exercise: dict[str, Any] = {
        "title": "X",
        "held": dice.pick(["must", "may", "may"]),
        "worth": dice.number(1, 9),
    }
    exercise |= {"days": days, "strength": dice.pick([100, 200]), "tags": dice.pick([[], ["live"]])}
    exercise |= {"deploy": dice.pick([0, 0, 1]), "redeploy": dice.pick([0, 0, 1]), "wanted": dice.period(2)}
    if dice.chance(0.25):
        exercise["days"] = {"min": days, "max": days + 1, "wanted": days + 1}
    if dice.chance(0.5):
        exercise["startex"] = dice.period(6)
    if dice.chance(0.8):
        exercise["sites"] = {"main": dice.pick([["range"], ["field"], ["range", "field"]])}
    nation = dice.pick(NATIONS)
    others = [n for n in NATIONS if n != nation]
    exercise["participants"] = {"must": [nation], "may": {n: dice.number(1, 3) for n in dice.some(others, 0)}}
    if dice.chance(0.2):
        exercise["participants"]["count"] = "2.."
    if dice.chance(0.4):
        exercise["forces"] = {"units": {"need": dice.number(1, 2), "capability": "unit"}}
    if dice.chance(0.4):
        exercise["draws"] = {"awacs": 1}
    exercise |= more_of_exercise(dice)
    if dice.chance(0.3):
        exercise["forms"] = {"lesser": _form(dice, days)}
    return exercise


def _form(dice: Dice, days: int) -> dict[str, Any]:
    """Another way of holding it: smaller, and now and then elsewhere, without forces or without pools."""
    form: dict[str, Any] = {"loses": dice.number(0, 4), "strength": 50, "tags": [], "deploy": 0}
    if dice.chance(0.5):
        form["days"] = max(1, days - 1)
    if dice.chance(0.3):
        form["sites"] = {"other": ["field"]}
    if dice.chance(0.4):
        form["forces"] = dice.pick([{}, {"units": {"need": 1, "any_of": ["frigates"]}}])
    if dice.chance(0.4):
        form["draws"] = {}
    return form


def _rules(dice: Dice, names: list[str], favourites: Sequence[str]) -> list[dict[str, Any]]:
    soft: list[dict[str, Any]] = [{}, {"soft": dice.number(1, 4)}]
    a, b = names[0], names[1]
    offers: list[dict[str, Any]] = [
        {"rule": "precedence", "first": a, "then": b, "gap": dice.pick(["1..", "2..4", "..3"])},
        {"rule": "linked_exercises", "exercises": [a, b], "relation": dice.pick(["overlap", "same_startex"])},
        {
            "rule": "linked_exercises",
            "exercises": [a, b],
            "relation": dice.pick(["all_or_none", "same_site"]),
        },
        {"rule": "incompatible_participants", "nations": ["ARV", "CAL"], "scope": "same_exercise"},
        {"rule": "incompatible_participants", "nations": ["ARV", "BMK"], "scope": "same_site"},
        {"rule": "blackout_period", "nations": [dice.pick(NATIONS)], "dates": dice.period(3)},
        {"rule": "blackout_period", "areas": ["east"], "period": "vote"},
        {"rule": "host_refusal", "nation": "CAL", "hosts": [dice.pick(["ARV", "BMK"])]},
        {"rule": "host_load", "nation": "ARV", "exercises": 1},
        {"rule": "abroad_load", "nation": "CAL", "exercises": 1, "strength": 100},
        {"rule": "legal_cover", "kind": "SOFA"},
        {"rule": "spacing", "days": dice.number(1, 3)},
        {"rule": "dated_act", "act": "notice", "to": "all", "days": dice.number(1, 4), "strength": "150.."},
    ]
    chosen = [offer for offer in offers if dice.chance(0.22)]
    further = [*of_time(dice, a, b), *of_forces(dice), *of_politics(dice, a, b)]
    dearer = [*soft, soft[1], soft[1]]
    return [
        *({**offer, **dice.pick(soft)} for offer in chosen),
        *({**offer, **dice.pick(dearer)} for offer in further if dice.chance(0.04)),
        *(offer for offer in [*offers, *further] if offer["rule"] in favourites),
    ]


def _tiers(dice: Dice) -> list[list[dict[str, Any]]]:
    last: list[dict[str, Any]] = [
        {"goal": "wanted_dates", "weight": dice.number(1, 3)},
        {"goal": "wanted_participation"},
        {"goal": "level_load", "of": "exercises", "per": "nation"},
    ]
    first: list[list[dict[str, Any]]] = [[{"goal": "hold_exercises"}], [{"goal": "soft_rules"}]]
    if dice.chance(0.5):
        first = [[*first[0], {"goal": "soft_rules", "weight": 2}]]
    further = [goal for goal in more_goals(dice) if dice.chance(0.08)]
    return [*first, [*dice.some(last), *further]]
