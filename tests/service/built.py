"""The small world, built once in a process and copied for every test that wants to change it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from exsched.service.storage import schema
from exsched.service.storage.database import Database
from tests.service.api import Api
from tests.service.here import running
from tests.service.world import World, build


@cache
def _built() -> tuple[tempfile.TemporaryDirectory[str], World]:
    folder = tempfile.TemporaryDirectory(prefix="exsched-world-")
    url = f"sqlite:///{folder.name}/exsched.db"
    database = Database(url)
    schema.migrate(database)
    database.close()
    with running(url) as local:
        return folder, build(local)


def copied(folder: Path) -> World:
    """Put the world's database into a folder, as `exsched.db`."""
    built, world = _built()
    shutil.copyfile(Path(built.name) / "exsched.db", folder / "exsched.db")
    return world


@contextmanager
def changeable(folder: Path, **settings: object) -> Iterator[tuple[Api, World]]:
    """An application over a copy of the world, without a worker."""
    world = copied(folder)
    with running(f"sqlite:///{folder / 'exsched.db'}", **settings) as local:
        yield local, world
