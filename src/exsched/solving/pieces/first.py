"""A first schedule at once: exercises are placed batch by batch, the tightest first.

Each batch is a piece beside what is placed already; what comes later is unknown to it. A batch that does not
fit takes the exercises placed before that are nearest to it back in hand; what still does not fit goes to the
front, and all begins again ("squeaky wheel", Joslin and Clements 1999).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from exsched.solving.anatomy.holding import holds
from exsched.solving.pieces.member import Member
from exsched.solving.pieces.neighbourhoods import Ground
from exsched.solving.pieces.owners import bits
from exsched.solving.pieces.piece import Aim, grown
from exsched.solving.search import DEFINITE

BATCH = 12
"""Exercises placed at a time."""
_WORK = 0.02
"""What one batch may take, in units of the engine's deterministic time."""
_IN_HAND = (0, 6, 20, 60, 150)
"""So many of those placed before are taken in hand again, one after the other, for one that does not fit."""
_ROUNDS = 3
"""So many times it begins again before it gives up."""


@dataclass
class FirstSchedule:
    """Looks for values of all variables, from wishes; `over` is asked before each batch."""

    ground: Ground
    wishes: Sequence[int]
    worker: Member
    over: Callable[[], bool]
    _hard: list[int] = field(default_factory=list)

    def find(self) -> list[int] | None:
        """The values of a whole schedule, or None when none was found in a few rounds."""
        if not self._rest_holds():
            return None
        for _ in range(_ROUNDS):
            values, failed = self._round()
            if failed is None or self.over():
                return values
            self._hard = [failed, *(place for place in self._hard if place != failed)]
        return None

    def _rest_holds(self) -> bool:
        """Whether the parts that no exercise has to do with hold; no piece would look at them."""
        parts, values = self.ground.anatomy.parts, list(self.wishes)
        owned = self.ground.owners.of_part
        return all(owned[n] or holds(part, parts, values) for n, part in enumerate(parts))

    def _round(self) -> tuple[list[int] | None, int | None]:
        """Place everything once; or the exercise that does not fit."""
        order = self._order()
        values, placed = list(self.wishes), 0
        for begin in range(0, len(order), BATCH):
            batch = order[begin : begin + BATCH]
            if self.over():
                return None, None
            fitted = self._place(bits(batch), placed, values)
            if not fitted:
                failed = self._one_by_one(batch, placed, values)
                if failed is not None:
                    return None, failed
            placed |= bits(batch)
        return values, None

    def _one_by_one(self, batch: Sequence[int], placed: int, values: list[int]) -> int | None:
        """Place exercises singly, with more and more of their relations in hand; or the first that fails."""
        for place in batch:
            for taken in _IN_HAND:
                again = bits(self._near(place, placed, taken))
                if self._place(1 << place | again, placed & ~again, values):
                    break
            else:
                return place
            placed |= 1 << place
        return None

    def _near(self, place: int, placed: int, most: int) -> list[int]:
        """So many of those placed, the most strongly bound first; who is bound to nobody else comes last."""
        bonds = self.ground.relations.strengths[place]
        them = (n for n in range(len(self.ground.starts)) if placed >> n & 1)
        return sorted(them, key=lambda n: (-bonds.get(n, 0.0), n))[:most]

    def _place(self, freed: int, placed: int, values: list[int]) -> bool:
        aim = Aim.onward(0, len(self.ground.anatomy.tiers), {})
        piece = grown(self.ground.anatomy, self.ground.owners, freed, placed, values, aim)
        solver = self.worker.solver(_WORK * max(1.0, freed.bit_count() / BATCH))
        if self.worker.run(solver, piece.model) not in DEFINITE:
            return False
        for variable, value in zip(piece.variables, solver.response_proto.solution, strict=True):
            values[variable] = value
        return True

    def _order(self) -> list[int]:
        """What failed before comes first, then the fewest days to start on and the most relations."""
        ahead = set(self._hard)
        rest = [place for place in range(len(self.ground.starts)) if place not in ahead]
        return [*self._hard, *sorted(rest, key=self._slack)]

    def _slack(self, place: int) -> float:
        return self.ground.relations.freedom[place] / (1 + self.ground.relations.weight[place])
