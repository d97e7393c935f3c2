"""There is a ceiling on the troops of an exercise, in an area, or on a State's soil.

What it says      On no execution day do the planned maxima of the exercises there add up to more than `most`
                  troops: of the one `exercise`, of all that have a site in `area`, or of all that have one in
                  `host`. At an area or a host the troops are those of the sites there, added up (the whole
                  exercise, once, when one of these sites says nothing).
Why it exists     Agreements, laws that admit foreign units, and political promises name a peak that may not
                  be passed, whoever the troops belong to.
Does not say      What the host can support: see `host_load`, which counts footprint days. How many troops
                  of one nation are abroad: see `abroad_load`. What a venue holds: see `venue_capacity`. How
                  often a State may hold large exercises: see `large_activity_cap`.
Soft unit         One troop above the ceiling on the worst day.
Undecided         An exercise there has no `strength`, or a site without position that may lie in the area;
                  and what is known does not pass the ceiling.
Validity          Only days inside `valid` count; for one exercise, it applies when it has an execution day
                  inside.
Real case         Slovakia's government approved an exercise of October to December 2022 for up to 900 troops,
                  and Ukraine's law for 2022 admitted 11,500 foreign and 21,000 national troops to nine
                  exercises (info.sk, 218629, October 2022; ostro.info, 7038, December 2021).
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.exercises import Exercise
from exsched.domain.names import AreaId, Count, ExerciseId, NationId
from exsched.rulekit.decisions import Decisions, Use
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.regime import RegimeRule
from exsched.rulekit.stays import Stay, excesses, worst


class StrengthCeiling(RegimeRule):
    """The most troops in one exercise, in one area, or on the soil of one State."""

    rule: Literal["strength_ceiling"] = "strength_ceiling"
    exercise: ExerciseId | None = None
    area: AreaId | None = None
    host: NationId | None = None
    most: Count = Field(description="troops on any day")

    unit: ClassVar[str] = "troop"

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if sum(name is not None for name in (self.exercise, self.area, self.host)) != 1:
            raise ValueError("strength_ceiling needs one of exercise, area, host")
        return self

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        where = f"in {self.area or self.host}" if self.exercise is None else f"of {self.exercise}"
        paragraph = f" ({self.paragraph})" if self.paragraph else ""
        return f"the troops {where} never add up to more than {self.most}{paragraph}"

    def _venues(self, problem: Problem) -> frozenset[str]:
        if self.area is not None:
            return problem.programme.venues_in(self.area)
        return frozenset(v.id for v in problem.programme.venues.values() if v.host == self.host)

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Forbid forms that are too strong; limit the load of troops on execution days."""
        d = decisions
        if self.exercise is not None:
            for key in problem.forms_of(self.exercise):
                if (above := (problem.forms[key].strength or 0) - self.most) > 0:
                    d.never([d.touches(key, self.valid)], weight=above)
            return
        sites: dict[str, dict[str, list[str]]] = {}
        for venue in sorted(self._venues(problem)):
            for key, need in problem.could_meet(venue):
                sites.setdefault(key, {}).setdefault(need, []).append(venue)
        troops = [use for key, at in sites.items() for use in self._troops(key, problem.forms[key], at, d)]
        d.load(troops, self.most, valid=self.valid)

    @staticmethod
    def _troops(key: str, line: Exercise, sites: dict[str, list[str]], d: Decisions) -> Iterator[Use]:
        at = {need: d.any_of([d.at_site(key, need, v) for v in venues]) for need, venues in sites.items()}
        whole = d.any_of([here for need, here in at.items() if line.sites[need].strength is None])
        yield Use(d.execution(key), line.strength or 0, (whole,))
        for need, here in at.items():
            if own := line.sites[need].strength:
                yield Use(d.execution(key), own, (here, d.negation(whole)))

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Find the day with the most troops; or say whose strength is not known."""
        venues, valid = self._venues(problem), self.valid.period()
        where = f"of {self.exercise}" if self.exercise else f"in {self.area or self.host}"
        there = [held for held in self._there(laydown, venues) if held.touches(valid)]
        troops = {held.id: self._strength(held, venues) for held in there}
        stays = [Stay(held.id, held.execution, troops[held.id] or 0) for held in there]
        if most := worst(excesses(stays, self.most, valid)):
            peak = f"{number_of(most.load, 'troop')} {where} on {most.period.start}"
            which = "" if self.exercise else f" ({', '.join(most.exercises)})"
            yield Violation(most.exercises, f"{peak}{which}, and {self.most} are the most", most.by)
            return
        what = f"whether the troops {where} stay within {self.most} is not known"
        for name in (name for name, known in troops.items() if known is None):
            yield Undecided((name,), what, f"exercises.{name}.strength")
        nowhere = problem.programme.unplaced(self.area) if self.area is not None else frozenset()
        for held in laydown.held.values():
            if held.touches(valid) and (open_sites := held.venues & nowhere):
                yield Undecided((held.id,), what, ", ".join(f"venues.{v}.at" for v in sorted(open_sites)))

    def _there(self, laydown: Laydown, venues: frozenset[str]) -> Iterator[Held]:
        for held in laydown.held.values():
            if held.id == self.exercise or (self.exercise is None and held.venues & venues):
                yield held

    def _strength(self, held: Held, venues: frozenset[str]) -> int | None:
        return held.exercise.strength if self.exercise else held.strength_at(venues)
