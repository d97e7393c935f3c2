"""Everything happens inside the horizon of the programme."""

from typing import Any

from exsched.domain.dates import Period
from exsched.domain.schedule import Line
from exsched.rulekit.finding import Undecided, Violation
from exsched.rules.programme_horizon import ProgrammeHorizon
from tests.builders import a_laydown, a_line, a_problem

FACTS: dict[str, Any] = {
    "venues": {
        "near": {"name": "Near", "host": "ARV", "kind": "range", "at": [60.0, 20.0]},
        "far": {"name": "Far", "host": "ARV", "kind": "range", "at": [65.0, 20.0]},
        "somewhere": {"name": "Somewhere", "host": "ARV", "kind": "range"},
    },
    "forces": {
        "battery": {
            "name": "Battery",
            "nation": "BMK",
            "domain": "land",
            "home": [60.0, 20.0],
            "elements": 2,
            "capabilities": ["artillery"],
            "mobility": {"mode": "road", "km_per_day": 200},
        }
    },
    "exercises": {
        "alder": {
            "title": "ALDER",
            "days": {"min": 1, "max": 9},
            "deploy": 1,
            "redeploy": 2,
            "sites": {"land": ["near", "far", "somewhere"], "rear": ["near", "far"]},
            "forces": {
                "guns": {"need": "0..2", "capability": "artillery"},
                "spare": {"need": "0..2", "capability": "artillery", "site": "rear"},
            },
        }
    },
}


def a_horizon(**parts: Any) -> ProgrammeHorizon:
    """The horizon of January 2027."""
    return ProgrammeHorizon.model_validate({"horizon": "2027-01-01/2027-01-31"} | parts)


def findings(rule: ProgrammeHorizon, *lines: Line) -> list[object]:
    """What the rule finds when these are held."""
    problem = a_problem(rule, **FACTS)
    return list(rule.check(problem, a_laydown(problem, *lines)))


def out(startex: str, days: int = 1, venue: str = "near", **forces: Any) -> Line:
    """ALDER held on these days."""
    return a_line("alder", startex, days, sites={"land": venue, "rear": "near"}, forces=forces)


def test_horizon_includes_its_first_and_last_day() -> None:
    """Deployment begins on the first day, redeployment ends on the last."""
    assert findings(a_horizon(), out("2027-01-02")) == []
    assert findings(a_horizon(), out("2027-01-29")) == []


def test_horizon_counts_the_footprint_days_outside() -> None:
    """Before the first day and after the last, together."""
    early = "alder takes 2026-12-31/2027-01-03, 1 day outside 2027-01-01/2027-01-31"
    assert findings(a_horizon(), out("2027-01-01")) == [Violation(("alder",), early, 1)]
    both = findings(a_horizon(), out("2026-12-31", 33))
    assert [f.amount for f in both if isinstance(f, Violation)] == [2 + 3]
    beyond = findings(a_horizon(), out("2028-01-01"))
    assert [f.amount for f in beyond if isinstance(f, Violation)] == [4]


def test_horizon_counts_the_footprint_of_each_force_apart() -> None:
    """557 km at 200 km a day are three days of travel, longer than the deployment; two roles count once."""
    line = out("2027-01-02", venue="far", guns={"battery": 1}, spare={"battery": 1})
    said = "battery in alder takes 2026-12-30/2027-01-05, 2 days outside 2027-01-01/2027-01-31"
    assert findings(a_horizon(), line) == [Violation(("alder",), said, 2)]


def test_horizon_cannot_be_decided_without_a_position() -> None:
    """Travel of unknown length is not silently in order."""
    unknown = "the travel days of battery to alder are not known"
    missing = "forces.battery.home or the position of its venue"
    found = findings(a_horizon(), out("2027-01-02", venue="somewhere", guns={"battery": 1}))
    assert found == [Undecided(("alder",), unknown, missing)]


def test_horizon_applies_inside_its_validity() -> None:
    """An exercise without an execution day inside `valid` is left alone."""
    assert findings(a_horizon(valid="2027-01-02/.."), out("2027-01-01")) == []


def test_horizon_comes_from_the_head_of_the_programme() -> None:
    """It is one statement, with its place."""
    found = list(ProgrammeHorizon.from_facts(a_problem().programme))
    assert found == [(("programme", "horizon"), a_horizon())]


def test_horizon_says_what_it_means() -> None:
    """The sentence names the days."""
    rule = ProgrammeHorizon(horizon=Period.model_validate("2027-01-01/2027-01-31"))
    said = "every exercise, from first arrival to last departure, lies inside 2027-01-01/2027-01-31"
    assert rule.explain(a_problem()) == said
