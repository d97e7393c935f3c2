"""Places in words and as data: dates, venues and forces, what each costs tier by tier, what is left."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from exsched.advising.conflict import Conflict
from exsched.advising.place import APART, Place, Places
from exsched.advising.told import conflict_json, conflict_lines
from exsched.exporting.wording import many
from exsched.rulekit.laydown import Held

_BROKEN = 3
"""Soft statements told for a place at most; JSON has all."""


@dataclass(frozen=True)
class Told:
    """What was found, for people and for programs."""

    found: Places

    def lines(self) -> list[str]:
        """The answer for people."""
        found = self.found
        if not found.places:
            return self._nothing()
        head = f"{found.asked.exercise}, with all other lines as they are; costs against not holding it"
        lines = [head if found.was is None else f"{head}; now {where(found.was)}"]
        for number, one in enumerate(found.places, 1):
            now = " (as now)" if found.was and where(one.held) == where(found.was) else ""
            lines += [f"{number}. {where(one.held)}{now}", *(f"   {line}" for line in self._costs(one))]
        return [*lines, self._end()]

    def _costs(self, one: Place) -> Iterator[str]:
        tiers = zip(one.answer.problem.tiers, one.answer.verdict.tier_values(), self.costs(one), strict=True)
        for number, (goals, value, cost) in enumerate(tiers, 1):
            yield f"tier {number} {' + '.join(goal.goal for goal in goals)}: {value} ({cost:+d})"
        broken = self.broken(one)
        yield from (f"breaks, softly: {sentence}" for sentence in broken[:_BROKEN])
        if len(broken) > _BROKEN:
            yield f"and {len(broken) - _BROKEN} more soft ones; --json shows all"
        if not one.proved:
            yield "a better place is not ruled out"

    def costs(self, one: Place) -> tuple[int, ...]:
        """What each tier grows by; less than 0 where holding the exercise is worth more than it costs."""
        pairs = zip(self.found.without.verdict.tier_values(), one.answer.verdict.tier_values(), strict=True)
        return tuple(after - before for before, after in pairs)

    def broken(self, one: Place) -> list[str]:
        """Soft statements that are broken there and would not be without the exercise."""
        before = {entry.violation.sentence for entry in self.found.without.verdict.soft}
        now = (entry.violation.sentence for entry in one.answer.verdict.soft)
        return [sentence for sentence in now if sentence not in before]

    def _end(self) -> str:
        found = self.found
        if len(found.places) == found.asked.number:
            return "there may be more; --number asks for them"
        if found.exhausted:
            return f"no other place lies {many(APART, 'day')} from these or at another venue"
        return "no further place was found within the time limit"

    def _nothing(self) -> list[str]:
        found = self.found
        so = f"{found.asked.exercise} has no place while all other lines stay as they are"
        if not found.exhausted:
            return [f"Undecided within the time limit whether {found.asked.exercise} has a place."]
        if found.conflict is None or found.fixed is None:
            return [f"{so}; what stands in the way was not found in time. hint: raise --time-limit"]
        return [*conflict_lines(found.fixed, self._conflict(found.conflict), so), self._hint()]

    def _hint(self) -> str:
        """What else can be asked; first of all, whether the other lines keep the rules themselves."""
        mine = self.found.asked.exercise
        if any(mine not in broken.violation.exercises for broken in self.found.without.verdict.hard):
            return "hint: the other lines break hard statements by themselves; `exsched verify` lists them"
        return "hint: `exsched why-not` shows what it would cost if other lines may move"

    def _conflict(self, conflict: Conflict) -> Conflict:
        """The conflict without the wish itself."""
        others = tuple(said for said in conflict.statements if said.key != "~placed")
        return Conflict(others or conflict.statements, conflict.smallest, conflict.evidence)

    def as_json(self) -> dict[str, Any]:
        """The answer for a program."""
        found = self.found
        fixed, conflict = found.fixed, found.conflict
        return {
            "exercise": found.asked.exercise,
            "was": _held(found.was) if found.was else None,
            "without": list(found.without.verdict.tier_values()),
            "places": [self._place(one) for one in found.places],
            "exhausted": found.exhausted,
            "conflict": conflict_json(fixed, self._conflict(conflict)) if fixed and conflict else None,
        }

    def _place(self, one: Place) -> dict[str, Any]:
        return _held(one.held) | {
            "tiers": list(one.answer.verdict.tier_values()),
            "costs": list(self.costs(one)),
            "breaks_softly": self.broken(one),
            "proved": one.proved,
        }


def where(held: Held) -> str:
    """Dates, form, venues, forces and nations in one line."""
    line = held.line
    parts = [
        f"{held.execution} ({many(held.execution.days, 'day')})",
        f"in the form {line.form}" if line.form else "",
        ", ".join(f"{need} at {venue}" for need, venue in sorted(line.sites.items())),
        ", ".join(f"{role} by {_counted(taken)}" for role, taken in sorted(line.forces.items()) if taken),
        f"with {', '.join(sorted(held.roles))}" if held.roles else "",
    ]
    return "; ".join(filter(None, parts))


def _counted(taken: dict[str, int]) -> str:
    return " and ".join(f"{number} {force}" for force, number in sorted(taken.items()) if number)


def _held(held: Held) -> dict[str, Any]:
    """A line as data, with the nations that follow from it."""
    return held.line.model_dump(mode="json") | {"nations": sorted(held.roles)}
