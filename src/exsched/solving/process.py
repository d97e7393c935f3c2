"""The parent's side of the solver's process: start, listen, stop, kill."""

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import exsched
from exsched.solving.child import Job, write_job

Message = dict[str, Any]


class SolverProcess:
    """One running solver. Use it in a `with` block: on leaving, the whole process group is gone."""

    def __init__(self, job: Job) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed on leaving
        environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": _search_path()}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "exsched.solving.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            start_new_session=True,
            env=environment,
        )
        self._written, self._stop_asked = threading.Event(), threading.Event()
        self._messages: queue.Queue[Message | None] = queue.Queue()
        threading.Thread(target=self._pump, args=(job,), daemon=True).start()

    def __enter__(self) -> "SolverProcess":
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:  # the child died with our words unread
                    continue

    def _pump(self, job: Job) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            write_job(self._process.stdin, job)
            self._written.set()
            if self._stop_asked.is_set():
                self._say_stop()
            for line in self._process.stdout:
                self._messages.put(json.loads(line))
        except (BrokenPipeError, ValueError):  # it died while reading or writing: its exit status tells
            self.kill()
        self._messages.put(None)

    def messages(self, wait: float) -> Iterator[Message | None]:
        """Messages as they come, `silence` after `wait` seconds without one, None when it has ended."""
        while True:
            try:
                message = self._messages.get(timeout=wait)
            except queue.Empty:
                yield {"word": "silence"}
                continue
            yield message
            if message is None:
                return

    def ask_to_stop(self) -> None:
        """Ask it to end with the best so far; never waits for it."""
        self._stop_asked.set()
        if self._written.is_set():
            self._say_stop()

    def _say_stop(self) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(b"stop\n")
            self._process.stdin.flush()
        except (BrokenPipeError, ValueError):  # it has ended by itself
            return

    def kill(self) -> None:
        """End the process and its threads at once."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)

    def last_words(self) -> str:
        """How it ended: the last line on its error stream, or its signal."""
        code = self._process.wait()
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").split("\n")
        said = next((line.strip() for line in reversed(lines) if line.strip()), "")
        if code < 0:
            return f"ended by {signal.Signals(-code).name}" + (f": {said[:200]}" if said else "")
        return f"ended with status {code}" + (f": {said[:200]}" if said else "")


def _search_path() -> str:
    ours = str(Path(exsched.__file__).parent.parent)
    rest = os.environ.get("PYTHONPATH")
    return f"{ours}{os.pathsep}{rest}" if rest else ours
