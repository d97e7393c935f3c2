"""A real PostgreSQL in a temporary folder, from the machine's own binaries; unix socket only."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

ROLE = "exsched"


def binaries() -> Path | None:
    """The folder with `initdb` and `postgres`, or None; Debian keeps it off the PATH."""
    found = shutil.which("initdb")
    if found and shutil.which("postgres"):
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return next((path for path in reversed(folders) if (path / "initdb").exists()), None)


def user() -> dict[str, Any]:
    """As whom to run it: PostgreSQL refuses root, so root runs it as Debian's `postgres`."""
    if os.geteuid() != 0:
        return {}
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def missing() -> str | None:
    """Why it cannot be started here, or None."""
    if binaries() is None:
        return "PostgreSQL is not installed (Debian: apt install postgresql)"
    if os.geteuid() == 0:
        import pwd

        try:
            pwd.getpwnam("postgres")
        except KeyError:
            return "root needs an account `postgres` to run PostgreSQL as"
    return None


def _end_with_parent() -> None:
    """Let a test session that is killed leave no server behind (Linux; elsewhere it stays)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


class Postgres:
    """One server; `start`, `stop` and `kill` as often as a test likes, the data stays."""

    def __init__(self) -> None:
        found = binaries()
        assert found is not None
        self._binaries = found
        self.folder = Path(tempfile.mkdtemp(prefix="exs-pg-", dir="/tmp"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self._server: subprocess.Popen[bytes] | None = None
        self._initialise()
        self.start()

    def _initialise(self) -> None:
        command = [str(self._binaries / "initdb"), "-D", str(self.folder / "data"), "-U", ROLE, "-A", "trust"]
        command += ["-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(command, check=True, capture_output=True, cwd="/", **user())

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "fsync": "off",  # the tests kill processes, never the machine
            "max_connections": "200",
        }
        command = [str(self._binaries / "postgres"), "-D", str(self.folder / "data")]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                cwd="/",
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - one call of the kernel, no lock is taken
                **user(),
            )
        self._wait()

    def _wait(self) -> None:
        for _ in range(300):
            try:
                psycopg.connect(self._connection("postgres"), connect_timeout=1).close()
            except psycopg.OperationalError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError((self.folder / "log").read_text(encoding="utf-8")[-2000:])

    def stop(self) -> None:
        """End it in good order, cutting all connections."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """End it as a crash would; it recovers at the next start."""
        self._end(signal.SIGQUIT)

    def _end(self, sign: signal.Signals) -> None:
        assert self._server is not None
        self._server.send_signal(sign)
        self._server.wait(60)
        self._server = None

    def remove(self) -> None:
        """End it and remove its data."""
        if self._server is not None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, statement: str, database: str = "postgres") -> None:
        """Run one statement outside of a transaction; a server that a failed test left stopped is started."""
        if self._server is None:
            self.start()
        with psycopg.connect(self._connection(database), autocommit=True) as connection:
            connection.execute(statement.encode())

    def create(self, name: str, template: str = "template1") -> str:
        """Make a database; gives its URL."""
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.url(name)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def url(self, name: str) -> str:
        """The URL of a database, as `--database` takes it."""
        return f"postgresql://{ROLE}@/{name}?host={self.folder}"

    def _connection(self, name: str) -> str:
        return f"host={self.folder} dbname={name} user={ROLE}"
