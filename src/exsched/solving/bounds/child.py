"""The process of the bounds: reads an anatomy, then questions; answers in JSON lines; ends when left alone.

Started as `python -m exsched.solving.bounds.child`. Standard input: the limits and the anatomy from the
parent, then one JSON line for each question. Standard output: `id`, `tier`, `bound` and `seconds` for each
better bound, and `done` when a question has nothing more to give; a question with `seconds` is one for a
second opinion, whose answer holds `opinion` and `value`.
"""

import json
import os
import queue
import sys
import threading
import time
from functools import cache, partial
from typing import TYPE_CHECKING, Any, TextIO

from exsched.solving.anatomy import Anatomy
from exsched.solving.bounds.sending import receive
from exsched.solving.spawning import limit_memory, take_over

if TYPE_CHECKING:
    from exsched.solving.bounds.bounding import Bounding

_ALONE = 9
"""Exit status of a process whose parent is gone; nobody reads it."""

_answers: TextIO = sys.stdout


class Questions:
    """What the parent asks, newest last; a new question ends the work on the one before."""

    def __init__(self) -> None:
        self._asked: queue.Queue[dict[str, Any]] = queue.Queue()

    def listen(self) -> None:
        """Read questions; at the end of the stream nobody is left to answer."""
        for line in sys.stdin.buffer:
            self._asked.put(json.loads(line))
        os._exit(_ALONE)

    def next(self) -> dict[str, Any]:
        """The newest question; waits for one."""
        asked = self._asked.get()
        while not self._asked.empty():
            asked = self._asked.get()
        return asked

    def newer(self) -> bool:
        """Whether a newer question waits."""
        return not self._asked.empty()


def main() -> int:
    """Answer questions until the parent is gone.

    Engines write to standard output now and then: what they write there goes where errors go.
    """
    global _answers  # noqa: PLW0603 - a process has one standard output
    _answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    megabytes, tighten = take_over(sys.stdin.buffer)
    limit_memory(megabytes)
    try:
        anatomy, questions = receive(sys.stdin.buffer), Questions()
        threading.Thread(target=questions.listen, daemon=True).start()
        _answer(anatomy, tighten, questions)
    except (MemoryError, ImportError, OSError) as error:
        _tell(ended=type(error).__name__)
    return 0


def _answer(anatomy: Anatomy, tighten: float, questions: Questions) -> None:
    bounding = cache(partial(_bounding, anatomy, tighten))
    while True:
        asked, begun = questions.next(), time.monotonic()
        tier, ceilings = int(asked["tier"]), {int(k): int(v) for k, v in asked["ceilings"].items()}
        if "seconds" in asked:
            said, value = _opinion(anatomy, tier if tier >= 0 else None, ceilings, asked["seconds"])
            _tell(id=asked["id"], tier=tier, opinion=said, value=value)
            continue
        for bound in bounding().bounds(tier, ceilings, questions.newer):
            _tell(id=asked["id"], tier=tier, bound=bound, seconds=round(time.monotonic() - begun, 3))
        _tell(id=asked["id"], tier=tier, done=True, seconds=round(time.monotonic() - begun, 3))


# what each needs of OR-Tools is loaded under the memory limit, and only when it is asked for


def _bounding(anatomy: Anatomy, tighten: float) -> "Bounding":
    from exsched.solving.bounds.bounding import Bounding  # noqa: PLC0415

    return Bounding(anatomy, tighten)


def _opinion(
    anatomy: Anatomy, tier: int | None, ceilings: dict[int, int], seconds: float
) -> tuple[str, int | None]:
    from exsched.solving.bounds.opinion import second_opinion  # noqa: PLC0415

    return second_opinion(anatomy, tier, ceilings, seconds)


def _tell(**data: Any) -> None:
    _answers.write(json.dumps(data, separators=(",", ":")) + "\n")
    _answers.flush()


if __name__ == "__main__":
    os._exit(main())  # without waiting for the thread that listens on standard input
