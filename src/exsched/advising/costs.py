"""What statements cost, ranked, as text and as data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from exsched.exporting.wording import counted, many
from exsched.rulekit.problem import Statement

Values = tuple[int, ...]


@dataclass(frozen=True)
class Cost:
    """What one statement costs.

    Attributes:
        best: the tiers of the best schedule with every statement kept.
        values: those of the best that was found without this one.
        proved: whether no more than that could be gained by it.
        amount: by how much the schedule that gains so much breaks it.
        step: what it costs when it may be broken by one unit only; None where that was not tried.
    """

    statement: Statement
    sentence: str
    owner: str
    best: Values
    values: Values
    proved: bool
    amount: int
    step: "Step | None" = None

    @property
    def gain(self) -> Values:
        """By how much each tier would be smaller; a later one may be larger, and is then negative."""
        return _less(self.best, self.values)

    @property
    def step_gain(self) -> Values:
        """The same for one unit of easing; nothing where that was not tried."""
        return _less(self.best, self.step.values) if self.step else ()


@dataclass(frozen=True)
class Step:
    """The best schedule that was found with a statement eased by one unit; see `Cost`."""

    values: Values
    proved: bool


@dataclass(frozen=True)
class Prices:
    """The ranked list.

    Attributes:
        values: the tiers of the schedule that all gains are counted from.
        proved: whether that schedule is the best; otherwise a gain may come from the search.
        better: whether it is a better one than was handed in.
        free: statements shown to gain nothing. untried: those that time did not allow to be tried.
        untested: hard statements of which it is not known whether they are near.
    """

    values: Values
    proved: bool
    better: bool
    costs: tuple[Cost, ...]
    free: tuple[Statement, ...]
    untried: tuple[Statement, ...]
    untested: int

    def lines(self) -> list[str]:
        """The list as text."""
        sure = "proved best" if self.proved else "not proved best: a gain may come from the search alone"
        better = (
            "; a better schedule than the one given was found, gains count from it" if self.better else ""
        )
        told = [f"tiers {' · '.join(map(str, self.values))} with every statement kept ({sure}){better}"]
        for cost in self.costs:
            told += _cost(cost)
        if not self.costs:
            told.append("no statement was found that costs anything by itself")
        if self.free:
            told.append(f"{many(len(self.free), 'near statement')} proved to cost nothing when dropped alone")
        if self.untried:
            told.append(f"{many(len(self.untried), 'near statement')} not settled within the limits")
        if self.untested:
            told.append(f"{many(self.untested, 'statement')} not tested for being near")
        return told

    def as_json(self) -> dict[str, Any]:
        """The list as JSON values."""
        return {
            "tiers": list(self.values),
            "proved": self.proved,
            "better_than_given": self.better,
            "costs": [
                {
                    "statement": cost.statement.key,
                    "place": str(cost.statement.place) if cost.statement.place else None,
                    "rule": cost.statement.rule.rule,
                    "sentence": cost.sentence,
                    "owner": cost.owner,
                    "gain": list(cost.gain),
                    "proved": cost.proved,
                    "broken_by": cost.amount,
                    "unit": cost.statement.rule.unit,
                    "one_step": cost.step and {"gain": list(cost.step_gain), "proved": cost.step.proved},
                }
                for cost in self.costs
            ],
            "free": [said.key for said in self.free],
            "untried": [said.key for said in self.untried],
            "untested": self.untested,
        }


def _cost(cost: Cost) -> Iterator[str]:
    unit = cost.statement.rule.unit
    where = f"{cost.statement.place}: " if cost.statement.place else ""
    yield f"{_gain(cost.gain, proved=cost.proved)}: {where}{cost.sentence}"
    yield f"   signed by {cost.owner}; broken then by {counted(cost.amount, unit)}"
    if cost.step and cost.amount > 1:
        yield f"   eased by {counted(1, unit)}: {_gain(cost.step_gain, proved=cost.step.proved)}"


def _gain(gain: Values, *, proved: bool) -> str:
    tiers = [
        f"tier {n} {'gains' if points > 0 else 'loses'} {abs(points):,}"
        for n, points in enumerate(gain, 1)
        if points
    ]
    sure = "proved" if proved else "at least so much"
    return f"{', '.join(tiers) or 'nothing is gained'} ({sure})"


def _less(before: Sequence[int], after: Sequence[int]) -> Values:
    """By how much each tier is smaller."""
    return tuple(old - new for old, new in zip(before, after, strict=True))
