"""What a calendar client shows of one event, in the same words for every client."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, order=True)
class Shown:
    """One all-day event on a subscriber's screen; `last` is its last day, inclusive."""

    title: str
    first: date
    last: date
    status: str


class Client(Protocol):
    """A subscriber of one feed."""

    name: str

    def refresh(self) -> None:
        """Poll the feed now instead of at the client's next turn."""

    def events(self) -> tuple[Shown, ...]:
        """What is on the screen at present, sorted."""


def shows(
    client: Client, holds: Callable[[tuple[Shown, ...]], bool], seconds: float = 30
) -> tuple[Shown, ...]:
    """What the client shows once `holds` is true of it; it is polled until then, for `seconds` at most."""
    end = time.monotonic() + seconds
    while True:
        client.refresh()
        seen = client.events()
        if holds(seen) or time.monotonic() > end:
            return seen
        time.sleep(0.5)
