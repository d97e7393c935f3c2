"""GNOME's calendar backend (evolution-data-server), in a session bus and a home folder of its own.

Debian's packages: evolution-data-server dbus gir1.2-ecal-2.0 gir1.2-edataserver-1.2 python3-gi
"""

import json
import os
import select
import shutil
import signal
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.service.clients.shown import Shown

PYTHON = "/usr/bin/python3"
"""Debian's own Python: python3-gi is built for no other."""

ANSWER = 30
"""Seconds within which the session answers any word."""

INSIDE = Path(__file__).with_name("evolution_inside.py")

SOURCE = """\
[Data Source]
DisplayName=feed
Enabled=true
Parent=webcal-stub
[Calendar]
BackendName=webcal
[Authentication]
Host={host}
Port={port}
Method=none
[WebDAV Backend]
ResourcePath={path}
[Security]
Method=none
[Refresh]
Enabled=false
"""


def lacking() -> str:
    """Why GNOME's backend cannot run here; empty when it can."""
    if shutil.which("dbus-run-session") is None:
        return "no dbus-run-session"
    done = subprocess.run([PYTHON, INSIDE, "--look"], capture_output=True, timeout=60, check=False)
    return done.stderr.decode().strip()[-200:] if done.returncode else ""


def needs_evolution() -> None:
    """Skip the test where Debian's packages lack, unless EXSCHED_REQUIRE names evolution: then fail."""
    reason = lacking()
    if reason and "evolution" in os.environ.get("EXSCHED_REQUIRE", ""):
        pytest.fail(f"evolution-data-server is required here: {reason}")
    if reason:
        pytest.skip(f"SKIPPED, NOT PROVED: no evolution-data-server here: {reason}")


class EvolutionClient:
    """GNOME's webcal backend: a subscription as Evolution and GNOME Calendar make it."""

    name = "GNOME evolution-data-server"

    def __init__(self, folder: Path, url: str) -> None:
        at = urlsplit(url)
        sources, run = folder / ".config/evolution/sources", folder / "run"
        sources.mkdir(parents=True)
        run.mkdir(mode=0o700)
        (sources / "feed.source").write_text(
            SOURCE.format(host=at.hostname, port=at.port, path=at.path), encoding="utf-8"
        )
        self._process = subprocess.Popen(
            ["dbus-run-session", "--", PYTHON, INSIDE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_surroundings(folder, run),
            start_new_session=True,
        )
        try:
            self._ask("connect")
        except BaseException:
            self.close()
            raise

    def refresh(self) -> None:
        """Have the backend poll now, and wait until what it holds has settled."""
        self._ask("refresh")

    def events(self) -> tuple[Shown, ...]:
        """All events of the backend's cache."""
        return tuple(sorted(_shown(one) for one in self._ask("events")))

    def close(self) -> None:
        """End the session; its services end with the bus."""
        try:
            self._process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.communicate()

    def __enter__(self) -> "EvolutionClient":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, word: str) -> Any:
        sender, receiver = self._process.stdin, self._process.stdout
        assert sender is not None
        assert receiver is not None
        sender.write(word.encode() + b"\n")
        sender.flush()
        ready, _, _ = select.select([receiver], [], [], ANSWER)
        assert ready, f"no answer to {word} within {ANSWER} s"
        answer = json.loads(receiver.readline() or b'{"failed": "the session ended"}')
        assert "failed" not in answer, answer["failed"]
        return answer["answer"]


def _surroundings(folder: Path, run: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(run),
        "GSETTINGS_BACKEND": "memory",
        "GIO_USE_VFS": "local",
        "NO_AT_BRIDGE": "1",
        "LC_ALL": "C.UTF-8",
        "TZ": "Europe/Oslo",
    }


def _shown(one: dict[str, Any]) -> Shown:
    ends = date.fromisoformat(one["end"]) - timedelta(days=1)
    return Shown(one["title"], date.fromisoformat(one["start"]), ends, one["status"])
