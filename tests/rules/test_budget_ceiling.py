"""What a nation, or the whole programme, spends in a fiscal year."""

from dataclasses import replace
from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.goals.hold_exercises import HoldExercises
from exsched.goals.soft_rules import SoftRules
from exsched.intake import load
from exsched.library import examples_dir
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.problem import Statement
from exsched.rules.budget_ceiling import BudgetCeiling
from tests.builders import a_line, a_problem, findings
from tests.rules.worsening import best_with_and_without

FACTS: dict[str, Any] = {
    "programme": {"id": "tiny", "title": "Tiny", "horizon": "2027-01-01/2028-12-31"},
    "venues": {
        "north": {"name": "North", "host": "ARV", "kind": "range", "at": [60, 10], "cost_per_day": 20},
        "south": {"name": "South", "host": "BMK", "kind": "range", "at": [59.9, 10], "cost_per_day": 5},
        "coast": {"name": "Coast", "host": "CAL", "kind": "port"},
    },
    "forces": {
        "guards": {
            "name": "Guards",
            "nation": "ARV",
            "domain": "land",
            "home": [60, 10],
            "elements": 2,
            "capabilities": ["infantry"],
            "cost_per_day": 10,
            "cost_per_km": 1,
        }
    },
    "exercises": {
        "alder": {
            "title": "ALDER",
            "sponsor": "ARV",
            "command": "BMK",
            "days": {"min": 1, "max": 9},
            "redeploy": 1,
            "cost": 40,
            "cost_per_day": 15,
            "sites": {"land": ["north", "south", "coast"]},
            "forces": {"troops": {"need": "0..2", "capability": "infantry"}},
            "forms": {"staff": {"cost": 8, "redeploy": 0, "forces": {}}},
        },
        "birch": {"title": "BIRCH", "sponsor": "Belmark", "days": {"min": 1, "max": 9}, "cost": 30},
        "cedar": {"title": "CEDAR", "days": {"min": 1, "max": 9}},
    },
}


def a_rule(**parts: Any) -> BudgetCeiling:
    """A ceiling."""
    return BudgetCeiling.model_validate(parts)


def alder(startex: str = "2027-03-05", land: str = "south", elements: int = 0, **more: Any) -> Line:
    """ALDER for two days: 40 + 2 x 15 = 70 as such, and 2 x 5 for the range in Belmark."""
    taken = {"forces": {"troops": {"guards": elements}}} if elements else {}
    return a_line("alder", startex, 2, sites={"land": land}, **taken, **more)


def found(rule: BudgetCeiling, *lines: Line) -> list[Finding]:
    """What the rule finds."""
    return findings(rule, *lines, **FACTS)


def over(rule: BudgetCeiling, *lines: Line) -> int:
    """By how much the rule is broken."""
    return sum(f.amount for f in found(rule, *lines) if isinstance(f, Violation))


def test_budget_ceiling_explains_itself() -> None:
    """The sentence says who pays how much for what; there is no such fact."""
    problem = a_problem(**FACTS)
    rules = a_rule(ceiling=2_000_000, nation="ARV"), a_rule(ceiling=5, counts=["travel"])
    assert [rule.explain(problem) for rule in rules] == [
        "ARV pays at most 2,000,000 for exercises, sites, forces, travel in a fiscal year",
        "the programme costs at most 5 for travel in a fiscal year",
    ]
    assert list(BudgetCeiling.from_facts(problem.programme)) == []
    assert (rules[0].cost, rules[0].unit) == (None, "currency unit")


@pytest.mark.parametrize(("ceiling", "by"), [(79, 1), (80, 0), (81, 0)])
def test_budget_ceiling_adds_all_costs_of_a_year(ceiling: int, by: int) -> None:
    """70 for the exercise and 10 for the range: broken by what lies above, and only then."""
    assert over(a_rule(ceiling=ceiling), alder()) == by


def test_budget_ceiling_says_what_is_too_much() -> None:
    """The sentence names the nation, the year, the sum and the excess."""
    sentence = "the costs of ARV in 2027/28 are 70, 10 above 60"
    rule = a_rule(ceiling=60, nation="ARV", fiscal_year="03-05")
    assert found(rule, alder()) == [Violation(("alder",), sentence, 10)]


@pytest.mark.parametrize(
    ("counts", "cost"),
    [(["exercises"], 70), (["sites"], 10), (["forces"], 2 * 3 * 10), (["travel"], 2 * 2 * 11 * 1)],
)
def test_budget_ceiling_counts_what_it_is_told(counts: list[str], cost: int) -> None:
    """Each sort of cost by itself; forces by footprint days and km there and back, for each element."""
    assert over(a_rule(ceiling=0, counts=counts), alder(elements=2)) == cost


def test_budget_ceiling_takes_the_costs_of_the_form() -> None:
    """The staff form costs 8 and 15 a day."""
    assert over(a_rule(ceiling=0, counts=["exercises"]), alder(form="staff")) == 8 + 30


@pytest.mark.parametrize(
    ("startex", "years"),
    [
        ("2027-03-31", ["2026/27"]),
        ("2027-04-01", ["2027/28"]),
        ("2028-03-31", ["2027/28"]),
        ("2028-04-01", ["2028/29"]),
    ],
)
def test_budget_ceiling_takes_the_year_of_startex(startex: str, years: list[str]) -> None:
    """An exercise over the turn of the fiscal year belongs whole to the year in which it starts."""
    sentences = [f.sentence for f in found(a_rule(ceiling=0, fiscal_year="04-01"), alder(startex))]
    assert [s.split(" in ")[1].split(" ")[0] for s in sentences] == years


def test_budget_ceiling_adds_exercises_of_one_year_only() -> None:
    """Two exercises in two years have a ceiling each."""
    rule = a_rule(ceiling=100, counts=["exercises"])
    birch = a_line("birch", "2027-05-05")
    assert over(rule, alder(), birch) == 0
    assert over(a_rule(ceiling=99, counts=["exercises"]), alder(), birch) == 1
    assert (
        over(a_rule(ceiling=70, counts=["exercises"]), alder("2027-12-31"), a_line("birch", "2028-01-01"))
        == 0
    )


def test_budget_ceiling_counts_what_is_spent_in_the_first_year_only() -> None:
    """What has gone already is gone, even when it is above the ceiling and nothing is held."""
    rule = a_rule(ceiling=80, spent=1)
    assert (over(rule, alder()), over(rule, alder("2028-01-01"))) == (1, 0)
    assert found(a_rule(ceiling=80, spent=90)) == [Violation((), "the costs in 2027 are 90, 10 above 80", 10)]


@pytest.mark.parametrize(("startex", "by"), [("2027-06-30", 0), ("2027-07-01", 80), ("2027-07-31", 80)])
def test_budget_ceiling_knows_a_cut_in_mid_year(startex: str, by: int) -> None:
    """Outside `valid` the ceiling does not hold; STARTEX decides."""
    assert over(a_rule(ceiling=0, valid="2027-07-01/2027-07-31"), alder(startex)) == by


@pytest.mark.parametrize(
    ("nation", "exercises", "sites", "cost"),
    [
        ("ARV", "sponsor", "host", 70),
        ("BMK", "sponsor", "host", 10),
        ("BMK", "command", "host", 80),
        ("BMK", "host", "sponsor", 70),
        ("ARV", "fund", "sponsor", 10),
        ("ARV", "fund", "fund", 0),
    ],
)
def test_budget_ceiling_asks_who_pays(nation: str, exercises: str, sites: str, cost: int) -> None:
    """The exercise and the range may be paid by different nations, or by none."""
    rule = a_rule(nation=nation, ceiling=0, pays={"exercises": exercises, "sites": sites})
    assert over(rule, alder()) == cost


def test_budget_ceiling_lets_each_nation_pay_its_own_forces() -> None:
    """Whoever pays the exercise, the guards are Arvania's."""
    counts = ["forces", "travel"]
    assert over(a_rule(nation="ARV", ceiling=0, counts=counts), alder(elements=1)) == 30 + 22
    assert over(a_rule(nation="BMK", ceiling=0, counts=counts), alder(elements=1)) == 0


def test_budget_ceiling_knows_a_sponsor_by_name() -> None:
    """A sponsor is written as people write it: BMK is Belmark."""
    assert over(a_rule(nation="BMK", ceiling=0), a_line("birch", "2027-05-05")) == 30


def test_budget_ceiling_is_undecided_when_a_cost_is_not_written() -> None:
    """A port without a price, and an exercise without a cost, leave it open; a known excess does not."""
    rule = a_rule(ceiling=1000)
    cedar = a_line("cedar", "2027-05-05")
    sentence = "whether the costs in 2027 stay within 1,000 is not known"
    missing = "the cost of cedar, the cost_per_day of coast"
    assert found(rule, alder(land="coast"), cedar) == [Undecided(("alder", "cedar"), sentence, missing)]
    assert [type(f) for f in found(a_rule(ceiling=9), alder(land="coast"))] == [Violation]
    assert found(a_rule(ceiling=1000, counts=["forces"]), alder(land="coast"), cedar) == []


def test_budget_ceiling_is_undecided_when_nobody_is_said_to_pay() -> None:
    """An exercise without a sponsor might be anybody's; what a common fund pays is nobody's."""
    cedar = a_line("cedar", "2027-05-05")
    sentence = "whether the costs of ARV in 2027 stay within 9 is not known"
    assert found(a_rule(nation="ARV", ceiling=9), cedar) == [
        Undecided(("cedar",), sentence, "who pays cost of cedar")
    ]
    assert found(a_rule(nation="ARV", ceiling=9, pays={"exercises": "fund"}), cedar) == []


def test_budget_ceiling_is_undecided_when_a_way_is_not_known() -> None:
    """A port without a position; a fare of 0 needs no way."""
    lines = alder(land="coast", elements=1)
    travel = a_rule(ceiling=9, counts=["travel"])
    (undecided,) = found(travel, lines)
    assert isinstance(undecided, Undecided)
    assert undecided.missing == "the way of guards to alder"
    forces = {"guards": FACTS["forces"]["guards"] | {"cost_per_km": 0}}
    assert findings(travel, lines, **(FACTS | {"forces": forces})) == []


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ({"pays": {"exercises": "host"}}, "all costs count, whoever pays"),
        ({"fiscal_year": "02-30"}, "is written MM-DD"),
        ({"fiscal_year": "1 April"}, "pattern"),
        ({"counts": []}, "at least 1"),
    ],
)
def test_budget_ceiling_refuses_what_has_no_meaning(parts: dict[str, Any], fault: str) -> None:
    """Payers without a nation, days that are none, nothing to count."""
    with pytest.raises(ValueError, match=fault):
        a_rule(ceiling=1, **parts)


@pytest.mark.parametrize(("soft", "best"), [(None, (1, 0)), (3, (0, 60))])
def test_budget_ceiling_makes_the_best_schedule_worse(soft: int | None, best: tuple[int, ...]) -> None:
    """ALDER costs 85 at least, BIRCH 35: with 100 BIRCH is dropped, or 20 too many are paid for."""
    loaded = load(examples_dir() / "rules" / "budget_ceiling" / "programme.yaml").problem
    assert loaded is not None
    others = tuple(s for s in loaded.statements if s.rule.rule != "budget_ceiling")
    tight = Statement("tight", a_rule(ceiling=100, soft=soft))
    problem = replace(loaded, statements=(*others, tight), tiers=((HoldExercises(),), (SoftRules(),)))
    assert best_with_and_without(problem, "budget_ceiling") == (best, (0, 0))
