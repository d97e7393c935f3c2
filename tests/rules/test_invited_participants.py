"""Nobody takes part who was not asked."""

from typing import Any

from exsched.domain.exercises import Role
from exsched.rulekit.finding import Violation
from exsched.rules.invited_participants import InvitedParticipants
from tests.builders import a_laydown, a_line, a_problem

FACTS: dict[str, Any] = {
    "forces": {"rifles": {"name": "R", "nation": "CAL", "domain": "land"}},
    "exercises": {
        "alder": {
            "title": "A",
            "days": 1,
            "sites": {"land": "north"},
            "participants": {"must": {"BMK": {"role": "observer"}}},
            "forces": {"units": {"need": "0..1", "any_of": ["rifles"]}},
        }
    },
}
RULE = InvitedParticipants(exercise="alder")
PROBLEM = a_problem(RULE, **FACTS)


def test_named_hosting_and_sending_nations_are_asked() -> None:
    """Each of the three ways to be there is enough."""
    line = a_line("alder", "2027-01-05", sites={"land": "north"}, forces={"units": {"rifles": 1}})
    laydown = a_laydown(PROBLEM, line.model_copy(update={"participants": {"BMK": Role.OBSERVER}}))
    assert list(RULE.check(PROBLEM, laydown)) == []
    assert laydown.held["alder"].roles == {"ARV": Role.HOST, "BMK": Role.OBSERVER, "CAL": Role.FULL}


def test_nation_that_nobody_asked_is_a_violation() -> None:
    """Calder without its force has no business there."""
    line = a_line("alder", "2027-01-05", participants={"CAL": Role.OBSERVER})
    said = "CAL takes part in alder but is not named there, does not host and sends no force"
    assert list(RULE.check(PROBLEM, a_laydown(PROBLEM, line))) == [Violation(("alder",), said)]


def test_role_is_the_one_that_is_written_in_the_programme() -> None:
    """A schedule cannot make an observer of a nation whose force is there, nor a full part of an observer."""
    line = a_line(
        "alder",
        "2027-01-05",
        forces={"units": {"rifles": 1}},
        participants={"CAL": Role.OBSERVER, "BMK": Role.FULL},
    )
    roles = a_laydown(PROBLEM, line).held["alder"].roles
    assert roles == {"BMK": Role.OBSERVER, "CAL": Role.FULL}


def test_rule_sleeps_when_the_exercise_is_dropped_or_outside_its_validity() -> None:
    """No line, or no day within `valid`."""
    line = a_line("alder", "2027-01-05", participants={"CAL": Role.FULL})
    later = InvitedParticipants.model_validate(
        {"rule": "invited_participants", "exercise": "alder", "valid": "2027-01-06/.."}
    )
    assert list(RULE.check(PROBLEM, a_laydown(PROBLEM))) == []
    assert list(later.check(PROBLEM, a_laydown(PROBLEM, line))) == []


def test_facts_make_one_statement_for_each_exercise() -> None:
    """It stands at the exercise's participants."""
    facts = list(InvitedParticipants.from_facts(PROBLEM.programme))
    assert facts == [(("exercises", "alder", "participants"), RULE)]


def test_explain_says_who_may_come() -> None:
    """One sentence."""
    said = "only nations that are named, that host or that send a force take part in alder"
    assert RULE.explain(PROBLEM) == said
