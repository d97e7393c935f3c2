"""Constraint files as text: only regular files, at most 10 MB, only UTF-8."""

import re
import stat
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from exsched.intake.report import Report

MOST_BYTES = 10 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"
_BREAK = re.compile(r"\r\n|\n|\r")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_PACKED = {
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "zip (a workbook, perhaps)",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
}
_WIDE = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


@dataclass(frozen=True)
class Source:
    """The text of one file under the name that messages use."""

    name: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends."""
        return _BREAK.split(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _BREAK.finditer(self.text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 0, of an offset into the text."""
        line = bisect_right(self._starts, offset) - 1
        return line, offset - self._starts[line]


def read_source(path: Path, name: str, report: Report) -> Source | None:
    """Read a file, or report why it cannot be read; the size is judged before anything is read."""
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            report.error("E102", f"{name} is not a regular file")
            return None
        if facts.st_size > MOST_BYTES:
            report.error("E105", _too_large(name, facts.st_size))
            return None
        data = path.read_bytes()
    except FileNotFoundError:
        report.error("E101", f"{name} does not exist")
    except PermissionError:
        report.error("E104", f"{name} may not be read")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is not one of a file"
        report.error("E104", f"{name} cannot be read: {reason}")
    else:
        return text_of(data, name, report)
    return None


def text_of(data: bytes, name: str, report: Report) -> Source | None:
    """The text of a file's bytes, or None after reporting why there is none."""
    if len(data) > MOST_BYTES:
        report.error("E105", _too_large(name, len(data)))
        return None
    if packed := next((kind for magic, kind in _PACKED.items() if data.startswith(magic)), None):
        report.error("E107", f"{name} holds compressed data: {packed}")
        return None
    wide = next((kind for mark, kind in _WIDE.items() if data.startswith(mark)), None)
    if wide or data[:2].count(0) == 1:
        report.error("E106", f"{name} is encoded as {wide or 'UTF-16'}, UTF-8 is expected")
        return None
    return _decoded(data.removeprefix(_BOM), name, report)


def _decoded(data: bytes, name: str, report: Report) -> Source | None:
    try:
        source = Source(name, data.decode())
    except UnicodeDecodeError as error:
        source = Source(name, data[: error.start].decode())
        line, column = source.position(len(source.text))
        report.know(Source(name, data.decode(errors="backslashreplace")))
        report.error("E106", f"the byte 0x{data[error.start]:02X} is not valid UTF-8", (name, line, column))
        return None
    report.know(source)
    if not source.text.strip():
        report.error("E109", f"{name} is empty", (name, 0, 0))
        return None
    forbidden = list(_FORBIDDEN.finditer(source.text))
    for match in forbidden[:50]:
        code = f"U+{ord(match.group()):04X}"
        report.error("E108", f"the character {code} is not allowed", (name, *source.position(match.start())))
    return None if forbidden else source


def _too_large(name: str, size: int) -> str:
    return f"{name} has {size:,} bytes; at most {MOST_BYTES:,} are read"
