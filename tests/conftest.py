"""In a parallel run the longest tests begin first, so that no worker is left alone with one at the end."""

from math import ceil

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deal the tests that have a time limit of their own to the heads of the workers' shares."""
    workers: int = getattr(config, "workerinput", {}).get("workercount", 1)
    if workers == 1:
        return
    long = sorted((item for item in items if _limit(item)), key=_limit, reverse=True)
    rest = [item for item in items if not _limit(item)]
    share = ceil(len(rest) / workers)
    items[:] = [
        item for n in range(workers) for item in (*long[n::workers], *rest[n * share : (n + 1) * share])
    ]


def _limit(item: pytest.Item) -> int:
    """The seconds of the test's own time limit, or 0."""
    marker = item.get_closest_marker("timeout")
    return int(marker.args[0]) if marker else 0
