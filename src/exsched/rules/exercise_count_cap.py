"""Only so many exercises start in a year, a quarter, a month, or any stretch of days.

What it says      Of the exercises that match `where`, at most `max` start in each calendar year, quarter or
                  month (`per`), or in any stretch of `within` days. Counted are those in which the nation
                  takes part in any role but observer, or which it hosts (`role: host`: a chosen site lies in
                  it), or which are under its command (`role: command`); those to which the force is
                  committed; all of them when neither is named. STARTEX decides where an exercise counts.
Why it exists     Staffs, units and hosts can carry only so many exercises, and say so by the year.
Does not say      How long the exercises last (see `tempo_cap`), or how many run at once (see `host_load`,
                  `abroad_load`).
Where             `exercises`, `kinds`, `domains`, `tags`, `series`, `sponsor`, as in `spacing`; a staff is
                  meant by `sponsor`.
Soft unit         One exercise too many, in each calendar period, or in the worst stretch of days.
Undecided         The cap would be broken with an exercise that may count or not: its command is not written,
                  or `where` asks for domains or a sponsor and it has none. Or with a past one: its hosts,
                  participants, forces or command are not written, or `where` asks for domains or a sponsor,
                  which history does not record.
Validity          Counts exercises whose STARTEX lies within `valid`.
History           Past exercises use up the number, by their first day, kind, tags and series; what they use
                  beyond it cannot be undone and does not break the rule.
                  Without `forces`, whether those of its participants were there stays open.
Real case         The United States Army's National Training Center normally runs ten rotations a year.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.dates import ALWAYS, Period
from exsched.domain.history import PastExercise
from exsched.domain.names import Count, ForceId, NationId, PositiveDays
from exsched.domain.programme import Programme
from exsched.rulekit.calendars import Per, calendar_period, calendar_periods, name_of
from exsched.rulekit.decisions import Decisions, Less, Lit, Term, Use
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.past import force_was_there, nation_was_there, past_matches
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule
from exsched.rulekit.stays import Shortage, Stay, excesses, worst
from exsched.rulekit.where import Where


class CountedAs(StrEnum):
    """What makes an exercise count for a nation."""

    PARTICIPANT = "participant"
    HOST = "host"
    COMMAND = "command"


_DOES = {
    CountedAs.PARTICIPANT: "takes part in",
    CountedAs.HOST: "hosts",
    CountedAs.COMMAND: "has under its command",
}


class ExerciseCountCap(Rule):
    """The most exercises of a nation, a force or a sort that start in a period."""

    rule: Literal["exercise_count_cap"] = "exercise_count_cap"
    nation: NationId | None = None
    force: ForceId | None = None
    role: CountedAs = Field(default=CountedAs.PARTICIPANT, description="what makes it count for the nation")
    where: Where = Field(default=Where(), description="which exercises are meant; all if left out")
    max: Count
    per: Per | None = Field(default=None, description="calendar period")
    within: PositiveDays | None = Field(default=None, description="any stretch of so many days")

    unit: ClassVar[str] = "exercise"

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if (self.per is None) == (self.within is None):
            raise ValueError("exercise_count_cap needs either per or within")
        if self.nation is not None and self.force is not None:
            raise ValueError("exercise_count_cap is of a nation or of a force, not of both")
        if self.nation is None and self.role is not CountedAs.PARTICIPANT:
            raise ValueError(f"role: {self.role} needs a nation")
        return self

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        sort = f"{self.where} exercise" if str(self.where) != "any" else "exercise"
        return f"{self._whose(number_of(self.max, sort))} {self._when()}"

    def _whose(self, many: str) -> str:
        if self.nation is not None:
            return f"{self.nation} {_DOES[self.role]} at most {many}"
        return f"{self.force} joins at most {many}" if self.force is not None else f"at most {many} start"

    def _when(self) -> str:
        return f"in any calendar {self.per}" if self.per else f"in any {number_of(self.within or 0, 'day')}"

    # -- of the past ----------------------------------------------------------------------------------------

    def _past(self, facts: Programme, *, sure: bool) -> dict[str, date]:
        """First days of the past exercises that count, or of those of which that is not known, by id."""
        valid = self.valid.period()
        return {
            past.id: past.dates.start
            for past in facts.history.values()
            if past.dates.start in valid and self._past_counts(facts, past) is (True if sure else None)
        }

    def _past_counts(self, facts: Programme, past: PastExercise) -> bool | None:
        answers: set[bool | None] = {past_matches(self.where, past)}
        if self.force is not None:
            answers.add(force_was_there(facts, past, self.force))
        elif self.nation is not None and self.role is CountedAs.COMMAND:
            answers.add(None if past.command is None else past.command == self.nation)
        elif self.nation is not None and self.role is CountedAs.HOST:
            answers.add(self.nation in past.hosts if past.hosts else None)
        elif self.nation is not None:
            answers.add(nation_was_there(facts, past, self.nation))
        return False if False in answers else None if None in answers else True

    def _after(self, day: date) -> Period:
        """The days whose stretch still holds this one."""
        return Period(start=day, end=day + timedelta((self.within or 1) - 1))

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Count the starts of each calendar period, or let each weigh on the days that follow it."""
        d, past = decisions, sorted(self._past(problem.programme, sure=True).values())
        meant = [key for key, line in problem.forms.items() if self.where.matches(line)]
        if self.within is not None:
            valid = self.valid.period()
            uses = [
                Use(
                    d.from_startex(key, self.within),
                    1,
                    (d.starts_in(key, valid), self._concerns(problem, key, d)),
                )
                for key in meant
            ]
            d.load(uses, self.max, [Less(self._after(day), 1) for day in past])
            return
        for whole in calendar_periods(problem.programme.horizon, self.per or Per.YEAR):
            if period := whole.common(self.valid.period()):
                left = max(0, self.max - sum(day in period for day in past))
                starts = [
                    d.all_of([d.starts_in(key, period), self._concerns(problem, key, d)]) for key in meant
                ]
                d.at_most([Term(1, start) for start in starts], left)

    def _concerns(self, problem: Problem, key: str, d: Decisions) -> Lit:
        if self.force is not None:
            return d.takes_force(key, self.force)
        if self.nation is None:
            return d.held(key)
        if self.role is CountedAs.COMMAND:
            return d.held(key) if problem.forms[key].command == self.nation else d.any_of([])
        return d.hosts(self.nation, key) if self.role is CountedAs.HOST else d.takes_part(self.nation, key)

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Count what starts in each calendar period, or in the worst stretch of days."""
        valid = self.valid.period()
        begun = {
            held.id: held
            for held in laydown.held.values()
            if held.execution.start in valid and self._counts(held) is not False
        }
        counted = {name: h for name, h in begun.items() if self._counts(h)}
        perhaps = {name: h for name, h in begun.items() if name not in counted}
        if self.within is not None:
            yield from self._in_stretches(problem, counted, perhaps)
            return
        per = self.per or Per.YEAR
        for whole in sorted(
            {calendar_period(h.execution.start, per) for h in begun.values()}, key=_first_day
        ):
            yield from self._in_period(problem, whole, counted, perhaps)

    def _counts(self, held: Held) -> bool | None:
        """Whether an exercise counts; None when that hangs on what is not written."""
        means = self.where.means(held.exercise)
        if self.force is not None:
            there = any(c.force.id == self.force for c in held.commitments)
        elif self.nation is None or self._command_open(held):
            there = True
        elif self.role is CountedAs.COMMAND:
            there = held.exercise.command == self.nation
        else:
            there = self.nation in held.hosts if self.role is CountedAs.HOST else held.takes_part(self.nation)
        if not there or means is False:
            return False
        return None if means is None or self._command_open(held) else True

    def _command_open(self, held: Held) -> bool:
        return self.role is CountedAs.COMMAND and held.exercise.command is None

    def _missing(self, perhaps: Iterable[Held], past: Iterable[str]) -> str:
        """What would have to be known of the exercises and the past ones that may count."""
        found: list[str] = []
        for held in perhaps:
            found += self.where.missing(held.exercise)
            found += [f"exercises.{held.id}.command"] if self._command_open(held) else []
        return ", ".join([*found, *(f"history.{name}" for name in past)])

    def _in_period(
        self, problem: Problem, whole: Period, counted: dict[str, Held], perhaps: dict[str, Held]
    ) -> Iterator[Finding]:
        facts, per = problem.programme, self.per or Per.YEAR
        there = tuple(name for name, h in counted.items() if h.execution.start in whole)
        open_ones = tuple(name for name, h in perhaps.items() if h.execution.start in whole)
        gone = sum(day in whole for day in self._past(facts, sure=True).values())
        doubtful = [name for name, day in self._past(facts, sure=False).items() if day in whole]
        over = len(there) - max(0, self.max - gone)
        if over > 0:
            yield Violation(there, self._too_many(there, gone, f"in {name_of(whole, per)}"), over)
        elif len(there) + len(open_ones) > max(0, self.max - gone - len(doubtful)):
            missing = self._missing([perhaps[name] for name in open_ones], doubtful)
            yield self._open((*there, *open_ones), f"in {name_of(whole, per)}", missing)

    def _in_stretches(
        self, problem: Problem, counted: dict[str, Held], perhaps: dict[str, Held]
    ) -> Iterator[Finding]:
        facts, always = problem.programme, ALWAYS.period()
        stays = [Stay(name, self._after(h.execution.start)) for name, h in counted.items()]
        gone = [Shortage(self._after(day), 1) for day in self._past(facts, sure=True).values()]
        if most := worst(excesses(stays, self.max, always, gone)):
            last = most.period.start
            stretch = Period(start=last - timedelta((self.within or 1) - 1), end=last)
            past = sum(last in shortage.period for shortage in gone)
            yield Violation(most.exercises, self._too_many(most.exercises, past, f"on {stretch}"), most.by)
            return
        doubtful = {name: self._after(day) for name, day in self._past(facts, sure=False).items()}
        gone += [Shortage(days, 1) for days in doubtful.values()]
        stays += [Stay(name, self._after(h.execution.start)) for name, h in perhaps.items()]
        if unsure := worst(excesses(stays, self.max, always, gone)):
            mine = [held for name, held in perhaps.items() if name in unsure.exercises]
            past_ones = [name for name, days in doubtful.items() if unsure.period.start in days]
            yield self._open(unsure.exercises, self._when(), self._missing(mine, past_ones))

    def _too_many(self, which: tuple[str, ...], past: int, when: str) -> str:
        before = f", {number_of(past, 'past exercise')}" if past else ""
        allowed = f"{self._whose(number_of(self.max, 'exercise'))} {self._when()}"
        return f"{allowed}, and {len(which) + past} count {when} ({', '.join(which)}{before})"

    def _open(self, which: tuple[str, ...], when: str, missing: str) -> Undecided:
        what = f"whether there are more than {number_of(self.max, 'exercise')} {when} is not known"
        return Undecided(tuple(sorted(which)), what, missing)


def _first_day(period: Period) -> date:
    return period.start
