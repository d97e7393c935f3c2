"""What some exercises say alone holds in the whole, and what they cost alone they cost there."""

import pytest

from exsched.intake import load_text
from exsched.solving.anatomy.holding import broken_parts
from exsched.solving.anatomy.take_apart import take_apart
from exsched.solving.bounds.alone import Groups
from exsched.solving.bounds.bounding import Bounding
from exsched.solving.build import build
from tests.random_programmes import a_random_problem
from tests.solved_values import solved_values
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
def test_groups_say_nothing_that_the_whole_does_not(size: int) -> None:
    """No solution of the whole leaves their domains, and no tier is below what they leave and cost."""
    smaller = dearer = checked = 0
    for seed in range(120):
        problem = a_random_problem(seed)
        model = build(problem)
        anatomy = take_apart(model)
        groups = Groups(anatomy, size)
        bounds = [list(groups.bounds(tier, lambda: False)) for tier in range(len(anatomy.tiers))]
        assert bounds == [sorted(found) for found in bounds]
        smaller += groups.anatomy.domains != anatomy.domains
        left = [groups.anatomy.least(tier) for tier in anatomy.tiers]
        dearer += any(found[-1] > least for found, least in zip(bounds, left, strict=True))
        for values in solutions(model, seed, 3):
            assert (seed, broken_parts(groups.anatomy, values)) == (seed, [])
            reached = [tier.at(values) for tier in anatomy.tiers]
            assert all(found[-1] <= value for found, value in zip(bounds, reached, strict=True)), seed
            checked += 1
        if seed % 3 == 0 and (best := solved_values(problem)) is not None:
            assert all(found[-1] <= value for found, value in zip(bounds, best, strict=True)), seed
    assert smaller > 40
    assert dearer > 20
    assert checked > 100


@pytest.mark.parametrize("size", [1, 20])
def test_exercise_that_no_port_takes_is_counted(size: int) -> None:
    """A venue that many share has room for one of them or not, whatever the others do."""
    problem = load_text(LARGE, "ports.yaml").problem
    assert problem is not None
    anatomy = take_apart(build(problem))
    assert anatomy.least(anatomy.tiers[0]) == 0
    groups = Groups(anatomy, size)
    while groups.narrow():
        pass
    assert groups.anatomy.least(anatomy.tiers[0]) == 30


def test_largest_models_are_bounded_by_their_domains(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the program is too large to be solved, the bound is what groups alone cost."""
    monkeypatch.setattr("exsched.solving.bounds.bounding._LARGEST", 0)
    problem = load_text(LARGE, "ports.yaml").problem
    assert problem is not None
    bounding = Bounding(take_apart(build(problem)), tighten=5)
    assert list(bounding.bounds(0, {}, lambda: True)) == [0]
    assert list(bounding.bounds(0, {}, lambda: False)) == [30, 30]
    assert list(bounding.bounds(1, {0: 30}, lambda: False)) == [0]
