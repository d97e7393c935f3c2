"""What a nation, or the whole programme, spends in a fiscal year stays within a sum.

What it says      The costs of the exercises whose STARTEX lies in one fiscal year add up to at most
                  `ceiling`. With `nation`, the costs count that this nation pays; without it, all costs.
                  A fiscal year begins on `fiscal_year` (month and day, 1 January when nothing is written).
                  `spent` is what has gone already from the year in which the horizon begins.
Counts            `exercises`  `cost` of the exercise in the form in which it is held, and its `cost_per_day`
                               for every execution day;
                  `sites`      `cost_per_day` of each venue used, for every execution day, once a venue;
                  `forces`     `cost_per_day` of a force for every element and every day of the force's own
                               footprint;
                  `travel`     `cost_per_km` of a force for every element and every kilometre from its home
                               to the site of its role, there and again back (whole km, a half upwards).
Pays              Forces and their travel are paid by the force's nation. Under `pays` stands who pays the
                  exercises (`sponsor` when nothing is written) and who the sites (`host`): `sponsor`, the
                  nation whose id or name the exercise has as its sponsor; `command`, the State in command;
                  `host`, of a site its own host, of an exercise the host of its first site; `fund`, no
                  nation but a common fund.
Why it exists     Exercise money is voted by the year and lapses with it; lift money has a ceiling of its own
                  (write `counts: [travel]`).
Does not say      Which exercises are worth their money (`hold_exercises`), nor that less be spent than
                  allowed (`low_cost`).
Soft unit         One currency unit above the ceiling of a year.
Validity          Applies to exercises with STARTEX inside `valid`: a cut in mid-year is a second statement.
Undecided         When the known costs of a year stay within the ceiling, but a cost that would count there is
                  not written, or it is not written who pays it.
Real case         In 2013 automatic budget cuts stopped brigade exercises and flying hours in mid-year (Stars
                  and Stripes, December 2013). The transport of US joint exercises is paid from a programme
                  of its own (Joint Staff, CJCSM 3511.01A of 30 August 2019).
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, Strict, model_validator

from exsched.domain.dates import Frozen, Period
from exsched.domain.exercises import Exercise
from exsched.domain.names import NationId
from exsched.domain.programme import Programme
from exsched.rulekit.costs import ALL_SORTS, Sort
from exsched.rulekit.costs_counted import Item, items_of
from exsched.rulekit.costs_posted import PostedCosts
from exsched.rulekit.decisions import Decisions, Lit, Term
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule

Money = Annotated[int, Strict(), Field(ge=0, le=1_000_000_000_000)]


class Payer(StrEnum):
    """Who bears a cost."""

    SPONSOR = "sponsor"
    COMMAND = "command"
    HOST = "host"
    FUND = "fund"


class Pays(Frozen):
    """Who pays what is not a force's own."""

    exercises: Payer = Payer.SPONSOR
    sites: Payer = Payer.HOST


def _month_and_day(value: str) -> str:
    try:
        date.fromisoformat(f"2001-{value}")
    except ValueError:
        raise ValueError(
            f"{value[:40]}: the first day of a fiscal year is written MM-DD, like 10-01"
        ) from None
    return value


FirstDay = Annotated[str, Strict(), Field(pattern=r"^\d{2}-\d{2}$"), AfterValidator(_month_and_day)]


class BudgetCeiling(Rule):
    """The most that may be spent in a fiscal year."""

    rule: Literal["budget_ceiling"] = "budget_ceiling"
    nation: NationId | None = Field(default=None, description="whose money; all costs if left out")
    ceiling: Money = Field(description="currency units in a fiscal year")
    fiscal_year: FirstDay = Field(default="01-01", description="the day on which it begins, MM-DD")
    counts: tuple[Sort, ...] = Field(default=ALL_SORTS, min_length=1, description="which sorts of cost")
    pays: Pays = Pays()
    spent: Money = Field(default=0, description="gone already from the year in which the horizon begins")

    unit: ClassVar[str] = "currency unit"

    @model_validator(mode="after")
    def _somebody_pays(self) -> Self:
        if self.nation is None and "pays" in self.model_fields_set:
            raise ValueError("without `nation` all costs count, whoever pays; leave out `pays`")
        return self

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        who = f"{self.nation} pays" if self.nation else "the programme costs"
        return f"{who} at most {self.ceiling:,} for {', '.join(self.counts)} in a fiscal year"

    def _years(self, horizon: Period) -> Iterator[tuple[str, Period, int]]:
        """Name, days within horizon and validity, and what is left of each fiscal year."""
        for year in range(horizon.start.year - 1, horizon.end.year + 1):
            first = date.fromisoformat(f"{year}-{self.fiscal_year}")
            last = date.fromisoformat(f"{year + 1}-{self.fiscal_year}") - timedelta(1)
            whole = Period(start=first, end=last)
            inside = whole.common(horizon)
            counted = inside.common(self.valid.period()) if inside else None
            if counted:
                name = str(year) if first.month == first.day == 1 else f"{year}/{last.year % 100:02d}"
                yield name, counted, self.ceiling - (self.spent if horizon.start in whole else 0)

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Keep the sum of each fiscal year below what is left for it."""
        costs = PostedCosts(problem, decisions)
        for _, days, left in self._years(problem.programme.horizon):
            terms = [term for key in problem.forms for term in self._terms(costs, key, days)]
            decisions.at_most(terms, left)

    def _terms(self, costs: PostedCosts, key: str, days: Period) -> Iterator[Term]:
        facts, line = costs.problem.programme, costs.problem.forms[key]
        begun = [costs.d.held(key), costs.d.starts_in(line.id, days)]
        if Sort.EXERCISES in self.counts:
            yield from costs.of_exercise(key, [*begun, self._bears_exercise(costs, key)])
        for venue in costs.venues(key) if Sort.SITES in self.counts else ():
            if self._bears_site(facts, line, facts.venues[venue].host):
                yield from costs.of_venue(key, venue, begun)
        for force in costs.roles(key):
            own = self.nation is None or facts.forces[force].nation == self.nation
            if own and Sort.FORCES in self.counts:
                yield from costs.of_force(key, force, begun)
            if own and Sort.TRAVEL in self.counts:
                yield from costs.of_travel(key, force, begun)

    def _bears_exercise(self, costs: PostedCosts, key: str) -> Lit:
        d, facts, line = costs.d, costs.problem.programme, costs.problem.forms[key]
        if self.nation is None:
            return d.all_of([])
        if self.pays.exercises is not Payer.HOST:
            return d.all_of([]) if self._is_named(facts, line, self.pays.exercises) else d.any_of([])
        first = next(iter(line.sites), None)
        fitting = facts.candidates(line.sites[first]) if first else ()
        return d.any_of(
            [d.at_site(key, first or "", v) for v in fitting if facts.venues[v].host == self.nation]
        )

    def _bears_site(self, facts: Programme, line: Exercise, host: str) -> bool:
        if self.nation is None:
            return True
        if self.pays.sites is Payer.HOST:
            return host == self.nation
        return self._is_named(facts, line, self.pays.sites)

    def _is_named(self, facts: Programme, line: Exercise, payer: Payer) -> bool:
        """Whether the nation is what the exercise names as its sponsor, or as its command."""
        named = {Payer.SPONSOR: line.sponsor, Payer.COMMAND: line.command}.get(payer)
        return named == self.nation or (named is not None and named == self._name(facts))

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Add up the costs of each fiscal year."""
        facts = problem.programme
        for name, days, left in self._years(facts.horizon):
            begun = [held for held in laydown.held.values() if held.execution.start in days]
            items = [item for held in begun for item in self._items(facts, held)]
            whose = f"of {self.nation} " if self.nation else ""
            total = sum(item.amount or 0 for item in items)
            if total > left:
                cost = f"{total + self.ceiling - left:,}"
                sentence = f"the costs {whose}in {name} are {cost}, {total - left:,} above {self.ceiling:,}"
                yield Violation(_exercises(i for i in items if i.amount), sentence, total - left)
            elif unknown := [item for item in items if item.amount is None]:
                sentence = f"whether the costs {whose}in {name} stay within {self.ceiling:,} is not known"
                missing = ", ".join(sorted({item.missing for item in unknown}))
                yield Undecided(_exercises(unknown), sentence, missing)

    def _items(self, facts: Programme, held: Held) -> Iterator[Item]:
        """What the nation pays for an exercise, and what it may have to pay."""
        for item in items_of(held):
            if item.sort not in self.counts:
                continue
            payer = self._payer(held, item)
            if payer is None and item.amount != 0:
                missing = f"who pays {item.missing.removeprefix('the ')}"
                yield Item(item.sort, item.exercise, None, None, missing)
            elif payer in {"", self.nation, self._name(facts)}:
                yield item

    def _payer(self, held: Held, item: Item) -> str | None:
        """A nation by id or name, `` when all costs count; None when it is not written."""
        if self.nation is None:
            return ""
        if item.sort in {Sort.FORCES, Sort.TRAVEL}:
            return item.whose
        who = self.pays.exercises if item.sort is Sort.EXERCISES else self.pays.sites
        if who is Payer.HOST and item.sort is Sort.EXERCISES:
            site = held.sites.get(next(iter(held.exercise.sites), ""))
            return site.host if site else None
        found = {
            Payer.HOST: item.whose,
            Payer.SPONSOR: held.exercise.sponsor,
            Payer.COMMAND: held.exercise.command,
            Payer.FUND: "a common fund",
        }
        return found[who]

    def _name(self, facts: Programme) -> str | None:
        nation = facts.nations.get(self.nation or "")
        return nation.name if nation else None


def _exercises(items: Iterable[Item]) -> tuple[str, ...]:
    return tuple(sorted({item.exercise for item in items}))
