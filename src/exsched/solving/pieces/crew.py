"""A crew: as many threads as the search may use, each solving pieces and offering what it finds."""

import os
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from exsched.solving.limits import Limits
from exsched.solving.pieces.member import Member, Task
from exsched.solving.pieces.neighbourhoods import Ground
from exsched.solving.pieces.store import Store

_LOOK = 0.1
"""Seconds between two looks at what the crew has found."""


@dataclass
class Crew:
    """Members share a store; in reproducible mode there is one, who works without threads or clocks."""

    ground: Ground
    store: Store
    limits: Limits
    running: list[cp_model.CpSolver]
    spend: Callable[[float], None]
    members: list[Member] = field(default_factory=list)

    def __post_init__(self) -> None:
        seed = self.limits.seed
        for number in range(self.size):
            luck = random.Random(1_000 * seed + number)  # noqa: S311 - a search, not a secret
            member = Member(self.ground, self.store, luck, self.limits.reproducible, self.running, self.spend)
            self.members.append(member)

    @property
    def size(self) -> int:
        """How many members there are."""
        if self.limits.reproducible:
            return 1
        return self.limits.workers or len(os.sched_getaffinity(0))

    def work(self, task: Task, over: Callable[[], bool], watch: Callable[[], None]) -> None:
        """Let all work until it is over or nothing more is gained; `watch` is called all the while."""
        for member in self.members:
            member.idle = 0
        if self.limits.reproducible:
            (alone,) = self.members
            while alone.goes_on(task, over):
                alone.step(task)
                watch()
            return
        threads = [
            threading.Thread(target=member.work, args=(task, over), daemon=True) for member in self.members
        ]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            next(thread for thread in threads if thread.is_alive() or thread is threads[-1]).join(_LOOK)
            watch()
        for member in self.members:
            member.raise_failure()
