"""A database that is away for a while, or full: the work goes on, and what was found is stored afterwards."""

import resource
import time

import pytest

from exsched.service.storage import jobs
from tests.service.jobs.site import LONG, QUICK, SHORT, Site, until
from tests.service.postgres import Postgres

pytestmark = [pytest.mark.slow, pytest.mark.one_database, pytest.mark.timeout(300)]


def test_postgres_that_is_stopped_hard_does_not_end_a_solve(postgres: Postgres, postgres_url: str) -> None:
    """A solve outlives a PostgreSQL that crashes and is away for some seconds: same worker, same attempt."""
    site = Site(postgres_url)
    with site.workers(2) as running:
        id_ = site.submit(LONG, seconds=600)
        site.wait_for_incumbent(id_)
        solvers = [pid for worker in running for pid in worker.solvers()]
        postgres.kill()
        time.sleep(QUICK.silence + 2)
        postgres.start()
        time.sleep(QUICK.silence)
        assert [pid for worker in running for pid in worker.solvers()] == solvers
        site.write(lambda connection: jobs.ask_to_stop(connection, id_))
        job = site.wait(id_)
        assert (job.state, job.attempt) == ("succeeded", 1)
        assert job.schedule is not None
        assert site.wait(site.submit(SHORT)).state == "succeeded"
    site.close()


def test_job_that_ends_while_postgres_is_away_is_stored_afterwards(
    postgres: Postgres, postgres_url: str
) -> None:
    """The result of a solve that ends during the outage is stored when the database is back, once."""
    site = Site(postgres_url)
    with site.workers(1):
        id_ = site.submit(LONG, seconds=6)
        site.wait_for_incumbent(id_)
        postgres.kill()
        time.sleep(8)
        postgres.start()
        job = site.wait(id_, seconds=10)
    assert (job.state, job.attempt) == ("succeeded", 1)
    assert site.kinds(id_).count("ended") == 1
    site.close()


def test_full_disk_does_not_end_a_solve(sqlite_url: str) -> None:
    """A worker that cannot write for some seconds goes on solving, and stores the result later."""
    site = Site(sqlite_url)
    with site.workers(1) as (worker,):
        id_ = site.submit(LONG, seconds=600)
        site.wait_for_incumbent(id_)
        pid = worker.process.pid
        _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        time.sleep(QUICK.silence + 1)
        written = len(site.events(id_))
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, most))
        site.write(lambda connection: jobs.ask_to_stop(connection, id_))
        job = site.wait(id_)
        assert (job.state, job.attempt) == ("succeeded", 1)
        assert job.schedule is not None
        assert len(site.events(id_)) > written
        assert site.wait(site.submit(SHORT)).state == "succeeded"
    site.close()


def test_worker_ends_while_the_database_is_away(postgres: Postgres, postgres_url: str) -> None:
    """A worker told to end while the database is away ends; its job is found by another afterwards."""
    site = Site(postgres_url)
    with site.workers(1) as (first,):
        id_ = site.submit(LONG, seconds=600)
        site.wait_for_incumbent(id_)
        postgres.kill()
        assert first.end(40) == 0
        postgres.start()
        with site.workers(1):
            until(lambda: site.job(id_).attempt == 2, 20)
            site.write(lambda connection: jobs.ask_to_stop(connection, id_))
            assert site.wait(id_).state == "succeeded"
    site.close()
