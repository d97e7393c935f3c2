"""SIGTERM and Ctrl-C as an event to wait for."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def until_told() -> Iterator[threading.Event]:
    """An event that SIGTERM or SIGINT sets, while the block runs."""
    told = threading.Event()
    before = {
        number: signal.signal(number, lambda _number, _frame: told.set())
        for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
