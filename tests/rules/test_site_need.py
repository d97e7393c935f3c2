"""Every site of an exercise is met by one venue that fits."""

from typing import Any

import pytest

from exsched.rulekit.finding import Undecided, Violation
from exsched.rules.duration_bounds import DurationBounds
from exsched.rules.site_need import SiteNeedMet
from tests.agreement import allowed_by_post
from tests.builders import a_laydown, a_line, a_problem

FACTS: dict[str, Any] = {
    "groups": {"south": ["BMK"]},
    "areas": {"coast": {"venues": ["harbour"], "nations": ["CAL"]}},
    "venues": {
        "north": {"name": "North", "host": "ARV", "kind": "range", "provides": ["live-fire", "winter"]},
        "harbour": {"name": "Harbour", "host": "BMK", "kind": "port", "provides": ["deep-water"]},
        "island": {"name": "Island", "host": "CAL", "kind": "port"},
    },
}


def findings(need: Any, venue: str | None, valid: str = "../..") -> list[object]:
    """What the rule finds when ALDER has this venue for its site on 5 January."""
    rule = SiteNeedMet.model_validate({"exercise": "alder", "site": "land", "valid": valid})
    sites = {} if need is None else {"sites": {"land": need}}
    problem = a_problem(rule, **FACTS, exercises={"alder": {"title": "ALDER", "days": 1, **sites}})
    line = a_line("alder", "2027-01-05", sites={"land": venue} if venue else {})
    return list(rule.check(problem, a_laydown(problem, line)))


@pytest.mark.parametrize(
    ("need", "venue"),
    [
        ("north", "north"),
        (["north", "harbour"], "harbour"),
        ({"provides": ["winter", "live-fire"]}, "north"),
        ({"hosts": ["south", "CAL"]}, "harbour"),
        ({"area": "coast"}, "harbour"),
        ({"area": "coast"}, "island"),
    ],
)
def test_site_need_is_met_by_a_venue_that_fits(need: Any, venue: str) -> None:
    """By name, by what it offers, by host or group, by area."""
    assert findings(need, venue) == []


@pytest.mark.parametrize(
    ("need", "venue", "faults"),
    [
        (["north", "island"], "harbour", "it is not one of north, island"),
        ({"provides": ["winter", "deep-water"]}, "north", "it does not provide deep-water"),
        ({"hosts": ["south"]}, "north", "it lies in ARV, not in south"),
        ({"area": "coast"}, "north", "it is not in coast"),
        (
            {"any_of": ["north"], "provides": ["winter"], "area": "coast"},
            "island",
            "it is not one of north; it does not provide winter",
        ),
    ],
)
def test_site_need_says_why_a_venue_does_not_fit(need: Any, venue: str, faults: str) -> None:
    """Every reason is named; the site counts once."""
    said = f"{venue} does not fit land of alder: {faults}"
    assert findings(need, venue) == [Violation(("alder",), said, 1)]


def test_site_need_asks_for_a_venue() -> None:
    """A site without a venue is not met."""
    assert findings("north", None) == [Violation(("alder",), "alder has no venue for land", 1)]


def test_site_need_cannot_be_decided_for_an_unknown_site() -> None:
    """What the site needs is not written."""
    unknown = "what alder needs for land is not known"
    assert findings(None, "north") == [Undecided(("alder",), unknown, "exercises.alder.sites.land")]


def test_site_need_applies_inside_its_validity() -> None:
    """One execution day inside `valid` is enough."""
    assert findings("north", None, "2027-01-06/..") == []
    assert len(findings("north", None, "2027-01-05/..")) == 1


def test_site_need_leaves_a_dropped_exercise_alone() -> None:
    """A dropped exercise takes nothing."""
    rule = SiteNeedMet(exercise="alder", site="land")
    problem = a_problem(rule, exercises={"alder": {"title": "ALDER", "days": 1, "sites": {"land": "north"}}})
    assert list(rule.check(problem, a_laydown(problem))) == []


def test_site_need_comes_from_every_site() -> None:
    """Each site has a statement of its own."""
    lines = {"alder": {"title": "ALDER", "days": 1, "sites": {"land": "north", "port": "north"}}}
    assert list(SiteNeedMet.from_facts(a_problem(exercises=lines).programme)) == [
        (("exercises", "alder", "sites", "land"), SiteNeedMet(exercise="alder", site="land")),
        (("exercises", "alder", "sites", "port"), SiteNeedMet(exercise="alder", site="port")),
    ]


@pytest.mark.parametrize(
    ("need", "words"),
    [
        (["north", "harbour"], ": one of north, harbour"),
        (
            {"provides": ["winter"], "hosts": ["ARV", "BMK"], "area": "coast"},
            ": with winter, in ARV, BMK, in coast",
        ),
        (None, ""),
    ],
)
def test_site_need_says_what_it_means(need: Any, words: str) -> None:
    """The sentence names what the site asks for."""
    sites = {} if need is None else {"sites": {"land": need}}
    problem = a_problem(**FACTS, exercises={"alder": {"title": "ALDER", "days": 1, **sites}})
    assert (
        SiteNeedMet(exercise="alder", site="land").explain(problem)
        == f"alder needs one venue for land{words}"
    )


@pytest.mark.parametrize(("hosts", "ways"), [(["ARV"], 3), (["nobody"], 1)])
def test_site_need_without_a_fitting_venue_leaves_only_dropping(hosts: list[str], ways: int) -> None:
    """Two days to hold ALDER and the way of dropping it, or dropping alone."""
    line = {
        "title": "ALDER",
        "days": 1,
        "held": "may",
        "sites": {"land": {"any_of": ["north"], "hosts": hosts}},
    }
    head = {"id": "tiny", "title": "Tiny", "horizon": "2027-01-01/2027-01-02"}
    rules = [SiteNeedMet(exercise="alder", site=site) for site in ("land", "unknown")]
    facts = {"programme": head, "exercises": {"alder": line}, "groups": {"nobody": ["BMK"]}}
    bounds = DurationBounds(exercise="alder", min=1, max=1)
    assert len(allowed_by_post(a_problem(*rules, bounds, **(FACTS | facts)))) == ways
