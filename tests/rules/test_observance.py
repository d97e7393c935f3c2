"""A feast or a time of fasting is respected: nothing is held, nothing live, or less at once."""

import json
from typing import Any

import pytest

from exsched.domain.exercises import Kind, Role
from exsched.domain.schedule import Line
from exsched.intake import load_text
from exsched.rulekit.finding import Violation
from exsched.rulekit.problem import Problem
from exsched.rules.duration_bounds import DurationBounds
from exsched.rules.observance import ObservanceKept
from tests.agreement import allowed_by_post
from tests.builders import a_laydown, a_line, a_problem, an_exercise
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

FACTS: dict[str, Any] = {
    "groups": {"both": ["BMK", "CAL"]},
    "periods": {"feast": {"dates": ["2027-01-10/2027-01-12", "2027-01-12", "2027-01-20"]}},
    "venues": {"south": {"name": "South range", "host": "BMK", "kind": "range"}},
    "exercises": {
        "alder": an_exercise(
            kind="LIVEX",
            sites={"land": {"hosts": ["BMK"]}},
            participants={"may": {"BMK": 1, "CAL": {"role": "observer"}}},
            forms={"staff": {"kind": "CPX"}, "shoot": {"kind": "CPX", "tags": ["live-fire"]}},
        ),
        "birch": an_exercise(participants={"may": ["BMK", "CAL"]}),
        "cedar": an_exercise(participants={"may": ["BMK", "CAL"]}),
    },
}


def a_rule(**parts: Any) -> ObservanceKept:
    """The feast, kept by Belmark."""
    return ObservanceKept.model_validate({"period": "feast", "nations": ["BMK"]} | parts)


def amounts(rule: ObservanceKept, *lines: Line, **changed: Any) -> list[int]:
    """By how much the rule is broken."""
    problem = a_problem(rule, **FACTS | changed)
    return [f.amount for f in rule.check(problem, a_laydown(problem, *lines)) if isinstance(f, Violation)]


def out(name: str, startex: str, days: int = 1, **rest: Any) -> Line:
    """An exercise of Belmark."""
    return a_line(name, startex, days, **{"participants": {"BMK": Role.FULL}} | rest)


@pytest.mark.parametrize(
    ("startex", "days", "broken"),
    [
        ("2027-01-08", 2, []),
        ("2027-01-08", 3, [1]),
        ("2027-01-12", 1, [1]),
        ("2027-01-13", 7, []),
        ("2027-01-09", 12, [4]),
    ],
)
def test_observance_counts_execution_days_inside(startex: str, days: int, broken: list[int]) -> None:
    """First and last day count, days in two ranges once."""
    assert amounts(a_rule(), out("birch", startex, days)) == broken


def test_observance_is_about_those_who_take_part() -> None:
    """Other nations and observers are free, a host is not; without nations it is about all."""
    alone = out("birch", "2027-01-10", participants={"CAL": Role.FULL})
    assert amounts(a_rule(), alone) == []
    assert amounts(a_rule(nations=["both"]), alone) == [1]
    assert amounts(a_rule(nations=[]), alone) == [1]
    hosted = a_line("alder", "2027-01-10", sites={"land": "south"}, participants={"CAL": Role.OBSERVER})
    assert amounts(a_rule(), hosted) == [1]
    assert amounts(a_rule(nations=["CAL"]), hosted) == []


def test_observance_leaves_the_footprint_alone() -> None:
    """Arrival and departure are not exercise days."""
    line = FACTS["exercises"]["birch"] | {"deploy": 5, "redeploy": 5}
    changed = {"exercises": FACTS["exercises"] | {"birch": line}}
    assert amounts(a_rule(), out("birch", "2027-01-14", 3), **changed) == []


@pytest.mark.parametrize("kind", Kind)
def test_observance_knows_which_kinds_are_live(kind: Kind) -> None:
    """LIVEX, FTX, ALERTEX and DEPLOYEX."""
    changed = {"exercises": {"birch": FACTS["exercises"]["birch"] | {"kind": kind.value}}}
    live = kind.value in {"LIVEX", "FTX", "ALERTEX", "DEPLOYEX"}
    rule = a_rule(effect="no_live_activity")
    assert amounts(rule, out("birch", "2027-01-10"), **changed) == ([1] if live else [])


@pytest.mark.parametrize(("form", "broken"), [(None, [1]), ("staff", []), ("shoot", [1])])
def test_observance_looks_at_the_form_for_live_activity(form: str | None, broken: list[int]) -> None:
    """A staff form is free; the tag live-fire makes any kind live."""
    line = out("alder", "2027-01-10", form=form, sites={"land": "south"})
    assert amounts(a_rule(effect="no_live_activity"), line) == broken
    assert amounts(a_rule(), line) == [1]


def test_observance_reduces_tempo_for_each_nation() -> None:
    """One exercise at a time, or as many as said, on each day of the feast only."""
    lines = [
        out("birch", "2027-01-09", 3),
        out("cedar", "2027-01-10", 5, participants={"BMK": Role.FULL, "CAL": Role.FULL}),
        out("alder", "2027-01-11", 3, sites={"land": "south"}),
    ]
    assert amounts(a_rule(effect="reduced_tempo"), *lines) == [4]
    assert amounts(a_rule(effect="reduced_tempo", at_once=2), *lines) == [1]
    assert amounts(a_rule(effect="reduced_tempo", at_once=3), *lines) == []
    assert amounts(a_rule(effect="reduced_tempo", nations=["both"]), *lines) == [4]
    assert amounts(a_rule(effect="reduced_tempo", nations=[]), *lines) == [4]
    problem = a_problem(**FACTS)
    found = list(a_rule(effect="reduced_tempo", at_once=2).check(problem, a_laydown(problem, *lines)))
    sentence = (
        "more than 2 exercises of BMK at once on 1 day of feast, the first 2027-01-11 (alder, birch, cedar)"
    )
    assert found == [Violation(("alder", "birch", "cedar"), sentence, 1)]


def test_observance_counts_only_days_inside_its_validity() -> None:
    """Cut at its edge, and nothing outside."""
    line = out("birch", "2027-01-09", 9)
    assert amounts(a_rule(valid="2027-01-11/2027-01-12"), line) == [2]
    assert amounts(a_rule(valid="2027-01-13/2027-01-19"), line) == []
    assert amounts(a_rule(), Line(exercise="birch", held=False)) == []


def in_ramadan(horizon: str, **parts: Any) -> Problem:
    """A programme with the computed period and one exercise of Belmark."""
    facts = {
        "programme": {"id": "tiny", "title": "Tiny", "horizon": horizon},
        "nations": {"BMK": {"name": "Belmark"}},
        "periods": {"fast": {"observance": "ramadan"} | parts},
        "exercises": {"birch": {"title": "BIRCH", "days": {"min": 1, "max": 9}, "participants": ["BMK"]}},
        "rules": [{"rule": "observance", "period": "fast"}],
    }
    problem = load_text(json.dumps(facts), "tiny.json").problem
    assert problem is not None
    return problem


def said(problem: Problem, line: Line) -> list[str]:
    """The sentences of the one rule written."""
    rule = problem.statements[0].rule
    found = rule.check(problem, a_laydown(problem, line))
    return [f.sentence for f in found]


def test_observance_counts_uncertain_days_as_inside_and_says_so() -> None:
    """Ramadan 2027 begins on 8 February by the tables; the day before may belong."""
    problem = in_ramadan("2027-01-01/2027-12-31")
    assert said(problem, out("birch", "2027-02-06")) == []
    assert said(problem, out("birch", "2027-02-06", 5)) == [
        "birch has 4 days in fast, the first 2027-02-07, 2 of them uncertain"
    ]
    rule = problem.statements[0].rule
    assert rule.explain(problem) == "during fast (uncertain by one day) no exercise is held"


def test_observance_has_no_doubt_about_dates_of_the_planner() -> None:
    """An override is certain, and the day before it is free."""
    problem = in_ramadan("2027-01-01/2027-12-31", override={"2027": "2027-02-08/2027-03-09"})
    assert said(problem, out("birch", "2027-02-07", 2)) == ["birch has 1 day in fast, the first 2027-02-08"]


@pytest.mark.parametrize(
    ("startex", "broken"),
    [("2030-01-03", 0), ("2030-01-04", 1), ("2030-02-05", 0), ("2030-12-24", 0), ("2030-12-31", 1)],
)
def test_observance_knows_both_ramadans_of_2030(startex: str, broken: int) -> None:
    """From January to February, and again from the day after Christmas to the horizon's edge."""
    assert len(said(in_ramadan("2030-01-01/2030-12-31"), out("birch", startex))) == broken


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"nations": ["both"]}, "during feast no exercise of BMK, CAL is held"),
        ({"nations": [], "effect": "no_live_activity"}, "during feast no live exercise is held"),
        ({"effect": "reduced_tempo"}, "during feast at most 1 exercise at once for each of BMK"),
        (
            {"effect": "reduced_tempo", "at_once": 2, "nations": []},
            "during feast at most 2 exercises at once",
        ),
    ],
)
def test_observance_explains_itself(parts: dict[str, Any], sentence: str) -> None:
    """The sentence says when, who and what."""
    assert a_rule(**parts).explain(a_problem(**FACTS)) == sentence
    assert (a_rule().cost, a_rule(hard=True).cost, a_rule(soft=4).cost) == (1, None, 4)


def test_observance_has_a_limit_only_for_reduced_tempo() -> None:
    """Anything else would be read in two ways."""
    with pytest.raises(ValueError, match="for the effect reduced_tempo"):
        a_rule(at_once=2)


def test_observance_posts_its_days_within_the_horizon_only() -> None:
    """Days before and after it, and a load that cannot be reached, leave every schedule free."""
    head = {"id": "tiny", "title": "Tiny", "horizon": "2027-01-13/2027-01-14"}
    lines = {name: {"title": name, "days": 1, "held": "may"} for name in ("alder", "birch")}
    for effect in ("forbid", "reduced_tempo"):
        rule = a_rule(effect=effect, nations=[], hard=True)
        bounds = [DurationBounds(exercise=name, min=1, max=1) for name in lines]
        problem = a_problem(rule, *bounds, programme=head, periods=FACTS["periods"], exercises=lines)
        assert len(allowed_by_post(problem)) == 9


@pytest.mark.parametrize(
    ("parts", "best"),
    [({}, (0, 6)), ({"hard": True}, (2, 0)), ({"effect": "reduced_tempo", "nations": []}, (0, 3))],
)
def test_observance_makes_the_best_schedule_worse(parts: dict[str, Any], best: tuple[int, int]) -> None:
    """Two exercises that can only be held in the feast pay for their days, or are dropped."""
    head = {"id": "tiny", "title": "Tiny", "horizon": "2027-01-09/2027-01-12"}
    line = an_exercise(days=1, held="may", startex="2027-01-10", participants={"must": ["BMK"]})
    lines = {"birch": line, "cedar": line}
    rule = a_rule(**{"soft": None if "hard" in parts else 3} | parts)
    problem = a_framed_problem(rule, programme=head, periods=FACTS["periods"], exercises=lines)
    assert best_with_and_without(problem, "observance") == (best, (0, 0))
