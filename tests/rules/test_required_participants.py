"""Who must take part, and how many."""

from typing import Any

import pytest
from pydantic import ValidationError

from exsched.domain.exercises import COUNTED_ROLES, Role
from exsched.domain.schedule import Line
from exsched.rulekit.finding import Violation
from exsched.rules.required_participants import RequiredParticipants
from tests.builders import a_line, a_problem, a_programme, an_exercise, findings

FACTS: dict[str, Any] = {
    "groups": {"pact": ["BMK", "CAL"]},
    "venues": {"north": {"name": "North", "host": "ARV", "kind": "range"}},
    "forces": {"rifles": {"name": "Rifles", "nation": "BMK", "domain": "land"}},
    "exercises": {"alder": an_exercise(sites={"land": ["north"]}), "birch": an_exercise()},
}


def a_rule(**parts: Any) -> RequiredParticipants:
    """A demand on ALDER."""
    return RequiredParticipants.model_validate({"exercises": ["alder"]} | parts)


def out(exercise: str = "alder", days: int = 1, **roles: Role) -> Line:
    """An exercise from 5 January with these nations."""
    return a_line(exercise, "2027-01-05", days, participants=roles)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({}, "needs one of all_of, at_least, at_most"),
        ({"all_of": ["ARV"], "of": ["pact"]}, "`of` needs at_least or at_most"),
        ({"at_least": 3, "at_most": 2}, "at_least 3 is above at_most 2"),
    ],
)
def test_required_participants_refuses_what_makes_no_sense(parts: dict[str, Any], message: str) -> None:
    """A demand must ask for something that can be met."""
    with pytest.raises(ValueError, match=message):
        a_rule(**parts)


def test_required_participants_are_facts_of_each_exercise() -> None:
    """`must` and `count` each stand for a rule; an observer under `must` for one of its own."""
    who = {"must": {"ARV": {}, "BMK": {"role": "staff"}, "CAL": {"role": "observer"}}, "count": "2.."}
    path = ("exercises", "alder", "participants")
    lines = {"alder": an_exercise(participants=who), "birch": an_exercise()}
    assert list(RequiredParticipants.from_facts(a_programme(exercises=lines))) == [
        ((*path, "must"), a_rule(all_of=["ARV", "BMK"], roles=sorted(COUNTED_ROLES))),
        ((*path, "must", "CAL"), a_rule(all_of=["CAL"], roles=list(Role))),
        ((*path, "count"), a_rule(at_least=2)),
    ]
    assert (a_rule(at_most=2).cost, a_rule(at_most=2).unit) == (None, "nation")


def test_required_participants_of_observers_alone() -> None:
    """Where only observers must come, nobody else is asked for."""
    lines = {"alder": an_exercise(participants={"must": {"CAL": {"role": "observer"}}})}
    assert [path[-1] for path, _ in RequiredParticipants.from_facts(a_programme(exercises=lines))] == ["CAL"]


@pytest.mark.parametrize("count", ["-1..3", "..-1", "1001..", {}])
def test_participants_count_is_a_number_of_nations(count: Any) -> None:
    """A count below 0, beyond any number of nations, or empty is refused in the file."""
    with pytest.raises(ValidationError, match="count is a number or a range of nations"):
        a_programme(exercises={"alder": an_exercise(participants={"count": count})})


def test_required_participants_explains_itself() -> None:
    """The sentence says who, how many, of whom and where."""
    problem = a_problem(**FACTS)
    rules = (
        a_rule(exercises=["alder", "birch"], all_of=["ARV", "pact"]),
        a_rule(at_least=2, at_most=3),
        a_rule(all_of=["ARV"], of=["pact"], at_least=1),
    )
    assert [rule.explain(problem) for rule in rules] == [
        "in alder, birch ARV, BMK, CAL must take part",
        "in alder the number of participants is at least 2 and at most 3",
        "in alder ARV must take part and the number of participants of BMK, CAL is at least 1",
    ]


def test_required_participants_names_each_nation_that_is_missing() -> None:
    """Each nation of `all_of` that does not take part is a breach by one."""
    found = findings(a_rule(all_of=["ARV", "pact"]), out(ARV=Role.FULL, CAL=Role.OBSERVER), **FACTS)
    assert found == [
        Violation(("alder",), "BMK does not take part in alder"),
        Violation(("alder",), "CAL takes part in alder only as observer"),
    ]


def test_required_participants_counts_hosts_and_owners_of_forces() -> None:
    """Hosting a site or having a force there is taking part."""
    line = a_line("alder", "2027-01-05", sites={"land": "north"}, forces={"infantry": {"rifles": 1}})
    assert findings(a_rule(all_of=["ARV", "BMK"], at_least=2, at_most=2), line, **FACTS) == []


def test_required_participants_counts_any_role_that_is_asked_for() -> None:
    """With `roles` observers may count."""
    rule = a_rule(all_of=["CAL"], roles=["observer", "full"])
    assert findings(rule, out(CAL=Role.OBSERVER), **FACTS) == []


@pytest.mark.parametrize(
    ("limits", "sentence", "amount"),
    [
        ({"at_least": 1}, None, 0),
        ({"at_least": 3}, "alder has 1 participant (ARV) and needs at least 3", 2),
        ({"at_most": 1}, None, 0),
        ({"at_most": 0}, "alder has 1 participant (ARV) and may have at most 0", 1),
        ({"at_least": 1, "of": ["pact"]}, "alder has 0 participants of pact (none) and needs at least 1", 1),
        ({"at_most": 0, "of": ["pact"]}, None, 0),
    ],
)
def test_required_participants_counts_nations(
    limits: dict[str, Any], sentence: str | None, amount: int
) -> None:
    """Nations in any role but observer count, all of them or those of a group."""
    expected = [Violation(("alder",), sentence, amount)] if sentence else []
    assert findings(a_rule(**limits), out(ARV=Role.FULL, BMK=Role.OBSERVER), **FACTS) == expected


def test_required_participants_judges_each_exercise() -> None:
    """Each exercise is judged by itself; one that is dropped is not judged."""
    rule = a_rule(exercises=["alder", "birch"], all_of=["ARV"])
    found = findings(rule, out(BMK=Role.FULL), out("birch", ARV=Role.FULL), **FACTS)
    assert [f.exercises for f in found] == [("alder",)]
    assert findings(rule, Line(exercise="alder", held=False), **FACTS) == []


@pytest.mark.parametrize(
    ("valid", "broken"),
    [("../2027-01-04", 0), ("../2027-01-05", 1), ("2027-01-06/..", 1), ("2027-01-07/..", 0)],
)
def test_required_participants_applies_within_validity(valid: str, broken: int) -> None:
    """The exercise counts when one of its days lies within the validity."""
    assert len(findings(a_rule(all_of=["ARV"], valid=valid), out(days=2), **FACTS)) == broken
