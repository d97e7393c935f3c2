"""Reaches into the application behind a test client."""

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.testclient import TestClient

from exsched.service.app import App
from exsched.service.context import Service
from exsched.service.storage.database import Database
from tests.service.api import Api
from tests.service.here import ADDRESS


def app_of(api: Api) -> App:
    """The application."""
    assert isinstance(api.client, TestClient)
    app = api.client.app
    assert isinstance(app, App)
    return app


def service_of(api: Api) -> Service:
    """Its service."""
    service = app_of(api).state.service
    assert isinstance(service, Service)
    return service


def from_address(api: Api, address: str) -> Api:
    """The same application asked from another address."""
    client = TestClient(
        app_of(api), base_url=ADDRESS, client=(address, 50_000), raise_server_exceptions=False
    )
    return Api(client)


@contextmanager
def database_away(api: Api, url: str = "sqlite:////no/such/folder/x.db") -> Iterator[None]:
    """The service with a database that cannot be reached."""
    service = service_of(api)
    kept, gone = service.database, Database(url)
    service.database = gone
    try:
        yield
    finally:
        service.database = kept
        gone.close()
