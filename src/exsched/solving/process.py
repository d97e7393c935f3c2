"""The parent's side of the solver's process: start, listen, stop, kill."""

import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator

from exsched.domain.schedule import Schedule
from exsched.solving.child import STOP, Job
from exsched.solving.messages import Garbage, Message, messages_of
from exsched.solving.spawning import environment, packed

CHILD = (sys.executable, "-m", "exsched.solving.child")
"""The command line of the solver's process; tests put faulty ones in its place."""
_WAITING = 1000
"""Messages that may wait to be heard; a process that says more has to wait, too."""
_LAST = 64 * 1024
"""Bytes of the error stream that are read for the last words."""
_LEAVE = 1.0
"""Seconds that a process gets to end after it has closed its output."""


class SolverProcess:
    """One running solver. Use it in a `with` block: on leaving, the whole process group is gone."""

    def __init__(self, job: Job) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed on leaving
        self._process = subprocess.Popen(  # noqa: S603 - our own command line
            CHILD,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            start_new_session=True,
            env=environment(),
        )
        self._left, self._swept, self._garbage = threading.Event(), False, ""
        self._messages: queue.Queue[Message | None] = queue.Queue(_WAITING)
        self._words: queue.Queue[bytes | None] = queue.Queue()
        for what, args in ((self._say, (packed(job),)), (self._pump, ())):
            threading.Thread(target=what, args=args, daemon=True).start()

    def __enter__(self) -> "SolverProcess":
        return self

    def __exit__(self, *_: object) -> None:
        self._left.set()
        self._words.put(None)
        self.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:  # the child died with our words unread
                    continue

    def _say(self, job: bytes) -> None:
        """Hand the job over, and then one word after the other."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(job)
            self._process.stdin.flush()
            while (word := self._words.get()) is not None:
                self._process.stdin.write(word + b"\n")
                self._process.stdin.flush()
        except (BrokenPipeError, ValueError):  # it has ended, or we have left: its status tells
            self.kill()

    def _pump(self) -> None:
        assert self._process.stdout is not None
        try:
            for message in messages_of(self._process.stdout):
                self._put(message)
        except Garbage as garbage:
            self._garbage = str(garbage)
            self.kill()
        except ValueError:  # we have left, and its output is closed
            return
        self._put(None)

    def _put(self, message: Message | None) -> None:
        """Hand over a message as soon as there is room, unless nobody listens any more."""
        while not self._left.is_set():
            try:
                self._messages.put(message, timeout=0.1)
            except queue.Full:
                continue
            return

    def messages(self, wait: float) -> Iterator[Message | None]:
        """Messages as they come, `silence` after `wait` seconds without one, None when it has ended.

        It has ended, too, when it is dead and something that it has started holds its output open.
        """
        dead = 0.0
        while dead < _LEAVE:
            try:
                message = self._messages.get(timeout=wait)
            except queue.Empty:
                dead += wait if self._process.poll() is not None else 0.0
                yield {"word": "silence"}
                continue
            yield message
            if message is None:
                return
        yield None

    @property
    def is_ahead(self) -> bool:
        """Whether it has said more than that it begins, and nobody has listened yet."""
        return self._messages.qsize() > 1

    def ask_to_stop(self) -> None:
        """Ask it to end with the best so far; never waits for it."""
        self._words.put(STOP)

    def suggest(self, schedule: Schedule) -> None:
        """Tell it of a schedule that is allowed; never waits for it."""
        self._words.put(schedule.model_dump_json().encode())

    def kill(self) -> None:
        """End the process, its threads and whatever it has started, at once."""
        if self._swept:
            return
        self._swept = self._process.returncode is not None
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):  # all gone already
            return

    def last_words(self) -> str:
        """How it ended: what was wrong with its messages, the last line of its errors, or its signal."""
        try:
            code = self._process.wait(_LEAVE)
        except subprocess.TimeoutExpired:
            code = None
        self.kill()
        if self._garbage:
            return f"sent what is no message ({self._garbage})"
        if code is None:
            return "closed its output and stayed, without an answer"
        said = f": {last[:200]}" if (last := self._last_line()) else ""
        if code < 0:
            return f"ended by {signal.Signals(-code).name}{said}"
        return f"ended with status {code}{said}"

    def _last_line(self) -> str:
        size = self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, size - _LAST))
        lines = self._errors.read().decode(errors="replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")
