"""A running service with a small world in it, and such a world for tests that change it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bad_inputs.service import Here, Site
from tests.service.built import changeable, copied
from tests.service.server import Server


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`exsched serve`, with tokens, two programmes and something hidden; left as it was."""
    folder = tmp_path_factory.mktemp("site")
    world = copied(folder)
    with Server(folder) as server:
        yield Site(server, world)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Here]:
    """The same world in this process, for a test that may change it as it likes."""
    with changeable(tmp_path) as (local, world):
        yield Here(local, world, tmp_path / "exsched.db")
