"""The engine's part of the contract: tickets are written with the job, given back, and forgotten."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, text

from exsched.service.clock import CLOCK
from exsched.service.jobs import engine
from exsched.service.storage import jobs
from exsched.service.storage.database import Unavailable
from tests.service.jobs.site import LONG, SHORT, Site, new_job, until


class _Undone(Exception):
    pass


@pytest.fixture
def later() -> Iterator[None]:
    """Two hours from now on the service's clock."""
    CLOCK.set_to(lambda: datetime.now(UTC) + timedelta(hours=2))
    yield
    CLOCK.set_to(None)


def tickets(site: Site) -> list[str]:
    """The states of all tickets, from the engine's own table."""
    table = "workflow_status" if site.database.sqlite else "dbos.workflow_status"
    statement = text(f"SELECT status FROM {table} WHERE name = 'exsched.solve_waiting'")  # noqa: S608
    return site.read(lambda connection: list(connection.execute(statement).scalars()))


def test_ticket_stands_and_falls_with_the_job(site: Site) -> None:
    """Job and ticket are written in one transaction: a transaction that is undone leaves neither."""

    def queue_and_fail(connection: Connection) -> None:
        job = jobs.add(connection, new_job(SHORT))
        site.tickets.submit(connection, job.id)
        raise _Undone

    with pytest.raises(_Undone):
        site.write(queue_and_fail)
    assert (site.read(jobs.unfinished), tickets(site)) == ((), [])
    site.submit(SHORT)
    assert (len(site.read(jobs.unfinished)), tickets(site)) == (1, ["ENQUEUED"])


def test_tickets_of_the_dead_are_given_back(site: Site) -> None:
    """A ticket in the hands of a worker that is not alive waits again; those of the living stay."""
    with site.workers() as (worker,):
        site.submit(LONG, seconds=600)
        until(lambda: "PENDING" in tickets(site), 30)
        worker.freeze(site)
        assert site.tickets.rescue({worker.id}) == 0
        assert site.tickets.rescue({"another"}) == 1
        assert set(tickets(site)) == {"ENQUEUED"}


def test_used_tickets_are_forgotten_after_an_hour(site: Site, later: None) -> None:
    """Tickets do not pile up: those used more than an hour ago are deleted, those that wait stay."""
    with site.workers() as (worker,):
        site.wait(site.submit(SHORT))
        until(lambda: "SUCCESS" in tickets(site), 30)
        worker.kill()
    site.submit(SHORT)
    site.tickets.tidy()
    left = set(tickets(site))
    assert "SUCCESS" not in left
    assert "ENQUEUED" in left


def test_engine_says_that_the_database_is_away() -> None:
    """A database that nobody answers for is a sentence, not a wait."""
    nowhere = "postgresql://exsched@127.0.0.1:9/nothing"
    with pytest.raises(Unavailable):
        engine.prepare(nowhere)
    lost = engine.Tickets(nowhere)
    with pytest.raises(Unavailable):
        lost.rescue(set())
    lost.close()


def test_engine_prepares_once_and_again(site: Site) -> None:
    """Preparing a database that is ready changes nothing."""
    site.submit(SHORT)
    engine.prepare(site.url)
    assert tickets(site) == ["ENQUEUED"]
