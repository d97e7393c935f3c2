"""Versions of a small feed: as exported, then with a move, a cancellation and an addition.

Where the content changes, SEQUENCE, DTSTAMP and LAST-MODIFIED move together.
"""

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta

from tests.commands.process import ROOT, surroundings

EXAMPLE = ROOT / "examples" / "first-steps"
LATER = "20300101T000000Z"


def exported() -> bytes:
    """`exsched export ical` of the example."""
    done = subprocess.run(
        [sys.executable, "-m", "exsched", "export", "ical", EXAMPLE, EXAMPLE / "expected" / "schedule.json"],
        capture_output=True,
        check=True,
        env=surroundings(),
    )
    return done.stdout


def events(feed: bytes) -> dict[str, str]:
    """Each component by its UID."""
    parts = re.findall(r"BEGIN:VEVENT.*?END:VEVENT\r\n", feed.decode(), re.DOTALL)
    return {re.search(r"UID:(\S+)", part)[1]: part for part in parts}  # type: ignore[index] # every event has one


def changed(feed: bytes, uid: str, change: Callable[[str], str]) -> bytes:
    """The feed with one component changed and stamped anew."""
    before = events(feed)[uid]
    after = re.sub(r"(DTSTAMP|LAST-MODIFIED):\S+", rf"\1:{LATER}", change(before))
    after = re.sub(r"SEQUENCE:(\d+)", lambda found: f"SEQUENCE:{int(found[1]) + 1}", after)
    return feed.decode().replace(before, after).encode()


def moved(days: int) -> Callable[[str], str]:
    """Both ends later by so many days."""

    def change(event: str) -> str:
        return re.sub(
            r"(DT(?:START|END);VALUE=DATE:)(\d{8})",
            lambda found: f"{found[1]}{date.fromisoformat(found[2]) + timedelta(days=days):%Y%m%d}",
            event,
        )

    return change


def cancelled(event: str) -> str:
    """The same dates, marked in STATUS and in the title."""
    return event.replace("STATUS:CONFIRMED", "STATUS:CANCELLED").replace("SUMMARY:", "SUMMARY:CANCELLED: ")


def added(feed: bytes, uid: str) -> bytes:
    """The feed with one more component, made after the pattern of another."""
    pattern = events(feed)[uid]
    more = pattern.replace(uid, "ex-added@exsched.invalid")
    more = re.sub(r"SUMMARY:.*?\r\n(?! )", "SUMMARY:ADDED 27\r\n", more, flags=re.DOTALL)
    return feed.replace(pattern.encode(), (pattern + moved(40)(more)).encode())
