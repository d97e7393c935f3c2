"""The solver's own process: reads one problem, answers in JSON lines, stops when told or when left alone.

Started as `python -m exsched.solving.child`. Standard input: a pickled job from the parent, then one line for
each word of the parent: a schedule in JSON that is allowed, to start from, and `stop`; the end of the stream
means that the parent is gone. It holds no file, no network and no secret.
"""

import json
import os
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import IO, Any, TextIO

from exsched.domain.schedule import Schedule
from exsched.rulekit.problem import Problem
from exsched.solving.limits import Limits
from exsched.solving.spawning import limit_memory, take_over

STOP = b"stop"
"""The word that asks it to end with the best so far."""
_ALONE = 9
"""Exit status of a solver whose parent is gone; nobody reads it."""


@dataclass(frozen=True)
class Job:
    """What the parent asks for."""

    problem: Problem
    limits: Limits
    hint: Schedule | None = None
    known: bool = False
    """Whether the checker allows the hint."""
    begun: float = field(default_factory=time.monotonic)
    """The moment from which the limit counts, on the clock that all processes of a machine share."""


class Inbox:
    """What the parent says while the child works."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.start: Schedule | None = None

    def hear(self, line: bytes) -> None:
        """Take in one line."""
        if line.strip() == STOP:
            self.stop.set()
        else:
            self.start = Schedule.model_validate_json(line)


class Channel:
    """Messages to the parent, one JSON object a line, from any thread."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._lock, self._begun = stream, threading.Lock(), time.monotonic()

    def tell(self, word: str, **data: Any) -> None:
        """Send one message."""
        text = json.dumps(
            {"word": word, "seconds": time.monotonic() - self._begun, **data}, separators=(",", ":")
        )
        with self._lock:
            self._stream.write(text + "\n")
            self._stream.flush()


def main() -> int:
    """Solve the job on standard input."""
    job = read_job(sys.stdin.buffer)
    inbox = Inbox()
    threading.Thread(target=_listen, args=(inbox,), daemon=True).start()
    limit_memory(job.limits.memory_mb)
    channel = Channel(sys.stdout)
    try:
        _solve(job, channel, inbox)
    except ModuleNotFoundError as error:
        channel.tell("crashed", why=f"could not start: {error}")
    except (MemoryError, ImportError, OSError) as error:
        said = getattr(error, "strerror", None) or type(error).__name__  # a message may hold a path
        channel.tell("crashed", why=f"ran out of its {job.limits.memory_mb} MB of memory ({said})")
    except Exception as error:  # noqa: BLE001 - the last resort of a process: the parent must hear of it
        channel.tell("failed", kind=type(error).__name__, why=str(error))
    return 0


def read_job(stream: IO[bytes]) -> Job:
    """Read the job that our own parent handed over."""
    job = take_over(stream)
    assert isinstance(job, Job)
    return job


def _listen(inbox: Inbox) -> None:
    """Hear the parent; at the end of the stream nobody is left to hear the answer: the process ends at once.

    Asking the solver to stop would not do then, for while it simplifies a model it may not listen.
    """
    while (line := sys.stdin.buffer.readline()).endswith(b"\n"):
        inbox.hear(line)
    os._exit(_ALONE)


def _solve(job: Job, channel: Channel, inbox: Inbox) -> None:
    from exsched.solving.work import work  # noqa: PLC0415 - OR-Tools must be loaded under the memory limit

    work(job, channel, inbox)


if __name__ == "__main__":
    from exsched.solving import child as importable  # noqa: PLW0406 - pickles name this module, not __main__

    os._exit(importable.main())  # without waiting for the thread that listens on standard input
