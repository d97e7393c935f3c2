"""The process of one worker. Started as `python -m exsched.service.jobs.slot`, never by hand.

Standard input: one line of JSON with the database's URL (it may hold a password, so it is no argument), the
worker's id and the intervals. The end of the stream means that whoever started it is gone or wants it to end.
"""

import json
import os
import sys
import threading
import time
from dataclasses import asdict, dataclass

from exsched.service import logs
from exsched.service.jobs.bench import LOG
from exsched.service.jobs.intervals import USUAL, Intervals
from exsched.service.jobs.signals import until_told
from exsched.service.storage.database import Unavailable

_STDIN = 0
_AT_ONCE = 75
"""Exit status of a worker that could not end in time, or found no database: start another."""


@dataclass(frozen=True)
class Orders:
    """What the process is told at its start."""

    url: str
    worker: str
    intervals: Intervals = USUAL
    log_level: str = "info"

    def line(self) -> bytes:
        """As one line of JSON."""
        return json.dumps(asdict(self)).encode() + b"\n"


def read_orders(line: bytes) -> Orders:
    """The orders in a line that `Orders.line` wrote."""
    told = json.loads(line)
    return Orders(**told | {"intervals": Intervals(**told["intervals"])})


def main() -> int:
    """Work until the stream ends or SIGTERM comes."""
    orders = read_orders(_line())
    logs.start(orders.log_level)
    with until_told() as parting:
        threading.Thread(target=_part, args=(parting, orders.intervals.parting), daemon=True).start()
        from exsched.service.jobs.worker import Worker  # noqa: PLC0415 - takes a second; signals count before

        try:
            Worker(orders.url, orders.worker, orders.intervals, parting).run()
        except Unavailable as trouble:
            LOG.error("the database is not available: %s", trouble)
            return _AT_ONCE
    return 0


def _part(parting: threading.Event, patience: float) -> None:
    threading.Thread(target=_listen, args=(parting,), daemon=True).start()
    parting.wait()
    time.sleep(2 * patience)
    os._exit(_AT_ONCE)  # others take the job over


def _listen(parting: threading.Event) -> None:
    while os.read(_STDIN, 1024):
        pass
    parting.set()


def _line() -> bytes:
    """The first line, past Python's buffer: a thread that waits in there breaks the end of the process."""
    read = bytearray()
    while not read.endswith(b"\n") and (more := os.read(_STDIN, 1)):
        read += more
    return bytes(read)


if __name__ == "__main__":
    sys.exit(main())
