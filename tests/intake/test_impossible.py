"""What intake calls impossible is impossible: the solver finds no schedule either."""

import random

import pytest

from exsched.intake import load_text
from exsched.solving.limits import Limits
from exsched.solving.solve import solve
from tests.long_form import by_form

HEAD = """\
programme: {id: tiny, title: Tiny, horizon: 2027-01-01/2027-01-20}
nations: {ARV: {name: Arvania}, BMK: {name: Belmark}, CAL: {name: Calder}}
pools: {tankers: {units: 2}}
forces:
  guns: {name: Guns, nation: ARV, domain: land, elements: 2}
  tanks: {name: Tanks, nation: CAL, domain: land}
"""
TAKES = ("{}", "{strength: 300}", "{strength: 900}", "{exercises: 0}", "{exercises: 1}")
NEEDS = ("0..2", "1", "3", "3..4", "4", "1, nations: 2..", "2, any_of: [guns], nations: 2..")
COUNTS = ("", ", count: 2..", ", count: ..1", ", count: 3..")

FORMS = ("", "", "", ", forms: {less: {days: 1, strength: 200, draws: {}, forces: {}}}")


def a_venue(chance: random.Random, name: str, host: str) -> str:
    """A venue with limits and closures that may leave no day."""
    start, gap = chance.randint(1, 4), chance.randint(6, 12)
    closed = f"[{{dates: 2027-01-0{start}/2027-01-{gap:02d}}}, {{dates: 2027-01-{gap + 1:02d}/2027-01-20}}]"
    return (
        f"  {name}: {{name: Range, host: {host}, kind: range, setup: {chance.randint(0, 2)}, "
        f"takes: {chance.choice(TAKES)}, closed: {chance.choice(['[]', closed])}}}\n"
    )


def an_exercise(chance: random.Random, name: str) -> str:
    """An exercise that asks for much."""
    start = chance.randint(2, 8)
    return (
        f"  {name}: {{title: Exercise, days: {chance.randint(1, 4)}, held: {chance.choice(['must', 'may'])}, "
        f"startex: 2027-01-{start:02d}/2027-01-{start + chance.randint(0, 5):02d}, "
        f"strength: {chance.choice([200, 800, 1000])}, draws: {{tankers: {chance.randint(1, 3)}}}, "
        f"sites: {{land: {chance.choice(['[north]', '[south]', '[north, south]'])}}}, "
        f"forces: {{fire: {{domain: land, need: {chance.choice(NEEDS)}}}}}, "
        f"participants: {{must: [{chance.choice(['ARV', 'ARV, CAL'])}]{chance.choice(COUNTS)}}}"
        f"{chance.choice(FORMS)}}}\n"
    )


def a_text(seed: int) -> str:
    """A small programme that is often impossible."""
    chance = random.Random(seed)
    venues = a_venue(chance, "north", "ARV") + a_venue(chance, "south", "BMK")
    return f"{HEAD}venues:\n{venues}exercises:\n{an_exercise(chance, 'a1')}{an_exercise(chance, 'b1')}"


@pytest.mark.slow
def test_impossible_at_intake_is_impossible_for_the_solver() -> None:
    """Of many random programmes, each that intake calls impossible has no schedule."""
    impossible = []
    for seed in range(by_form(short=9, long=30)):
        loaded = load_text(a_text(seed))
        if loaded.problem is not None and loaded.impossible:
            impossible.append((seed, solve(loaded.problem, Limits(seconds=20)).outcome.status.value))
    assert len(impossible) >= by_form(short=2, long=10)
    assert [(seed, word) for seed, word in impossible if word != "impossible"] == []
