"""vdirsyncer fetches the feed into a folder, khal shows the folder."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

from tests.service.clients.shown import Shown

BIN = Path(sys.executable).parent

SYNC = """\
[general]
status_path = "{folder}/status/"
[pair feed]
a = "remote"
b = "local"
collections = null
conflict_resolution = "a wins"
partial_sync = "revert"
[storage remote]
type = "http"
url = "{url}"
[storage local]
type = "filesystem"
path = "{folder}/calendar/"
fileext = ".ics"
"""

SHOW = """\
[calendars]
[[feed]]
path = {folder}/calendar
[locale]
local_timezone = Europe/Oslo
default_timezone = Europe/Oslo
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""


class Refused(Exception):
    """vdirsyncer did not take the feed; its words are the text."""


class VdirClient:
    """vdirsyncer and khal, as a user's timer runs them: every `sync` polls."""

    name = "vdirsyncer and khal"

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        (folder / "calendar").mkdir(parents=True)
        (folder / "vdirsyncer.conf").write_text(SYNC.format(folder=folder, url=url), encoding="utf-8")
        (folder / "khal.conf").write_text(SHOW.format(folder=folder), encoding="utf-8")
        self._vdirsyncer("discover")

    def refresh(self) -> None:
        """Poll now; raises `Refused` when vdirsyncer keeps what it had."""
        self._vdirsyncer("sync")

    def copied(self) -> int:
        """How many events the folder holds: vdirsyncer's own count, without khal."""
        return len(list((self.folder / "calendar").glob("*.ics")))

    def events(self) -> tuple[Shown, ...]:
        """The events of 2022 to 2028, each once."""
        fields = ("title", "start-long", "end-long", "status")
        asked = [word for field in fields for word in ("--json", field)]
        done = subprocess.run(
            [BIN / "khal", "-c", self.folder / "khal.conf", "list", "--once", *asked, "2022-01-01", "2500d"],
            capture_output=True,
            timeout=60,
            check=True,
        )
        found = {
            Shown(one["title"], _day(one["start-long"]), _day(one["end-long"]), one["status"].strip())
            for line in done.stdout.decode().splitlines()
            for one in json.loads(line)
        }
        return tuple(sorted(found))

    def _vdirsyncer(self, verb: str) -> None:
        done = subprocess.run(
            [BIN / "vdirsyncer", "-c", self.folder / "vdirsyncer.conf", verb],
            input=b"y\n" * 9,
            capture_output=True,
            timeout=60,
            check=False,
        )
        if done.returncode != 0:
            raise Refused((done.stdout + done.stderr).decode())


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])
