"""Exercises that belong together."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Undecided, Violation
from exsched.rules.duration_bounds import DurationBounds
from exsched.rules.linked_exercises import LinkedExercises
from exsched.rules.must_be_held import MustBeHeld
from exsched.rules.site_need import SiteNeedMet
from tests.agreement import allowed_by_post
from tests.builders import a_laydown, a_line, a_problem

FACTS: dict[str, Any] = {
    "venues": {
        "north": {"name": "North range", "host": "ARV", "kind": "range"},
        "south": {"name": "South range", "host": "ARV", "kind": "range"},
    },
    "exercises": {
        "alder": {
            "title": "ALDER",
            "days": 2,
            "sites": {"land": ["north", "south"], "port": ["north", "south"]},
        },
        "birch": {"title": "BIRCH", "days": 2, "sites": {"land": ["north", "south"]}},
        "cedar": {"title": "CEDAR", "days": 2},
    },
}


def a_link(relation: str, **parts: Any) -> LinkedExercises:
    """A link between all three."""
    basis = {"exercises": ["alder", "birch", "cedar"], "relation": relation}
    return LinkedExercises.model_validate(basis | parts)


def findings(rule: LinkedExercises, *lines: Line) -> list[object]:
    """What the rule finds when these are held."""
    problem = a_problem(rule, **FACTS)
    return list(rule.check(problem, a_laydown(problem, *lines)))


ALDER = a_line("alder", "2027-01-05", 2, sites={"land": "north", "port": "south"})
BIRCH = a_line("birch", "2027-01-06", 2, sites={"land": "south"})
CEDAR = a_line("cedar", "2027-01-07", 2)


def test_linked_overlap_asks_every_two_for_a_shared_day() -> None:
    """One day is enough; each pair without one is a case."""
    apart = "alder (2027-01-05/2027-01-06) and cedar (2027-01-07/2027-01-08) share no day"
    assert findings(a_link("overlap"), ALDER, BIRCH, CEDAR) == [Violation(("alder", "cedar"), apart)]


def test_linked_same_startex_counts_the_days_between() -> None:
    """Every pair, a day at a time."""
    assert findings(a_link("same_startex"), ALDER, BIRCH, CEDAR) == [
        Violation(("alder", "birch"), "alder and birch start 1 day apart", 1),
        Violation(("alder", "cedar"), "alder and cedar start 2 days apart", 2),
        Violation(("birch", "cedar"), "birch and cedar start 1 day apart", 1),
    ]
    together = a_line("birch", "2027-01-05", 1)
    assert findings(a_link("same_startex"), ALDER, together) == []


def test_linked_same_site_asks_for_one_shared_venue() -> None:
    """One common venue is enough."""
    rule = a_link("same_site", exercises=["alder", "birch"])
    assert findings(rule, ALDER, BIRCH) == []
    north = a_line("alder", "2027-01-05", 2, sites={"land": "north", "port": "north"})
    apart = Violation(("alder", "birch"), "alder and birch share no venue")
    assert findings(rule, north, BIRCH) == [apart]


def test_linked_same_site_cannot_be_decided_without_a_site() -> None:
    """An exercise whose place is not known is not silently in order."""
    unknown = "whether alder and cedar share a venue is not known"
    rule = a_link("same_site", exercises=["alder", "cedar"])
    assert findings(rule, ALDER, CEDAR) == [
        Undecided(("alder", "cedar"), unknown, "exercises.cedar.sites"),
    ]


def test_linked_all_or_none_names_every_pair_that_is_split() -> None:
    """Two held and one dropped make two cases; all or none make none."""
    rule = a_link("all_or_none")
    assert findings(rule) == []
    assert findings(rule, ALDER, BIRCH, CEDAR) == []
    assert findings(rule, ALDER, BIRCH) == [
        Violation(("alder", "cedar"), "alder is held and cedar is not"),
        Violation(("birch", "cedar"), "birch is held and cedar is not"),
    ]


@pytest.mark.parametrize("relation", ["overlap", "same_startex", "same_site"])
def test_linked_exercises_leave_dropped_ones_out(relation: str) -> None:
    """Only `all_or_none` is about exercises that are not held."""
    assert findings(a_link(relation), CEDAR) == []


def test_linked_exercises_apply_inside_their_validity() -> None:
    """Each needs an execution day inside `valid`; for `all_or_none` the one that is held."""
    assert findings(a_link("overlap", valid="../2027-01-06"), ALDER, BIRCH, CEDAR) == []
    assert len(findings(a_link("overlap", valid="../2027-01-07"), ALDER, BIRCH, CEDAR)) == 1
    assert findings(a_link("all_or_none", valid="2027-01-07/.."), ALDER) == []
    assert len(findings(a_link("all_or_none", valid="2027-01-06/.."), ALDER)) == 2


@pytest.mark.parametrize(
    ("relation", "words"),
    [
        ("overlap", "run at the same time"),
        ("same_startex", "start on the same day"),
        ("all_or_none", "are all held, or none of them"),
        ("same_site", "are held at the same venue"),
    ],
)
def test_linked_exercises_say_what_they_mean(relation: str, words: str) -> None:
    """The sentence names the exercises and the relation."""
    assert a_link(relation).explain(a_problem(**FACTS)) == f"alder, birch, cedar {words}"


def test_linked_same_site_posts_nothing_when_it_cannot_be_decided() -> None:
    """An exercise without a site is bound to no place: both are held on one of two days each."""
    head = {"id": "tiny", "title": "Tiny", "horizon": "2027-01-01/2027-01-02"}
    lines = {
        "alder": {"title": "ALDER", "days": 1, "sites": {"land": ["north"]}},
        "cedar": {"title": "CEDAR", "days": 1},
    }
    frame = [DurationBounds(exercise=name, min=1, max=1) for name in lines]
    held = [MustBeHeld(exercise=name) for name in lines]
    rules = [*frame, *held, SiteNeedMet(exercise="alder", site="land")]
    link = a_link("same_site", exercises=["alder", "cedar"])
    facts = FACTS | {"programme": head, "exercises": lines}
    assert len(allowed_by_post(a_problem(link, *rules, **facts))) == 2 * 2
