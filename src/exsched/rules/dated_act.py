"""An act is due so many days before STARTEX: a notification, a registration, a warning.

What it says      For every exercise concerned, the act is on record in the programme (`acts`), or there is
                  still time for it: its due date, STARTEX less `days`, is not earlier than `as_of`. Due on
                  `as_of` itself is in time.
Concerned         is an exercise that meets every one of these that is given: planned maximum of troops
                  within `strength`; one of `kinds`, `domains`, `tags`; a site in one of `hosts`; one of
                  `parties` taking part in a role other than observer.
Why it exists     Confidence-building regimes, manoeuvre laws and warning services all ask for notice,
                  tiered by strength; a date too near to give it is not a date.
Does not say      That the act itself was done well, or in time: what is on record counts as done. Acts due
                  on a fixed date of the year are no dated acts. Thresholds are data: see `models/regimes/`.
Soft unit         One day by which the due date lies before `as_of`.
Undecided         The exercise has no `strength`, or no `domains`, where the statement asks for them and
                  nothing else rules it out. It is then never counted as satisfied, unless the act is on
                  record.
Validity          Applies when the exercise has an execution day inside `valid`.
Acts              Every exercise held and concerned yields its act with due date, addressee and paragraph,
                  on record or open.
Real case         The Vienna Document 2011 asks for notice 42 days ahead of land activities of 9,000 troops.
                  Bavaria asks for 3 to 14 weeks, by strength.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar, Literal

from pydantic import Field

from exsched.domain.dates import Span
from exsched.domain.exercises import Exercise, Kind
from exsched.domain.forces import ServiceDomain
from exsched.domain.names import Days, Name, NationsOrGroups, Tag, Tags
from exsched.rulekit.act import Act
from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.phrases import number_of, range_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule


class DatedAct(Rule):
    """What is to be done, for which exercises, how long before STARTEX, and towards whom."""

    rule: Literal["dated_act"] = "dated_act"
    act: Tag = Field(description="the word under which `acts` records it")
    days: Days = Field(description="days before STARTEX by which it is due")
    to: Name = Field(description="the addressee")
    paragraph: Name | None = Field(default=None, description="where the regime says so")
    strength: Span | None = Field(default=None, description="planned maximum of troops")
    kinds: tuple[Kind, ...] = ()
    domains: tuple[ServiceDomain, ...] = ()
    tags: Tags = ()
    hosts: NationsOrGroups = Field(default=(), description="a site lies in one of these")
    parties: NationsOrGroups = Field(default=(), description="one of these takes part")
    checked: bool = Field(default=False, description="the number was compared with the official text")

    unit: ClassVar[str] = "day"

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        where = f" ({self.paragraph})" if self.paragraph else ""
        only = ", ".join(
            part
            for part in (
                range_of(self.strength, "troop") if self.strength else "",
                "/".join(self.kinds),
                "/".join(self.domains),
                "/".join(self.tags),
                f"in {'/'.join(self.hosts)}" if self.hosts else "",
                f"with {'/'.join(self.parties)}" if self.parties else "",
            )
            if part
        )
        what = f"{self.act} is due {number_of(self.days, 'day')} before STARTEX to {self.to}{where}"
        return f"{what}, for {only}" if only else what

    def _concerns(self, line: Exercise) -> bool | None:
        """Whether the exercise is concerned as far as its own facts go; None when they are missing."""
        if self.kinds and line.kind not in self.kinds:
            return False
        if self.tags and not set(self.tags) & set(line.tags):
            return False
        troops, domains = line.strength, set(line.domains)
        if (
            self.strength
            and troops is not None
            and self.strength.short_by(troops) + self.strength.over_by(troops)
        ):
            return False
        if self.domains and domains and not domains & set(self.domains):
            return False
        return None if self._missing(line) else True

    def _missing(self, line: Exercise) -> list[str]:
        asked = {
            "strength": self.strength is not None and line.strength is None,
            "domains": bool(self.domains) and not line.domains,
        }
        return [f"exercises.{line.id}.{key}" for key, lacks in asked.items() if lacks]

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Start no earlier than leaves time for the act."""
        d = decisions
        recorded = {act.exercise for act in problem.programme.acts if act.act == self.act}
        hosts, parties = (sorted(problem.expand(names)) for names in (self.hosts, self.parties))
        earliest = d.day(problem.programme.as_of) + self.days
        for name, line in problem.exercises.items():
            if name in recorded or not self._concerns(line):
                continue
            when = [d.touches(name, self.valid)]
            if self.hosts:
                when.append(d.any_of([d.hosts(nation, name) for nation in hosts]))
            if self.parties:
                when.append(d.any_of([d.takes_part(nation, name) for nation in parties]))
            d.at_least([Term(1, d.startex(name))], earliest, when)

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Compare the due date of each act that is not on record with `as_of`."""
        as_of, recorded = problem.programme.as_of, self._on_record(problem)
        for held in self._reached(problem, laydown):
            if held.id in recorded:
                continue
            if missing := self._missing(held.exercise):
                what = f"whether {self.act} is due for {held.id} is not known"
                yield Undecided((held.id,), what, ", ".join(missing))
            elif (late := (as_of - self._due(held)).days) > 0:
                due = f"{self._due(held)}, {number_of(late, 'day')} before {as_of}"
                what = f"{self.act} for {held.id} was due on {due}, and is not on record"
                yield Violation((held.id,), what, late)

    def acts(self, problem: Problem, laydown: Laydown) -> Iterator[Act]:
        """The act of every exercise held and concerned."""
        recorded = self._on_record(problem)
        for held in self._reached(problem, laydown):
            if self._concerns(held.exercise):
                on = recorded.get(held.id)
                yield Act(self._due(held), held.id, self.act, self.to, self.paragraph or "", on)

    def _on_record(self, problem: Problem) -> dict[str, date]:
        done = sorted(
            (a for a in problem.programme.acts if a.act == self.act), key=lambda a: a.on, reverse=True
        )
        return {act.exercise: act.on for act in done}

    def _due(self, held: Held) -> date:
        return held.execution.start - timedelta(self.days)

    def _reached(self, problem: Problem, laydown: Laydown) -> Iterator[Held]:
        hosts, parties = problem.expand(self.hosts), problem.expand(self.parties)
        for held in laydown.held.values():
            if (
                held.touches(self.valid.period())
                and self._concerns(held.exercise) is not False
                and (not self.hosts or held.hosts & hosts)
                and (not self.parties or held.participants() & parties)
            ):
                yield held
