"""The audit log: numbered without a gap, and chained, so that every later change shows.

An entry's SHA-256 covers its canonical JSON and the SHA-256 of the entry before it. Number and SHA-256 of the
last entry also stand in the settings: without them, entries cut off the end would not be missed. Who can
write to the database can rebuild all of it; against that, note the last SHA-256 elsewhere from time to time.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, insert

from exsched.service.clock import now
from exsched.service.storage import settings
from exsched.service.storage.locks import Lock, hold
from exsched.service.storage.records import Entry, NewEntry
from exsched.service.storage.rows import chosen, many, one
from exsched.service.storage.tables import AUDIT

HEAD = "audit.head"
START = "0" * 64
BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with the chain: at which number, and why."""

    number: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """How many entries there are, the last SHA-256, and everything that is wrong."""

    entries: int
    sha256: str
    faults: tuple[Fault, ...]


def append(connection: Connection, new: NewEntry) -> Entry:
    """Add an entry. Others wait for the end of this transaction, so do it last."""
    hold(connection, Lock.AUDIT)
    last = newest(connection)
    values: dict[str, Any] = asdict(new) | {
        "number": last.number + 1 if last else 1,
        "at": now(),
        "previous": last.sha256 if last else START,
    }
    made = Entry(**values, sha256=sealed(values))
    connection.execute(insert(AUDIT).values(**asdict(made)))
    settings.put(connection, HEAD, f"{made.number} {made.sha256}")
    return made


def newest(connection: Connection) -> Entry | None:
    """The last entry, or None."""
    return one(connection, Entry, chosen(Entry, AUDIT).order_by(AUDIT.c.number.desc()).limit(1))


def page(connection: Connection, after: int = 0, limit: int = 100) -> tuple[Entry, ...]:
    """The entries with a number above `after`, in order."""
    later = chosen(Entry, AUDIT).where(AUDIT.c.number > after)
    return many(connection, Entry, later.order_by(AUDIT.c.number).limit(limit))


def everything(connection: Connection) -> Iterator[Entry]:
    """All entries in order, read in batches."""
    after = 0
    while batch := page(connection, after, BATCH):
        yield from batch
        after = batch[-1].number


def verify(connection: Connection, expected: str | None = None) -> Checked:
    """Go through the whole chain; finds every entry changed, missing or moved.

    Args:
        connection: a transaction.
        expected: a SHA-256 noted elsewhere, which an entry must still have.
    """
    faults: list[Fault] = []
    number, previous = 0, START
    seen = expected is None
    for entry in everything(connection):
        seen = seen or entry.sha256 == expected
        number += 1
        faults += [Fault(number=entry.number, sentence=why) for why in _faults(entry, number, previous)]
        number, previous = entry.number, entry.sha256
    faults += _head_faults(settings.get(connection, HEAD), number, previous)
    if not seen:
        faults.append(Fault(number=number, sentence="no entry has the SHA-256 that was noted"))
    return Checked(entries=number, sha256=previous, faults=tuple(faults))


def sealed(values: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON of everything in an entry but this SHA-256."""
    plain = {key: value for key, value in values.items() if key != "sha256"}
    plain["at"] = plain["at"].isoformat()
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _faults(entry: Entry, number: int, previous: str) -> Iterator[str]:
    if entry.number != number:
        last = entry.number - 1
        yield f"entry {number} is missing" if last == number else f"entries {number} to {last} are missing"
    if entry.previous != previous:
        yield "it does not follow the entry before it"
    if entry.sha256 != sealed(asdict(entry)):
        yield "it was changed"


def _head_faults(head: str | None, number: int, sha256: str) -> list[Fault]:
    expected = head or f"0 {START}"
    if expected == f"{number} {sha256}":
        return []
    return [Fault(number=number, sentence=f"the log should end with entry {expected.split()[0]}")]
