"""One project-scheduling instance: activities with modes, what they need, what there is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mode:
    """One way of doing an activity: days, units per day of each renewable, units in all of each other."""

    days: int
    renewable: tuple[int, ...]
    nonrenewable: tuple[int, ...] = ()


@dataclass(frozen=True)
class Activity:
    """A job by its number in the file; those that follow start when it is over."""

    number: int
    modes: tuple[Mode, ...]
    followers: tuple[int, ...]


@dataclass(frozen=True)
class Instance:
    """The first and the last activity are the source and the sink: they last no day and need nothing."""

    name: str
    activities: tuple[Activity, ...]
    renewable: tuple[int, ...]
    nonrenewable: tuple[int, ...] = ()
    made: str = ""
    """How it came about, when it is not from a published library."""

    @property
    def jobs(self) -> tuple[Activity, ...]:
        """The activities without source and sink."""
        return self.activities[1:-1]

    @property
    def longest(self) -> int:
        """Days after which everything can have been done one by one."""
        return sum(max(mode.days for mode in job.modes) for job in self.jobs)
