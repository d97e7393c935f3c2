"""What an engine tells while it runs: schedules and bounds with the second at which they were there."""

import time
from dataclasses import dataclass, field

from exsched.domain.schedule import Schedule
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem

Values = tuple[int, ...]


@dataclass
class Track:
    """Filled by the engine; nothing is measured before the time is over."""

    begun: float = field(default_factory=time.monotonic)
    schedules: list[tuple[float, Schedule]] = field(default_factory=list)
    bounds: list[tuple[float, int, int]] = field(default_factory=list)
    """Second, tier from 0, bound."""

    @property
    def seconds(self) -> float:
        """Since the problem was there."""
        return time.monotonic() - self.begun

    def found(self, schedule: Schedule) -> None:
        """A schedule that the engine believes in."""
        self.schedules.append((self.seconds, schedule))

    def bounded(self, tier: int, bound: int) -> None:
        """No schedule has less in this tier than so much."""
        self.bounds.append((self.seconds, tier, bound))


def measured(problem: Problem, schedule: Schedule) -> Values:
    """The value of each tier."""
    laydown = Laydown(problem, schedule)
    return tuple(sum(goal.weight * goal.measure(problem, laydown) for goal in tier) for tier in problem.tiers)


def curve(problem: Problem, track: Track) -> list[tuple[float, Values]]:
    """Every schedule with its values, by the second."""
    return [(round(second, 2), measured(problem, schedule)) for second, schedule in track.schedules]
