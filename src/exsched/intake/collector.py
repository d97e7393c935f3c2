"""Keeps Python's cyclic garbage collector out of the way while a large programme is read."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Nothing that is made here is garbage yet; looking for some takes a quarter to half of the time.

    Freezing and unfreezing counts what was made as old, so that it is not looked through at once afterwards.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.enable()
            gc.unfreeze()
