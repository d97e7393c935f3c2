"""What a schedule file claims is carried on only while it is still true."""

import json
from typing import Any

import pytest

from exsched.checking.judge import judge
from exsched.commands.claims import outcome
from exsched.domain.outcome import Evidence, GoalValue, Outcome, Status, TierResult
from exsched.exporting import FORMATS
from exsched.goals.hold_exercises import HoldExercises
from exsched.rulekit.verdict import Answer
from tests.builders import a_line, a_problem, a_schedule

PROBLEM = a_problem(
    goals=(HoldExercises(),), exercises={"alpha": {"title": "ALPHA", "days": 1, "held": "may"}}
)
SCHEDULE = a_schedule(a_line("alpha", "2027-01-04"))
VERDICT = judge(PROBLEM, SCHEDULE)
OUTCOME = Outcome(
    status=Status.OPTIMAL,
    evidence=Evidence.CLAIMED,
    tiers=(
        TierResult(
            goals=(GoalValue(goal="hold_exercises", unit="worth", value=0, weight=1),),
            value=0,
            bound=0,
            proved=True,
        ),
    ),
    seed=7,
    parameters={"workers": 2},
    versions={"ortools": "9"},
)


def a_file(**changes: Any) -> bytes:
    """The schedule file of our own writer, with some top-level keys changed."""
    written = json.loads(FORMATS["json"].write(Answer(PROBLEM, SCHEDULE, VERDICT, OUTCOME)))
    return json.dumps(written | changes).encode()


def test_claim_of_our_own_file_is_read_back() -> None:
    """Status, evidence, tiers, seed and versions survive the file."""
    assert outcome(a_file(), VERDICT) == OUTCOME


def test_claim_about_other_lines_is_lost() -> None:
    """The same file is no longer about a schedule that was changed."""
    moved = judge(PROBLEM, a_schedule(a_line("alpha", "2027-01-05")))
    assert outcome(a_file(), moved) is None


def test_claim_about_other_values_is_lost() -> None:
    """A value that the checker does not measure makes the claim worthless."""
    empty = judge(PROBLEM, a_schedule())
    forged = a_file(verdict=empty.certificate())
    assert outcome(forged, empty) is None


@pytest.mark.parametrize(
    "content",
    [
        b"exercise,startex\n",
        b"[]",
        b"{}",
        a_file(verdict=None),
        a_file(outcome=None),
        a_file(made_with=[]),
        a_file(outcome={"status": "splendid", "evidence": "E9", "tiers": []}),
        a_file(outcome={"status": "optimal", "evidence": "E2", "tiers": [{}]}),
        a_file(outcome={"status": "optimal", "evidence": "E2", "tiers": [4]}),
        a_file(outcome={"status": "optimal", "evidence": "E2", "tiers": None}),
        a_file(outcome={"status": "optimal", "evidence": "E2", "tiers": []}),
    ],
)
def test_file_without_a_readable_claim_has_none(content: bytes) -> None:
    """Files typed by hand, and claims in another shape, claim nothing."""
    assert outcome(content, VERDICT) is None
