"""The two rules of alternatives: what they post is what they check."""

import pytest

from exsched.advising.ceiling import Ceiling
from exsched.advising.differs import EVERY_WAY, Differs, Way
from exsched.domain.schedule import Schedule
from exsched.goals.hold_exercises import HoldExercises
from exsched.goals.soft_rules import SoftRules
from exsched.goals.wanted_dates import WantedDates
from exsched.goals.wanted_participation import WantedParticipation
from exsched.goals.wanted_sites import WantedSites
from exsched.rulekit.finding import Violation
from exsched.rulekit.rule import Rule
from exsched.rules.precedence import Precedence
from tests.advising.small import a_small_problem, every_allowed
from tests.agreement import Comparison, allowed_by_post
from tests.builders import a_laydown, a_line, a_schedule
from tests.universe import every_laydown, key_of

REFERENCE = a_schedule(
    a_line("alder", "2027-03-01", 2, sites={"land": "north"}, participants={"BMK": "full"}),
    a_line("birch", "2027-03-02", 2, sites={"land": "south"}),
)
LESSER = a_schedule(a_line("alder", "2027-03-02", 1, form="staff"))


def compared(*rules: Rule) -> Comparison:
    """What posting and check leave possible, over every schedule of the small programme."""
    problem = a_small_problem(*rules, goals=[])
    checked = {key_of(laydown) for _, laydown in every_allowed(problem)}
    posted = allowed_by_post(problem)
    every = sum(1 for _ in every_laydown(problem))
    return Comparison(posted - checked, checked - posted, len(checked), every - len(checked))


@pytest.mark.parametrize("least", [1, 2])
@pytest.mark.parametrize("reference", [REFERENCE, LESSER], ids=["full", "lesser"])
@pytest.mark.parametrize("way", [*Way, None])
def test_differs_posts_what_it_checks(reference: Schedule, way: Way | None, least: int) -> None:
    """In each way for itself and in all together, against a full and against a lesser schedule."""
    ways = frozenset({way}) if way else EVERY_WAY
    rule = Differs(reference=reference, least=least, differ_in=ways, days=2)
    found = compared(rule)
    assert (found.too_weak, found.too_strict) == (set(), set())


@pytest.mark.parametrize("limit", [0, 1, 3, 6])
def test_ceiling_posts_what_it_checks(limit: int) -> None:
    """Goals with weights, in one sum."""
    goals = (HoldExercises(), WantedDates(weight=2), WantedSites(), WantedParticipation(weight=3))
    found = compared(Ceiling(goals=goals, limit=limit))
    assert (found.too_weak, found.too_strict) == (set(), set())
    assert found.refused


@pytest.mark.parametrize("limit", [0, 2, 5])
def test_ceiling_of_soft_rules_knows_what_others_charge(limit: int) -> None:
    """It sorts behind all other statements, so that their charges are there when it is posted."""
    soft = Precedence.model_validate({"first": "alder", "then": "birch", "gap": "1..", "soft": 2})
    found = compared(soft, Ceiling(goals=(SoftRules(),), limit=limit))
    assert (found.too_weak, found.too_strict) == (set(), set())


def test_differs_counts_exercises_and_says_how_many_are_missing() -> None:
    """An exercise that differs in several ways counts once; a day less than asked does not count."""
    problem = a_small_problem()
    moved = a_laydown(
        problem,
        a_line("alder", "2027-03-02", 2, sites={"land": "south"}, participants={"BMK": "full"}),
        a_line("birch", "2027-03-03", 2, sites={"land": "south"}),
    )
    rule = Differs(reference=REFERENCE, least=2, days=2)
    assert rule.differing(problem, moved) == ("alder",)
    assert list(rule.check(problem, moved)) == [Violation((), "1 exercises differ, not 2", 1)]
    dates = Differs(reference=REFERENCE, least=1, days=1, differ_in=frozenset({Way.DATES}))
    assert dates.differing(problem, moved) == ("alder", "birch")


def test_ceiling_says_by_how_much_it_is_broken() -> None:
    """The excess, with the goals' own measures."""
    problem = a_small_problem()
    nothing = a_laydown(problem)
    rule = Ceiling(goals=(HoldExercises(),), limit=5)
    assert list(rule.check(problem, nothing)) == [Violation((), "hold_exercises is 9, above 5", 4)]
    assert rule.explain(problem) == "hold_exercises stays at or below 5"
