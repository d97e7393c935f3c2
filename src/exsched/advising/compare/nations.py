"""Gains and losses: what each nation asked for, what each schedule gives it, and what it regrets most.

A nation asks for the exercises that it sponsors, commands or must take part in (their dates, and the first
venue of their lists), and for a place in those that it may join. What it loses is counted in the points of
`fair_concessions`, at the prices of the programme's own goal of that kind, else at 1 each; what history
records is the same for all schedules and left out. Its regret over a schedule is what it loses there above
the least that it loses in any of those compared.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from exsched.domain.exercises import Exercise
from exsched.exporting.wording import many
from exsched.goals.fair_concessions import FairConcessions
from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Answer


@dataclass(frozen=True)
class Wish:
    """How many of a kind were asked for, and how many were met."""

    asked: int
    got: int

    def __str__(self) -> str:
        return f"{self.got}/{self.asked}" if self.asked else "–"


@dataclass(frozen=True)
class Share:
    """What one schedule gives a nation; `worst` says what costs it most, above the other schedules."""

    held: Wish
    dates: Wish
    sites: Wish
    participation: Wish
    hosted: int
    lost: int
    regret: int
    worst: str


@dataclass(frozen=True)
class Balance:
    """One nation, with one share for each schedule."""

    nation: str
    shares: tuple[Share, ...]


def balances(answers: Sequence[Answer]) -> tuple[Balance, ...]:
    """Every nation that asks for something or hosts anywhere, by id."""
    lost = [dict(_lost(answer)) for answer in answers]
    found = (_balance(nation, answers, lost) for nation in sorted(answers[0].problem.programme.nations))
    return tuple(balance for balance in found if any(map(_touched, balance.shares)))


Points = dict[str, dict[str, int]]
"""By exercise, what each nation loses by what became of it."""


def _lost(answer: Answer) -> Iterator[tuple[str, dict[str, int]]]:
    """The loss of every exercise for itself."""
    problem = answer.problem
    own = next((g for tier in problem.tiers for g in tier if isinstance(g, FairConcessions)), None)
    goal = FairConcessions(prices=own.prices) if own else FairConcessions()
    for name, line in problem.exercises.items():
        alone = problem.programme.model_copy(update={"exercises": {name: line}, "history": {}})
        yield name, goal.losses(Problem(alone), answer.laydown)


def _balance(nation: str, answers: Sequence[Answer], lost: Sequence[Points]) -> Balance:
    sums = [sum(points.get(nation, 0) for points in by_name.values()) for by_name in lost]
    shares = tuple(_share(nation, answer) for answer in answers)
    return Balance(
        nation,
        tuple(
            replace(share, lost=total, regret=total - min(sums), worst=_worst(nation, n, answers, lost))
            for n, (share, total) in enumerate(zip(shares, sums, strict=True))
        ),
    )


def _share(nation: str, answer: Answer) -> Share:
    problem, held = answer.problem, answer.laydown.held
    own = [line for line in problem.exercises.values() if asks(problem, line, nation)]
    there = [held[line.id] for line in own if line.id in held]
    dated = [line for line in own if line.wanted is not None]
    on_date = [h for h in there if h.exercise.wanted and h.execution.start in h.exercise.wanted]
    lists = [
        (line.id, need, site.any_of[0]) for line in own for need, site in line.sites.items() if site.any_of
    ]
    first = [
        (name, need)
        for name, need, venue in lists
        if name in held and held[name].line.sites.get(need) == venue
    ]
    offers = [line.id for line in problem.exercises.values() if nation in line.participants.may]
    joined = [name for name in offers if name in held and nation in held[name].roles]
    return Share(
        held=Wish(len(own), len(there)),
        dates=Wish(len(dated), len(on_date)),
        sites=Wish(len(lists), len(first)),
        participation=Wish(len(offers), len(joined)),
        hosted=sum(nation in one.hosts for one in held.values()),
        lost=0,
        regret=0,
        worst="",
    )


def asks(problem: Problem, line: Exercise, nation: str) -> bool:
    """Whether an exercise is one that the nation asks for: its own, or one that it must be in."""
    known = problem.programme.nations.get(nation)
    named = {nation, known.name} if known else {nation}
    return line.sponsor in named or line.command == nation or nation in line.participants.must


def _touched(share: Share) -> bool:
    return bool(share.held.asked or share.participation.asked or share.hosted)


def _worst(nation: str, mine: int, answers: Sequence[Answer], lost: Sequence[Points]) -> str:
    """The exercise by which this schedule costs the nation most above the others, in words."""
    least = {name: min(by_name.get(name, {}).get(nation, 0) for by_name in lost) for name in lost[mine]}
    above = {name: points.get(nation, 0) - least[name] for name, points in lost[mine].items()}
    name = max(sorted(above), key=lambda name: above[name], default="")
    return _why(nation, answers[mine], name) if name and above[name] > 0 else ""


def _why(nation: str, answer: Answer, name: str) -> str:
    line, held = answer.problem.exercises[name], answer.laydown.held.get(name)
    if held is None:
        return f"{line.title} is not held"
    told = []
    if nation in line.participants.may and nation not in held.roles:
        told.append(f"left out of {line.title}")
    if line.wanted and held.execution.start not in line.wanted:
        start = held.execution.start
        off = max((line.wanted.start - start).days, (start - line.wanted.end).days)
        late = "late" if start > line.wanted.end else "early"
        told.append(f"{line.title} {many(off, 'day')} too {late}")
    if held.line.form:
        told.append(f"{line.title} in the form {held.line.form} only")
    return ", ".join(told)
