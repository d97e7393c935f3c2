"""A force, or a nation, is away only so many days in any stretch of days."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Undecided, Violation
from exsched.rules.tempo_cap import TempoCap
from tests.builders import a_line, a_problem, a_programme, an_exercise, findings
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

ESCORT = {"escort": {"need": "0..2", "any_of": ["aster"]}}
SITE = {"sea": ["north"]}


def facts(force: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """Two exercises that one force can join."""
    aster = {"name": "Aster", "nation": "ARV", "domain": "maritime"} | (force or {})
    lines = {
        "alder": an_exercise(sites=SITE, forces=ESCORT, redeploy=1),
        "birch": an_exercise(sites=SITE, forces=ESCORT, participants={"may": {"BMK": {}}}),
    }
    return {"forces": {"aster": aster}, "exercises": lines} | more


def out(exercise: str, startex: str, days: int, elements: int = 1, **more: Any) -> Line:
    """An exercise held with the force."""
    return a_line(exercise, startex, days, forces={"escort": {"aster": elements}}, **more)


def amounts(rule: TempoCap, *lines: Line, **parts: Any) -> list[int]:
    """By how much the rule is broken."""
    return [f.amount for f in findings(rule, *lines, **parts) if isinstance(f, Violation)]


@pytest.mark.parametrize(("days", "broken"), [(4, []), (5, [1]), (6, [2])])
def test_tempo_cap_counts_footprint_days_in_one_stretch(days: int, broken: list[int]) -> None:
    """The day of redeployment counts like the days of execution."""
    assert (
        amounts(TempoCap(force="aster", days=5, within=10), out("alder", "2027-01-05", days), **facts())
        == broken
    )


@pytest.mark.parametrize(
    ("startex", "broken"), [("2027-01-14", [1]), ("2027-01-15", []), ("2027-01-13", [2])]
)
def test_tempo_cap_slides_by_day(startex: str, broken: list[int]) -> None:
    """Ten days hold both absences until the first has left them day by day."""
    lines = out("alder", "2027-01-03", 2), out("birch", startex, 3)
    rule = TempoCap(force="aster", days=3, within=12)
    assert amounts(rule, *lines, **facts()) == broken


def test_tempo_cap_gives_every_element_its_days() -> None:
    """Two elements have twice the days, and each element committed counts."""
    rule, two = TempoCap(force="aster", days=3, within=10), facts({"elements": 2})
    assert amounts(rule, out("birch", "2027-01-05", 6), **two) == []
    assert amounts(rule, out("birch", "2027-01-05", 4, elements=2), **two) == [2]


def test_tempo_cap_names_stretch_and_exercises() -> None:
    """The first of the worst stretches is named, with what lies in it, the past included."""
    history = {"larch": {"dates": "2026-12-29/2026-12-31", "forces": {"aster": 1}}}
    found = findings(
        TempoCap(force="aster", days=4, within=7), out("birch", "2027-01-03", 2), **facts(history=history)
    )
    said = "aster has at most 4 footprint days in any 7, and 5 on 2026-12-29/2027-01-04 (larch, birch)"
    assert found == [Violation(("birch",), said, 1)]


@pytest.mark.parametrize(
    ("past", "broken"),
    [
        ({"participants": ["BMK"]}, [1]),
        ({"hosts": ["BMK"]}, [1]),
        ({"forces": {"bravo": 1}}, [1]),
        ({"participants": ["BMK"], "redeploy": 1}, [2]),
        ({"participants": ["CAL"]}, []),
    ],
)
def test_tempo_cap_of_a_nation_knows_its_past(past: dict[str, Any], broken: list[int]) -> None:
    """It was there when named, when hosting, or with a force."""
    bravo = {"name": "Bravo", "nation": "BMK", "domain": "land"}
    parts = facts(history={"larch": {"dates": "2026-12-29/2026-12-30", **past}})
    parts["forces"]["bravo"] = bravo
    line = a_line("birch", "2027-01-02", 2, sites={"sea": "north"}, participants={"BMK": "full"})
    assert amounts(TempoCap(nation="BMK", days=3, within=9), line, **parts) == broken


def test_tempo_cap_of_a_nation_counts_each_exercise() -> None:
    """Two exercises on one day are two days; observing is none."""
    rule = TempoCap(nation="ARV", days=5, within=5)
    lines = [a_line(name, "2027-01-05", 3, sites={"sea": "north"}) for name in ("alder", "birch")]
    found = findings(rule, *lines, **facts())
    assert [(f.exercises, f.amount) for f in found if isinstance(f, Violation)] == [(("alder", "birch"), 2)]
    observed = facts()
    for line in observed["exercises"].values():
        line["participants"] = {"may": {"ARV": {"role": "observer"}}}
    seen = [a_line(n, "2027-01-05", 3, participants={"ARV": "observer"}) for n in ("alder", "birch")]
    assert findings(rule, *seen, **observed) == []


@pytest.mark.parametrize(
    ("valid", "broken"),
    [("2027-01-10/..", [1]), ("2027-01-12/..", []), ("../2027-01-08", [1]), ("../2027-01-07", [])],
)
def test_tempo_cap_judges_stretches_that_end_within_validity(valid: str, broken: list[int]) -> None:
    """Three days from the 6th, two allowed in six: broken by one in stretches that end on 8 to 11."""
    rule = TempoCap.model_validate({"force": "aster", "days": 2, "within": 6, "valid": valid})
    assert amounts(rule, out("birch", "2027-01-06", 3), **facts()) == broken


def test_tempo_cap_is_silent_before_the_horizon() -> None:
    """What only the past broke, in stretches that end in the past, is no breach."""
    history = {"larch": {"dates": "2026-12-01/2026-12-09", "forces": {"aster": 1}}}
    rule = TempoCap(force="aster", days=2, within=5)
    assert findings(rule, out("birch", "2027-01-06", 2), **facts(history=history)) == []
    ended = TempoCap.model_validate({"force": "aster", "days": 1, "within": 1, "valid": "../2026-12-31"})
    assert findings(ended, out("birch", "2027-01-06", 9), **facts()) == []


def test_tempo_cap_cannot_be_decided_without_the_travel() -> None:
    """A force that travels from nowhere may be away longer than is known."""
    sea = {"mobility": {"mode": "sea", "km_per_day": 500}}
    found = findings(
        TempoCap(force="aster", days=9, within=20),
        out("birch", "2027-01-06", 2, sites={"sea": "north"}),
        **facts(sea),
    )
    assert [type(f) for f in found] == [Undecided]
    assert found[0].exercises == ("birch",)
    wide = TempoCap(force="aster", days=31, within=31)
    assert findings(wide, out("birch", "2027-01-06", 2, sites={"sea": "north"}), **facts(sea)) == []


def test_tempo_cap_is_a_fact_of_a_force() -> None:
    """`tempo` of a force is a rule of the same kind."""
    parts = facts({"tempo": {"days": 150, "within": 365}, "elements": 2})
    rule = TempoCap(force="aster", days=150, within=365)
    assert list(TempoCap.from_facts(a_programme(**parts))) == [(("forces", "aster", "tempo"), rule)]
    said = rule.explain(a_problem(**parts))
    assert said == "aster has at most 150 footprint days in any 365 for each element"
    assert TempoCap(nation="ARV", days=1, within=7).explain(a_problem()) == (
        "ARV has at most 1 footprint day in any 7"
    )


@pytest.mark.parametrize("of", [{}, {"force": "aster", "nation": "ARV"}])
def test_tempo_cap_is_of_a_force_or_of_a_nation(of: dict[str, str]) -> None:
    """One of the two, not both."""
    with pytest.raises(ValueError, match="either force or nation"):
        TempoCap.model_validate({"days": 1, "within": 2, **of})


def test_tempo_cap_alone_makes_the_best_worse() -> None:
    """With one stretch over the whole horizon only the exercise of more worth can be held."""
    lines = {
        name: an_exercise(
            days=2, held="may", worth=worth, forces={"escort": {"need": 1, "any_of": ["aster"]}}
        )
        for name, worth in (("alder", 3), ("birch", 5))
    }
    problem = a_framed_problem(
        TempoCap(force="aster", days=3, within=5),
        **facts(exercises=lines),
        programme={"id": "tiny", "title": "Tiny", "horizon": "2027-01-01/2027-01-05"},
    )
    assert best_with_and_without(problem, "tempo_cap") == ((3, 0), (0, 0))


def test_tempo_cap_is_open_about_a_past_exercise_of_nobody() -> None:
    """Nobody wrote who took part: it matters only where it could break the cap."""
    past = {"history": {"larch": {"dates": "2026-12-28/2026-12-31"}}}
    line = out("alder", "2027-01-02", 2)
    (found,) = findings(TempoCap(force="aster", days=6, within=10), line, **facts(**past))
    assert isinstance(found, Undecided)
    assert found.missing == "history.larch.participants"
    assert findings(TempoCap(force="aster", days=7, within=10), line, **facts(**past)) == []
    of_others = {"history": {"larch": past["history"]["larch"] | {"participants": ["BMK"]}}}
    assert findings(TempoCap(force="aster", days=6, within=10), line, **facts(**of_others)) == []
