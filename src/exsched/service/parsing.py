"""Reads constraint files and schedules in a process of its own, limited in memory and time.

What comes over the wire is parsed nowhere else. The process gets bytes over a pipe and an empty folder, and
neither the database nor the environment of the service; what it answers is JSON and checked again here.
"""

import base64
import json
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import exsched
from exsched.domain.schedule import Schedule
from exsched.service.bundle import Fault
from exsched.service.parser_child import CPU_SECONDS

WALL_SECONDS = 60.0
AT_ONCE = 2
PATIENCE_SECONDS = 20.0
MOST_WAITING = 8
"""Requests that may wait for the parser: each holds a thread that others need for short answers."""
SHOWN = 50
_SLOTS = threading.BoundedSemaphore(AT_ONCE)
_PLACES = threading.BoundedSemaphore(AT_ONCE + MOST_WAITING)

Json = dict[str, Any]

_STATUS = {"malformed": 400, "unsupported_type": 415, "too_large": 413}


@dataclass(frozen=True)
class Bundle:
    """The bytes of one bundle as they came."""

    content: bytes
    media_type: str


@dataclass(frozen=True)
class Submitted:
    """One nation's file; `name` is how messages call it, such as `submissions/NOR.yaml`."""

    content: bytes
    name: str


@dataclass(frozen=True)
class Read:
    """What came of reading: the normal form if there is one, and everything that was noticed."""

    normal: bytes | None
    input_hash: str
    diagnostics: tuple[Json, ...]
    counts: dict[str, int]
    programme: str | None
    title: str | None
    nations: tuple[str, ...]

    @property
    def refusals(self) -> tuple[Json, ...]:
        """The diagnostics for which the input is not taken."""
        return refusals(self.diagnostics)


def refusals(found: tuple[Json, ...]) -> tuple[Json, ...]:
    """Those for which an input is not taken; one that is merely impossible is taken."""
    return tuple(one for one in found if one["refusal"] not in {None, "infeasible"})


def status_of(found: tuple[Json, ...]) -> int:
    """The status of HTTP for a refused input: 400 not well-formed, 415, 413, else 422."""
    kinds = {one["refusal"] for one in found}
    return next((status for kind, status in _STATUS.items() if kind in kinds), 422)


def read_bundle(bundle: Bundle, submissions: Mapping[str, Submitted]) -> Read:
    """Read a bundle together with the nations' own files.

    Raises:
        Fault: the bundle is no archive, holds what may not be in one, or is too hard to read.
    """
    task = {"bundle": _text(bundle.content), "media_type": bundle.media_type}
    return _programme(task, submissions)


def read_files(files: Mapping[str, bytes], submissions: Mapping[str, Submitted]) -> Read:
    """The same for files of our own writing, such as a projection that was spelt out."""
    return _programme({"files": {name: _text(content) for name, content in files.items()}}, submissions)


def read_schedule(normal: bytes, content: bytes, name: str) -> tuple[Schedule | None, tuple[Json, ...]]:
    """A schedule typed by hand, against a problem in normal form; None when it is refused.

    Raises:
        Fault: it is too hard to read.
    """
    answer = _ask({"task": "schedule", "normal": _text(normal), "content": _text(content), "name": name})
    found = tuple(answer["diagnostics"])
    lines = answer["schedule"]
    return (None if lines is None else Schedule.model_validate(lines, strict=False)), found


def _programme(task: Json, submissions: Mapping[str, Submitted]) -> Read:
    sent = {nation: _text(file.content) for nation, file in sorted(submissions.items())}
    names = {nation: file.name for nation, file in submissions.items()}
    answer = _ask(task | {"task": "programme", "submissions": sent, "names": names})
    return Read(
        normal=base64.b64decode(answer["normal"]) if answer["normal"] is not None else None,
        input_hash=answer["input_hash"],
        diagnostics=tuple(answer["diagnostics"]),
        counts=answer["counts"],
        programme=answer["programme"],
        title=answer["title"],
        nations=tuple(answer["nations"]),
    )


def _ask(task: Json) -> Json:
    """Start one process, give it the task, and wait for its answer within the limits."""
    with (
        _taken(_PLACES, 0),
        _taken(_SLOTS, PATIENCE_SECONDS),
        tempfile.TemporaryDirectory(prefix="exsched-") as folder,
    ):
        return _run(task | {"folder": folder}, folder)


@contextmanager
def _taken(places: threading.BoundedSemaphore, patience: float) -> Iterator[None]:
    """Hold one of the places, for which so many seconds are waited."""
    if not places.acquire(timeout=patience):
        raise Fault(503, "busy", "other files are being read", "try again in a minute")
    try:
        yield
    finally:
        places.release()


def _run(task: Json, folder: str) -> Json:
    command = [sys.executable, "-m", "exsched.service.parser_child"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, nothing of the caller's in the command
            command,
            input=json.dumps(task).encode(),
            capture_output=True,
            timeout=WALL_SECONDS,
            cwd=folder,
            env={"PYTHONPATH": str(Path(exsched.__file__).parent.parent), "PYTHONUTF8": "1"},
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_long() from None
    if done.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise _too_long()
    if done.returncode:
        what = "the input could not be read: its parser ended before its time"
        raise Fault(413, "too_hard_to_read", what, "split the programme into several smaller ones")
    answer: Json = json.loads(done.stdout)
    if "fault" in answer:
        raise Fault(**answer["fault"])
    return answer


def _too_long() -> Fault:
    what = f"reading needs more than {CPU_SECONDS} seconds of computing"
    return Fault(413, "too_hard_to_read", what, "split the programme into several smaller ones")


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
