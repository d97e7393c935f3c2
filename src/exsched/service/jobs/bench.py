"""What everything in a worker shares, and the patience with a database that is away for a while."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import Connection

from exsched.service.jobs.engine import Engine
from exsched.service.jobs.intervals import USUAL, Intervals
from exsched.service.storage.database import Database, Unavailable

LOG = logging.getLogger("exsched.jobs")

Result = TypeVar("Result")


class Parting(Exception):
    """The worker ends while the database is away: others will find what it leaves."""


@dataclass(frozen=True)
class Bench:
    """The worker's place: database, engine, intervals; `parting` is set when it shall end."""

    database: Database
    engine: Engine
    intervals: Intervals = USUAL
    parting: threading.Event = field(default_factory=threading.Event)

    def patiently(self, action: Callable[[Connection], Result]) -> Result:
        """Do it in one writing transaction, again and again until the database lets us.

        Raises:
            Parting: the worker shall end and the database is still away.
        """
        while True:
            try:
                with self.database.writing() as connection:
                    return action(connection)
            except Unavailable as trouble:
                LOG.warning("the database is not available, trying again: %s", trouble)
                if self.parting.wait(self.intervals.retry):
                    raise Parting from trouble
