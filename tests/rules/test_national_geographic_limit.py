"""A nation keeps foreign forces out of a part of its own land, sea or air."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rules.national_geographic_limit import NationalGeographicLimit
from tests.builders import a_line, a_problem, an_exercise, findings
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

BOX = {"type": "Polygon", "coordinates": [[[24, 68], [32, 68], [32, 72], [24, 72], [24, 68]]]}
WHERE = {"fell": [70, 25], "line": [70, 24], "fjord": [69, 18], "lost": None}
FACTS: dict[str, Any] = {
    "areas": {"east": {"geojson": BOX}},
    "venues": {name: {"name": name, "host": "ARV", "kind": "range", "at": at} for name, at in WHERE.items()},
    "forces": {
        "home-guards": {"name": "G", "nation": "ARV", "domain": "land"},
        "guards": {"name": "G", "nation": "BMK", "domain": "land"},
        "wing": {"name": "W", "nation": "BMK", "domain": "air"},
        "ship": {"name": "S", "nation": "CAL", "domain": "maritime"},
    },
    "exercises": {
        "alder": an_exercise(
            kind="LIVEX",
            deploy=2,
            redeploy=1,
            sites={"land": list(WHERE), "staff": list(WHERE)},
            participants={"may": {"BMK": 1}},
            forces={
                "guards": {"need": "0..3", "any_of": ["home-guards", "guards", "wing", "ship"]},
                "clerks": {"need": "0..1", "any_of": ["guards"], "site": "staff"},
            },
        )
    },
}


def said(rule: dict[str, Any], land: str, taken: dict[str, Any], **rest: Any) -> list[Finding]:
    """What the rule finds: execution on 5 and 6 January, footprint from the 3rd to the 7th."""
    whole = NationalGeographicLimit.model_validate({"nation": "ARV", "area": "east"} | rule)
    sites = {"land": land, "staff": rest.pop("staff", "fjord")}
    line: Line = a_line("alder", "2027-01-05", 2, sites=sites, forces=taken, **rest)
    return findings(whole, line, **FACTS)


GUARDS = {"guards": {"guards": 1}}


@pytest.mark.parametrize(("land", "count"), [("fell", 1), ("line", 1), ("fjord", 0)])
def test_limit_keeps_foreign_forces_out_of_the_area(land: str, count: int) -> None:
    """On the border is inside."""
    found = said({}, land, GUARDS)
    assert [type(f) for f in found] == [Violation] * count


@pytest.mark.parametrize(
    ("rule", "taken", "count"),
    [
        ({}, {"guards": {"home-guards": 1}}, 0),
        ({}, {"guards": {"guards": 1, "wing": 1, "ship": 1}}, 2),
        ({"domains": ["air"]}, {"guards": {"guards": 1, "ship": 1}}, 0),
        ({"domains": ["air"]}, {"guards": {"guards": 1, "wing": 1}}, 1),
        ({"kinds": ["CPX"]}, GUARDS, 0),
        ({"kinds": ["CPX", "LIVEX"]}, GUARDS, 1),
        ({}, {"clerks": {"guards": 1}}, 0),
    ],
)
def test_limit_is_for_foreign_forces_of_the_domains_in_the_kinds(
    rule: dict[str, Any], taken: dict[str, Any], count: int
) -> None:
    """Own forces are free, each foreign nation counts once, and a role elsewhere is none of it."""
    found = said(rule, "fell", taken)
    assert [type(f) for f in found] == [Violation] * count


def test_limit_names_forces_and_roles() -> None:
    """The sentence says who is where, and whose limit it is."""
    taken = {"guards": {"guards": 1}, "clerks": {"guards": 1}}
    what = "guards (clerks), guards (guards) of BMK is in east with alder, which ARV keeps closed to them"
    assert said({}, "fell", taken, staff="line") == [Violation(("alder",), what)]


@pytest.mark.parametrize(
    ("valid", "count"),
    [("../2027-01-02", 0), ("../2027-01-03", 1), ("2027-01-07/..", 1), ("2027-01-08/..", 0)],
)
def test_limit_counts_the_whole_footprint(valid: str, count: int) -> None:
    """From first arrival to last departure; the limit may have ended before, or begin after."""
    assert len(said({"valid": valid}, "fell", GUARDS)) == count


@pytest.mark.parametrize(
    ("land", "rest", "missing"),
    [
        ("lost", {"taken": GUARDS}, "venues.lost.at"),
        (
            "fell",
            {"taken": {}, "participants": {"BMK": "full"}},
            "the forces of BMK in alder, and their sites",
        ),
    ],
)
def test_limit_is_undecided_without_positions_and_forces(
    land: str, rest: dict[str, Any], missing: str
) -> None:
    """A venue that is not placed, a foreign nation whose forces are not named."""
    (found,) = said({}, land, **rest)
    assert isinstance(found, Undecided)
    assert found.missing == missing


def test_limit_says_what_it_means() -> None:
    """With and without kinds and domains."""
    problem, body = a_problem(**FACTS), {"nation": "ARV", "area": "east"}
    plain = NationalGeographicLimit.model_validate(body)
    assert plain.explain(problem) == "ARV admits no foreign forces to east"
    narrow = NationalGeographicLimit.model_validate(body | {"kinds": ["LIVEX"], "domains": ["land", "air"]})
    assert narrow.explain(problem) == "ARV admits no foreign land/air forces to east in LIVEX"


def test_limit_makes_the_best_schedule_worse() -> None:
    """Guards that must come where all is east are paid for, unless the limit ends in time."""
    body = {"nation": "ARV", "area": "east", "kinds": ["LIVEX"], "soft": 6, "valid": "../2027-01-06"}
    rule = NationalGeographicLimit.model_validate(body)
    alder = {
        "title": "ALDER",
        "kind": "LIVEX",
        "days": 1,
        "deploy": 1,
        "sites": {"land": ["fell"]},
        "forces": {"guards": {"need": 1, "any_of": ["guards"]}},
        "startex": "2027-01-05/2027-01-07",
    }
    parts = FACTS | {"exercises": {"alder": alder}}
    found = best_with_and_without(a_framed_problem(rule, **parts), "national_geographic_limit")
    assert found == ((0, 6), (0, 0))
    for change in ({"startex": "2027-01-05/2027-01-08"}, {"forms": {"cpx": {"kind": "CPX"}}}):
        parts["exercises"] = {"alder": alder | change}
        found = best_with_and_without(a_framed_problem(rule, **parts), "national_geographic_limit")
        assert found == ((0, 0), (0, 0))
