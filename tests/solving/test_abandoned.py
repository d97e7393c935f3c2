"""A solver whose parent is gone: nobody is left to hear its answer."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.commands.process import ROOT

_PARENT = """
import sys
from pathlib import Path
from exsched.intake import load
from exsched.solving.limits import Limits
from exsched.solving.solve import solve

problem = load(Path(sys.argv[1])).problem
solve(problem, Limits(seconds=120, workers=1), lambda step: print(step.word, flush=True))
"""


@pytest.mark.parametrize("moment", ["building", "built", "first"])
def test_solver_ends_with_its_parent(moment: str) -> None:
    """After kill -9 of its parent, while it builds or searches, the solver is gone within two seconds."""
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT, str(ROOT / "examples" / "europe-2024")], stdout=subprocess.PIPE
    )
    assert parent.stdout is not None
    while parent.stdout.readline().decode().strip() != moment:
        assert parent.poll() is None
    (solver,) = _children(parent.pid)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 2
    while _runs(solver) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(solver)


def _children(pid: int) -> list[int]:
    listed = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, check=True)
    return [int(child) for child in listed.stdout.split()]


def _runs(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
