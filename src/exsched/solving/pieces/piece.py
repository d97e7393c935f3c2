"""A piece: the exact model with all but some exercises fixed, small enough to be solved in a moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from exsched.solving.anatomy import Anatomy, Sum
from exsched.solving.anatomy.folding import Folded, Stays
from exsched.solving.anatomy.owners import Owners, places

_HUGE = 1 << 40
_RATIO = 30
"""How much a unit of a tier outweighs one of the next."""


@dataclass(frozen=True)
class Aim:
    """What a piece makes small: tiers by their weight; tiers with a ceiling stay at or below it."""

    weights: Mapping[int, int]
    ceilings: Mapping[int, int]

    @staticmethod
    def onward(tier: int, tiers: int, ceilings: Mapping[int, int]) -> "Aim":
        """This tier of so many first, and each later one less."""
        return Aim({later: _RATIO ** (tiers - 1 - later) for later in range(tier, tiers)}, ceilings)


@dataclass(frozen=True)
class Piece:
    """The engine's model of a piece, and which variables of the whole model its own are."""

    model: cp_model.CpModel
    variables: list[int]
    parts: list[int]
    """The parts of the whole model that mention one of the free variables."""
    aims: bool
    """Whether anything that is to be small depends on the free variables."""


def cut(
    anatomy: Anatomy,
    owners: Owners,
    freed: int,
    values: Sequence[int],
    aim: Aim,
    stays: Stays | None = None,
) -> Piece:
    """The piece in which the exercises in `freed` (bits) are decided anew and all others stay.

    `stays` is what earlier pieces have found of intervals under the same values.
    """
    free, numbers = set[int](), set[int]()
    for place in places(freed):
        free.update(owners.variables[place])
        numbers.update(owners.parts[place])
    return _assembled(Folded(anatomy, free, values, numbers, stays), numbers, anatomy, aim, values)


def _assembled(folded: Folded, numbers: set[int], anatomy: Anatomy, aim: Aim, values: Sequence[int]) -> Piece:
    parts = sorted(numbers)
    for number in parts:
        folded.add(number)
    for tier, ceiling in aim.ceilings.items():
        variables, factors, rest = folded.sum(anatomy.tiers[tier])
        if variables:
            folded.say((), f"linear{{vars:{variables} coeffs:{factors} domain:[{-_HUGE},{ceiling - rest}]}}")
    objective = _objective(folded, anatomy.tiers, aim.weights)
    text = [*folded.text, objective, _hint(folded.variables, values)]
    model = cp_model.CpModel()
    model.proto.parse_text_format("\n".join(text))
    return Piece(model, folded.variables, parts, bool(objective))


def _objective(folded: Folded, tiers: Sequence[Sum], weights: Mapping[int, int]) -> str:
    total: dict[int, int] = {}
    for tier, weight in weights.items():
        variables, factors, _ = folded.sum(tiers[tier])
        for variable, factor in zip(variables, factors, strict=True):
            total[variable] = total.get(variable, 0) + weight * factor
    return f"objective{{vars:{list(total)} coeffs:{list(total.values())}}}" if total else ""


def _hint(variables: Sequence[int], values: Sequence[int]) -> str:
    told = [values[variable] for variable in variables]
    return f"solution_hint{{vars:{list(range(len(told)))} values:{told}}}"
