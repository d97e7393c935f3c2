"""Changes to a programme of which it is known beforehand what they do to the best values.

A change takes the data of a programme and gives others, or None where it does not apply; the relation says
how the best values after it compare with those before. `WORST` stands for "no schedule": nothing is worse.
"""

import copy
import json
import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

from exsched.domain.schedule import Line, Schedule
from exsched.rules import RULES
from tests.random_programmes import Body

Values = tuple[int, ...]
WORST = (10**9,)
CALENDAR = {"season_window", "annual_listing", "exercise_count_cap", "white_space"}
"""Rules about days of the year or months, which do not move with the dates of a programme."""


class Change(NamedTuple):
    """What is changed, and whether the values after and before it are as they must be."""

    make: Callable[[Body, random.Random, Schedule | None], Body | None]
    holds: Callable[[Values, Values], bool]


def equal(after: Values, before: Values) -> bool:
    """Nothing may change."""
    return after == before


def not_better(after: Values, before: Values) -> bool:
    """Tier by tier, the first difference is for the worse."""
    return after >= before


def not_worse(after: Values, before: Values) -> bool:
    """Tier by tier, the first difference is for the better."""
    return after <= before


def threefold(after: Values, before: Values) -> bool:
    """Every tier counts three times."""
    return after == WORST == before or after == tuple(3 * value for value in before)


def _spelt(body: Body, words: dict[str, str]) -> Body:
    """The same with other ids, wherever they stand alone as a text."""
    text = json.dumps(body)
    for old, new in words.items():
        text = text.replace(f'"{old}"', f'"{new}"')
    facts, rules, goals = json.loads(text)
    return facts, rules, goals


def exercises_renamed(body: Body, dice: random.Random, known: Schedule | None) -> Body:
    """Other ids, in the opposite order."""
    return _spelt(body, {"alpha": "zulu", "bravo": "yankee", "charlie": "xray"})


def nations_renamed(body: Body, dice: random.Random, known: Schedule | None) -> Body:
    """Other nations, in the opposite order."""
    return _spelt(body, {"ARV": "ZRV", "BMK": "YMK", "CAL": "XAL"})


def venues_and_forces_renamed(body: Body, dice: random.Random, known: Schedule | None) -> Body:
    """Other ids of places and troops."""
    names = {"range": "z-range", "field": "a-field", "brigade": "z-brigade", "frigates": "a-frigates"}
    facts, rules, goals = _spelt(body, names)
    for venue in facts["venues"].values():
        venue["kind"] = "range"
    return facts, rules, goals


def sections_turned_round(body: Body, dice: random.Random, known: Schedule | None) -> Body:
    """Everything in the opposite order."""
    facts, rules, goals = copy.deepcopy(body)
    turned = {
        name: dict(reversed(section.items()))
        if isinstance(section, dict) and name != "programme"
        else section
        for name, section in reversed(facts.items())
    }
    return turned, rules[::-1], [tier[::-1] for tier in goals]


def dates_shifted(body: Body, dice: random.Random, known: Schedule | None) -> Body | None:
    """Every date some whole weeks later."""
    if any(rule["rule"] in CALENDAR or "year" in rule.values() for rule in body[1]):
        return None
    days = timedelta(7 * dice.randint(1, 20))

    def later(found: re.Match[str]) -> str:
        return str(date.fromisoformat(found[0]) + days)

    facts, rules, goals = json.loads(re.sub(r"\d{4}-\d\d-\d\d", later, json.dumps(body)))
    return facts, rules, goals


def weights_times_three(body: Body, dice: random.Random, known: Schedule | None) -> Body:
    """Every goal weighs three times as much."""
    facts, rules, goals = copy.deepcopy(body)
    for goal in (goal for tier in goals for goal in tier):
        goal["weight"] = 3 * goal.get("weight", 1)
    return facts, rules, goals


def window_tightened(body: Body, dice: random.Random, known: Schedule | None) -> Body | None:
    """One exercise loses the last day of its window."""
    return _with_window(body, dice, lambda first, last: (first, last - timedelta(1)))


def window_widened(body: Body, dice: random.Random, known: Schedule | None) -> Body | None:
    """One exercise may start a day later."""
    return _with_window(body, dice, lambda first, last: (first, last + timedelta(1)))


def _with_window(
    body: Body, dice: random.Random, change: Callable[[date, date], tuple[date, date]]
) -> Body | None:
    facts, rules, goals = copy.deepcopy(body)
    windows = [line for line in facts["exercises"].values() if "startex" in line]
    if not windows:
        return None
    line = dice.choice(windows)
    first, last = change(*map(date.fromisoformat, line["startex"].split("/")))
    _, end = map(date.fromisoformat, facts["programme"]["horizon"].split("/"))
    if not first <= last <= end:
        return None
    line["startex"] = f"{first}/{last}"
    return facts, rules, goals


def blackout_added(body: Body, dice: random.Random, known: Schedule | None) -> Body:
    """One nation is away for three days."""
    day = date(2027, 3, 1) + timedelta(dice.randint(0, 6))
    blackout = {
        "rule": "blackout_period",
        "nations": [dice.choice(sorted(body[0]["nations"]))],
        "dates": f"{day}/{day + timedelta(2)}",
    }
    return body[0], [*body[1], blackout], body[2]


def precedence_added(body: Body, dice: random.Random, known: Schedule | None) -> Body:
    """One exercise begins after another has ended."""
    first, then = dice.sample(sorted(body[0]["exercises"]), 2)
    rule = {"rule": "precedence", "first": first, "then": then, "gap": "1.."}
    return body[0], [*body[1], rule], body[2]


def capacity_cut(body: Body, dice: random.Random, known: Schedule | None) -> Body:
    """A venue takes one exercise at a time."""
    facts, rules, goals = copy.deepcopy(body)
    takes = dice.choice(sorted(facts["venues"].items()))[1].setdefault("takes", {})
    takes["exercises"] = 1
    return facts, rules, goals


def statement_removed(body: Body, dice: random.Random, known: Schedule | None) -> Body | None:
    """One statement is no longer said."""
    if not body[1]:
        return None
    place = dice.randrange(len(body[1]))
    return body[0], [rule for n, rule in enumerate(body[1]) if n != place], body[2]


def closures_lifted(body: Body, dice: random.Random, known: Schedule | None) -> Body | None:
    """No venue is closed."""
    facts, rules, goals = copy.deepcopy(body)
    closed = [venue.pop("closed", None) for venue in facts["venues"].values()]
    return (facts, rules, goals) if any(closed) else None


def statement_said_twice(body: Body, dice: random.Random, known: Schedule | None) -> Body | None:
    """A hard statement is said once more."""
    hard = [rule for rule in body[1] if RULES[rule["rule"]].model_validate(rule).cost is None]
    return (body[0], [*body[1], dice.choice(hard)], body[2]) if hard else None


def bystander_added(body: Body, dice: random.Random, known: Schedule | None) -> Body:
    """One nation more, with a venue and a force, that nobody has asked for."""
    facts, rules, goals = copy.deepcopy(body)
    facts["nations"]["DOR"] = {"name": "Dorland"}
    facts["venues"]["far"] = {"name": "Far", "host": "DOR", "kind": "port", "at": [55, 5]}
    return facts, rules, goals


def pinned(body: Body, dice: random.Random, known: Schedule | None) -> Body | None:
    """Every line is locked as it is in the best schedule."""
    if known is None:
        return None
    return body[0], [*body[1], *(_lock(line) for line in known.lines if line.held)], body[2]


def _lock(line: Line) -> dict[str, Any]:
    told = line.model_dump(mode="json")
    lock = {name: told[name] for name in ("exercise", "startex", "endex", "sites", "forces") if told[name]}
    return {"rule": "locked_line", "form": line.form or "full", **lock}


CHANGES: dict[str, Change] = {
    make.__name__: Change(make, holds)
    for make, holds in (
        (exercises_renamed, equal),
        (nations_renamed, equal),
        (venues_and_forces_renamed, equal),
        (sections_turned_round, equal),
        (dates_shifted, equal),
        (weights_times_three, threefold),
        (window_tightened, not_better),
        (window_widened, not_worse),
        (blackout_added, not_better),
        (precedence_added, not_better),
        (capacity_cut, not_better),
        (statement_removed, not_worse),
        (closures_lifted, not_worse),
        (statement_said_twice, equal),
        (bystander_added, equal),
        (pinned, equal),
    )
}
