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
Undecided         Two exercises are too near, and of one it is not known whether it is meant: it has no
                  `domains` or no `sponsor` where `where` asks for them, or a site without a position that may
                  lie in the area.
Soft unit         One day missing between two exercises, at most `days` for a pair. Soft unless `hard:
                  true`.
Validity          Applies to exercises that have an execution day inside `valid`.
Real case         Planners of air exercises spread those that need AWACS and tankers over the year.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import ClassVar, Literal

from pydantic import Field

from exsched.domain.names import AreaId, PositiveDays
from exsched.rulekit.decisions import Decisions
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.places import positions_missing
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule
from exsched.rulekit.where import Where


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
        meant = [key for key, line in problem.forms.items() if self.where.matches(line)]
        when = {
            name: [d.touches(name, self.valid), *([] if region is None else [d.uses(name, region)])]
            for name in meant
        }
        pairs = (pair for pair in combinations(meant, 2) if len({problem.forms[key].id for key in pair}) == 2)
        for one, other in pairs:
            d.apart(d.execution(one), d.execution(other), self.days, [*when[one], *when[other]])

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Go through the exercises by STARTEX and look at those that follow too closely."""
        lacking = dict(self._lacking(problem, laydown))
        meant = sorted(
            (laydown.held[name] for name in lacking), key=lambda held: (held.execution.start, held.id)
        )
        for n, one in enumerate(meant):
            for m in range(n + 1, len(meant)):
                other = meant[m]
                gap = (other.execution.start - one.execution.end).days
                if gap >= self.days:
                    break
                what = f"{other.id} starts on {other.execution.start}, {one.id} ends on {one.execution.end}"
                short = min(self.days, self.days - gap)
                what += f": {short} of {number_of(self.days, 'day')} missing"
                if missing := ", ".join((*lacking[one.id], *lacking[other.id])):
                    yield Undecided((one.id, other.id), f"{what}, if both are meant", missing)
                else:
                    yield Violation((one.id, other.id), what, short)

    def _lacking(self, problem: Problem, laydown: Laydown) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The exercises that are meant, or may be, each with what is not known about that."""
        facts, areas = problem.programme, (self.area,) if self.area else ()
        for held in laydown.held.values():
            if self.where.means(held.exercise) is False or not held.touches(self.valid.period()):
                continue
            lost = positions_missing(facts, areas, held.venues)
            if not areas or lost or held.venues & facts.venues_in(areas[0]):
                yield held.id, (*self.where.missing(held.exercise), *lost)
