"""Writing files: wholly or not at all, and known to be possible before any work begins."""

import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from exsched.commands.exits import Exit, Stop
from exsched.commands.talk import show_bytes

STDOUT = "-"


@dataclass(frozen=True)
class Target:
    """A place to write to; `-` is standard output."""

    name: str

    def probe(self) -> None:
        """Find out now whether writing will work.

        Raises:
            Stop: environment (6), with what stands in the way.
        """
        if self.name == STDOUT:
            return
        try:
            self._probe(Path(self.name))
        except (OSError, ValueError) as trouble:
            reason = trouble.strerror if isinstance(trouble, OSError) else str(trouble)
            raise self._refused(str(reason)) from None

    def _probe(self, path: Path) -> None:
        if path.is_dir() or self.name.endswith("/"):
            raise self._refused("it is a folder; name a file in it")
        if not path.parent.is_dir():
            raise self._refused("its folder does not exist")
        if path.exists() and not os.access(path, os.W_OK):
            raise self._refused("the file is write-protected")
        if _replaceable(path):
            temporary = _beside(path)
            os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            temporary.unlink()

    def _refused(self, why: str) -> Stop:
        return Stop(Exit.ENVIRONMENT, f"{self.name}: cannot be written: {why}", "nothing was changed")

    def write(self, content: bytes) -> None:
        """Write the whole content; on any failure the file stays as it was.

        Raises:
            Stop: environment (6).
        """
        if self.name == STDOUT:
            show_bytes(content)
            return
        try:
            _write(Path(self.name), content)
        except OSError as trouble:
            raise self._refused(str(trouble.strerror)) from None


def apart(targets: Sequence[str], inputs: Sequence[str]) -> None:
    """Make sure that no output falls on another output or on an input.

    Raises:
        Stop: usage (2).
    """
    taken = {Path(name).resolve(): name for name in inputs if name != STDOUT}
    for target in targets:
        if target == STDOUT:
            continue
        place = Path(target).resolve()
        if place in taken:
            raise Stop(Exit.USAGE, f"{target}: would overwrite {taken[place]}, which this command also uses")
        taken[place] = target


def made(folder: Path) -> None:
    """Make a folder for results.

    Raises:
        Stop: environment (6).
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise Stop(
            Exit.ENVIRONMENT, f"{folder}: cannot be made: {trouble.strerror}", "nothing was changed"
        ) from None


def _replaceable(path: Path) -> bool:
    return not path.exists() or stat.S_ISREG(path.stat().st_mode)


def _beside(path: Path) -> Path:
    real = path.resolve()
    return real.with_name(f".{real.name[:200]}.{os.getpid()}.part")


def _write(path: Path, content: bytes) -> None:
    if not _replaceable(path):
        path.write_bytes(content)
        return
    temporary = _beside(path)
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path.resolve())
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()
