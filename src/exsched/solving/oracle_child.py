"""The process of an oracle: reads a problem, builds its model with switches, answers questions in JSON lines.

Started as `python -m exsched.solving.oracle_child`. Standard input: the pickled problem and limits, then one
question a line. Standard output: the keys of the statements that bind, then one answer a line. It ends with
its input.
"""

import json
import os
import sys
import threading
from queue import Queue
from typing import Any, TextIO

from exsched.solving.spawning import limit_memory, take_over


def main() -> int:
    """Answer questions until the parent is gone; what engines print goes where errors go."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    problem, limits = take_over(sys.stdin.buffer)
    asked: Queue[dict[str, Any]] = Queue()
    threading.Thread(target=_listen, args=(asked,), daemon=True).start()
    limit_memory(limits.memory_mb)
    try:
        _serve(problem, limits, asked, out)
    except (MemoryError, ImportError, OSError) as error:
        _tell(out, lost=f"ran out of its {limits.memory_mb} MB of memory ({type(error).__name__})")
    except Exception as error:  # noqa: BLE001 - the last resort of a process: the parent must hear of it
        _tell(out, lost=f"failed: {type(error).__name__}: {error}")
    return 0


def _serve(problem: Any, limits: Any, questions: Queue[dict[str, Any]], out: TextIO) -> None:
    from exsched.solving.boards import Boards  # noqa: PLC0415 - loaded under the memory limit

    board = Boards(problem, limits.seed, limits.workers)
    _tell(out, keys=sorted(board.keys))
    while True:
        said = _answer(board, questions.get())
        _tell(
            out,
            word=said.word,
            schedule=said.schedule.model_dump(mode="json") if said.schedule else None,
            core=sorted(said.core),
            proved=said.proved,
        )


def _answer(board: Any, asked: dict[str, Any]) -> Any:
    from exsched.solving.said import Leeway  # noqa: PLC0415 - as above

    seconds = asked["seconds"]
    if asked["ask"] == "possible":
        return board.possible(asked["kept"], seconds)
    if asked["ask"] == "confirmed":
        return board.confirmed(asked["kept"], seconds)
    leeway = Leeway.from_json(asked)
    if asked["ask"] == "within":
        return board.within(leeway, asked["rank"], seconds)
    return board.least(leeway, seconds)


def _listen(asked: Queue[dict[str, Any]]) -> None:
    """Hear questions, from before the model is built; at their end nobody is left, and the process ends."""
    for line in sys.stdin.buffer:
        asked.put(json.loads(line))
    os._exit(9)


def _tell(out: TextIO, **data: Any) -> None:
    out.write(json.dumps(data, separators=(",", ":")) + "\n")
    out.flush()


if __name__ == "__main__":
    os._exit(main())  # without waiting for the thread that listens on standard input
