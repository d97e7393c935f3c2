"""Loads of lift and of ceilings: curves against the limits that these rules state."""

from typing import Any

from exsched.checking.judge import judge
from exsched.exporting import FORMATS
from exsched.exporting.closures import Closures
from exsched.exporting.loads import Load, loads
from exsched.rulekit.rule import Rule
from exsched.rulekit.verdict import Answer
from exsched.rules.lift_pool import LiftPool
from exsched.rules.observance import ObservanceKept
from exsched.rules.standby_exclusion import StandbyExclusion
from exsched.rules.strength_ceiling import StrengthCeiling
from tests.builders import a_line, a_problem, a_schedule, an_exercise


def answer(*rules: Rule, **oak: Any) -> Answer:
    """OAK from 10 to 14 January, two days of travel each way, with 900 troops and four rail wagons."""
    facts = {"deploy": 2, "redeploy": 2, "strength": 900, "lift": {"wagons": 4}, "sites": {"a": ["north"]}}
    problem = a_problem(
        *rules,
        pools={"wagons": {"units": 10, "less": [{"dates": "2027-01-15/2027-01-20", "units": 7}]}},
        areas={"arctic": {"venues": ["north"]}},
        exercises={"oak": an_exercise(title="OAK") | facts | oak},
    )
    plan = a_schedule(a_line("oak", "2027-01-10", 5, sites={"a": "north"}))
    return Answer(problem, plan, judge(problem, plan))


def load(found: Answer, subject: tuple[str, str, str]) -> Load:
    """One load."""
    return next(load for load in loads(found) if load.subject == subject)


def steps(found: Load) -> list[tuple[str, int, int | None]]:
    """Days on which something is used, how much, and the limit."""
    return [(str(days), used, limit) for days, used, limit in found.pieces if used]


def test_loads_of_lift_are_those_of_the_days_of_travel() -> None:
    """Against the units that are there on each day."""
    found = load(answer(LiftPool(pool="wagons")), ("pool", "wagons", "units of lift taken"))
    assert steps(found) == [("2027-01-08/2027-01-09", 4, 10), ("2027-01-15/2027-01-16", 4, 3)]
    assert (found.days_above, found.share) == (2, 4 / 3)


def test_loads_under_a_ceiling_are_those_of_execution_days() -> None:
    """In an area or on a State's soil, while the rule is valid."""
    area = StrengthCeiling.model_validate({"area": "arctic", "most": 800, "valid": "2027-01-12/2027-01-31"})
    found = answer(area, StrengthCeiling(host="ARV", most=1000))
    assert steps(load(found, ("area", "arctic", "troops exercising at once"))) == [
        ("2027-01-10/2027-01-11", 900, None),
        ("2027-01-12/2027-01-14", 900, 800),
    ]
    assert steps(load(found, ("nation", "ARV", "troops exercising at once"))) == [
        ("2027-01-10/2027-01-14", 900, 1000)
    ]
    shown = FORMATS["html"].write(found).decode()
    assert "<bdi>arctic</bdi>: troops exercising at once" in shown


def test_load_under_a_ceiling_without_a_strength_is_at_least() -> None:
    """A number that is not written never reads as nothing."""
    found = answer(StrengthCeiling(area="arctic", most=800), strength=None)
    assert load(found, ("area", "arctic", "troops exercising at once")).at_least


def test_observances_and_stand_by_are_hatched() -> None:
    """For the nations that keep them, or for everyone; and for the force on stand-by."""
    brigade = {"name": "Brigade", "nation": "BMK", "domain": "land", "strength": 900}
    problem = a_problem(
        ObservanceKept.model_validate({"period": "feast", "nations": ["ARV"]}),
        ObservanceKept.model_validate({"period": "feast", "effect": "no_live_activity", "reason": "custom"}),
        StandbyExclusion.model_validate({"force": "bde", "dates": "2027-01-01/2027-01-20", "role": "NRF"}),
        periods={"feast": {"dates": ["2027-01-06/2027-01-07"]}},
        forces={"bde": brigade},
    )
    shut = Closures(problem)
    assert [why for _, why in shut.of_nation("ARV")] == [
        "feast (no exercise) 6–7 Jan 2027",
        "feast (no live exercise) 6–7 Jan 2027: custom",
    ]
    assert [why for _, why in shut.of_nation("BMK")] == ["feast (no live exercise) 6–7 Jan 2027: custom"]
    assert [why for _, why in shut.of_force("bde")] == ["on stand-by (NRF) 1–20 Jan 2027"]
