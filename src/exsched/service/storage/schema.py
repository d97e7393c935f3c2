"""The schema's version: known code and data fit together, or nothing is written."""

from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select

from exsched.service.storage.database import Database
from exsched.service.storage.locks import Lock, hold

if TYPE_CHECKING:
    from alembic.config import Config

VERSIONS = ("0001", "0002")  # in order; a test holds them against the scripts
TABLE = Table("ex_schema", MetaData(), Column("version_num", String(32), primary_key=True))

State = Literal["empty", "older", "fits", "newer"]


class WrongSchema(Exception):
    """The database was written by another version of exsched; `hint` says what to do."""

    def __init__(self, sentence: str, hint: str) -> None:
        super().__init__(sentence)
        self.hint = hint


def ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether a table is ours: the job engine keeps its own in the same database."""
    return kind != "table" or (name is not None and name.startswith("ex_"))


def version(connection: Connection) -> str | None:
    """The version of the schema, None for a database without our tables."""
    if not inspect(connection).has_table(TABLE.name):
        return None
    return connection.execute(select(TABLE.c.version_num)).scalar()


def state(connection: Connection) -> State:
    """How the database's schema stands to this program."""
    found = version(connection)
    if found is None:
        return "empty"
    if found not in VERSIONS:
        return "newer"
    return "fits" if found == VERSIONS[-1] else "older"


def demand(database: Database) -> None:
    """Make sure that program and database fit; writes nothing.

    Raises:
        WrongSchema: they do not.
        Unavailable: the database does not answer.
    """
    with database.reading() as connection:
        _refuse(state(connection), version(connection))


def demand_known(version_: str | None) -> None:
    """Make sure that this program knows a version, be it an older one.

    Raises:
        WrongSchema: it does not.
    """
    if version_ is None:
        raise WrongSchema("it holds no tables of exsched", "name a backup that `exsched backup` made")
    if version_ not in VERSIONS:
        _refuse("newer", version_)


def prepare(database: Database) -> None:
    """Make the tables in an empty database; any other must fit already.

    Raises:
        WrongSchema: program and database do not fit.
        Unavailable: the database does not answer, or may not be written.
    """
    with database.reading() as connection:
        found = state(connection)
    if found == "empty":
        migrate(database)
    else:
        demand(database)


def migrate(database: Database) -> tuple[str | None, str]:
    """Bring the database to the newest version in one transaction; gives the versions before and after.

    Raises:
        WrongSchema: the database is newer than this program.
        Unavailable: the database does not answer, or may not be written.
    """
    from alembic import command  # noqa: PLC0415 - a third of a second that a fitting schema spares

    with database.writing() as connection:
        hold(connection, Lock.SCHEMA)
        before = version(connection)
        if state(connection) == "newer":
            _refuse("newer", before)
        if before != VERSIONS[-1]:
            command.upgrade(configuration(connection), "head")
    return before, VERSIONS[-1]


def configuration(connection: Connection) -> "Config":
    """Alembic's settings for one connection; the scripts travel in the package."""
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", "exsched.service.storage:migrations")
    config.attributes["connection"] = connection
    return config


def _refuse(found: State, version_: str | None) -> None:
    if found == "newer":
        raise WrongSchema(
            f"the database has schema {version_}, this exsched knows {VERSIONS[-1]} at most",
            "use the version of exsched that wrote it, or a newer one",
        )
    if found == "older":
        raise WrongSchema(
            f"the database has schema {version_}, this exsched needs {VERSIONS[-1]}",
            "make a backup, then run `exsched migrate`",
        )
    if found == "empty":
        raise WrongSchema("the database has no tables of exsched", "run `exsched migrate`")
