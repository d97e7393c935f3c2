"""Server-sent events: what is stored is sent in order, until nothing more can come."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence

from starlette.concurrency import run_in_threadpool

from exsched.service.models.solves import Step
from exsched.service.storage.database import Unavailable

LOOK_SECONDS = 0.4
QUIET_SECONDS = 15.0
LONGEST_SECONDS = 3600.0
"""A stream ends after an hour; the client comes back with the number of the last step it saw."""

ENDING = threading.Event()
"""Set when the server is told to end: streams end, and clients come back to the next one."""

Reading = Callable[[int], tuple[Sequence[Step], bool]]
"""Steps after a number, and whether these are the last."""


MOST_STREAMS = 20
"""Streams of one token at a time: each asks the database again and again, and others wait behind it."""

_OPEN: Counter[str] = Counter()
"""Streams by token; all of them live in the one event loop."""


async def stream(read: Reading, after: int, token: str) -> AsyncIterator[bytes]:
    """The steps as events; `after` is the number of the last one that the client has seen.

    A stream too many of one token ends at once and asks its client to come back later.
    """
    if _OPEN[token] >= MOST_STREAMS:
        yield b"retry: 30000\n\n"
        return
    _OPEN[token] += 1
    try:
        async for part in _steps(read, after):
            yield part
    finally:
        _OPEN[token] -= 1
        if not _OPEN[token]:
            del _OPEN[token]


async def _steps(read: Reading, after: int) -> AsyncIterator[bytes]:
    begun = said = time.monotonic()
    yield b"retry: 2000\n\n"
    while time.monotonic() - begun < LONGEST_SECONDS and not ENDING.is_set():
        try:
            steps, last = await run_in_threadpool(read, after)
        except Unavailable:
            return  # the client comes back by itself
        for step in steps:
            yield event(step)
            after, said = step.number, time.monotonic()
        if last and not steps:
            return
        if time.monotonic() - said > QUIET_SECONDS:
            yield b": still here\n\n"
            said = time.monotonic()
        if not steps:
            await asyncio.sleep(LOOK_SECONDS)


def event(step: Step) -> bytes:
    """One step on the wire; its number is the id that `Last-Event-ID` names."""
    return f"id: {step.number}\nevent: {step.kind}\ndata: {step.model_dump_json()}\n\n".encode()
