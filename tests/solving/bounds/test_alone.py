"""What some exercises say alone holds in the whole, and what they cost alone they cost there."""

import pytest

from exsched.intake import load_text
from exsched.solving.anatomy import take_apart
from exsched.solving.anatomy.holding import broken_parts
from exsched.solving.bounds import alone
from exsched.solving.bounds.bounding import Bounding
from exsched.solving.build import build
from tests.random_programmes import a_random_problem
from tests.solving.bounds.lifting import solutions

LARGE = """\
exsched: 1
programme: {id: ports, title: Two ports, horizon: 2027-03-01/2027-06-30}
nations: {ARV: {name: Arvania}}
venues:
  quay: {name: Quay, host: ARV, kind: port, takes: {strength: 500}}
  dock: {name: Dock, host: ARV, kind: port, takes: {strength: 5000}}
exercises:
  fits: {title: Fits, days: 5, held: may, worth: 7, strength: 400, sites: {port: quay}}
  full: {title: Full, days: 5, held: may, worth: 7, strength: 500, sites: {port: quay}}
  over: {title: Over, days: 5, held: may, worth: 30, strength: 501, sites: {port: quay}}
  able: {title: Able, days: 5, held: may, worth: 30, strength: 501, sites: {port: [quay, dock]}}
"""


@pytest.mark.parametrize("size", [1, 2])
def test_domains_of_groups_hold_every_solution(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """No solution of the whole leaves them, and no tier is below what they leave of it."""
    monkeypatch.setattr(alone, "_GROUP", size)
    smaller = checked = 0
    for seed in range(120):
        model = build(a_random_problem(seed))
        anatomy = take_apart(model)
        less = alone.narrowed(anatomy)
        smaller += less.domains != anatomy.domains
        for values in solutions(model, seed, 3):
            assert (seed, broken_parts(less, values)) == (seed, [])
            for number, tier in enumerate(anatomy.tiers):
                assert alone.floor(less, number) <= tier.at(values), seed
            checked += 1
    assert smaller > 40
    assert checked > 100


@pytest.mark.parametrize("size", [1, 20])
def test_exercise_that_no_port_takes_is_counted(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A venue that many share has room for one of them or not, whatever the others do."""
    monkeypatch.setattr(alone, "_GROUP", size)
    problem = load_text(LARGE, "ports.yaml").problem
    assert problem is not None
    anatomy = take_apart(build(problem))
    assert (alone.floor(anatomy, 0), alone.floor(alone.narrowed(anatomy), 0)) == (0, 30)


def test_largest_models_are_bounded_by_their_domains(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the program is too large to be solved, the bound is what groups alone cost."""
    monkeypatch.setattr("exsched.solving.bounds.bounding._LARGEST", 0)
    problem = load_text(LARGE, "ports.yaml").problem
    assert problem is not None
    bounding = Bounding(take_apart(build(problem)), tighten=5)
    assert list(bounding.bounds(0, {}, lambda: False)) == [30]
    assert list(bounding.bounds(1, {0: 30}, lambda: False)) == [0]
