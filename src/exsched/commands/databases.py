"""The option `--database`, and how a database's refusal ends a command."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exsched.commands.exits import Exit, Stop

if TYPE_CHECKING:
    from exsched.service.storage.database import Database

DEFAULT = "sqlite:///exsched.db"

DatabaseOption = Annotated[
    str,
    typer.Option(
        "--database",
        envvar="EXSCHED_DATABASE",
        metavar="URL",
        help="sqlite:///FILE or postgresql://USER@HOST/NAME.",
    ),
]


@contextmanager
def told() -> Iterator[None]:
    """Whatever the database refuses ends the command in a sentence.

    Raises:
        Stop: environment (6); usage (2) for a URL that cannot be read.
    """
    from exsched.service.storage.database import Unavailable, WrongUrl
    from exsched.service.storage.safekeeping.keep import NotDone
    from exsched.service.storage.schema import WrongSchema

    try:
        yield
    except (NotDone, WrongSchema) as refusal:
        raise Stop(Exit.ENVIRONMENT, str(refusal), refusal.hint) from None
    except Unavailable as trouble:
        hint = "--database or EXSCHED_DATABASE names the database"
        raise Stop(Exit.ENVIRONMENT, str(trouble), hint) from None
    except WrongUrl as wrong:
        hint = "write sqlite:///FILE or postgresql://USER@HOST/NAME"
        raise Stop(Exit.USAGE, f"--database: {wrong}", hint) from None


def demand_file(file: Path | None) -> None:
    """Opening a misspelt name would make an empty database.

    Raises:
        Stop: environment (6).
    """
    if file is not None and not file.exists():
        raise Stop(Exit.ENVIRONMENT, f"{file}: there is no such database", "--database names it")


@contextmanager
def opened(url: str, fitting: bool = True) -> Iterator["Database"]:
    """An existing database, closed when the block ends.

    Args:
        url: where it is.
        fitting: whether its schema must be this program's.

    Raises:
        Stop: as `told`.
    """
    from exsched.service.storage import schema
    from exsched.service.storage.database import Database

    with told():
        database = Database(url)
        try:
            if fitting:
                demand_file(database.file)
                schema.demand(database)
            yield database
        finally:
            database.close()
