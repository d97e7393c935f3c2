"""Databases for the tests of the service: a test that asks for `database` runs on each kind."""

import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from exsched.service.storage import schema
from exsched.service.storage.database import Database
from tests.service.postgres import Postgres, missing

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for the whole session, with a database `migrated` to copy."""
    if (why := missing()) is not None:
        if "postgres" in os.environ.get("EXSCHED_REQUIRE", ""):
            pytest.fail(f"EXSCHED_REQUIRE names postgres, but {why}")
        pytest.skip(why)
    server = Postgres()
    try:
        _migrate(server.create("migrated"))
        yield server
    finally:
        server.remove()


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("migrated") / "exsched.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_file: Path, tmp_path: Path) -> str:
    """A fresh migrated SQLite file."""
    shutil.copyfile(sqlite_file, tmp_path / "exsched.db")
    return f"sqlite:///{tmp_path / 'exsched.db'}"


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """A fresh migrated database of the session's PostgreSQL."""
    name = f"test{next(_NUMBERS)}"
    yield postgres.create(name, "migrated")
    postgres.drop(name)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh migrated database: the test runs once on each kind."""
    url = request.getfixturevalue(f"{request.param}_url")
    assert isinstance(url, str)
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh migrated database, open."""
    opened = Database(database_url)
    yield opened
    opened.close()


def _migrate(url: str) -> None:
    database = Database(url)
    schema.migrate(database)
    database.close()
