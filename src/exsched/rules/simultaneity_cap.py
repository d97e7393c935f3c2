"""A State has only so many large activities at the same time.

What it says      On no day are more than `most` exercises concerned in execution on the soil of one of
                  `nations` (or, with `by: command`, under its command); each State is counted by itself.
Concerned         is an exercise that meets every one of these that is given: troops or equipment at one of
                  the numbers of `band` (above it, where the band says `above: true`) and at none of `below`;
                  `kinds`, `domains`, `tags`, `exempt`; a site in `zone` and in `hosts`; one of `parties`.
Why it exists     Several large activities at once can hide a concentration; regimes forbid it.
Does not say      How many there are in a year: see `large_activity_cap`. What a host can support, in
                  exercises of any size on footprint days: see `host_load`.
Soft unit         One exercise too many on a State's worst day.
Undecided         The limit would be passed on a day if exercises counted of which the strength, the
                  equipment, the domains, the command or the position of the site is not written.
Validity          Only days inside `valid` count.
Real case         The Vienna Document 2011, para 67, allows a State three activities of more than 13,000
                  troops at the same time. ZAPAD 2017 was announced with 12,700 troops; other States held that
                  exercises run beside it belonged to it (press reports of August and September 2017).
"""

from collections.abc import Iterator
from typing import ClassVar, Literal

from exsched.rulekit.decisions import Decisions, Use
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.regime import StateCap
from exsched.rulekit.stays import Stay, excesses, worst


class SimultaneityCap(StateCap):
    """How many exercises of a size each State may have at once."""

    rule: Literal["simultaneity_cap"] = "simultaneity_cap"

    unit: ClassVar[str] = "exercise"

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        who = "/".join(self.nations)
        what = (
            f"each of {who} {self.whose()} at most {number_of(self.most, 'exercise')} at once{self.cited()}"
        )
        return f"{what}, of {only}" if (only := self.only()) else what

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Limit the load of each State on execution days."""
        d = decisions
        for forms in self.forms_of_states(problem, d).values():
            if len({problem.forms[key].id for key, _ in forms}) > self.most:
                uses = [Use(d.execution(key), 1, when) for key, when in forms]
                d.load(uses, self.most, valid=self.valid)

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Find the worst day of each State."""
        for nation, all_of_them in self.held_of_states(problem, laydown).items():
            stays = {held.id: Stay(held.id, held.execution) for held, _ in all_of_them}
            lacking = {held.id: lacks for held, lacks in all_of_them if lacks}
            sure = [stay for name, stay in stays.items() if name not in lacking]
            limit, valid = self.most, self.valid.period()
            if most := worst(excesses(sure, limit, valid)):
                what = f"{nation} {self.whose()} {most.load} at once on {most.period.start}"
                which = f"{what} ({', '.join(most.exercises)}), and may have {limit}"
                yield Violation(most.exercises, which, most.by)
            elif lacking and (most := worst(excesses(stays.values(), limit, valid))):
                what = (
                    f"whether {nation} {self.whose()} more than {limit} on {most.period.start} is not known"
                )
                missing = ", ".join(lacking[name] for name in most.exercises if name in lacking)
                yield Undecided(most.exercises, what, missing)
