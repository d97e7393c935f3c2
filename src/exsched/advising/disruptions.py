"""What happens to a published schedule: forces withdrawn, venues closed, nations that leave."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from exsched.advising.barred import Barred
from exsched.advising.published import named
from exsched.advising.wish import Wish
from exsched.domain.dates import Period
from exsched.rulekit.problem import Problem, Statement
from exsched.rulekit.rule import Rule
from exsched.rules.force_availability import ForceAvailability
from exsched.rules.must_be_held import MustBeHeld
from exsched.rules.required_participants import RequiredParticipants
from exsched.rules.venue_closure import VenueClosure


@dataclass(frozen=True)
class Disruption:
    """All that happens at once; days left out mean the whole horizon, an exercise left out means all.

    Attributes:
        withdraw: forces that cannot go.
        close: venues that are shut.
        forbid: exercises and the days on which they cannot be held.
        cancel: exercises that are not held.
        leaves: nations, each with the exercise that it leaves.
    """

    withdraw: tuple[tuple[str, Period | None], ...] = ()
    close: tuple[tuple[str, Period | None], ...] = ()
    forbid: tuple[tuple[str, Period], ...] = ()
    cancel: tuple[str, ...] = ()
    leaves: tuple[tuple[str, str | None], ...] = ()
    also: tuple[Rule, ...] = field(default=(), repr=False)
    """Rules that a fall-back adds."""

    def happens_to(self, problem: Problem) -> Problem:
        """The problem as it is once all this has happened."""
        gone = {(nation, name) for nation, one in self.leaves for name in _left(problem, nation, one)}
        kept = [
            left
            for said in problem.statements
            if not (isinstance(said.rule, MustBeHeld) and said.rule.exercise in self.cancel)
            for left in _without(problem, said, gone)
        ]
        return replace(problem, statements=(*kept, *named("change", self._rules(problem, gone))))

    def _rules(self, problem: Problem, gone: set[tuple[str, str]]) -> Iterator[Rule]:
        horizon = problem.programme.horizon
        for force, days in self.withdraw:
            yield ForceAvailability(force=force, dates=days or horizon, reason="withdrawn")
        for venue, days in self.close:
            yield VenueClosure(venue=venue, dates=(days or horizon,), reason="closed")
        for name, barred in self.forbid:
            yield Barred(exercise=name, days=barred)
        for name in self.cancel:
            yield Wish(exercise=name, held=False)
        for nation, name in sorted(gone):
            yield Barred(exercise=name, nation=nation)
        yield from self.also


def _left(problem: Problem, nation: str, exercise: str | None) -> Iterator[str]:
    """The exercises that a nation leaves."""
    for name in problem.exercises:
        if exercise in {None, name} and nation in problem.nations_of(name):
            yield name


def _without(problem: Problem, said: Statement, gone: set[tuple[str, str]]) -> Iterator[Statement]:
    """The statement without the demand that a nation is there which has left."""
    rule = said.rule
    if not isinstance(rule, RequiredParticipants):
        yield said
        return
    wanted = problem.expand(rule.all_of)
    hit = [name for name in rule.exercises if any((nation, name) in gone for nation in wanted)]
    if not hit:
        yield said
        return
    if others := tuple(name for name in rule.exercises if name not in hit):
        yield replace(said, rule=rule.model_copy(update={"exercises": others}))
    for name in hit:
        rest = tuple(sorted(nation for nation in wanted if (nation, name) not in gone))
        if rest or rule.at_least is not None or rule.at_most is not None:
            own = rule.model_copy(update={"exercises": (name,), "all_of": rest})
            yield replace(said, key=f"{said.key} {name}" if others or len(hit) > 1 else said.key, rule=own)
