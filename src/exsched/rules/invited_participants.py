"""Nobody takes part who was not asked.

What it says      A nation that takes part is named under `must` or `may`, hosts one of the sites, or sends a
                  force that fills a role.
Why it exists     A schedule typed by hand can name anybody; a participant that the programme does not know of
                  has no agreed role, and no other rule was written with it in mind.
Does not say      What a nation that was asked may do: its role is the one written for it, else full with a
                  force, else host.
Soft unit         One nation.
Real case         Late offers are common; a staff adds the nation to the programme first, so that reservations
                  and limits are looked at, and only then to the schedule.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from exsched.domain.names import ExerciseId
from exsched.domain.programme import Programme
from exsched.rulekit.decisions import Decisions
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Path, Rule


class InvitedParticipants(Rule):
    """Only nations that are named, that host, or that send a force."""

    rule: Literal["invited_participants"] = "invited_participants"
    exercise: ExerciseId

    unit: ClassVar[str] = "nation"

    @classmethod
    def from_facts(cls, programme: Programme) -> Iterator[tuple[Path, Self]]:
        """One for each exercise."""
        for name in programme.exercises:
            yield ("exercises", name, "participants"), cls(exercise=name)

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        del problem
        return f"only nations that are named, that host or that send a force take part in {self.exercise}"

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Nothing to forbid: what is decided has no place for anybody else."""

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Look for nations that nothing in the programme brings to the exercise."""
        held = laydown.held.get(self.exercise)
        if held is None or not held.touches(self.valid.period()):
            return
        asked = held.exercise.participants
        sending = {commitment.force.nation for commitment in held.commitments}
        for nation in sorted(set(held.roles) - {*asked.must, *asked.may} - held.hosts - sending):
            why = "is not named there, does not host and sends no force"
            yield Violation((self.exercise,), f"{nation} takes part in {self.exercise} but {why}")
