"""The application over a fresh SQLite file."""

from collections.abc import Iterator

import pytest

from tests.service.api import Api
from tests.service.here import running


@pytest.fixture
def local(sqlite_url: str) -> Iterator[Api]:
    """The way of the local authority, without an account."""
    with running(sqlite_url) as api:
        yield api


@pytest.fixture
def authority(local: Api) -> Api:
    """The authority with a token of its own."""
    return local.of(local.new_token("authority"))
