"""What goals tell about a schedule besides their value: CO2, unwritten costs, and each nation's losses."""

from collections.abc import Iterator
from dataclasses import dataclass

from exsched.exporting.wording import many
from exsched.goals.fair_concessions import FairConcessions
from exsched.goals.low_cost import LowCost
from exsched.goals.low_travel import Grams, LowTravel
from exsched.rulekit.verdict import Answer

NAMED = 12
"""So many unknowns are named; the rest is counted."""


@dataclass(frozen=True)
class Loss:
    """What one nation loses, in points, and what was said to be bearable."""

    nation: str
    points: int
    acceptable: int
    red_line: int | None

    @property
    def beyond(self) -> bool:
        """Whether it lies above the nation's red line."""
        return self.red_line is not None and self.points > self.red_line


@dataclass(frozen=True)
class Told:
    """One goal: its statement, what follows from the schedule, and what that leaves out."""

    goal: str
    says: str
    facts: tuple[str, ...]
    missing: str = ""
    losses: tuple[Loss, ...] = ()


def goals_told(answer: Answer) -> Iterator[Told]:
    """Every goal of the programme that has more to tell than a number, in the order of the tiers."""
    for goal in (goal for tier in answer.problem.tiers for goal in tier):
        if isinstance(goal, LowTravel):
            yield _travel(answer, goal)
        elif isinstance(goal, LowCost):
            yield _cost(answer, goal)
        elif isinstance(goal, FairConcessions):
            yield _concessions(answer, goal)


def _travel(answer: Answer, goal: LowTravel) -> Told:
    found = goal.estimate(answer.laydown)
    factors = ", ".join(f"{mode} {grams}" for mode, grams in goal.grams)
    usual = " (averages of passenger transport in the EU, 2018)" if goal.grams == Grams() else ""
    facts = (
        f"{found.thousand_troop_km:,} thousand troop-kilometres, there and back",
        f"about {round(found.co2_kg / 1000):,} t of CO2 equivalent: an estimate from the kilometres and"
        f" grams for one troop and kilometre{usual}: {factors}; heavy equipment emits more",
    )
    gone = [f"{answer.problem.exercises[exercise].title} ({force})" for exercise, force in found.unknown]
    missing = f"A position is missing, so these count 0: {_some(gone)}" if gone else ""
    return Told(_name(goal.goal), goal.explain(answer.problem), facts, missing)


def _cost(answer: Answer, goal: LowCost) -> Told:
    known = goal.measure(answer.problem, answer.laydown)
    gone = goal.unknown(answer.laydown)
    facts = (f"{'at least ' if gone else ''}{many(known, 'currency unit')}",)
    missing = f"Not written, so these count 0: {_some(gone)}" if gone else ""
    return Told(_name(goal.goal), goal.explain(answer.problem), facts, missing)


def _concessions(answer: Answer, goal: FairConcessions) -> Told:
    lost = goal.losses(answer.problem, answer.laydown)
    losses = tuple(
        Loss(nation, points, goal.acceptable.get(nation, 0), goal.red_line.get(nation))
        for nation, points in sorted(lost.items(), key=lambda item: (-item[1], item[0]))
    )
    prices = ", ".join(f"{what.replace('_', ' ')} {price}" for what, price in goal.prices)
    return Told(
        _name(goal.goal), goal.explain(answer.problem), (f"points for one unit: {prices}",), losses=losses
    )


def _name(goal: str) -> str:
    return goal.replace("_", " ").capitalize()


def _some(names: list[str] | tuple[str, ...]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
