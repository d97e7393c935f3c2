"""Exercises of one sort are kept some days apart.

What it says      Of every two exercises that match `where`, the later starts at least `days` days after the
                  earlier ends. 1 means that they share no day; 15 leaves 14 empty days between. With
                  `area`, only pairs count that both have a site in that area.
Why it exists     Tanker crews, range staffs, the press and the neighbours need a pause between like events.
Does not say      Which of the two comes first (see `precedence`), nor anything about one venue's own pause
                  between users (see `venue_changeover`).
Where             `exercises`, `kinds`, `domains`, `tags`, `series`, `sponsor`: an exercise matches when it
                  meets every one that is given, a list by any of its words. Nothing given matches every
                  exercise.
Soft unit         One day missing between two exercises, at most `days` for a pair. Soft unless `hard:
                  true`.
Validity          Applies to exercises that have an execution day inside `valid`.
Real case         Planners of air exercises spread those that need AWACS and tankers over the year.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import ClassVar, Literal

from pydantic import Field

from exsched.domain.dates import Frozen
from exsched.domain.exercises import Exercise, Kind
from exsched.domain.forces import ServiceDomain
from exsched.domain.names import AreaId, ExerciseIds, Id, Name, PositiveDays, Tags
from exsched.rulekit.decisions import Decisions
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule


class Where(Frozen):
    """Which exercises are meant; each key that is given must be met."""

    exercises: ExerciseIds = ()
    kinds: tuple[Kind, ...] = ()
    domains: tuple[ServiceDomain, ...] = ()
    tags: Tags = ()
    series: Id | None = None
    sponsor: Name | None = None

    def matches(self, line: Exercise) -> bool:
        """Whether an exercise is meant."""
        return (
            (not self.exercises or line.id in self.exercises)
            and (not self.kinds or line.kind in self.kinds)
            and (not self.domains or bool(set(self.domains) & set(line.domains)))
            and (not self.tags or bool(set(self.tags) & set(line.tags)))
            and (self.series is None or line.series == self.series)
            and (self.sponsor is None or line.sponsor == self.sponsor)
        )

    def __str__(self) -> str:
        words = [*self.exercises, *self.kinds, *self.domains, *self.tags, self.series, self.sponsor]
        return " ".join(str(word) for word in words if word) or "any"


class Spacing(Rule):
    """The least distance in days between two exercises of one sort."""

    rule: Literal["spacing"] = "spacing"
    where: Where = Field(default=Where(), description="which exercises are meant; all if left out")
    days: PositiveDays = Field(description="least days from ENDEX of one to STARTEX of the next")
    area: AreaId | None = Field(
        default=None, description="only exercises with a site there; anywhere if left out"
    )

    unit: ClassVar[str] = "day"
    soft_by_default: ClassVar[bool] = True

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        where = f" in {self.area}" if self.area else ""
        return f"{self.where} exercises{where} are at least {number_of(self.days, 'day')} apart"

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Keep the execution days of every two apart."""
        d = decisions
        region = problem.programme.venues_in(self.area) if self.area else None
        meant = [name for name, line in problem.exercises.items() if self.where.matches(line)]
        when = {
            name: [d.touches(name, self.valid), *([] if region is None else [d.uses(name, region)])]
            for name in meant
        }
        for one, other in combinations(meant, 2):
            d.apart(d.execution(one), d.execution(other), self.days, [*when[one], *when[other]])

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Go through the exercises by STARTEX and look at those that follow too closely."""
        valid = self.valid.period()
        region = problem.programme.venues_in(self.area) if self.area else None
        meant = sorted(
            (h for h in laydown.held.values() if self.where.matches(h.exercise) and h.touches(valid)),
            key=lambda h: (h.execution.start, h.id),
        )
        meant = [h for h in meant if region is None or h.venues & region]
        for n, one in enumerate(meant):
            for m in range(n + 1, len(meant)):
                other = meant[m]
                gap = (other.execution.start - one.execution.end).days
                if gap >= self.days:
                    break
                what = f"{other.id} starts on {other.execution.start}, {one.id} ends on {one.execution.end}"
                short = min(self.days, self.days - gap)
                yield Violation(
                    (one.id, other.id), f"{what}: {short} of {number_of(self.days, 'day')} missing", short
                )
