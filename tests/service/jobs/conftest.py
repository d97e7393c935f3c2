"""A site on each kind of database."""

from collections.abc import Iterator

import pytest

from tests.service.jobs.site import Site


@pytest.fixture
def site(database_url: str) -> Iterator[Site]:
    """A fresh site; the test runs once on each kind of database."""
    made = Site(database_url)
    yield made
    made.close()
