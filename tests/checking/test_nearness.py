"""How close a schedule came to breaking a statement."""

from typing import Any

import pytest

from exsched.checking.nearness import Nearness, Reach, nearness
from exsched.domain.schedule import Schedule
from exsched.intake import load_text
from exsched.rulekit.problem import Problem

TEXT = """\
programme: {id: tiny, title: Tiny, horizon: 2027-01-01/2027-01-31}
nations: {ARV: {name: Arvania}, BMK: {name: Belmark}, CAL: {name: Calder}}
venues:
  north: {name: North, host: ARV, kind: range}
  south: {name: South, host: CAL, kind: range}
forces:
  guns: {name: Guns, nation: ARV, domain: land}
  tanks: {name: Tanks, nation: BMK, domain: land}
exercises:
  alpha:
    {title: A, days: 2, startex: 2027-01-04/2027-01-08, sites: {land: [north, south]},
     participants: {must: [ARV], may: {BMK: 5}}, forces: {fire: {need: 1, domain: land}}}
  bravo: {title: B, days: 2, held: may, startex: 2027-01-04/2027-01-20, participants: [CAL]}
rules:
"""
TANKS = "alpha with tanks in place of guns"
SCHEDULE: dict[str, Any] = {
    "programme": "tiny",
    "lines": [
        {
            "exercise": "alpha",
            "startex": "2027-01-04",
            "endex": "2027-01-05",
            "sites": {"land": "north"},
            "participants": {"ARV": "full"},
            "forces": {"fire": {"guns": 1}},
        },
        {
            "exercise": "bravo",
            "startex": "2027-01-12",
            "endex": "2027-01-13",
            "participants": {"CAL": "full"},
        },
    ],
}


def closeness(rule: str, seconds: float = 60) -> Nearness:
    """What is found about one statement."""
    problem = load_text(f"{TEXT}  - {{id: it, rule: {rule}}}\n").problem
    assert isinstance(problem, Problem)
    said = [statement for statement in problem.statements if not statement.fact]
    return nearness(problem, Schedule.model_validate(SCHEDULE), said, seconds)["it"]


@pytest.mark.parametrize(
    ("rule", "reach", "shown_by"),
    [
        ("blackout_period, nations: [ARV], dates: 2027-01-07", Reach.NEAR, "moving alpha to 2027-01-06"),
        ("blackout_period, nations: [ARV], dates: 2027-01-11", Reach.FAR, ""),
        ("host_refusal, nation: ARV, hosts: [CAL]", Reach.NEAR, "alpha at south"),
        ("incompatible_participants, nations: [ARV, BMK]", Reach.NEAR, "alpha with BMK"),
        ("force_availability, force: tanks, dates: 2027-01-04", Reach.NEAR, TANKS),
        ("linked_exercises, exercises: [alpha, bravo], relation: all_or_none", Reach.NEAR, "dropping bravo"),
        ("precedence, first: alpha, then: bravo", Reach.NEAR, "moving bravo to 2027-01-05"),
        ("incompatible_participants, nations: [BMK, CAL], scope: same_site", Reach.FAR, ""),
    ],
)  # fmt: skip
def test_nearness_names_the_change_that_would_break_it(rule: str, reach: Reach, shown_by: str) -> None:
    """One change of one line, the nearest day first; none that would means far."""
    found = closeness(rule)
    assert (found.reach, found.shown_by) == (reach, shown_by)


def test_nearness_says_when_a_statement_was_broken() -> None:
    """A soft one with its cost, a hard one without."""
    soft = closeness("blackout_period, nations: [ARV], dates: 2027-01-04/2027-01-05, soft: 7")
    assert (soft.reach, soft.cost) == (Reach.BROKEN, 14)
    hard = closeness("blackout_period, nations: [ARV], dates: 2027-01-04")
    assert (hard.reach, hard.cost) == (Reach.BROKEN, None)


def test_nearness_says_what_cannot_be_decided() -> None:
    """Missing data never read as far."""
    found = closeness("host_load, nation: ARV, strength: 10")
    assert found.reach is Reach.OPEN
    assert found.shown_by


def test_nearness_admits_that_time_ran_out() -> None:
    """What was not tried is not called far."""
    assert closeness("blackout_period, nations: [ARV], dates: 2027-01-11", -1).reach is Reach.UNTESTED
