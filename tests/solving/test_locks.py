"""A line that is known from the start folds away, and the model means what it meant before."""

from dataclasses import replace
from math import prod

import pytest

from exsched.advising.published import kept
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem
from exsched.rules import RULES
from exsched.rules.locked_line import LockedLine
from exsched.rules.must_be_held import MustBeHeld
from exsched.solving.build import build
from tests.advising.small import a_small_problem
from tests.agreement import allowed_by_post, compare, made_hard, only
from tests.long_form import by_form
from tests.solving.test_agreement_of_forms import with_a_form
from tests.universe import every_choice, every_laydown

LARGEST = by_form(short=6_000, long=10**9)
"""So many schedules are all tried at most."""


@pytest.mark.parametrize("rule", sorted(RULES))
def test_posting_and_checking_agree_when_a_line_is_kept(rule: str) -> None:
    """With the line of one exercise kept, held or not, model and checker allow the same schedules."""
    problem = with_a_form(rule)
    if prod(len(every_choice(problem, name, rule)) for name in problem.exercises) > LARGEST:
        pytest.skip("too many schedules for the short form")
    hard = made_hard(problem, rule)
    for laydown in some_of_each(problem, rule):
        name = next(iter(problem.exercises))
        found = compare(only(problem, (*hard, *kept(laydown, name))), rule)
        assert (sorted(map(str, found.too_weak))[:3], sorted(map(str, found.too_strict))[:3]) == ([], [])


def some_of_each(problem: Problem, rule: str) -> list[Laydown]:
    """A schedule with the first exercise in each of its forms, amid all such, and one without it."""
    name = next(iter(problem.exercises))
    found: dict[object, list[Laydown]] = {}
    for laydown in every_laydown(problem, rule):
        held = laydown.held.get(name)
        found.setdefault(held and held.line.form, []).append(laydown)
    return [those[len(those) // 2] for those in found.values()]


def test_all_lines_kept_leave_nothing_to_decide() -> None:
    """With every exercise kept nothing is left but that one schedule, in a model of constants."""
    problem = a_small_problem()
    whole = build(problem)
    laydown = next(one for one in every_laydown(problem, "") if len(one.held) == len(problem.exercises))
    said = tuple(said for name in problem.exercises for said in kept(laydown, name))
    fixed = replace(problem, statements=(*problem.statements, *said))
    model = build(fixed)
    open_ones = [d for v in model.cp.proto.variables if (d := list(v.domain))[0] != d[-1]]
    assert len(open_ones) < len(whole.cp.proto.variables) // 4


@pytest.mark.parametrize(
    "lock",
    [
        LockedLine(exercise="alder", sites={"land": "nowhere"}),
        LockedLine(exercise="alder", startex="2027-05-01", endex="2027-05-02"),
        LockedLine(exercise="alder", startex="2027-03-01", endex="2027-03-04", form="full"),
        LockedLine(exercise="alder", forces={"tank": {"guards": 3}}),
    ],
)
def test_lock_that_cannot_be_met_is_what_forbids_it(lock: LockedLine) -> None:
    """What it is locked to does not exist: without the lock there are schedules, with it there is none."""
    problem = a_small_problem(MustBeHeld(exercise="alder"))
    assert allowed_by_post(problem)
    locked = a_small_problem(MustBeHeld(exercise="alder"), lock)
    found = compare(locked, "")
    assert (found.too_weak, found.too_strict) == (set(), set())
