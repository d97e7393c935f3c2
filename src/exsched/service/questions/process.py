"""Answers a question in a process of its own, with a memory limit and a moment at which it is killed.

What a question solves runs in processes that this one starts, each with the same limits; they end with it.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from exsched.rulekit.problem import Problem
from exsched.service.questions.asking import Question, Shown, Told
from exsched.solving.limits import Crashed, Refused
from exsched.solving.spawning import environment, hand_over

CHILD = (sys.executable, "-m", "exsched.service.questions.child")
"""The command line of the process; tests put faulty ones in its place."""
BEYOND = 60.0
"""Seconds beyond its limit after which a question is killed: reading and building are not counted in it."""
MOST_TOLD = 16 * 1024 * 1024
"""Bytes of an answer."""


@dataclass(frozen=True)
class Task:
    """A question, and all that it is answered from."""

    question: Question
    problem: Problem
    schedules: tuple[Shown, ...] = ()


class OutOfTime(Exception):
    """It was killed, because it did not end in time."""


class Defect(Exception):
    """It failed by a defect of the program."""


def answered(task: Task, stop: Callable[[], bool], beyond: float = BEYOND) -> Told | None:
    """The answer; None once `stop`, which is asked ten times a second, says so.

    Raises:
        Crashed: the process died, or what it had to solve did.
        OutOfTime: it had to be killed.
        Refused: the solver contradicts itself or the checker.
        Defect: the question failed.
    """
    process = _Process(task)
    deadline = time.monotonic() + task.question.seconds + beyond
    try:
        while not process.ended(0.1):
            if stop():
                return None
            if time.monotonic() > deadline:
                raise OutOfTime(f"killed {beyond:.0f} s after its limit of {task.question.seconds} s")
        return process.told()
    finally:
        process.remove()


class _Process:
    """The running process, and what it has said."""

    def __init__(self, task: Task) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own command line
            CHILD,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=environment(),
        )
        self._said = b""
        self._thread = threading.Thread(target=self._pump, args=(task,), daemon=True)
        self._thread.start()

    def _pump(self, task: Task) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(OSError, ValueError):  # it died, or we have left: its status tells
            hand_over(self._process.stdin, task)
            self._said = self._process.stdout.read(MOST_TOLD + 1)

    def ended(self, seconds: float) -> bool:
        """Whether it has said all that it will say, waiting so long for it."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def told(self) -> Told:
        """The answer in what it said."""
        if not self._said:
            code = self._process.wait()
            how = f"by {signal.Signals(-code).name}" if code < 0 else f"with status {code}"
            raise Crashed(f"the question's process ended {how}")
        return _read(self._said)

    def remove(self) -> None:
        """Make sure that nothing of it is left; those that it started hear the end of their input."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._thread.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(BrokenPipeError):  # it died with our words unread
                    stream.close()


def _read(said: bytes) -> Told:
    """What the process said; nothing of it is believed for its form."""
    if len(said) > MOST_TOLD:
        raise Defect(f"the answer is longer than {MOST_TOLD // 2**20} MB")
    try:
        found = json.loads(said)
    except ValueError:
        raise Crashed("the question's process ended in the middle of its answer") from None
    match found:
        case {"lines": list(lines), "answer": dict(answer)} if all(isinstance(line, str) for line in lines):
            return Told(lines, answer)
        case {"refused": str(why)}:
            raise Refused(why)
        case {"lost": str(why)}:
            raise Crashed(why)
        case {"defect": str(why)}:
            raise Defect(why)
    raise Defect(f"the answer is none: {_short(found)}")


def _short(found: Any) -> str:
    return repr(found)[:200]
