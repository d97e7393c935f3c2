"""The process of one question: reads it with all that it is about, answers it in JSON, and ends.

Started as `python -m exsched.service.questions.child`. Standard input: a pickled task; the end of the stream
means that the parent is gone, and then it ends at once, and with it the processes that it has started. It
gets no more of a programme than whoever asks may see.
"""

import json
import os
import sys
import threading
from typing import TYPE_CHECKING, Any

from exsched.solving.spawning import limit_memory, take_over

if TYPE_CHECKING:
    from exsched.service.questions.process import Task

_ALONE = 9
"""Exit status of a process whose parent is gone; nobody reads it."""


def main() -> int:
    """Answer the question; what others print goes where errors go."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    task: Task = take_over(sys.stdin.buffer)
    threading.Thread(target=_listen, daemon=True).start()
    limit_memory(task.question.memory_mb)
    json.dump(_answered(task), out, separators=(",", ":"))
    out.flush()
    return 0


def _answered(task: "Task") -> dict[str, Any]:
    from exsched.solving.limits import Crashed, Refused  # noqa: PLC0415 - loaded under the memory limit

    try:
        told = task.question.answer(task.problem, task.schedules)
    except Refused as refused:
        return {"refused": str(refused)}
    except Crashed as crashed:
        return {"lost": str(crashed)}
    except (MemoryError, OSError) as error:
        return {"lost": f"ran out of its {task.question.memory_mb} MB of memory ({type(error).__name__})"}
    except Exception as error:  # noqa: BLE001 - the last resort of a process: the parent must hear of it
        return {"defect": f"{type(error).__name__}: {error}"}
    return {"lines": told.lines, "answer": told.answer}


def _listen() -> None:
    while os.read(0, 1024):
        pass
    os._exit(_ALONE)


if __name__ == "__main__":
    os._exit(main())  # without waiting for the thread that listens on standard input
