"""The application over a fresh SQLite file, with a caller of each role."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.service.api import Api
from tests.service.here import running


@dataclass(frozen=True)
class Callers:
    """One caller of each kind."""

    authority: Api
    auditor: Api
    arv: Api
    bmk: Api
    stranger: Api  # planner of a nation that is in no programme here


def callers(local: Api) -> Callers:
    """Callers with tokens of their own."""
    authority = local.of(local.new_token("authority"))
    return Callers(
        authority,
        local.of(authority.new_token("auditor")),
        local.of(authority.new_token("planner", "ARV")),
        local.of(authority.new_token("planner", "BMK")),
        local.of(authority.new_token("planner", "XYZ")),
    )


@pytest.fixture
def local(sqlite_url: str) -> Iterator[Api]:
    """The way of the local authority, without an account."""
    with running(sqlite_url) as api:
        yield api


@pytest.fixture
def by(local: Api) -> Callers:
    """Callers with tokens."""
    return callers(local)
