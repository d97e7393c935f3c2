"""SQLite: its online backup, which gives one consistent state while others read and write.

Copying a database file that is in use is no backup: the copy can hold half of a transaction.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from exsched.service.storage.safekeeping.failure import NotDone
from exsched.service.storage.trouble import trouble

MAGIC = b"SQLite format 3\0"
BESIDE = ("-journal", "-wal", "-shm")
WAIT = 30.0


def copy(source: Path, target: Path) -> None:
    """Copy a whole database into a file, in one step; writers wait as long as it takes.

    A target that is a database is replaced in one transaction, even while others have it open.

    Raises:
        NotDone: the source is damaged, or the target cannot be written.
    """
    try:
        with closing(_opened(source)) as reader, closing(_opened(target)) as writer:
            writer.execute("PRAGMA synchronous=FULL")
            reader.backup(writer, pages=-1)
    except sqlite3.Error as error:
        told = trouble(error)
        raise NotDone(str(told or error)) from None


def check(path: Path) -> None:
    """Make sure that a file is a whole SQLite database.

    Raises:
        NotDone: it is not.
    """
    try:
        with closing(_opened(path)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        found = str(error)
    if found != "ok":
        raise NotDone(f"the file is damaged ({str(found)[:200]})")


def make(source: Path, target: Path) -> None:
    """Write a checked copy of a database to a new file, wholly or not at all."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        copy(source, part)
        check(part)
        lay_down(part)
        part.replace(target)
        lay_down(target.parent)
    finally:
        for path in (part, *(Path(f"{part}{end}") for end in BESIDE)):
            path.unlink(missing_ok=True)


def put_in_place(restored: Path, target: Path) -> Path | None:
    """Let a database become this one; gives where a damaged one was moved to, if the target was one."""
    aside = None
    if target.exists():
        try:
            check(target)
        except NotDone:
            aside = _moved_aside(target)
    if target.exists():
        copy(restored, target)
    else:
        make(restored, target)
    return aside


def lay_down(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _moved_aside(target: Path) -> Path:
    number = 1
    while (aside := target.with_name(f"{target.name}.damaged{number}")).exists():
        number += 1
    for end in BESIDE:  # a journal of the damaged file must never be played into the restored one
        journal = Path(f"{target}{end}")
        if journal.exists():
            journal.replace(f"{aside}{end}")
    target.replace(aside)
    return aside


def _opened(path: Path) -> sqlite3.Connection:
    """Opens an existing file only: a misspelt name must not make an empty database."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=WAIT)
