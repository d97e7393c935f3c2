"""A programme with a release in force, and a feed of it; made once, copied for each test."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.service.api import Api
from tests.service.feeds.subscribed import Subscribed, subscribed
from tests.service.here import running


@dataclass(frozen=True)
class Prepared:
    """The database file to copy, and how to get in."""

    file: Path
    token: str
    path: str
    id: str


@pytest.fixture(scope="session")
def prepared(sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The story up to its first release."""
    file = tmp_path_factory.mktemp("released") / "exsched.db"
    shutil.copyfile(sqlite_file, file)
    with running(f"sqlite:///{file}") as local:
        made = subscribed(local)
    assert made.authority.token is not None
    return Prepared(file, made.authority.token, made.path, made.id)


@pytest.fixture
def local(sqlite_url: str) -> Iterator[Api]:
    """The way of the local authority, without an account."""
    with running(sqlite_url) as api:
        yield api


@pytest.fixture
def released_url(prepared: Prepared, tmp_path: Path) -> str:
    """A database of its own with the release and the feed."""
    shutil.copyfile(prepared.file, tmp_path / "released.db")
    return f"sqlite:///{tmp_path / 'released.db'}"


@pytest.fixture
def feed(prepared: Prepared, released_url: str) -> Iterator[Subscribed]:
    """A feed of everything that ARV may see."""
    with running(released_url) as api:
        yield Subscribed(api.of(prepared.token), prepared.path, prepared.id)
