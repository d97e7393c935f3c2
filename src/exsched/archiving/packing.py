"""Writes an archive: the same content gives the same bytes, on every machine.

Members are stored without compression, in one order, with one date: what a compressor makes of them depends
on its version.
"""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from exsched import __version__
from exsched.archiving.manifest import CERTIFICATE, FORMAT, NAME, PROGRAMME, SCHEDULE, Manifest, digest
from exsched.domain.outcome import Outcome
from exsched.library import library_file
from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Verdict

LIBRARY = "library:"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16


@dataclass(frozen=True)
class Given:
    """What goes into an archive.

    Attributes:
        files: the programme's own files by name, the main file first.
        library: names of the library files that were read, with `library:`.
        suffix: of the schedule's file, which says how it is read.
    """

    problem: Problem
    files: Mapping[str, bytes]
    library: tuple[str, ...]
    schedule: bytes
    suffix: str
    verdict: Verdict
    made: Outcome | None


def pack(given: Given) -> bytes:
    """The archive."""
    schedule = f"{SCHEDULE}schedule{given.suffix}"
    members = {PROGRAMME + name: content for name, content in given.files.items()}
    members |= {schedule: given.schedule, CERTIFICATE: certificate(given.verdict)}
    manifest = Manifest(
        format=FORMAT,
        programme=given.problem.programme.programme.id,
        main=PROGRAMME + next(iter(given.files)),
        schedule=schedule,
        input_sha256=given.problem.input_hash,
        library=library_hashes(given.library),
        made=given.made,
        written_with=f"exsched {__version__}",
        members={name: digest(content) for name, content in sorted(members.items())},
    )
    return zipped({NAME: manifest.as_bytes()} | dict(sorted(members.items())))


def certificate(verdict: Verdict) -> bytes:
    """What the checker found, and the value of each tier."""
    document = verdict.certificate() | {"tiers": list(verdict.tier_values())}
    return (json.dumps(document, indent=1) + "\n").encode()


def library_hashes(names: tuple[str, ...]) -> dict[str, str]:
    """SHA-256 of library files as they are shipped here; '' for one that is not."""
    found = {name: library_file(name.removeprefix(LIBRARY)) for name in sorted(names)}
    return {name: digest(path.read_bytes()) if path else "" for name, path in found.items()}


def zipped(members: Mapping[str, bytes]) -> bytes:
    """These members as a zip file, in this order."""
    whole = io.BytesIO()
    with ZipFile(whole, "w") as archive:
        for name, content in members.items():
            info = ZipInfo(name, _FIRST_DAY)
            info.compress_type, info.external_attr, info.create_system = ZIP_STORED, _PLAIN_FILE, 3
            archive.writestr(info, content)
    return whole.getvalue()
