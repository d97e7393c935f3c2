"""What stands in the way when the database fails, in a sentence for whoever runs the service."""

from sqlalchemy.exc import ArgumentError


class Unavailable(Exception):
    """The database cannot be reached, is full, or may not be written; nothing was changed.

    Args:
        sentence: what stands in the way.
        full: whether it is room that is missing.
    """

    def __init__(self, sentence: str, full: bool = False) -> None:
        super().__init__(sentence)
        self.full = full


class WrongUrl(ArgumentError):
    """What was given as the address of the database is none that exsched knows."""


_FULL = "the disk of the database is full, or takes no more"
_BUSY = "the database is busy: another process has been writing for too long"
_DAMAGED = "the database file is damaged; put a backup in its place with `exsched restore`"
_LOCKED = "the database may not be written"

_SENTENCES = {
    "SQLITE_FULL": _FULL,
    "SQLITE_IOERR_WRITE": _FULL,  # what a quota or a limit on file sizes looks like
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_READONLY": _LOCKED,
    "SQLITE_CANTOPEN": "the database file cannot be opened: its folder is not there, or closed to you",
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_IOERR": "the disk of the database does not answer",
    "53100": _FULL,
    "53300": "the database has no connection left",
    "25006": _LOCKED,
    "25P03": "the database ended a transaction that stood still for too long",
    "28P01": "the database does not accept the password",
    "3D000": "the server has no database of this name",
}
_OURS = {"IntegrityError", "DataError", "ProgrammingError", "NotSupportedError", "InternalError"}


def trouble(cause: BaseException | None) -> Unavailable | None:
    """A driver's error as Unavailable; None when the database is well and the statement was wrong."""
    code = _code(cause)
    known = _SENTENCES.get(code) or _SENTENCES.get("_".join(code.split("_")[:2]))
    if known is not None:
        return Unavailable(known, full=known == _FULL)
    if _OURS & {kind.__name__ for kind in type(cause).__mro__}:  # every driver has these names (PEP 249)
        return None
    return Unavailable(f"the database does not answer ({_first_line(cause)})")


def _code(cause: BaseException | None) -> str:
    """The name of the error in SQLite, the SQLSTATE in PostgreSQL."""
    for name in ("sqlite_errorname", "sqlstate"):
        found = getattr(cause, name, None)
        if isinstance(found, str):
            return found
    return ""


def _first_line(cause: BaseException | None) -> str:
    lines = str(cause).splitlines()
    return lines[0][:200] if lines else type(cause).__name__
