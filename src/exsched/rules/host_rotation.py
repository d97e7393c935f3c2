"""The editions of a series go round among the hosts.

What it says      With `order`, each edition of `series` has a site in the nation whose turn it is: the one
                  that follows, in `order`, the host of the edition before; after the last comes the first.
                  The first edition of all may be hosted by any of them. With `no_repeat_within: n`, no nation
                  hosts two of any n editions that follow each other. Editions are the exercises with this
                  `series` that are held, in the order of their STARTEX; a nation hosts one when a site lies
                  in it. Where sites lie in several nations, one of them in turn is enough for `order`; for
                  `no_repeat_within` each of them hosts.
Why it exists     Hosting is a burden and an honour; members take turns.
Does not say      When editions are held: see `periodicity`. How much each nation hosts over all: see the goal
                  `fair_hosting`.
Soft unit         One edition: an edition out of turn; for `no_repeat_within`, an edition that is missing
                  between two of the same host.
Undecided         An edition without a site, or a past one whose hosts are not written, has a host that is not
                  known.
Validity          Applies when the later of the two editions has an execution day inside `valid`.
History           Past editions of the series under `history` stand before those of the programme.
Real case         ZAPAD was hosted by Russia and by Belarus alternately (Jamestown Foundation, 2025).
"""

from collections.abc import Iterator
from itertools import pairwise, permutations
from typing import Annotated, ClassVar, Literal, NamedTuple, Self

from pydantic import Field, Strict, model_validator

from exsched.domain.history import PastExercise
from exsched.domain.names import Id, Nations
from exsched.rulekit.decisions import Decisions, Lit, Term
from exsched.rulekit.editions import Editions
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Rule


class _Edition(NamedTuple):
    """An edition, past or held; `held` is None for a past one."""

    id: str
    hosts: frozenset[str]
    held: Held | None


class HostRotation(Rule):
    """Who hosts the next edition of a series."""

    rule: Literal["host_rotation"] = "host_rotation"
    series: Id
    order: Nations = Field(default=(), description="the hosts in turn")
    no_repeat_within: Annotated[int, Strict(), Field(ge=2, le=1000)] | None = Field(
        default=None, description="of so many editions running no two have the same host"
    )

    unit: ClassVar[str] = "edition"

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.order and self.no_repeat_within is None:
            raise ValueError("host_rotation needs order, no_repeat_within, or both")
        return self

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        said = [f"is hosted by {', '.join(self.order)} in turn"] if self.order else []
        if self.no_repeat_within:
            said.append(f"has no host twice within {self.no_repeat_within} editions")
        return f"{self.series} {' and '.join(said)}"

    def _past(self, problem: Problem) -> list[PastExercise]:
        past = [p for p in problem.programme.history.values() if p.series == self.series]
        return sorted(past, key=lambda p: (p.dates.start, p.id))

    def _next(self, host: str) -> str:
        return self.order[(self.order.index(host) + 1) % len(self.order)]

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Give each edition to whose turn it is, and keep editions of one host apart: see `Editions`."""
        d = decisions
        editions = Editions([n for n, line in problem.exercises.items() if line.series == self.series], d)
        if self.order:
            self._post_order(problem, d, editions)
        if self.no_repeat_within is not None:
            self._post_repeats(problem, d, editions, self.no_repeat_within)

    def _post_order(self, problem: Problem, d: Decisions, editions: Editions) -> None:
        past, hosts = self._past(problem), self._possible_hosts(problem, editions)
        ours = {name: d.any_of([d.hosts(n, name) for n in self.order]) for name in editions.ids}
        inside = {name: d.touches(name, self.valid) for name in editions.ids}
        for name in editions.ids:
            hosted = d.any_of([d.hosts(nation, name) for nation in hosts[name]])
            d.never([inside[name], hosted, d.negation(ours[name])])
            if past and (before := [n for n in past[-1].hosts if n in self.order]):
                in_turn = d.any_of([d.hosts(self._next(nation), name) for nation in before])
                d.never([editions.is_first(name), inside[name], ours[name], d.negation(in_turn)])
        for one, other in permutations(editions.ids, 2):
            turns = [d.all_of([d.hosts(n, one), d.hosts(self._next(n), other)]) for n in self.order]
            when = [editions.follows(one, other), inside[other], ours[one], ours[other]]
            d.never([*when, d.negation(d.any_of(turns))])

    def _post_repeats(self, problem: Problem, d: Decisions, editions: Editions, within: int) -> None:
        hosts = self._possible_hosts(problem, editions)
        for one, other in permutations(editions.ids, 2):
            both = [d.all_of([d.hosts(n, one), d.hosts(n, other)]) for n in hosts[one] if n in hosts[other]]
            when = [editions.earlier(one, other), d.touches(other, self.valid), d.any_of(both)]
            d.at_least(_ones(editions.between(one, other)), within - 1, when)
        for since, past in enumerate(reversed(self._past(problem)[-(within - 1) :])):
            for name in editions.ids:
                again = d.any_of([d.hosts(nation, name) for nation in past.hosts])
                d.at_least(
                    _ones(editions.ahead_of(name)), within - 1 - since, [again, d.touches(name, self.valid)]
                )

    @staticmethod
    def _possible_hosts(problem: Problem, editions: Editions) -> dict[str, list[str]]:
        facts = problem.programme
        return {
            name: sorted(
                {
                    facts.venues[venue].host
                    for key in problem.forms_of(name)
                    for need in problem.forms[key].sites.values()
                    for venue in facts.candidates(need)
                }
            )
            for name in editions.ids
        }

    # -- checker --------------------------------------------------------------------------------------------

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Go through the editions by STARTEX, the past ones first."""
        mine = [h for h in laydown.held.values() if h.exercise.series == self.series]
        mine.sort(key=lambda h: (h.execution.start, h.id))
        past = [_Edition(p.id, frozenset(p.hosts), None) for p in self._past(problem)]
        editions = [*past, *(_Edition(h.id, h.hosts, h) for h in mine)]
        for held in mine:
            if not held.hosts and held.touches(self.valid.period()):
                what = f"which nation hosts {held.id} is not known"
                yield Undecided((held.id,), what, f"exercises.{held.id}.sites")
        found = list(self._check_order(editions)) if self.order else []
        found += self._check_repeats(editions, self.no_repeat_within) if self.no_repeat_within else []
        yield from dict.fromkeys(found)

    def _judged(self, edition: _Edition) -> bool:
        held = edition.held
        return held is not None and bool(held.hosts) and held.touches(self.valid.period())

    def _check_order(self, editions: list[_Edition]) -> Iterator[Finding]:
        order = frozenset(self.order)
        for edition in editions:
            if self._judged(edition) and not edition.hosts & order:
                what = f"{edition.id} is hosted by {_listed(edition.hosts)}, none of {', '.join(self.order)}"
                yield Violation((edition.id,), what)
        for before, edition in pairwise(editions):
            if not self._judged(edition) or not edition.hosts & order:
                continue
            turn = frozenset(self._next(nation) for nation in before.hosts & order)
            if not before.hosts:
                yield _unknown(edition, before)
            elif turn and not turn & edition.hosts:
                what = f"{edition.id} is hosted by {_listed(edition.hosts)}; after {before.id} in"
                yield Violation(
                    (edition.id,), f"{what} {_listed(before.hosts)} it is the turn of {_listed(turn)}"
                )

    def _check_repeats(self, editions: list[_Edition], within: int) -> Iterator[Finding]:
        for n, edition in enumerate(editions):
            if not self._judged(edition):
                continue
            for m in range(max(0, n - within + 1), n):
                before, between = editions[m], n - m - 1
                if again := before.hosts & edition.hosts:
                    what = f"{_listed(again)} hosts {edition.id} again after {before.id}, with {between} of"
                    which = (before.id, edition.id) if before.held else (edition.id,)
                    yield Violation(which, f"{what} {within - 1} editions between", within - 1 - between)
                elif not before.hosts:
                    yield _unknown(edition, before)


def _ones(literals: list[Lit]) -> list[Term]:
    return [Term(1, literal) for literal in literals]


def _listed(nations: frozenset[str]) -> str:
    return " and ".join(sorted(nations))


def _unknown(edition: _Edition, before: _Edition) -> Undecided:
    missing = f"exercises.{before.id}.sites" if before.held else f"history.{before.id}.hosts"
    what = f"whether {_listed(edition.hosts)} may host {edition.id} depends on who hosted {before.id}"
    return Undecided((edition.id,), what, missing)
