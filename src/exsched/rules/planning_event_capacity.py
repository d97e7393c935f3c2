"""A staff runs only so many planning events in a week.

What it says      In no week, Monday to Friday, are there more than `most` planning events. The events of an
                  exercise are those of its template under `planning:`, each in the week that lies so many
                  weeks before the week of STARTEX. With `sponsor`, only exercises of this sponsor count, with
                  `planning` only those with this template: that is how a staff is named; without both,
                  everybody's. With `events`, only events of these names count.
Why it exists     The same few planners, and the same conference rooms, serve all exercises; their time is
                  spent months before any troops move.
Does not say      Where the events are held. An exercise without a template has no events; weeks before the
                  horizon begins count as all others, and exercises of other programmes are not known.
Soft unit         One event too many in one week. Soft unless `hard: true`.
Undecided         There would be too many with an exercise without `sponsor`, where the statement names one.
Validity          Applies to weeks with a day, Monday to Friday, inside `valid`.
Real case         An event of five to ten days costs its planners 15 to 20 days of planning meetings, in four
                  conferences from ten months to one month before it (Africa OSC, "Tips on how to execute a
                  proponent's exercise in your country", July 2018).
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar, Literal

from pydantic import Field

from exsched.domain.dates import Period
from exsched.domain.exercises import Exercise
from exsched.domain.names import Count, Name, PlanningId
from exsched.domain.programme import Programme
from exsched.rulekit.act import PlanningEvent
from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule


class PlanningEventCapacity(Rule):
    """The most planning events in a week."""

    rule: Literal["planning_event_capacity"] = "planning_event_capacity"
    sponsor: Name | None = Field(default=None, description="only exercises of this sponsor")
    planning: PlanningId | None = Field(default=None, description="only exercises with this template")
    events: tuple[Name, ...] = Field(default=(), description="only events of these names; all if left out")
    most: Count = Field(description="events in a week")

    unit: ClassVar[str] = "event"
    soft_by_default: ClassVar[bool] = True

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        which = f"{' or '.join(self.events)} " if self.events else ""
        of = [self.sponsor, self.planning and f"template {self.planning}"]
        whose = f" of {' and '.join(part for part in of if part)}" if any(of) else ""
        return f"at most {number_of(self.most, f'{which}planning event')}{whose} in a week"

    def _means(self, line: Exercise) -> bool:
        """Whether the exercise is one of the staff's: by facts that are the same in every form."""
        return (self.sponsor is None or line.sponsor == self.sponsor) and (
            self.planning is None or line.planning == self.planning
        )

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """For each week, count the exercises whose STARTEX puts an event there."""
        facts = problem.programme
        leads = {
            name: weeks
            for name, line in problem.exercises.items()
            if self._means(line) and (weeks := self._leads(facts, line))
        }
        longest = max((max(weeks) for weeks in leads.values()), default=0)
        monday = facts.horizon.start - timedelta(facts.horizon.start.weekday() + 7 * longest)
        while monday <= facts.horizon.end:
            week = Period(start=monday, end=monday + timedelta(4))
            if leads and week.overlaps(self.valid.period()):
                decisions.at_most(self._in_week(leads, week, facts, decisions), self.most)
            monday += timedelta(7)

    def _leads(self, facts: Programme, line: Exercise) -> list[int]:
        template = facts.planning.get(line.planning or "", {})
        return [weeks for event, weeks in template.items() if not self.events or event in self.events]

    @staticmethod
    def _in_week(leads: dict[str, list[int]], week: Period, facts: Programme, d: Decisions) -> list[Term]:
        terms = []
        for name, all_weeks in leads.items():
            for weeks in all_weeks:
                first = week.start + timedelta(7 * weeks)
                startex = Period(start=first, end=first + timedelta(6))
                if startex.overlaps(facts.horizon):
                    terms.append(Term(1, d.starts_in(name, startex)))
        return terms

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Sort the events into weeks and find the weeks with too many."""
        by_week: dict[Period, list[PlanningEvent]] = {}
        for event in laydown.planning():
            named = not self.events or event.event in self.events
            line = problem.exercises[event.exercise]
            if named and (self._means(line) or self._may_mean(line)):
                week = Period(start=event.start, end=event.end)
                by_week.setdefault(week, []).append(event)
        for week, of_week in sorted(by_week.items(), key=lambda pair: pair[0].start):
            if not week.overlaps(self.valid.period()):
                continue
            events = [event for event in of_week if self._means(problem.exercises[event.exercise])]
            perhaps = sorted({event.exercise for event in of_week} - {event.exercise for event in events})
            if len(events) > self.most:
                listed = ", ".join(sorted(f"{event.event} of {event.exercise}" for event in events))
                count = number_of(len(events), "planning event")
                sentence = f"{count} from {week.start} to {week.end}, {self.most} allowed"
                who = tuple(sorted({event.exercise for event in events}))
                yield Violation(who, f"{sentence}: {listed}", len(events) - self.most)
            elif perhaps and len(of_week) > self.most:
                sentence = f"whether the planning events from {week.start} to {week.end} are more than"
                missing = ", ".join(f"exercises.{name}.sponsor" for name in perhaps)
                whole = f"{sentence} {self.most} for {self.sponsor} is not known"
                yield Undecided(tuple(sorted({event.exercise for event in of_week})), whole, missing)

    def _may_mean(self, line: Exercise) -> bool:
        """Whether nobody wrote whose exercise it is, and it could be of this staff."""
        unwritten = self.sponsor is not None and line.sponsor is None
        return unwritten and (self.planning is None or line.planning == self.planning)
