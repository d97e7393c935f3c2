"""Opens an archive that anybody may have sent: nothing in it is believed before it has been looked at.

Names, kinds, number and sizes are judged by the table of contents; sizes once more while a member is read,
since the table may lie. Members are handed over in memory, and nothing is written anywhere.
"""

import io
import re
import stat
import zlib
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from exsched.archiving.manifest import NAME, Manifest, digest, read

MOST_MEMBERS = 510
MOST_BYTES = 10 * 1024 * 1024
"""Of one member: as much as one constraint file may have."""
MOST_TOGETHER = 100 * 1024 * 1024
MOST_RATIO = 100
_SMALL = 1024 * 1024
"""Up to this size a member may be compressed as well as it can be."""
_PART = re.compile(r"[^\x00-\x1f\x7f/\\:]{1,200}")
_ENCRYPTED = 0x1


class NoBundle(Exception):
    """It is no archive of ours, or one that was made to do harm."""


class Changed(Exception):
    """It was an archive of ours, and is not any more what it was."""


@dataclass(frozen=True)
class Opened:
    """An archive whose members are what its manifest says."""

    manifest: Manifest
    members: dict[str, bytes]


def opened(content: bytes) -> Opened:
    """The members of an archive, their hashes checked.

    Raises:
        NoBundle: it is none.
        Changed: a member is missing, added, or not what it was.
    """
    members = _members(content)
    manifest = read(members.pop(NAME))
    if manifest is None:
        raise NoBundle(f"{NAME} is not one that this version reads")
    _unchanged(manifest, members)
    for name in (manifest.main, manifest.schedule):
        if name not in members:
            raise NoBundle(f"{NAME} names {name[:200]!r}, which is not in it")
    return Opened(manifest, members)


def _unchanged(manifest: Manifest, members: dict[str, bytes]) -> None:
    said = manifest.members
    if missing := sorted(said.keys() - members.keys()):
        raise Changed(f"{missing[0]} is missing")
    if added := sorted(members.keys() - said.keys()):
        raise Changed(f"{added[0]} was added")
    for name, content in members.items():
        if digest(content) != said[name]:
            raise Changed(f"{name} was changed")


def _members(content: bytes) -> dict[str, bytes]:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _look_over(entries)
            return _read_all(archive, entries)
    except (
        BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        ValueError,
        RuntimeError,
    ) as error:
        raise NoBundle(f"it is no sound zip file: {error}") from None


def _look_over(entries: list[ZipInfo]) -> None:
    """Refuse by the table of contents."""
    if len(entries) > MOST_MEMBERS:
        raise NoBundle(f"it has {len(entries):,} members; at most {MOST_MEMBERS} are read")
    if sum(entry.file_size for entry in entries) > MOST_TOGETHER:
        raise NoBundle(f"its members come to more than {MOST_TOGETHER:,} bytes")
    seen: set[str] = set()
    for entry in entries:
        if why := _wrong(entry, seen):
            raise NoBundle(f"its member {entry.filename[:200]!r} {why}")
        seen.add(entry.filename)
    if NAME not in seen:
        raise NoBundle(f"it has no {NAME}")


def _wrong(entry: ZipInfo, seen: set[str]) -> str:
    """What is wrong with one member; '' for nothing."""
    parts = entry.orig_filename.split("/")
    if any(not _PART.fullmatch(part) or part in {".", ".."} for part in parts):
        return "has a name that no file of a programme has"
    if entry.filename in seen:
        return "is there twice"
    if stat.S_IFMT(entry.external_attr >> 16) not in {0, stat.S_IFREG}:
        return "is no regular file"
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        return "is encrypted or packed in a way that is not read"
    if entry.file_size > MOST_BYTES:
        return f"has {entry.file_size:,} bytes; at most {MOST_BYTES:,} are read"
    if entry.file_size > max(_SMALL, MOST_RATIO * entry.compress_size):
        return f"is more than {MOST_RATIO} times as large as it is packed"
    return ""


def _read_all(archive: ZipFile, entries: list[ZipInfo]) -> dict[str, bytes]:
    """The content of each, never more than it was said to have."""
    members = {}
    for entry in entries:
        try:
            with archive.open(entry) as file:
                content = file.read(entry.file_size + 1)
        except (BadZipFile, zlib.error, EOFError) as error:
            if entry.filename == NAME:
                raise
            raise Changed(f"{entry.filename} was changed: {error}") from None
        if len(content) != entry.file_size:
            raise NoBundle(f"its member {entry.filename!r} is not as large as its table of contents says")
        members[entry.filename] = content
    return members
