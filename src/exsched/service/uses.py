"""Last use and number of uses of tokens: counted in memory, written in batches."""

import threading
from datetime import datetime

from exsched.service import clock
from exsched.service.storage import tokens
from exsched.service.storage.database import Database


class Uses:
    """Counts uses; `flush` writes them, and keeps them when the database does not answer."""

    def __init__(self) -> None:
        self._counted: dict[str, tuple[int, datetime]] = {}
        self._lock = threading.Lock()

    def count(self, token: str, number: int = 1) -> None:
        """The token was used just now."""
        at = clock.now()
        with self._lock:
            self._counted[token] = (self._counted.get(token, (0, at))[0] + number, at)

    def flush(self, database: Database) -> None:
        """Write all counts in one transaction.

        Raises:
            Unavailable: nothing was written; the counts wait for the next time.
        """
        with self._lock:
            counted, self._counted = self._counted, {}
        if not counted:
            return
        try:
            with database.writing() as connection:
                tokens.touch(connection, counted)
        except BaseException:
            self._keep(counted)
            raise

    def _keep(self, counted: dict[str, tuple[int, datetime]]) -> None:
        with self._lock:
            for token, (number, at) in counted.items():
                more, later = self._counted.get(token, (0, at))
                self._counted[token] = (number + more, max(at, later))
