"""The parent's side of a switchboard: questions about statements, answered by a process with limits.

    with Oracle(problem, Limits()) as oracle:
        oracle.possible(keys, seconds=5)

The process may die of a question (memory, a fault of the engine); that question and all later ones are then
answered `unknown`. A schedule is handed over as the engine gave it: whoever asks has it judged.
"""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any

from exsched.domain.schedule import Schedule
from exsched.rulekit.problem import Problem
from exsched.solving.limits import Limits
from exsched.solving.said import Leeway, Rank, Said
from exsched.solving.spawning import environment, hand_over

CHILD = (sys.executable, "-m", "exsched.solving.oracle_child")
"""The command line of the process; tests put faulty ones in its place."""
PATIENCE = 5.0
"""Seconds beyond its limit that an answer is waited for."""

_UNKNOWN = Said("unknown")


class Oracle:
    """One process that has a model with switches. On leaving its `with` block the process is gone."""

    def __init__(self, problem: Problem, limits: Limits, stop: Callable[[], bool] = lambda: False) -> None:
        """`stop` is asked ten times a second; once it says so, every answer is `unknown`."""
        self._stop, self.lost = stop, ""
        self._answers: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._process = subprocess.Popen(  # noqa: S603 - our own command line
            CHILD,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=environment(),
        )
        self._handed = threading.Event()
        threading.Thread(target=self._pump, args=((problem, limits),), daemon=True).start()
        self.keys: frozenset[str] = frozenset()
        """The hard statements; empty until `ready`."""

    def __enter__(self) -> "Oracle":
        return self

    def __exit__(self, *_: object) -> None:
        self._kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:  # it died with our words unread
                    continue

    def ready(self, seconds: float) -> bool:
        """Wait until the process has read the problem; False when it could not within the time."""
        built = self._hear(seconds)
        if built is None:
            return False
        self.keys = frozenset(built["keys"])
        return True

    def possible(self, kept: Iterable[str], seconds: float) -> Said:
        """Whether some schedule keeps all these statements; see `Switchboard.possible`."""
        return self._ask({"ask": "possible", "kept": sorted(kept)}, seconds)

    def confirmed(self, kept: Iterable[str], seconds: float) -> Said:
        """Whether an ordinary model finds these statements impossible, too; see `Switchboard.confirmed`."""
        return self._ask({"ask": "confirmed", "kept": sorted(kept)}, seconds)

    def least(self, leeway: Leeway, seconds: float) -> Said:
        """The schedule that eases least; see `Switchboard.least`."""
        return self._ask({"ask": "least", **leeway.as_json()}, seconds)

    def within(self, leeway: Leeway, rank: Rank, seconds: float) -> Said:
        """Some schedule that eases no more than this; see `Switchboard.within`."""
        return self._ask({"ask": "within", "rank": rank, **leeway.as_json()}, seconds)

    def _ask(self, question: dict[str, Any], seconds: float) -> Said:
        if self.lost or self._stop() or seconds <= 0:
            return _UNKNOWN
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(question | {"seconds": seconds}).encode() + b"\n")
            self._process.stdin.flush()
        except (BrokenPipeError, ValueError):
            self.lost = "the process has ended"
            return _UNKNOWN
        answer = self._hear(seconds + PATIENCE)
        if answer is None:
            return _UNKNOWN
        told = answer.get("schedule")
        return Said(
            answer["word"],
            Schedule.model_validate(told, strict=False) if told else None,
            frozenset(answer.get("core", ())),
            bool(answer.get("proved")),
        )

    def _hear(self, seconds: float) -> dict[str, Any] | None:
        """The next answer; None when it does not come in time, and then the process is ended."""
        while not self.lost and not self._stop() and seconds > 0:
            try:
                answer = self._answers.get(timeout=min(0.1, seconds))
            except queue.Empty:
                seconds -= 0.1
                continue
            if answer is not None and "lost" not in answer:
                return answer
            self.lost = answer["lost"] if answer else "the process has ended"
            return None
        self.lost = self.lost or "stopped"
        self._kill()
        return None

    def _pump(self, job: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            hand_over(self._process.stdin, job)
            for line in self._process.stdout:
                self._answers.put(json.loads(line))
        except (OSError, ValueError):  # it died, or we have left
            pass
        self._answers.put(None)

    def _kill(self) -> None:
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):  # gone already
            return
