"""Server-sent events: what is stored is sent in order, until nothing more can come."""

import asyncio
import threading
import time
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


async def stream(read: Reading, after: int) -> AsyncIterator[bytes]:
    """The steps as events; `after` is the number of the last one that the client has seen."""
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
