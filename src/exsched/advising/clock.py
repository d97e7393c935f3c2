"""The time that a question may take, shared by all that it asks."""

import time
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Clock:
    """So many seconds from now."""

    seconds: float
    _begun: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        """Seconds left; never below 0."""
        return max(0.0, self.seconds - (time.monotonic() - self._begun))

    @property
    def over(self) -> bool:
        """Whether no time is left."""
        return self.left <= 0

    def share(self, part: float, least: float = 0.2) -> float:
        """A part of what is left, but not less than `least` seconds of it."""
        return min(self.left, max(least, part * self.left))
