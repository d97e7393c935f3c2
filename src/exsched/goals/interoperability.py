"""Let those who would have to fight together meet in exercises.

What it measures  For every pair of nations (or of forces, with `of: forces`), and every calendar year that
                  shares a day with the horizon: by how many meetings the pair stays below `meetings`.
                  Two nations meet in an exercise in which both take part other than as observers; two
                  forces meet in one to which both are committed. A meeting belongs to the year of STARTEX.
Which pairs       Every two nations of `nations`, groups written out. With `of: forces`, every two of
                  `forces`; when none are listed, every two forces of different nations among `nations`.
History           Exercises under `history:` count for the year of their first day: nations that took part
                  or hosted, forces that were committed.
Unit              Meeting missing.
Does not measure  How much the two have to do with each other there, nor meetings beyond those asked for.
Cost of solving   One product of decisions for each pair and exercise: with 32 nations and 400 exercises
                  some 200,000. Name the pairs that matter (a corps and its brigades) rather than all.
Real case         NATO gives interoperability, forces working together by common doctrine and procedures, as a
                  chief purpose of exercises with allies and partners (NATO topic page "Exercises").
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from exsched.domain.dates import Period
from exsched.domain.names import ForceIds, NationsOrGroups, Positive
from exsched.rulekit.decisions import Decisions, Expr, Lit, Term
from exsched.rulekit.goal import Goal
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.past import past_parties
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem

Pair = tuple[str, str]


class Meeting(StrEnum):
    """Who is to meet."""

    NATIONS = "nations"
    FORCES = "forces"


class Interoperability(Goal):
    """Leave as few pairs as possible that meet too seldom."""

    goal: Literal["interoperability"] = "interoperability"
    of: Meeting = Meeting.NATIONS
    nations: NationsOrGroups = Field(default=(), description="every two of these, or of their forces")
    forces: ForceIds = Field(default=(), description="with `of: forces`: every two of these")
    meetings: Positive = Field(default=1, description="least in a calendar year, for each pair")

    unit: ClassVar[str] = "meeting missing"

    @model_validator(mode="after")
    def _says_who(self) -> Self:
        if self.forces and (self.of is Meeting.NATIONS or self.nations):
            raise ValueError("write `forces` with `of: forces`, and then no `nations`")
        if not self.forces and not self.nations:
            raise ValueError("interoperability needs `nations`, or `of: forces` and `forces`")
        return self

    def explain(self, problem: Problem) -> str:
        """The goal as one sentence."""
        pairs = number_of(len(self._pairs(problem)), f"pair of {self.of}")
        pairs = pairs.replace(f"pair of {self.of}s", f"pairs of {self.of}")
        return f"let each of {pairs} meet at least {number_of(self.meetings, 'time')} a year"

    def _pairs(self, problem: Problem) -> list[Pair]:
        facts = problem.programme
        nations = sorted(problem.expand(self.nations))
        if self.of is Meeting.NATIONS:
            return list(combinations(nations, 2))
        if self.forces:
            return list(combinations(sorted(self.forces), 2))
        owners = {name: force.nation for name, force in facts.forces.items() if force.nation in nations}
        return [(a, b) for a, b in combinations(sorted(owners), 2) if owners[a] != owners[b]]

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> list[Term]:
        """For each pair and year what is missing, less what history has of it."""
        d = decisions
        pairs = self._pairs(problem)
        there = self._there(problem, d, {name for pair in pairs for name in pair})
        terms = []
        for year in _years(problem.programme.horizon):
            begun = {name: d.starts_in(name, year) for name in problem.exercises}
            met = self._met_before(problem, year)
            for pair in pairs:
                missing = self._missing(d, [there[name] for name in pair], begun, met(pair))
                terms.append(Term(1, missing))
        return terms

    def _there(self, problem: Problem, d: Decisions, who: set[str]) -> dict[str, dict[str, Lit]]:
        """By nation or force, the exercises in which it could be, each with its decision."""
        if self.of is Meeting.NATIONS:
            return {
                nation: {
                    name: d.takes_part(nation, name)
                    for name in problem.exercises
                    if nation in problem.nations_of(name)
                }
                for nation in who
            }
        able: dict[str, set[str]] = {
            force: {problem.forms[key].id for key, _ in problem.could_fill(force)} for force in who
        }
        return {force: {name: d.takes_force(name, force) for name in sorted(able[force])} for force in who}

    def _missing(self, d: Decisions, both: list[dict[str, Lit]], begun: dict[str, Lit], met: int) -> Expr:
        one, other = both
        meets = [d.all_of([one[name], other[name], begun[name]]) for name in one if name in other]
        return d.shortfall([Term(1, meeting) for meeting in meets], [(self.meetings - met, None)])

    def _met_before(self, problem: Problem, year: Period) -> Callable[[Pair], int]:
        facts = problem.programme
        there = [
            past_parties(facts, past) if self.of is Meeting.NATIONS else frozenset(past.forces or ())
            for past in facts.history.values()
            if past.dates.start in year
        ]
        return lambda pair: sum(set(pair) <= who for who in there)

    # -- checker --------------------------------------------------------------------------------------------

    def measure(self, problem: Problem, laydown: Laydown) -> int:
        """Count the meetings of every pair in every year."""
        met: Counter[tuple[Pair, int]] = Counter()
        for year, who in [*self._gatherings(laydown), *self._past_gatherings(problem)]:
            met.update((pair, year) for pair in combinations(sorted(who), 2))
        horizon = problem.programme.horizon
        years = range(horizon.start.year, horizon.end.year + 1)
        return sum(max(0, self.meetings - met[pair, year]) for pair in self._pairs(problem) for year in years)

    def _gatherings(self, laydown: Laydown) -> Iterator[tuple[int, frozenset[str]]]:
        for held in laydown.held.values():
            forces = frozenset(c.force.id for c in held.commitments)
            yield held.execution.start.year, held.participants() if self.of is Meeting.NATIONS else forces

    def _past_gatherings(self, problem: Problem) -> Iterator[tuple[int, frozenset[str]]]:
        for past in problem.programme.history.values():
            parties = past_parties(problem.programme, past)
            yield (
                past.dates.start.year,
                parties if self.of is Meeting.NATIONS else frozenset(past.forces or ()),
            )


def _years(horizon: Period) -> Iterator[Period]:
    for year in range(horizon.start.year, horizon.end.year + 1):
        yield Period(start=date(year, 1, 1), end=date(year, 12, 31))
