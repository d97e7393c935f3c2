"""Finds the data that ship with the program: `models/` and `examples/`, in a checkout and in the wheel."""

import re
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_CHECKOUT = _PACKAGE.parent.parent
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*")


def models_dir() -> Path:
    """The folder of regimes, calendars, planning templates and reference data."""
    return _shipped("models")


def examples_dir() -> Path:
    """The folder of example programmes."""
    return _shipped("examples")


def library_file(name: str) -> Path | None:
    """The file that `library:NAME` means, or None when there is none; a name never leads out of `models/`."""
    if not _NAME.fullmatch(name):
        return None
    path = models_dir() / f"{name}.yaml"
    return path if path.is_file() else None


def library_names() -> tuple[str, ...]:
    """Every name that `library:` knows, sorted."""
    folder = models_dir()
    return tuple(
        sorted(path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.yaml"))
    )


def _shipped(name: str) -> Path:
    packed = _PACKAGE / f"_{name}"
    return packed if packed.is_dir() else _CHECKOUT / name
