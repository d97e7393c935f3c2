"""The residual leak, against a referee that knows nothing but plain dates."""

import random
from datetime import date, timedelta
from typing import Any

import pytest

from exsched.access.answers import project_answer
from exsched.access.viewer import Role, Viewer
from exsched.checking.judge import judge
from exsched.domain.programme import Programme
from exsched.domain.schedule import Line, Schedule
from exsched.proof import growing
from exsched.releasing import attack
from exsched.releasing.attack import Effort, start_weeks
from exsched.releasing.residual import Leak, report
from exsched.rulekit.problem import Problem, Statement
from exsched.rulekit.verdict import Answer
from exsched.rules import RULES

FIRST, LAST = date(2027, 1, 4), date(2027, 3, 28)
Use = tuple[date, date, str, str]


def answer(uses: dict[str, tuple[str, Use]], **facts: Any) -> Answer:
    """Exercises by name: who may see it, and its dates, venue and force; one user at a time everywhere."""
    forces = {force for _, (_, _, _, force) in uses.values()}
    venues = {venue for _, (_, _, venue, _) in uses.values()}
    programme = Programme.model_validate(
        {
            "programme": {"id": "tiny", "title": "Tiny", "horizon": f"{FIRST}/{LAST}"},
            "nations": {name: {"name": name} for name in ("OWN", "VIS", "OTH")},
            "venues": {
                name: {"name": name, "host": "OWN", "kind": "range", "takes": {"exercises": 1}}
                | facts.get(name, {})
                for name in sorted(venues)
            },
            "forces": {name: {"name": name, "nation": "OWN", "domain": "land"} for name in sorted(forces)},
            "exercises": {name: _exercise(released, use) for name, (released, use) in uses.items()},
        }
    )
    rules = [Statement(str(n), rule) for n, rule in enumerate(_facts(programme))]
    problem = Problem(programme, tuple(Statement(s.key, s.rule, fact=True) for s in rules))
    lines = tuple(
        Line(exercise=name, startex=start, endex=end, sites={"main": venue}, forces={"unit": {force: 1}})
        for name, (_, (start, end, venue, force)) in sorted(uses.items())
    )
    schedule = Schedule(programme="tiny", lines=lines)
    return Answer(problem, schedule, judge(problem, schedule))


def _facts(programme: Programme) -> list[Any]:
    return [rule for kind in RULES.values() for _, rule in kind.from_facts(programme)]


def _exercise(released: str, use: Use) -> dict[str, Any]:
    start, end, venue, force = use
    return {
        "title": "An exercise",
        "days": (end - start).days + 1,
        "startex": f"{start}/{start}",
        "sites": {"main": [venue]},
        "forces": {"unit": {"need": 1, "any_of": [force]}},
        "release": released.split(),
    }


def views(found: Answer) -> dict[str, Answer]:
    """The answer as each nation sees it."""
    return {nation: project_answer(found, Viewer(Role.PLANNER, nation)) for nation in ("OTH", "OWN", "VIS")}


def referee(found: dict[str, tuple[str, Use]], hidden: str, who: set[str]) -> set[date]:
    """Mondays of the weeks in which the hidden one can start beside what these nations see."""
    start, end, venue, force = found[hidden][1]
    seen = [use for released, use in found.values() if who & set(released.split())]
    possible = set()
    day = FIRST
    while day + (end - start) <= LAST:
        clash = [
            use
            for use in seen
            if use[0] <= day + (end - start) and day <= use[1] and (use[2] == venue or use[3] == force)
        ]
        if not clash:
            possible.add(day - timedelta(day.weekday()))
        day += timedelta(1)
    return possible


def tiny(seed: int) -> dict[str, tuple[str, Use]]:
    """A few exercises that fit beside each other, some of them hidden from some."""
    pick = random.Random(seed)
    found: dict[str, tuple[str, Use]] = {}
    for number in range(9):
        start = FIRST + timedelta(pick.randrange(70))
        end = start + timedelta(pick.randrange(2, 14))
        use = (start, end, pick.choice(["north", "south"]), pick.choice(["red", "blue", "green"]))
        free = all(
            use[1] < other[0] or other[1] < use[0] or (use[2] != other[2] and use[3] != other[3])
            for _, other in found.values()
        )
        if free and end <= LAST:
            found[f"ex-{number}"] = (pick.choice(["OWN", "OWN VIS", "OWN OTH", "OWN VIS OTH"]), use)
    return found


@pytest.mark.parametrize("seed", range(25))
def test_weeks_left_are_those_of_the_referee(seed: int) -> None:
    """For every hidden exercise, before each nation and both together; the true week is always left."""
    uses = tiny(seed)
    whole = answer(uses)
    assert whole.verdict.allowed
    seen = views(whole)
    for name, (released, (start, *_)) in uses.items():
        blind = [nation for nation in ("OTH", "VIS") if nation not in released]
        for who in [(nation,) for nation in blind] + ([("OTH", "VIS")] if len(blind) == 2 else []):
            found = start_weeks(whole, tuple(seen[nation] for nation in who), name, Effort(10_000))
            assert found.possible == referee(uses, name, set(who)), (name, who)
            assert start - timedelta(start.weekday()) in found.possible <= found.asked


ONE_RANGE: dict[str, tuple[str, Use]] = {
    "before": ("OWN VIS", (FIRST, date(2027, 1, 31), "north", "red")),
    "secret": ("OWN", (date(2027, 2, 1), date(2027, 2, 14), "north", "blue")),
    "after": ("OWN VIS OTH", (date(2027, 2, 15), LAST, "north", "red")),
}


def test_gap_in_a_range_is_told_as_a_warning() -> None:
    """Who sees the range full but for two weeks knows the week of a hidden fortnight there."""
    whole = answer(ONE_RANGE)
    found = report(whole, views(whole))
    assert found.leaks == (
        Leak(("VIS",), "secret", 1, 11),
        Leak(("OTH",), "before", 3, 9),
        Leak(("OTH",), "secret", 5, 11),
    )
    assert [leak.warn for leak in found.leaks] == [True, True, False]
    assert found.warnings[0].sentence() == (
        "secret: whoever sees what VIS may see is left with 1 of 11 weeks in which it can start"
    )


def test_two_nations_together_may_know_what_neither_knows() -> None:
    """A pair is told when it is left with less than either of the two."""
    uses = {
        "spring": ("OWN VIS", (FIRST, date(2027, 1, 31), "north", "red")),
        "secret": ("OWN", (date(2027, 2, 1), date(2027, 2, 14), "north", "blue")),
        "later": ("OWN OTH", (date(2027, 2, 15), LAST, "north", "red")),
    }
    whole = answer(uses)
    told = {
        leak.nations: leak.weeks_possible
        for leak in report(whole, views(whole)).leaks
        if leak.exercise == "secret"
    }
    assert told == {("VIS",): 7, ("OTH",): 5, ("OTH", "VIS"): 1}


def test_closed_days_that_the_nation_knows_count() -> None:
    """A venue's closures are known to all who see it in use."""
    shut = {"north": {"closed": [{"dates": f"2027-03-01/{LAST}", "why": "thaw"}]}}
    uses = {name: use for name, use in ONE_RANGE.items() if name != "after"} | {
        "small": ("OWN VIS", (date(2027, 2, 20), date(2027, 2, 28), "north", "red"))
    }
    whole = answer(uses, **shut)
    found = {
        leak.nations: leak.weeks_possible
        for leak in report(whole, views(whole)).leaks
        if leak.exercise == "secret"
    }
    assert found[("VIS",)] == 1


def test_exercise_seen_as_a_block_is_not_hidden() -> None:
    """Its weeks are told on purpose."""
    whole = answer(ONE_RANGE)
    facts = whole.problem.programme
    line = facts.exercises["secret"].model_copy(update={"busy": ("VIS", "OTH")})
    programme = facts.model_copy(update={"exercises": facts.exercises | {"secret": line}})
    shown = Answer(Problem(programme, whole.problem.statements), whole.schedule, whole.verdict)
    assert {leak.exercise for leak in report(shown, views(shown)).leaks} == {"before"}


def test_one_line_rules_are_those_of_the_referee() -> None:
    """The list of rules that look at one line at a time is the one that the tests prove elsewhere."""
    assert vars(attack)["OF_ONE_LINE"] is growing.OF_ONE_LINE


def test_report_stops_at_its_bound_and_says_so() -> None:
    """What was measured is whole, what was not is counted."""
    whole = answer(ONE_RANGE)
    found = report(whole, views(whole), most=60)
    assert (len(found.leaks) < 3, found.left_out > 0) == (True, True)
    assert set(found.leaks) <= set(report(whole, views(whole)).leaks)
