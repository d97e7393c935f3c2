"""Starts the real `exsched serve` on a free port with a database of its own, and stops it."""

import signal
import socket
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from types import TracebackType

import httpx2

from tests.commands.process import COMMAND, surroundings
from tests.service.api import Api

START = 60
"""Seconds within which the service is ready: schema, engine, worker."""

STOP = 30
"""Seconds within which SIGTERM ends it."""

THEN = str(Path(__file__).with_name("then.py"))

PLENTY = {"EXSCHED_REQUESTS_PER_MINUTE": "10000000", "EXSCHED_FEED_MISSES_PER_MINUTE": "10000000"}
"""Limits out of the way of tests that send thousands of requests."""


class Server:
    """One `exsched serve`; its log is the file `log` in its folder.

    Args:
        folder: where its database and log lie.
        database: another database than the SQLite file in that folder.
        environment: more EXSCHED_* settings.
        then: the day on which it runs, instead of today.
    """

    def __init__(
        self,
        folder: Path,
        database: str | None = None,
        environment: dict[str, str] | None = None,
        then: datetime | None = None,
    ) -> None:
        self.folder = folder
        self.database = database or f"sqlite:///{folder / 'exsched.db'}"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.client = httpx2.Client(base_url=self.url, timeout=60, trust_env=False)
        self.local = Api(self.client)
        self._command = [sys.executable, THEN, then.isoformat()] if then else COMMAND
        self._environment = PLENTY | (environment or {})
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Server":
        """Start it and wait until it is ready."""
        self.begin()
        try:
            self._wait()
        except BaseException:
            if self.alive:
                self.kill()
            raise
        return self

    def begin(self) -> None:
        """Start it without waiting."""
        settings = {"EXSCHED_DATABASE": self.database, "EXSCHED_PORT": str(self.port)}
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*self._command, "serve"],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=surroundings(**settings, **self._environment),
            )

    def stop(self) -> int:
        """Ask it to end and wait; its exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(STOP)

    def kill(self) -> None:
        """End it as a power cut does."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(STOP)

    def wait(self, seconds: float = STOP) -> int:
        """Wait for its own end; its exit code."""
        assert self._process is not None
        return self._process.wait(seconds)

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        assert self._process is not None
        self._process.send_signal(number)

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The process."""
        assert self._process is not None
        return self._process.pid

    def log(self) -> str:
        """All that it has said so far."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def __enter__(self) -> "Server":
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.alive:
            try:
                self.stop()
            except subprocess.TimeoutExpired:
                self.kill()
        self.client.close()

    def _wait(self) -> None:
        end = time.monotonic() + START
        while not self._ready():
            assert self.alive, f"exsched serve ended at once:\n{self.log()[-2000:]}"
            assert time.monotonic() < end, f"not ready within {START} s:\n{self.log()[-2000:]}"
            time.sleep(0.1)

    def _ready(self) -> bool:
        try:
            return self.client.get("/readyz").status_code == 200
        except httpx2.TransportError:
            return False


def free_port() -> int:
    """A port of loopback on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
