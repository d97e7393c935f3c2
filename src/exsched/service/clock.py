"""The one clock of the service: every instant is UTC, and tests can put another clock in its place."""

from collections.abc import Callable
from datetime import UTC, datetime


def _system() -> datetime:
    return datetime.now(UTC)


class Clock:
    """Tells the time; `set_to` puts another source in its place."""

    def __init__(self) -> None:
        self._source: Callable[[], datetime] = _system

    def set_to(self, source: Callable[[], datetime] | None) -> None:
        """Take the time from `source`, or from the system again."""
        self._source = source or _system

    def now(self) -> datetime:
        """The present instant, with its zone UTC."""
        return self._source()


CLOCK = Clock()


def now() -> datetime:
    """The present instant in UTC."""
    return CLOCK.now()
