"""A feast or a time of fasting is respected: nothing is held, nothing live, or less at once.

What it says      On the days of `period`, depending on `effect`, for every one of the `nations` (for everyone
                  when none is named):
                  `forbid`            no exercise in which the nation takes part, other than as observer;
                  `no_live_activity`  none that is live: of kind LIVEX, FTX, ALERTEX or DEPLOYEX, or with the
                                      tag `live-fire`; staff exercises go on;
                  `reduced_tempo`     the nation is in at most `at_once` exercises at the same time (1 if left
                                      out); without `nations`, no more than that are held at all.
                  Execution days count. Days that are uncertain, because a calendar may be a day off, count as
                  inside, and the sentence says how many they are.
Why it exists     Fasting soldiers are spared hard days, families expect leave, hosts and guests take offence.
Does not say      Anything about arrival and departure (see `blackout_period`), nor which nation keeps which
                  feast: name the nations.
Forms             `no_live_activity` looks at the kind and the tags of the form in which an exercise is held.
Soft unit         One execution day inside, counted once for each exercise; for `reduced_tempo` one exercise
                  too many on one day, counted for each nation. Soft unless `hard: true`.
Validity          Only days inside `valid` count.
Real case         Multinational training in Ramadan 2011 went on with shorter days and shifted hours (public
                  reports of Regional Command Southwest in Afghanistan, August 2011, and of U.S. Army Europe).
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.dates import Period
from exsched.domain.exercises import Exercise, Kind
from exsched.domain.names import NationsOrGroups, PeriodId, Positive
from exsched.rulekit.decisions import Decisions, Less, Lit, Use
from exsched.rulekit.finding import Finding, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule

LIVE_KINDS = frozenset({Kind.LIVEX, Kind.FTX, Kind.ALERTEX, Kind.DEPLOYEX})
LIVE_TAG = "live-fire"


class ObservanceEffect(StrEnum):
    """What the observance asks for."""

    FORBID = "forbid"
    NO_LIVE_ACTIVITY = "no_live_activity"
    REDUCED_TEMPO = "reduced_tempo"


class ObservanceKept(Rule):
    """Days of an observance and what they mean for some nations."""

    rule: Literal["observance"] = "observance"
    period: PeriodId = Field(description="a period named under `periods`")
    nations: NationsOrGroups = Field(default=(), description="who keeps it; everyone if left out")
    effect: ObservanceEffect = ObservanceEffect.FORBID
    at_once: Positive | None = Field(
        default=None, description="for `reduced_tempo`: exercises of a nation at the same time"
    )

    unit: ClassVar[str] = "day"
    soft_by_default: ClassVar[bool] = True

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.at_once is not None and self.effect is not ObservanceEffect.REDUCED_TEMPO:
            raise ValueError("`at_once` is for the effect reduced_tempo")
        return self

    @property
    def most(self) -> int:
        """Exercises at once under `reduced_tempo`."""
        return 1 if self.at_once is None else self.at_once

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        who = ", ".join(sorted(problem.expand(self.nations)))
        of = f" of {who}" if who else ""
        if self.effect is ObservanceEffect.FORBID:
            what = f"no exercise{of} is held"
        elif self.effect is ObservanceEffect.NO_LIVE_ACTIVITY:
            what = f"no live exercise{of} is held"
        else:
            limit = number_of(self.most, "exercise")
            what = f"at most {limit} at once{f' for each of {who}' if who else ''}"
        return f"during {problem.programme.periods[self.period].label} {what}"

    def _periods(self, problem: Problem) -> list[Period]:
        said = problem.programme.periods[self.period].dates
        return [common for period in said if (common := period.common(self.valid.period()))]

    def _concerns(self, line: Exercise) -> bool:
        live = line.kind in LIVE_KINDS or LIVE_TAG in line.tags
        return live or self.effect is not ObservanceEffect.NO_LIVE_ACTIVITY

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Keep execution clear of the days, or the load of each nation low on them."""
        who = problem.expand(self.nations)
        if self.effect is ObservanceEffect.REDUCED_TEMPO:
            for nation in sorted(who) if self.nations else [None]:
                self._post_tempo(problem, decisions, nation)
            return
        lines = problem.forms if self.effect is ObservanceEffect.NO_LIVE_ACTIVITY else problem.exercises
        for key, line in lines.items():
            if self._concerns(line):
                when = [decisions.held(key), self._meant(problem, decisions, key, who)]
                decisions.keep_clear(decisions.execution(key), self._periods(problem), when)

    def _meant(self, problem: Problem, d: Decisions, key: str, who: frozenset[str]) -> Lit:
        if not self.nations:
            return d.held(key)
        return d.any_of([d.takes_part(nation, key) for nation in sorted(who & problem.nations_of(key))])

    def _post_tempo(self, problem: Problem, d: Decisions, nation: str | None) -> None:
        """The limit is out of reach on all days, and lower on those of the observance."""
        uses = [
            Use(d.execution(name), 1, [d.held(name) if nation is None else d.takes_part(nation, name)])
            for name in problem.exercises
            if nation is None or nation in problem.nations_of(name)
        ]
        if len(uses) > self.most:
            less = [Less(period, len(uses) - self.most) for period in _joined(self._periods(problem))]
            d.load(uses, len(uses), less, counted="days")

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Look at the days of each exercise, or of each nation."""
        who = problem.expand(self.nations)
        if self.effect is ObservanceEffect.REDUCED_TEMPO:
            for nation in sorted(who) if self.nations else [None]:
                yield from self._check_tempo(problem, laydown, nation)
            return
        for held in laydown.held.values():
            there = held.participants() & who
            if self._concerns(held.exercise) and (there or not self.nations):
                inside = self._inside(problem, held)
                if inside:
                    whom = f" of {', '.join(sorted(there))}" if there else ""
                    days = f"{number_of(len(inside), 'day')} in {self.period}{whom}, the first {inside[0]}"
                    sentence = f"{held.id} has {days}{self._doubt(problem, inside)}"
                    yield Violation((held.id,), sentence, len(inside))

    def _inside(self, problem: Problem, held: Held) -> list[date]:
        near = [period for period in self._periods(problem) if period.overlaps(held.execution)]
        return sorted({day for day in held.execution.each_day() if any(day in period for period in near)})

    def _check_tempo(self, problem: Problem, laydown: Laydown, nation: str | None) -> Iterator[Finding]:
        count: Counter[date] = Counter()
        mine = [h for h in laydown.held.values() if nation is None or h.takes_part(nation)]
        for held in mine:
            count.update(self._inside(problem, held))
        full = sorted(day for day, number in count.items() if number > self.most)
        if full:
            whose = f" of {nation}" if nation else ""
            which = tuple(h.id for h in mine if any(day in h.execution for day in full))
            more = sum(count[day] - self.most for day in full)
            limit, days = number_of(self.most, "exercise"), number_of(len(full), "day")
            too = f"more than {limit}{whose} at once on {days}"
            doubt = self._doubt(problem, full)
            sentence = f"{too} of {self.period}, the first {full[0]}{doubt} ({', '.join(which)})"
            yield Violation(which, sentence, more)

    def _doubt(self, problem: Problem, days: list[date]) -> str:
        uncertain = problem.programme.periods[self.period].uncertain
        count = sum(any(day in period for period in uncertain) for day in days)
        return f", {count} of them uncertain" if count else ""


def _joined(periods: list[Period]) -> list[Period]:
    """The same days in periods that do not overlap."""
    found: list[Period] = []
    for period in sorted(periods, key=lambda p: (p.start, p.end)):
        if found and period.start <= found[-1].end:
            found[-1] = Period(start=found[-1].start, end=max(found[-1].end, period.end))
        else:
            found.append(period)
    return found
