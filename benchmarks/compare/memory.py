"""Peak memory of a process with all its children, where /proc can be read."""

import os
import threading
from pathlib import Path

_EVERY = 0.25


class Peak:
    """Samples while the process runs; `mb` is 0 where there is no /proc."""

    def __init__(self, pid: int) -> None:
        self.mb = 0
        self._pid, self._over = pid, threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._over.wait(_EVERY):
            self.mb = max(self.mb, tree_mb(self._pid))


def tree_mb(pid: int) -> int:
    """Resident memory of a process and all below it, in MB; pages that they share count more than once."""
    parents: dict[int, int] = {}
    pages: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        parents[int(folder.name)], pages[int(folder.name)] = int(fields[1]), int(fields[21])
    tree = {pid}
    while more := {child for child, parent in parents.items() if parent in tree} - tree:
        tree |= more
    size = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
    return sum(pages.get(one, 0) for one in tree) * size // 2**20
