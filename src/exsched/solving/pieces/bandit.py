"""Choose the neighbourhood that lately gained most for its time, and how large its pieces are."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

_FORGET = 0.85
_FLOOR = 0.08
"""Share of the best that every arm is worth at least, so that none is given up."""
_GROW, _SHRINK = 1.12, 0.9


@dataclass
class Arm:
    """One kind of neighbourhood."""

    name: str
    size: float
    worth: float = 0.0
    tried: int = 0


class Bandit:
    """Arms, drawn by what they gained for each unit of time."""

    def __init__(self, names: Iterable[str], size: float, most: int, rng: random.Random) -> None:
        self.arms = [Arm(name, size) for name in names]
        self._rng, self._least, self._most = rng, min(4, most), most

    def draw(self) -> Arm:
        """An arm: each once, then by worth."""
        fresh = [arm for arm in self.arms if not arm.tried]
        if fresh:
            return self._rng.choice(fresh)
        floor = _FLOOR * max(arm.worth for arm in self.arms) or 1.0
        return self._rng.choices(self.arms, [max(arm.worth, floor) for arm in self.arms])[0]

    def reward(self, arm: Arm, gain: float, spent: float, *, solved: bool, quick: bool) -> None:
        """Tell what a piece gained, and whether it was solved to the end, and quickly."""
        arm.tried += 1
        arm.worth = _FORGET * arm.worth + (1 - _FORGET) * gain / max(spent, 1e-3)
        if not solved:
            arm.size = max(self._least, arm.size * _SHRINK)
        elif quick and gain <= 0:
            arm.size = min(self._most, arm.size * _GROW)
