"""Runs under Debian's Python inside a session bus: takes words on stdin, answers in JSON lines on stdout.

`connect`, `refresh`, `events`; with `--look` it only looks whether all that it needs is here.
"""

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

import gi  # type: ignore[import-not-found]  # comes with Debian, for its own Python only

gi.require_version("EDataServer", "1.2")
gi.require_version("ECal", "2.0")
from gi.repository import (  # type: ignore[import-not-found]  # noqa: E402 - the versions come first
    ECal,
    EDataServer,
)

QUIET = 0.6
"""Seconds without a change after which the cache has settled."""

PATIENCE = 3.0
"""Seconds to wait for a change: a poll that brings nothing new leaves no sign on the bus."""


NO_WAIT = 2**32 - 1
"""Do not wait for the state `connected`: a webcal calendar never says that it is."""


class Session:
    """The connection to the one calendar."""

    def __init__(self) -> None:
        self.client: Any = None

    def connect(self) -> None:
        """Open the calendar; the registry may need a moment to read its sources."""
        registry = EDataServer.SourceRegistry.new_sync(None)
        for _ in range(50):
            source = registry.ref_source("feed")
            if source is not None:
                break
            time.sleep(0.1)
        self.client = ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, NO_WAIT, None)

    def refresh(self) -> None:
        """Ask for a poll and wait until the cache has changed and then been quiet."""
        before = self._mark()
        self.client.refresh_sync(None)
        begun, changed, last = time.monotonic(), 0.0, before
        while time.monotonic() - begun < PATIENCE:
            time.sleep(0.05)
            mark = self._mark()
            if mark != last:
                last, changed = mark, time.monotonic()
            if changed and time.monotonic() - changed > QUIET:
                return

    def events(self) -> list[dict[str, str]]:
        """Every event of the cache."""
        _, found = self.client.get_object_list_as_comps_sync("#t", None)
        return [dict(_facts(one)) for one in found]

    def _mark(self) -> str:
        return str(self.client.get_backend_property_sync("revision", None))


def _facts(one: Any) -> Iterator[tuple[str, str]]:
    yield "uid", one.get_uid()
    yield "title", one.get_summary().get_value()
    yield "start", _day(one.get_dtstart())
    yield "end", _day(one.get_dtend())
    yield "status", one.get_status().value_nick.upper()


def _day(moment: Any) -> str:
    value = moment.get_value()
    return f"{value.get_year():04}-{value.get_month():02}-{value.get_day():02}"


def main() -> None:
    """Answer each word until stdin ends."""
    session = Session()
    for line in sys.stdin:
        try:
            answer = {"answer": getattr(session, line.strip())()}
        except Exception as problem:  # noqa: BLE001 - told to the test, which fails with it
            answer = {"failed": repr(problem)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__" and "--look" not in sys.argv:
    main()
