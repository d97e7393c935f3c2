"""An agreement is in force between those who need one.

What it says      On every day of an exercise's footprint an agreement of this kind is in force for each pair:
                  each guest and each nation in which a chosen site lies (`guest_and_host`), or every two
                  participants (`all_participants`). An agreement binds each of its parties to each other,
                  groups standing for their nations. With `where`, only such exercises need one: information
                  security, say, for those with a tag of their own. Roles count as said in `roles`: any but
                  observer, if left out; a nation with role host sends nobody and is no guest, also where the
                  exercise has a site in another nation.
Why it exists     Without a status-of-forces agreement guests have no lawful stay; without a security
                  agreement participants may not share what the exercise is about.
Does not say      That other clearances are there: see `dated_act`. A nation needs no agreement with itself.
Soft unit         One footprint day on which one pair (guest and host, or two participants) is not covered.
Undecided         A pair is not covered, and the exercise has no `domains` or no `sponsor` where `where` asks
                  for them.
Real case         The NATO status-of-forces agreement (London, 19 June 1951) and that of the Partnership for
                  Peace (Brussels, 19 June 1995) cover most guests in Europe; elsewhere visiting-forces
                  agreements are made bilaterally, and some run out.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations
from typing import ClassVar, Literal

from pydantic import Field

from exsched.domain.dates import Period
from exsched.domain.exercises import COUNTED_ROLES, Role
from exsched.domain.names import Name
from exsched.rulekit.decisions import Decisions, Lit
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule
from exsched.rulekit.where import Where


class Between(StrEnum):
    """Who needs the agreement with whom."""

    GUEST_AND_HOST = "guest_and_host"
    ALL_PARTICIPANTS = "all_participants"


class LegalCover(Rule):
    """A kind of agreement without which nations do not exercise together."""

    rule: Literal["legal_cover"] = "legal_cover"
    kind: Name = Field(description="the agreements' `kind`, such as SOFA or INFOSEC")
    where: Where = Field(default=Where(), description="which exercises need it; all if left out")
    between: Between = Between.GUEST_AND_HOST
    roles: tuple[Role, ...] = Field(
        default=tuple(sorted(COUNTED_ROLES)), min_length=1, description="roles that count"
    )

    unit: ClassVar[str] = "day"

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        who = (
            "each guest and each host" if self.between is Between.GUEST_AND_HOST else "every two participants"
        )
        only = "" if self.where == Where() else f" of {self.where} exercises"
        return f"an agreement of kind {self.kind} is in force between {who} on every footprint day{only}"

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Keep the footprint clear of the days on which a pair is not covered, when the pair is there."""
        d, agreements = decisions, problem.programme.agreements.values()
        binding = [(problem.expand(a.parties), a.valid.period()) for a in agreements if a.kind == self.kind]
        known: dict[frozenset[str], list[Period]] = {}
        meant = [key for key, line in problem.forms.items() if self.where.matches(line)]
        for exercise in meant:
            for one, other, when in self._possible_pairs(problem, exercise, d):
                pair = frozenset({one, other})
                if pair not in known:
                    known[pair] = self._gaps([days for parties, days in binding if pair <= parties])
                if known[pair]:
                    d.keep_clear(d.footprint(exercise), known[pair], when)

    def _possible_pairs(
        self, problem: Problem, exercise: str, d: Decisions
    ) -> Iterator[tuple[str, str, tuple[Lit, Lit]]]:
        nations, roles = sorted(problem.nations_of(exercise)), frozenset(self.roles)
        if self.between is Between.ALL_PARTICIPANTS:
            for one, other in combinations(nations, 2):
                yield one, other, (d.takes_part(one, exercise, roles), d.takes_part(other, exercise, roles))
            return
        facts = problem.programme
        sites = problem.forms[exercise].sites.values()
        hosts = sorted({facts.venues[venue].host for site in sites for venue in facts.candidates(site)})
        for guest in nations:
            comes = d.takes_part(guest, exercise, roles - {Role.HOST})
            for host in hosts:
                if guest != host:
                    yield guest, host, (comes, d.hosts(host, exercise))

    def _gaps(self, covered: list[Period]) -> list[Period]:
        gaps, free_from = [], self.valid.start
        for days in sorted(covered, key=lambda period: period.start):
            if days.start > self.valid.end:
                break
            if days.start > free_from:
                gaps.append(Period(start=free_from, end=days.start - timedelta(1)))
            free_from = max(free_from, days.end + timedelta(1))
        if free_from <= self.valid.end:
            gaps.append(Period(start=free_from, end=self.valid.end))
        return gaps

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Count, for each pair in each exercise, the footprint days without an agreement in force."""
        agreements = [a for a in problem.programme.agreements.values() if a.kind == self.kind]
        parties = {agreement.id: problem.expand(agreement.parties) for agreement in agreements}
        for held in laydown.held.values():
            days = held.footprint.common(self.valid.period())
            if days is None or self.where.means(held.exercise) is False:
                continue
            missing = ", ".join(self.where.missing(held.exercise))
            for one, other in self._pairs(held):
                shared = [a.valid.period() for a in agreements if {one, other} <= parties[a.id]]
                if bare := _uncovered(days, shared):
                    none = f"{one} and {other} have no {self.kind} in force"
                    when = f"on {number_of(len(bare), 'day')} of {held.id}, the first {bare[0]}"
                    if missing:
                        yield Undecided((held.id,), f"{none} {when}, if it needs one", missing)
                    else:
                        yield Violation((held.id,), f"{none} {when}", len(bare))

    def _pairs(self, held: Held) -> list[tuple[str, str]]:
        roles = frozenset(self.roles)
        if self.between is Between.ALL_PARTICIPANTS:
            return list(combinations(sorted(held.participants(roles)), 2))
        guests = sorted(held.participants(roles - {Role.HOST}))
        return [(guest, host) for guest in guests for host in sorted(held.hosts) if guest != host]


def _uncovered(days: Period, covered: list[Period]) -> list[date]:
    if any(period.start <= days.start and days.end <= period.end for period in covered):
        return []
    return [day for day in days.each_day() if not any(day in period for period in covered)]
