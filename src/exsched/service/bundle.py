"""A bundle of constraint files as it comes over the wire: one file, or a tar archive of regular files.

An archive is read in memory and never by a library's `extract`: names are checked here, links, devices and
sparse files are refused, and nothing is written before all of it is known to be in order. Compressed archives
are not taken, so nothing unpacks to more than came.
"""

import io
import re
import tarfile
from pathlib import PurePosixPath

YAML, JSON, TAR = "application/yaml", "application/json", "application/x-tar"
MOST_FILES = 500
MOST_FILE = 10 * 1024 * 1024
MOST_BYTES = 50 * 1024 * 1024
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._ -]{0,99}(/[A-Za-z0-9_][A-Za-z0-9._ -]{0,99}){0,7}")


class Fault(Exception):
    """Why a bundle is not taken; `status` is that of HTTP."""

    def __init__(self, status: int, code: str, sentence: str, hint: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.code = code
        self.sentence = sentence
        self.hint = hint


def unpacked(data: bytes, media_type: str) -> dict[str, bytes]:
    """The files of a bundle by name.

    Raises:
        Fault: it is no archive, or holds what may not be in one.
    """
    if media_type == TAR:
        return _files(data)
    return {f"programme{suffix_of(media_type)}": data}


def suffix_of(media_type: str) -> str:
    """How the name of a file of this type ends: `.json` or `.yaml`."""
    return ".json" if media_type == JSON else ".yaml"


def _files(data: bytes) -> dict[str, bytes]:
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            found = _read(archive)
    except (tarfile.TarError, ValueError, EOFError, OverflowError):
        what = "the body is not a tar archive"
        raise Fault(400, "not_tar", what, "pack the folder with `tar -cf bundle.tar -C FOLDER .`") from None
    if not found:
        raise Fault(422, "archive_empty", "the archive holds no file", "pack the folder with its programme")
    return _without_top(_apart(found))


def _read(archive: tarfile.TarFile) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    seen: set[str] = set()
    total = 0
    for number, member in enumerate(archive):
        if number >= MOST_FILES:
            raise Fault(413, "archive_too_large", f"the archive has over {MOST_FILES} entries", "send fewer")
        name = _name(member)
        if name is None:
            continue
        total += member.size
        if member.size > MOST_FILE or total > MOST_BYTES:
            what = f"{name} is larger than {MOST_FILE:,} bytes, or all files than {MOST_BYTES:,}"
            raise Fault(413, "archive_too_large", what, "send the constraint files only")
        if name.casefold() in seen:
            raise Fault(422, "archive_name", f"the archive holds {name} twice", "keep one of the two")
        seen.add(name.casefold())
        reader = archive.extractfile(member)
        content = reader.read() if reader else b""
        if len(content) != member.size:
            raise Fault(400, "not_tar", "the archive ends too early", "send it again")
        found[name] = content
    return found


def _apart(found: dict[str, bytes]) -> dict[str, bytes]:
    """The same files, none of which has the name of a folder that others lie in."""
    folders = {str(folder).casefold() for name in found for folder in PurePosixPath(name).parents}
    for name in found:
        if name.casefold() in folders:
            what = f"the archive holds {name} as a file and as a folder"
            raise Fault(422, "archive_name", what, "rename one of the two")
    return found


def _name(member: tarfile.TarInfo) -> str | None:
    """The name of a file inside the bundle; None for a folder, which needs no entry."""
    name = member.name.removeprefix("./")
    if member.type == tarfile.DIRTYPE and (name in {"", "."} or _inside(name.rstrip("/"))):
        return None
    if member.type not in {tarfile.REGTYPE, tarfile.AREGTYPE} or member.sparse is not None:
        what = f"the archive holds {_shown(name)}, which is a link, a device or a sparse file"
        raise Fault(422, "archive_entry", what, "send regular files only; `tar -h` follows links")
    if not _inside(name):
        what = f"the archive holds a file under the name {_shown(name)}"
        hint = "names are relative, without `..`, of letters, digits, spaces and . _ -"
        raise Fault(422, "archive_name", what, hint)
    return name


def _inside(name: str) -> bool:
    return _NAME.fullmatch(name) is not None and ".." not in PurePosixPath(name).parts


def _shown(name: str) -> str:
    """A name as a sentence can carry it."""
    return '"' + "".join(letter if letter.isprintable() else "?" for letter in name[:80]) + '"'


def _without_top(found: dict[str, bytes]) -> dict[str, bytes]:
    """The files as seen from the one folder that holds them all, if there is one."""
    tops = {name.partition("/")[0] for name in found}
    if len(tops) != 1 or not all("/" in name for name in found):
        return found
    return {name.partition("/")[2]: content for name, content in found.items()}
