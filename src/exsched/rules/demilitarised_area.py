"""An area is free of military activity, but for what is expressly permitted.

What it says      No exercise has a site in the area, unless it is one of `exercises`, or has one of `tags`.
                  On the border of the area is inside.
Why it exists     Treaties have made some islands and zones neutral or demilitarised; search and rescue,
                  visits and civil protection are often permitted there, and named in the treaty or by the
                  owner.
Does not say      What may be done on the way through the area, or how near to it: see `border_standoff`.
Soft unit         One exercise with a site there.
Undecided         A venue without a position is not known to lie inside or outside an area that is drawn on
                  the map.
Validity          Applies to exercises that have an execution day inside `valid`.
Real case         Svalbard may not be used for warlike purposes (Treaty of 9 February 1920, Article 9); the
                  Åland islands are demilitarised and neutral (Convention of 20 October 1921, Articles 3 and
                  4).
"""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from exsched.domain.exercises import Exercise
from exsched.domain.names import AreaId, ExerciseIds, Tags
from exsched.rulekit.decisions import Decisions
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.regime import RegimeRule


class DemilitarisedArea(RegimeRule):
    """An area in which nothing is held that is not permitted."""

    rule: Literal["demilitarised_area"] = "demilitarised_area"
    area: AreaId
    exercises: ExerciseIds = Field(default=(), description="permitted exercises")
    tags: Tags = Field(default=(), description="exercises with one of these tags are permitted")

    unit: ClassVar[str] = "exercise"

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        permitted = ", ".join([*self.exercises, *self.tags])
        return f"no exercise has a site in {self.area}" + (f", except {permitted}" if permitted else "")

    def _permits(self, line: Exercise) -> bool:
        return line.id in self.exercises or bool(set(self.tags) & set(line.tags))

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Forbid the venues of the area to every form that is not permitted."""
        d, venues = decisions, sorted(problem.programme.venues_in(self.area))
        for name in sorted({name for venue in venues for name, _ in problem.could_meet(venue)}):
            if not self._permits(problem.forms[name]):
                d.never([d.uses(name, venues), d.touches(name, self.valid)])

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Look at the sites of every exercise that is not permitted."""
        inside, unknown = problem.programme.venues_in(self.area), problem.programme.unplaced(self.area)
        for held in laydown.held.values():
            if self._permits(held.exercise) or not held.touches(self.valid.period()):
                continue
            if where := sorted(held.venues & inside):
                what = f"{held.id} is held at {', '.join(where)}, which lies in {self.area}"
                yield Violation((held.id,), what)
            elif lost := sorted(held.venues & unknown):
                what = f"whether {held.id} has a site in {self.area} is not known"
                yield Undecided((held.id,), what, ", ".join(f"venues.{name}.at" for name in lost))
