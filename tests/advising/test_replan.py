"""A published schedule meets a change: the least changes, the frozen part untouched, every line explained."""

from datetime import date

import pytest

from exsched.advising.disruptions import Disruption
from exsched.advising.fallbacks import fallbacks
from exsched.advising.published import with_changes_counted, with_statements
from exsched.advising.replan import Asked, Replanned, replan
from exsched.advising.replan_told import Told
from exsched.domain.dates import Period
from exsched.domain.outcome import Status
from exsched.rulekit.problem import Statement
from exsched.rules.exercise_window import ExerciseWindow
from exsched.solving.limits import Limits
from exsched.solving.solve import solve
from tests.advising.published import small
from tests.brute_force import TooMany, best_values
from tests.long_form import LONG
from tests.random_programmes import a_random_problem

LIMITS = Limits(seconds=20, workers=1)


def days(text: str) -> Period:
    """A range of days."""
    return Period.model_validate(text)


def asked(disruption: Disruption, frozen_until: date | None = None, today: date | None = None) -> Replanned:
    """The small programme replanned."""
    problem, published = small()
    return replan(problem, published, Asked(disruption, today, frozen_until), LIMITS)


def test_replan_changes_nothing_when_nothing_is_hit() -> None:
    """A closure on days that nobody uses costs nothing and asks no solver."""
    found = asked(Disruption(close=(("south", days("2027-01-01/2027-01-03")),)))
    assert (found.hits, found.changes, found.searches, found.proved) == ((), (), (), True)
    assert Told(found).lines() == [
        "nothing has to change: the published schedule keeps every rule as things are now"
    ]


HAPPENINGS = {
    "force withdrawn": Disruption(withdraw=(("guards", None),)),
    "venue closed": Disruption(close=(("north", days("2027-01-03/2027-01-06")),)),
    "days forbidden": Disruption(forbid=(("alpha", days("2027-01-01/2027-01-05")),)),
    "cancelled": Disruption(cancel=("charlie",)),
    "nation leaves": Disruption(leaves=(("CAL", None),)),
    "host leaves": Disruption(leaves=(("BMK", "charlie"),)),
    "two at once": Disruption(withdraw=(("guards", None),), close=(("south", days("2027-01-09")),)),
}


SHORT = ("force withdrawn", "venue closed", "host leaves")
"""Those tried every time; the long form tries all."""


@pytest.mark.parametrize("name", HAPPENINGS if LONG else SHORT)
def test_replan_is_as_cheap_as_brute_force(name: str) -> None:
    """Number and price of changes are the least of all schedules, and said to be so."""
    found = asked(HAPPENINGS[name])
    assert found.after is not None
    assert found.after.verdict.allowed
    assert found.after.verdict.tier_values() == best_values(found.after.problem, 20_000)
    assert found.proved
    assert all(touched.because for touched in Told(found).touched)


def test_replan_tells_of_each_cheaper_repair_and_of_each_proof() -> None:
    """The first repair is heard of before anything is proved; prices fall; the last word is the answer's."""
    problem, published = small()
    told = list[str]()
    found = replan(problem, published, Asked(HAPPENINGS["force withdrawn"]), LIMITS, tell=told.append)
    repairs = [int(one.split()[6]) for one in told if one.startswith("a repair at a price of ")]
    assert told[0].startswith("a repair at a price of ")
    assert repairs == sorted(set(repairs), reverse=True)
    assert repairs[-1] == found.points
    assert told[-1] == f"nothing costs less than {found.points} points in the whole programme"


def test_replan_tells_of_soft_rules_only_what_costs_more() -> None:
    """A soft statement that finds something else than before, but costs less by it, is no news."""
    problem, published = small()
    soft = {"soft": 3, "id": "wish"}
    dear = ExerciseWindow.model_validate({"exercise": "alpha", "startex": ["2027-01-01/2027-01-01"]} | soft)
    late = ExerciseWindow.model_validate({"exercise": "alpha", "startex": ["2027-01-12/2027-01-12"]} | soft)
    told = {}
    for name, rule in (("dear", dear), ("late", late)):
        said = with_statements(problem, [Statement("wish", rule)])
        found = replan(said, published, Asked(HAPPENINGS["days forbidden"]), LIMITS)
        assert "alpha" in [change.exercise for change in found.changes]
        told[name] = "soft rules newly broken:" in Told(found).lines()
    assert told == {"dear": True, "late": False}


def test_replan_tells_the_cascade() -> None:
    """What was hit, what follows from it, and what is proved."""
    found = asked(HAPPENINGS["force withdrawn"])
    assert Told(found).lines() == [
        "the published schedule does not hold any more:",
        "  guards has 0 elements available on 2027-01-06/2027-01-08, and 1 are committed (bravo)",
        "1 exercise changes at a price of 24 points, 2 stay as published:",
        "  BRAVO: BMK joins, ARV is host instead of full; "
        "forces 0 × Guards (ARV) instead of 1, 1 × Rifles (BMK) instead of 0.",
        "     hit itself: guards has 0 elements available on 2027-01-06/2027-01-08, "
        "and 1 are committed (bravo)",
        "proved: no schedule of the whole programme needs less",
    ]


def test_replan_never_touches_the_frozen_part() -> None:
    """What begins before the day stays, nothing moves in there, and the change is absorbed behind it."""
    disruption = Disruption(close=(("north", days("2027-01-06/2027-01-08")),))
    found = asked(disruption, frozen_until=date(2027, 1, 6))
    assert found.frozen == ("alpha",)
    assert found.after is not None
    assert found.after.schedule.line("alpha") == found.before.schedule.line("alpha")
    starts = [held.footprint.start for name, held in found.after.laydown.held.items() if name != "alpha"]
    assert min(starts) >= date(2027, 1, 6)


def test_replan_says_when_the_frozen_part_itself_is_hit() -> None:
    """There is no way then, and no solver is asked."""
    disruption = Disruption(close=(("north", days("2027-01-04")),))
    found = asked(disruption, frozen_until=date(2027, 1, 6))
    assert (found.after, found.impossible, found.searches) == (None, True, ())
    assert "frozen part" in Told(found).lines()[-1]


def test_replan_prices_what_is_near_higher() -> None:
    """The same change weighs four times more in the last thirty days, twice in the last ninety."""
    problem, published = small()
    weights = [
        [goal.weight for goal in with_changes_counted(problem, published.lines, today).tiers[0]]
        for today in (date(2026, 12, 20), date(2026, 11, 1), date(2026, 1, 1))
    ]
    assert weights == [[4, 4], [2, 2], [1, 1]]


def test_replan_places_an_exercise_that_was_added() -> None:
    """A programme newer than its schedule: the new line is found a place, the others stay if they can."""
    more = "  delta: {title: DELTA, days: 1, sites: {land: north}}\nrules:\n"
    problem, published = small({"rules:\n": more})
    found = replan(problem, published, Asked(), LIMITS)
    assert [change.exercise for change in found.changes] == ["delta"]
    assert Told(found).touched[0].kind == "added"


def test_fallbacks_are_priced_and_sorted() -> None:
    """Another venue and another date, each with its consequences in the neighbourhood."""
    problem, published = small()
    found = fallbacks(problem, published, "alpha", Asked(today=date(2026, 1, 1)), LIMITS)
    assert {one.way for one in found} == {"land at south instead of north", "on another date"}
    prices = [one.found.points for one in found if one.found.after]
    assert prices == sorted(prices, key=lambda price: price or 0)


@pytest.mark.parametrize("seed", range(40 if LONG else 1))
def test_replan_agrees_with_brute_force_on_random_programmes(seed: int) -> None:
    """A random programme, its best schedule published, then the first venue or nation is lost."""
    problem = a_random_problem(seed)
    solved = solve(problem, Limits(seconds=5, workers=1))
    if solved.answer is None:
        pytest.skip("nothing to publish")
    name = next(iter(problem.exercises))
    start = solved.answer.laydown.held[name].execution if name in solved.answer.laydown.held else None
    disruption = Disruption(forbid=((name, start),)) if start else Disruption(leaves=(("ARV", None),))
    found = replan(problem, solved.answer.schedule, Asked(disruption), LIMITS)
    try:
        best = best_values(found.before.problem, 4_000)
    except TooMany:
        pytest.skip("too many schedules to try")
    if best is None:
        assert found.after is None
        assert found.impossible or found.searches[-1].outcome.status is Status.UNDECIDED
    else:
        assert found.after is not None
        assert found.after.verdict.tier_values() == best
