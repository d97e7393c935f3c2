"""Keeps Python's cyclic garbage collector out of the way while a large programme is read."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Nothing that is made here is garbage yet; looking for some takes a quarter to half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
