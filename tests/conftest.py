"""Which tests the short form leaves out, and in which order the others run.

In a parallel run the longest begin first, so that no worker is left alone with one at the end.
"""

from math import ceil
from zlib import crc32

import pytest

from tests.long_form import LONG

_DATABASES = ("sqlite", "postgres")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only the long form runs; deal the tests that have a time limit of their own first."""
    left_out = [] if LONG else [item for item in items if _only_long(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = {id(item) for item in left_out}
        items[:] = [item for item in items if id(item) not in gone]
    workers: int = getattr(config, "workerinput", {}).get("workercount", 1)
    if workers == 1:
        return
    long = sorted((item for item in items if _limit(item)), key=_limit, reverse=True)
    rest = [item for item in items if not _limit(item)]
    share = ceil(len(rest) / workers)
    items[:] = [
        item for n in range(workers) for item in (*long[n::workers], *rest[n * share : (n + 1) * share])
    ]


def _only_long(item: pytest.Item) -> bool:
    """Whether it is marked so, or runs on the other of the two databases in the short form."""
    if item.get_closest_marker("long"):
        return True
    if not item.get_closest_marker("one_database"):
        return False
    name, _, rest = item.nodeid.partition("[")
    kept = _DATABASES[crc32(name.encode()) % 2]
    return any(other in rest for other in _DATABASES if other != kept)


def _limit(item: pytest.Item) -> int:
    """The seconds of the test's own time limit, or 0."""
    marker = item.get_closest_marker("timeout")
    return int(marker.args[0]) if marker else 0
