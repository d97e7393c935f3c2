"""Periods that a calendar tells have dates once a programme is read."""

import json
from typing import Any

import pytest

from exsched.checking.judge import judge
from exsched.domain.periods import NamedPeriod
from exsched.domain.schedule import Schedule
from exsched.exporting.json import document
from exsched.intake import Severity, load_text
from exsched.library import library_file
from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Answer


def a_problem(periods: dict[str, Any], horizon: str = "2027-01-01/2027-12-31", **more: Any) -> Problem:
    """A programme with these periods."""
    head = {"id": "tiny", "title": "Tiny", "horizon": horizon}
    loaded = load_text(json.dumps({"programme": head, "periods": periods} | more), "tiny.json")
    assert loaded.problem is not None, [d.render() for d in loaded.diagnostics]
    return loaded.problem


def the_period(horizon: str = "2027-01-01/2027-12-31", **parts: Any) -> NamedPeriod:
    """One period as the rules see it."""
    return a_problem({"p": parts}, horizon).programme.periods["p"]


def within(period: NamedPeriod, year: int) -> list[str]:
    """The dates that begin in a year."""
    return [str(one) for one in period.dates if one.start.year == year]


def test_ramadan_of_2030_is_there_twice_with_its_doubt() -> None:
    """And once for the year before and after, since footprints and history reach out of the horizon."""
    period = the_period("2030-01-01/2030-12-31", observance="ramadan")
    assert [str(one) for one in period.dates] == [
        "2029-01-15/2029-02-14",
        "2030-01-04/2030-02-04",
        "2030-12-25/2031-01-24",
        "2031-12-14/2032-01-14",
    ]
    assert [str(one) for one in period.uncertain][2:6] == [
        "2030-01-04/2030-01-05",
        "2030-02-03/2030-02-04",
        "2030-12-25/2030-12-26",
        "2031-01-23/2031-01-24",
    ]
    assert period.computed is not None
    assert set(period.computed.data) == {"hijridate"}


def test_override_replaces_every_beginning_of_its_year_and_is_certain() -> None:
    """A planner's own dates leave no doubt; the other years stay as they were."""
    own = {"2030": ["2030-01-06/2030-02-03", "2030-12-26/2031-01-23"]}
    period = the_period("2030-01-01/2030-12-31", observance="ramadan", override=own)
    assert within(period, 2030) == own["2030"]
    assert [str(one) for one in period.uncertain if one.start.year in {2030, 2031}] == [
        "2031-12-14/2031-12-15"
    ]


def test_override_stands_in_for_a_year_that_no_table_has() -> None:
    """With it a horizon beyond the tables is planned; a year beside the horizon may be missing."""
    own = {"2077": "2077-07-21/2077-08-19"}
    period = the_period("2077-03-01/2077-12-31", observance="ramadan", override=own)
    assert [str(one) for one in period.dates][1:] == [own["2077"]]


def test_days_of_every_year_wrap_over_the_edges_of_the_horizon() -> None:
    """The stretch that began the year before is whole."""
    period = the_period(every_year="11-15/02-29")
    assert [str(one) for one in period.dates] == [
        "2026-11-15/2027-02-28",
        "2027-11-15/2028-02-29",
        "2028-11-15/2029-02-28",
    ]
    assert period.computed is not None
    assert period.computed.data == {}


def test_public_holidays_take_a_region_and_categories() -> None:
    """Assumption Day is one in parts of Bavaria."""
    bavaria = {"country": "DE", "region": "BY", "categories": ["public", "catholic"]}
    assert "2027-08-15" in within(the_period(public_holidays=bavaria), 2027)
    assert "2027-08-15" not in within(the_period(public_holidays="DE"), 2027)


def test_weekends_of_a_horizon_are_those_of_the_country() -> None:
    """Friday and Saturday in Saudi Arabia."""
    assert within(the_period(weekend="SA"), 2027)[:2] == ["2027-01-01/2027-01-02", "2027-01-08/2027-01-09"]


def test_written_dates_are_left_as_they_are() -> None:
    """In their order, overlapping or not."""
    written = ["2027-05-01/2027-05-03", "2027-01-01", "2027-05-02"]
    period = the_period(dates=written)
    assert ([str(one) for one in period.dates], period.computed) == (written, None)


def test_input_hash_follows_the_dates() -> None:
    """Another override is another programme."""
    one = a_problem({"p": {"observance": "eid-al-fitr"}})
    other = a_problem({"p": {"observance": "eid-al-fitr", "override": {"2027": "2027-03-09/2027-03-11"}}})
    assert one.input_hash == a_problem({"p": {"observance": "eid-al-fitr"}}).input_hash
    assert one.input_hash != other.input_hash


def made_with(problem: Problem) -> dict[str, Any]:
    """What an empty schedule of the problem says about its making."""
    schedule = Schedule(programme="tiny")
    told = document(Answer(problem, schedule, judge(problem, schedule)))["made_with"]
    assert isinstance(told, dict)
    return told


def test_schedule_file_names_the_data_of_its_dates() -> None:
    """Package and version of each calendar used; no entry without one."""
    problem = a_problem({"a": {"observance": "ramadan"}, "b": {"weekend": "NO"}})
    assert list(made_with(problem)["calendars"]) == ["hijridate", "holidays"]
    assert "calendars" not in made_with(a_problem({"a": {"dates": "2027-01-01"}}))


LIBRARY = ["observances", "public-holidays", "weekends"]


def test_library_periods_that_no_rule_names_are_left_out() -> None:
    """What is included and not used costs nothing and changes nothing."""
    rule = {"rule": "observance", "period": "ramadan"}
    files = [f"library:calendars/{name}" for name in LIBRARY]
    problem = a_problem({"own": {"weekend": "NO"}}, include=files, rules=[rule])
    assert sorted(problem.programme.periods) == ["own", "ramadan"]
    assert a_problem({}, include=files).input_hash == a_problem({}).input_hash


@pytest.mark.parametrize("name", LIBRARY)
def test_library_calendars_are_in_order(name: str) -> None:
    """Every period that ships can be worked out, but for tables that end before 2027."""
    path = library_file(f"calendars/{name}")
    assert path is not None
    head = "programme: {id: tiny, title: Tiny, horizon: 2027-01-01/2027-12-31}\n"
    loaded = load_text(path.read_text(encoding="utf-8") + head)
    wrong = {d.path for d in loaded.diagnostics if d.severity is Severity.ERROR}
    assert wrong == ({"periods.holidays-LKA"} if name == "public-holidays" else set())


def test_library_has_holidays_and_weekend_of_every_nation() -> None:
    """Of each nation in the reference data that has a country code."""
    files = [f"library:reference/{name}" for name in ("nations", "nations-world")]
    nations = a_problem({}, include=files).programme.nations
    with_country = {name for name, nation in nations.items() if nation.country}
    for file, prefix in (("public-holidays", "holidays-"), ("weekends", "weekend-")):
        path = library_file(f"calendars/{file}")
        assert path is not None
        text = path.read_text(encoding="utf-8")
        found = {
            line.strip()[len(prefix) :][:3] for line in text.splitlines() if line.startswith(f"  {prefix}")
        }
        assert found == with_country


def test_rules_say_that_the_dates_of_a_period_are_uncertain() -> None:
    """In the sentence of the statement; not of a period that is certain."""
    said = [
        {"rule": "moratorium", "parties": ["ARV"], "period": "feast"},
        {"rule": "event_avoidance", "period": "feast"},
        {"rule": "event_avoidance", "period": "easter"},
    ]
    periods = {"feast": {"observance": "eid-al-fitr"}, "easter": {"observance": "western-easter"}}
    problem = a_problem(periods, nations={"ARV": {"name": "Arvania"}}, rules=said)
    assert [s.rule.explain(problem) for s in problem.statements if not s.fact] == [
        "during feast (uncertain by one day) no exercise with ARV is held",
        "exercises keep clear of feast (uncertain by one day)",
        "exercises keep clear of easter",
    ]
