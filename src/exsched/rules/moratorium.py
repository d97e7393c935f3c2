"""For a time, no exercises of one sort with any of the parties.

What it says      No exercise in which a party takes part, in any role but observer, has an execution day on
                  the days of `dates` or `period`; one party is enough. With `area`, only exercises with a
                  site there; with `kinds`, only those kinds; with `tags`, only exercises with one of them;
                  with `where`, only those that it means (such as those of one sponsor or series).
                  Exercises named in `exempt`, or with one of the `exempt_tags`, are free.
Why it exists     Parties agree to keep a tense region quiet in a season, a State halts exercises with
                  everybody for a time, or a sponsor suspends its own.
Does not say      Anything about arrival and departure, nor about exercises of others in the area: for those
                  see `blackout_period`.
Forms             Kind and tags are those of the form in which an exercise is held.
Soft unit         One exercise that breaks it.
Validity          Only days inside `valid` count.
Undecided         When nobody knows whether a venue lies in the area, for want of a position, and when `where`
                  asks for a sponsor or for domains that an exercise does not have written.
Real case         Greece and Turkey keep from exercising in the high seas of the Aegean from 15 June to 15
                  September (understandings of 1988; Kathimerini, 2023). Serbia halted exercises with all
                  partners for six months from 9 September 2020.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.dates import Period, Validity
from exsched.domain.exercises import Exercise, Kind, Periods
from exsched.domain.names import AreaId, ExerciseIds, NationsOrGroups, PeriodId, Tags
from exsched.rulekit.decisions import Decisions
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.regime import RegimeRule
from exsched.rulekit.where import Where


class Moratorium(RegimeRule):
    """A halt to exercises of one sort."""

    rule: Literal["moratorium"] = "moratorium"
    parties: NationsOrGroups = Field(min_length=1, description="none of these takes part")
    dates: Periods = ()
    period: PeriodId | None = Field(
        default=None, description="a period named under `periods`, in place of dates"
    )
    area: AreaId | None = Field(default=None, description="only exercises with a site there")
    kinds: tuple[Kind, ...] = Field(default=(), description="only these kinds; all if left out")
    tags: Tags = Field(default=(), description="only exercises with one of these tags; all if left out")
    where: Where = Field(default=Where(), description="only these exercises; all if left out")
    exempt: ExerciseIds = Field(default=(), description="exercises that are free")
    exempt_tags: Tags = Field(default=(), description="exercises with one of these tags are free")

    unit: ClassVar[str] = "exercise"

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if bool(self.dates) == (self.period is not None):
            raise ValueError("a moratorium needs either dates or period")
        return self

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        named = problem.programme.periods[self.period].label if self.period else ""
        when = named or ", ".join(str(period) for period in self.dates)
        who = ", ".join(sorted(problem.expand(self.parties)))
        sort = "".join(f" {word}" for word in self._sorts() if word)
        where = f" in {self.area}" if self.area else ""
        free = [*self.exempt, *self.exempt_tags]
        but = f", but for {', '.join(free)}" if free else ""
        return f"during {when} no{sort} exercise with {who} is held{where}{but}"

    def _sorts(self) -> list[str]:
        return ["/".join(self.kinds), "/".join(self.tags), "" if self.where == Where() else str(self.where)]

    def _periods(self, problem: Problem) -> list[Period]:
        said = problem.programme.periods[self.period].dates if self.period else self.dates
        return [common for period in said if (common := period.common(self.valid.period()))]

    def _concerns(self, line: Exercise) -> bool:
        return (
            line.id not in self.exempt
            and not set(self.exempt_tags) & set(line.tags)
            and (not self.kinds or line.kind in self.kinds)
            and (not self.tags or bool(set(self.tags) & set(line.tags)))
        )

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Forbid execution days in it to every form of an exercise that is meant."""
        d, who = decisions, problem.expand(self.parties)
        region = problem.programme.venues_in(self.area) if self.area else frozenset()
        times = [Validity(start=period.start, end=period.end) for period in self._periods(problem)]
        able = (
            {key for venue in region for key, _ in problem.could_meet(venue)} if self.area else problem.forms
        )
        for key, line in problem.forms.items():
            there = sorted(who & problem.nations_of(key))
            if there and key in able and self._concerns(line) and self.where.matches(line):
                present = d.any_of([d.takes_part(nation, key) for nation in there])
                during = d.any_of([d.touches(key, time) for time in times])
                d.never([present, during, *([d.uses(key, region)] if self.area else [])])

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Look at each exercise that is meant and has a day in it."""
        who, periods = problem.expand(self.parties), self._periods(problem)
        for held in laydown.held.values():
            there = held.participants() & who
            shared = [common for p in periods if (common := p.common(held.execution))]
            meant = self.where.means(held.exercise)
            if not (there and shared and self._concerns(held.exercise)) or meant is False:
                continue
            first = min(common.start for common in shared)
            here = self._in_area(problem, held)
            if here and meant is None:
                sentence = f"whether a moratorium on {first} means {held.id} is not known"
                yield Undecided((held.id,), sentence, ", ".join(self.where.missing(held.exercise)))
            elif here:
                what = f"{held.id} with {', '.join(sorted(there))} is held on {first}"
                yield Violation((held.id,), f"{what}, during a moratorium")
            elif here is None:
                places = sorted(problem.programme.unplaced(self.area or "") & held.venues)
                sentence = f"whether {held.id} breaks a moratorium on {first} depends on where it is held"
                yield Undecided((held.id,), sentence, ", ".join(f"venues.{name}.at" for name in places))

    def _in_area(self, problem: Problem, held: Held) -> bool | None:
        """Whether a site lies in the area; None when that is not known."""
        if self.area is None or held.venues & problem.programme.venues_in(self.area):
            return True
        return None if held.venues & problem.programme.unplaced(self.area) else False
