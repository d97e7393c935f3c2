"""A programme and a schedule as one viewer sees them.

A projection is a problem like any other. It is a function of what the viewer may see: no order, number, key
or place in it follows from anything else. All that a nation is shown is worked out from its projection, and
never filtered out of what was worked out from the whole.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from exsched.access.blocks import Block, busy_blocks, closures, cover_blocks
from exsched.access.entities import Entities, Names, names_needed
from exsched.access.exercises import exercise_seen, line_seen, sites_hidden
from exsched.access.sight import Seeing
from exsched.access.statements import Words, facts_seen, statements_seen
from exsched.access.viewer import Viewer
from exsched.domain.dates import Period
from exsched.domain.exercises import Exercise
from exsched.domain.history import PastExercise
from exsched.domain.programme import ActOnRecord, Programme, ReferenceSchedule
from exsched.domain.schedule import Line, Schedule
from exsched.domain.venues import Venue
from exsched.goals.hold_exercises import HoldExercises
from exsched.goals.soft_rules import SoftRules
from exsched.goals.wanted_dates import WantedDates
from exsched.goals.wanted_participation import WantedParticipation
from exsched.intake.fingerprint import input_hash
from exsched.rulekit.goal import Goal
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem, Settings, Statement
from exsched.rules.legal_cover import LegalCover

USUAL_GOALS: tuple[tuple[Goal, ...], ...] = (
    (HoldExercises(),),
    (SoftRules(), WantedDates(), WantedParticipation()),
)
"""What a what-if is measured by; the own goals of the programme are for the authority."""


def project(problem: Problem, viewer: Viewer, schedule: Schedule | None = None) -> Problem:
    """The problem as the viewer sees it; whoever sees everything sees the problem itself.

    With a schedule, those who take part in an exercise there see it, and reserved blocks stand in the problem
    as exercises; without one there are no blocks.
    """
    if viewer.sees_everything:
        return problem
    return _Projection(_seeing(problem, viewer, schedule), as_exercises=schedule is not None).problem


def project_for_what_if(problem: Problem, viewer: Viewer, schedule: Schedule | None = None) -> Problem:
    """The problem on which a nation may ask what if: reserved blocks of a published schedule close venues.

    Nothing is solved for a nation on more than this, so no number of questions tells it more.
    """
    if viewer.sees_everything:
        return problem
    return _Projection(_seeing(problem, viewer, schedule), as_exercises=False).problem


def project_schedule(problem: Problem, schedule: Schedule, viewer: Viewer) -> Schedule:
    """The schedule as the viewer sees it; its lines belong to `project(problem, viewer, schedule)`."""
    if viewer.sees_everything:
        return schedule
    return _Projection(_seeing(problem, viewer, schedule), as_exercises=True).schedule


def project_both(
    problem: Problem, schedule: Schedule, viewer: Viewer, laydown: Laydown | None = None
) -> tuple[Problem, Schedule]:
    """Both at once; a laydown that is at hand is not worked out again."""
    if viewer.sees_everything:
        return problem, schedule
    seeing = Seeing(problem, viewer, laydown or Laydown(problem, schedule))
    projection = _Projection(seeing, as_exercises=True)
    return projection.problem, projection.schedule


def _seeing(problem: Problem, viewer: Viewer, schedule: Schedule | None) -> Seeing:
    return Seeing(problem, viewer, Laydown(problem, schedule) if schedule else None)


@dataclass(frozen=True)
class _Projection:
    """The parts of a projection, each made once."""

    seeing: Seeing
    as_exercises: bool

    @cached_property
    def problem(self) -> Problem:
        """The problem as it is seen."""
        programme = self._programme
        written = self._statements
        rules = [statement.rule for statement in written]
        return Problem(
            programme=programme,
            statements=(*written, *facts_seen(self.seeing, programme)),
            tiers=USUAL_GOALS,
            settings=Settings(),
            input_hash=input_hash(programme, rules, USUAL_GOALS, Settings()),
            owners=self._owners(programme, written),
        )

    @cached_property
    def schedule(self) -> Schedule:
        """The schedule as it is seen, by exercise."""
        laydown = self.seeing.laydown
        lines = self._lines(laydown.schedule.lines) if laydown else ()
        return Schedule(programme=self.seeing.problem.programme.programme.id, lines=lines)

    @cached_property
    def _blocks(self) -> list[Block]:
        """Without a schedule there are none: cover blocks alone would show which of them are cover."""
        if self.seeing.laydown is None:
            return []
        return sorted((*cover_blocks(self.seeing), *busy_blocks(self.seeing)))

    def _lines(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        """The lines of what is seen, and of the blocks that stand in the projection as exercises."""
        seen = [line_seen(self.seeing, line) for line in lines if line.exercise in self.seeing.full]
        blocks = [block.line() for block in self._blocks] if self.as_exercises else []
        return tuple(sorted((*seen, *blocks), key=lambda line: line.exercise))

    @cached_property
    def _exercises(self) -> dict[str, Exercise]:
        decided = self.seeing.laydown.schedule.by_exercise if self.seeing.laydown else {}
        seen = {
            name: exercise_seen(
                self.seeing,
                line,
                sites_hidden(self.seeing, decided[name]) if name in decided else frozenset(),
            )
            for name, line in self.seeing.full.items()
        }
        if self.as_exercises:
            seen |= {block.id: block.exercise() for block in self._blocks}
        return dict(sorted(seen.items()))

    @cached_property
    def _history(self) -> dict[str, PastExercise]:
        return {past.id: past for past in Entities(self.seeing, {}).history()}

    @cached_property
    def _words(self) -> Words:
        seen = [line for name, line in self._exercises.items() if name in self.seeing.full]
        return Words(seen, self._history.values(), self.seeing.problem.programme.planning)

    @cached_property
    def _statements(self) -> tuple[Statement, ...]:
        return statements_seen(self.seeing, self._words)

    @cached_property
    def _needed(self) -> Names:
        rules = [statement.rule for statement in self._statements]
        lines = [line for schedule in self._references.values() for line in schedule.lines]
        needed = names_needed(self.seeing, self._exercises.values(), rules, (*lines, *self.schedule.lines))
        needed.setdefault("venue", set()).update(venue for block in self._blocks for venue in block.venues)
        return needed

    @cached_property
    def _references(self) -> dict[str, ReferenceSchedule]:
        """Earlier schedules, as far as they speak of what is seen; those that statements name stay."""
        named = names_needed(self.seeing, (), [s.rule for s in self._statements], ()).get("schedule", set())
        found = {}
        for name, schedule in sorted(self.seeing.problem.programme.schedules.items()):
            if name in named or any(line.exercise in self.seeing.full for line in schedule.lines):
                lines = self._lines(schedule.lines)
                found[name] = schedule.model_copy(update={"lines": lines, "source": None})
        return found

    @cached_property
    def _programme(self) -> Programme:
        facts = self.seeing.problem.programme
        entities = Entities(self.seeing, self._needed, self._words.tags)
        venues = {name: self._with_blocks(venue) for name, venue in entities.venues().items()}
        kinds = [s.rule.kind for s in self._statements if isinstance(s.rule, LegalCover)]
        return Programme.model_construct(
            exsched=facts.exsched,
            programme=facts.programme.model_copy(update={"source": None, "notes": None}),
            groups=dict(sorted(facts.groups.items())),
            nations=entities.nations(),
            agreements=entities.agreements(kinds),
            areas=entities.areas(venues),
            venues=venues,
            forces=entities.forces(),
            pools=entities.pools(),
            periods=entities.periods(),
            planning=entities.planning(),
            exercises=self._exercises,
            acts=tuple(self._acts(facts.acts)),
            history=self._history,
            schedules=self._references,
            cover={},
        )

    def _with_blocks(self, venue: Venue) -> Venue:
        if self.as_exercises:
            return venue
        more = tuple(closures(self._blocks, venue, self._uses_seen(venue.id)))
        return venue.model_copy(update={"closed": (*venue.closed, *more)}) if more else venue

    def _uses_seen(self, venue: str) -> list[Period]:
        """The days on which the viewer sees an exercise at a venue."""
        return [line.execution for line in self.schedule.lines if line.held and venue in line.sites.values()]

    def _acts(self, acts: Iterable[ActOnRecord]) -> list[ActOnRecord]:
        seen = [
            act if self.seeing.owns("exercises", act.exercise) else act.model_copy(update={"source": None})
            for act in acts
            if act.exercise in self.seeing.full
        ]
        return sorted(seen, key=lambda act: (act.exercise, act.act, act.on, act.source or ""))

    def _owners(self, programme: Programme, statements: Iterable[Statement]) -> dict[tuple[str, str], str]:
        """What the viewer's nation wrote; who wrote the rest is not told."""
        nation = self.seeing.viewer.nation
        if nation is None:
            return {}
        own = {
            (section, name)
            for section, name in self.seeing.problem.owners
            if section in Programme.model_fields
            and self.seeing.owns(section, name)
            and (not name or name in getattr(programme, section))
        }
        own |= {("rules", s.key) for s in statements if s.place is not None}
        return dict.fromkeys(sorted(own), nation)
