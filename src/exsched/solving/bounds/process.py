"""The side of whoever wants bounds: start the process, ask, read the latest bound at any time, end it.

    with Bounds(take_apart(model), memory_mb=400) as bounds:
        bounds.ask(1, {0: 15})      # at once; a new question ends the work on the one before
        bounds.latest(1)            # the best bound so far under the ceilings last asked, or None

A process that ends before its time (memory, a fault of the engine) only means that no better bounds come.
"""

import json
import signal
import subprocess
import sys
import threading
from typing import Any

from exsched.solving.anatomy import Anatomy
from exsched.solving.bounds.sending import send
from exsched.solving.spawning import environment, give_back, hand_over

_PATIENCE = 30.0
"""Seconds beyond its limit that a second opinion is waited for: translating comes before solving."""


class Bounds:
    """One process that bounds tiers of one model. On leaving its `with` block the process is gone."""

    def __init__(self, anatomy: Anatomy, memory_mb: int, tighten: float = 30.0) -> None:
        """`tighten`: seconds that CP-SAT's presolve gets to make domains smaller; 0 is not at all."""
        self._lock, self._asked, self._latest = threading.Lock(), 0, dict[int, int]()
        self._ids: dict[int, int] = {}
        self._ceilings: dict[int, tuple[tuple[int, int], ...]] = {}
        self._done, self._gone = threading.Event(), False
        self._opinion: tuple[str, int | None] | None = None
        self.ended: str | None = None
        """Why the process ended before its time, if it did."""
        self._questions: list[bytes] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "exsched.solving.bounds.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
        self._ready = threading.Condition(self._lock)
        self._leaving = False
        threading.Thread(target=self._write, args=(anatomy, memory_mb, tighten), daemon=True).start()
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> "Bounds":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def process_id(self) -> int:
        """Its number, for whoever measures what it uses."""
        return self._process.pid

    # -- what is asked --------------------------------------------------------------------------------------

    def ask(self, tier: int, ceilings: dict[int, int]) -> None:
        """Bound a tier for schedules whose earlier tiers cost no more than these; never waits."""
        with self._lock:
            self._asked += 1
            key = tuple(sorted(ceilings.items()))
            if self._ceilings.get(tier) != key:
                self._latest.pop(tier, None)
            self._ceilings[tier], self._ids[self._asked] = key, tier
            if not self._gone:
                self._done.clear()
            self._question(self._asked, tier, ceilings)

    def second_opinion(
        self, tier: int | None, ceilings: dict[int, int], seconds: float
    ) -> tuple[str, int | None]:
        """What another formulation and another engine say of a tier; waits, and ends the work on bounds.

        Returns `best` with the value, `impossible`, `undecided` or `cannot say` (see `opinion.Opinion`).
        """
        with self._lock:
            self._asked += 1
            self._opinion = None
            if self._gone:
                return "undecided", None
            self._done.clear()
            self._question(self._asked, -1 if tier is None else tier, ceilings, seconds=seconds)
        self._done.wait(seconds + _PATIENCE)
        return self._last_opinion() or ("undecided", None)

    def _last_opinion(self) -> tuple[str, int | None] | None:
        with self._lock:
            return self._opinion

    def _question(self, number: int, tier: int, ceilings: dict[int, int], **more: float) -> None:
        said = {"id": number, "tier": tier, "ceilings": {str(k): v for k, v in ceilings.items()}, **more}
        self._questions.append(json.dumps(said).encode() + b"\n")
        self._ready.notify()

    def latest(self, tier: int) -> int | None:
        """The best bound so far on a tier, under the ceilings last asked for it."""
        with self._lock:
            return self._latest.get(tier)

    def wait(self, seconds: float) -> bool:
        """Wait until the last question has nothing more to give; whether that is so."""
        return self._done.wait(seconds)

    def stop(self) -> None:
        """End the process at once."""
        with self._lock:
            self._leaving = True
            self._ready.notify()
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:  # it died with our words unread
                    continue

    # -- threads --------------------------------------------------------------------------------------------

    def _write(self, anatomy: Anatomy, memory_mb: int, tighten: float) -> None:
        assert self._process.stdin is not None
        try:
            hand_over(self._process.stdin, (memory_mb, tighten))
            send(self._process.stdin, anatomy)
            give_back()
            while True:
                with self._lock:
                    while not self._questions and not self._leaving:
                        self._ready.wait()
                    if self._leaving:
                        return
                    said = b"".join(self._questions)
                    self._questions.clear()
                self._process.stdin.write(said)
                self._process.stdin.flush()
        except (OSError, ValueError):  # it ended, or we are leaving
            return

    def _read(self) -> None:
        assert self._process.stdout is not None
        try:
            for line in self._process.stdout:
                self._hear(json.loads(line))
        except ValueError:  # a line cut short by the end of the process, or a closed stream
            pass
        with self._lock:
            self._gone = True
            self._done.set()

    def _hear(self, said: dict[str, Any]) -> None:
        with self._lock:
            if "ended" in said:
                self.ended = said["ended"]
                return
            if "opinion" in said:
                if said["id"] == self._asked:
                    self._opinion = said["opinion"], said["value"]
                    self._done.set()
                return
            newest = max((n for n, tier in self._ids.items() if tier == said["tier"]), default=0)
            current = said["id"] == newest
            if current and "bound" in said:
                self._latest[said["tier"]] = max(said["bound"], self._latest.get(said["tier"], said["bound"]))
            if said["id"] == self._asked and "done" in said:
                self._done.set()
