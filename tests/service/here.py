"""The application in this process, over a database of its own, without a worker."""

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.testclient import TestClient

from exsched.service.app import App, create_app
from exsched.service.context import Service
from exsched.service.jobs.engine import Tickets, prepare
from exsched.service.settings import Settings
from exsched.service.storage import installation
from exsched.service.storage.database import Database
from tests.service.api import Api

ADDRESS = "http://127.0.0.1:8700"


@contextmanager
def running(url: str, **settings: object) -> Iterator[Api]:
    """The local authority's way to an application over this migrated database."""
    with (
        application(url, **settings) as app,
        TestClient(
            app,
            base_url=ADDRESS,
            client=("127.0.0.1", 50_000),
            raise_server_exceptions=False,
            follow_redirects=False,
        ) as client,
    ):
        yield Api(client)


@contextmanager
def application(url: str, **settings: object) -> Iterator[App]:
    """An application over this migrated database, and what it stands on."""
    chosen = Settings.model_validate(
        {"requests_per_minute": 1_000_000, "feed_cache_seconds": 0, "database": url, "domain": "exsched.test"}
        | settings,
        strict=False,
    )
    database = Database(url)
    with database.writing() as connection:
        installation.ensure(connection, chosen.domain)
    prepare(url)
    engine = Tickets(url)
    yield create_app(Service(chosen, database, engine))
    engine.close()
    database.close()
