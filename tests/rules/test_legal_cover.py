"""Agreements in force between those who need one."""

from typing import Any

import pytest

from exsched.domain.exercises import Role
from exsched.domain.schedule import Line
from exsched.rulekit.finding import Undecided, Violation
from exsched.rules.legal_cover import LegalCover
from tests.builders import a_line, a_problem, an_exercise, findings
from tests.rules.worsening import an_example, best_with_and_without

PACT: dict[str, Any] = {"kind": "SOFA", "parties": ["pact", "CAL"]}
LINE = an_exercise(deploy=1, redeploy=1, sites={"land": ["north", "east"], "port": ["north", "east"]})
FACTS: dict[str, Any] = {
    "groups": {"pact": ["ARV", "BMK"]},
    "venues": {
        "north": {"name": "North", "host": "ARV", "kind": "range"},
        "east": {"name": "East", "host": "BMK", "kind": "port"},
    },
    "exercises": {"alder": LINE},
}


def a_rule(**parts: Any) -> LegalCover:
    """A status-of-forces agreement is needed."""
    return LegalCover.model_validate({"kind": "SOFA"} | parts)


def out(land: str = "north", port: str = "north", **roles: Role) -> Line:
    """ALDER on 10 January, its footprint from 9 to 11 January."""
    who = roles or {"CAL": Role.FULL}
    return a_line("alder", "2027-01-10", sites={"land": land, "port": port}, participants=who)


def test_legal_cover_is_never_a_fact() -> None:
    """Agreements are facts; that one is needed must be said."""
    assert list(LegalCover.from_facts(a_problem(**FACTS).programme)) == []
    assert (a_rule().cost, a_rule().unit) == (None, "day")


def test_legal_cover_explains_itself() -> None:
    """The sentence says which agreement is needed between whom."""
    problem = a_problem(**FACTS)
    secret = {"kind": "INFOSEC", "between": "all_participants"}
    rules = a_rule(), a_rule(**secret), a_rule(where={"tags": ["secret"]})
    assert [rule.explain(problem) for rule in rules] == [
        "an agreement of kind SOFA is in force between each guest and each host on every footprint day",
        "an agreement of kind INFOSEC is in force between every two participants on every footprint day",
        "an agreement of kind SOFA is in force between each guest and each host on every footprint day"
        " of secret exercises",
    ]


def test_legal_cover_counts_days_without_any_agreement() -> None:
    """Without an agreement of the kind every footprint day counts."""
    other = {"infosec": {"kind": "INFOSEC", "parties": ["ARV", "CAL"]}}
    sentence = "CAL and ARV have no SOFA in force on 3 days of alder, the first 2027-01-09"
    assert findings(a_rule(), out(), **FACTS, agreements=other) == [Violation(("alder",), sentence, 3)]


@pytest.mark.parametrize(
    ("valid", "bare"),
    [
        ("..", 0),
        ("2027-01-09/2027-01-11", 0),
        ("2027-01-10/..", 1),
        ("../2027-01-09", 2),
        ("2027-01-12/..", 3),
    ],
)
def test_legal_cover_needs_every_footprint_day(valid: str, bare: int) -> None:
    """From the first arrival to the last departure an agreement is in force; each day without counts."""
    pact = PACT if valid == ".." else PACT | {"valid": valid}
    found = findings(a_rule(), out(), **FACTS, agreements={"pact": pact})
    assert [f.amount for f in found if isinstance(f, Violation)] == [bare] * bool(bare)


def test_legal_cover_adds_up_agreements() -> None:
    """One agreement may take over from another."""
    first, second = PACT | {"valid": "../2027-01-09"}, PACT | {"valid": "2027-01-10/.."}
    assert findings(a_rule(), out(), **FACTS, agreements={"first": first, "second": second}) == []
    found = findings(
        a_rule(), out(), **FACTS, agreements={"first": first, "second": second | {"valid": "2027-01-11"}}
    )
    sentence = "CAL and ARV have no SOFA in force on 1 day of alder, the first 2027-01-10"
    assert found == [Violation(("alder",), sentence, 1)]


def test_legal_cover_binds_members_of_a_group_to_each_other() -> None:
    """Groups stand for their nations, also between themselves; no nation needs one with itself."""
    line = out(port="east", ARV=Role.FULL, BMK=Role.FULL, CAL=Role.FULL)
    assert findings(a_rule(), line, **FACTS, agreements={"pact": PACT}) == []


def test_legal_cover_asks_each_guest_with_each_host() -> None:
    """Every host of a chosen site counts; guests need nothing between themselves."""
    found = findings(a_rule(), out(port="east", CAL=Role.FULL, DOR=Role.STAFF), **FACTS)
    who = [("CAL", "ARV"), ("CAL", "BMK"), ("DOR", "ARV"), ("DOR", "BMK")]
    sentence = "{} and {} have no SOFA in force on 3 days of alder, the first 2027-01-09"
    assert found == [Violation(("alder",), sentence.format(*pair), 3) for pair in who]


def test_legal_cover_does_not_take_hosts_for_guests() -> None:
    """A nation that only hosts sends nobody to the other site; one that takes part in full does."""
    hosting = FACTS | {"exercises": {"alder": LINE | {"participants": {}}}}
    full = FACTS | {"exercises": {"alder": LINE | {"participants": ["ARV"]}}}
    line = out(port="east", ARV=Role.FULL)
    assert [len(findings(a_rule(), line, **facts)) for facts in (hosting, full)] == [0, 1]


@pytest.mark.parametrize(("roles", "broken"), [({}, 0), ({"roles": ["full", "observer"]}, 1)])
def test_legal_cover_asks_no_observers_unless_said(roles: dict[str, Any], broken: int) -> None:
    """Every role but observer counts, or those that are named."""
    assert len(findings(a_rule(**roles), out(CAL=Role.OBSERVER), **FACTS)) == broken


def test_legal_cover_between_all_participants() -> None:
    """Every two participants need one, hosts included, observers not."""
    rule = a_rule(kind="INFOSEC", between="all_participants")
    agreements = {"secrets": {"kind": "INFOSEC", "parties": ["ARV", "CAL"]}}
    line = out(CAL=Role.FULL, DOR=Role.STAFF, BMK=Role.OBSERVER)
    sentence = "{} and {} have no INFOSEC in force on 3 days of alder, the first 2027-01-09"
    assert findings(rule, line, **FACTS, agreements=agreements) == [
        Violation(("alder",), sentence.format(*pair), 3) for pair in (("ARV", "DOR"), ("CAL", "DOR"))
    ]


@pytest.mark.parametrize(
    ("valid", "days"),
    [("../2027-01-08", 0), ("../2027-01-09", 1), ("2027-01-10/..", 2), ("2027-01-12/..", 0)],
)
def test_legal_cover_applies_within_validity(valid: str, days: int) -> None:
    """Only footprint days within the rule's validity count."""
    found = findings(a_rule(valid=valid), out(), **FACTS)
    assert sum(f.amount for f in found if isinstance(f, Violation)) == days


def test_legal_cover_ignores_dropped_exercises() -> None:
    """An exercise that is not held needs no agreement."""
    assert findings(a_rule(), Line(exercise="alder", held=False), **FACTS) == []


@pytest.mark.parametrize(("form", "bare"), [(None, [3]), ("open", [])])
def test_legal_cover_asks_exercises_of_one_sort(form: str | None, bare: list[int]) -> None:
    """With `where` the form that is held decides whether the exercise is meant."""
    line = LINE | {"tags": ["secret"], "forms": {"open": {"tags": ["press"]}}}
    facts = FACTS | {"exercises": {"alder": line}}
    found = findings(a_rule(where={"tags": ["secret"]}), out().model_copy(update={"form": form}), **facts)
    assert [f.amount for f in found if isinstance(f, Violation)] == bare


def test_legal_cover_makes_the_best_schedule_worse() -> None:
    """With the rule a guest stays away, and trying everything finds the same values."""
    with_it, without = best_with_and_without(an_example("legal_cover"), "legal_cover")
    assert with_it is not None and without is not None and with_it > without


def test_legal_cover_is_open_for_an_exercise_without_domains() -> None:
    """Where only some domains need an agreement, one that says none may need it; not so one of another."""
    land = a_rule(where={"domains": ["land"]})
    (found,) = findings(land, out(), **FACTS)
    assert isinstance(found, Undecided)
    assert found.missing == "exercises.alder.domains"
    at_sea = FACTS | {"exercises": {"alder": LINE | {"domains": ["maritime"]}}}
    assert findings(land, out(), **at_sea) == []
