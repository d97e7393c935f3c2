"""What the clerk writes, and how often."""

import time
from dataclasses import replace

from exsched.domain.schedule import Line, Schedule
from exsched.service.jobs.bench import Bench
from exsched.service.jobs.clerk import Clerk
from exsched.service.storage import attempts, jobs
from exsched.service.storage.records import Job
from exsched.solving.limits import Progress
from tests.service.jobs.site import QUICK, SHORT, Site, until

CALM = replace(QUICK, progress=0.5, incumbent=0.5, ask=0.1)


def test_clerk_writes_two_events_a_second_and_the_last(site: Site) -> None:
    """However often the solver finds something better, two events a second are stored, and its last word."""
    job = claimed(site)
    begun = time.monotonic()
    with Clerk(job, Bench(site.database, site.tickets, CALM)) as clerk:
        for value in range(150, 0, -1):
            clerk.hear(step("better", value))
            time.sleep(0.01)
    seconds = time.monotonic() - begun
    told = [event for event in site.events(job.id) if event.kind == "better"]
    assert 2 <= len(told) <= 2 * seconds + 1
    assert told[-1].data["value"] == 1


def test_clerk_keeps_steps_that_are_no_mere_number(site: Site) -> None:
    """Steps that come once, such as the end of a tier, are not dropped for later ones."""
    job = claimed(site)
    with Clerk(job, Bench(site.database, site.tickets, CALM)) as clerk:
        for word in ("building", "built", "better", "bound", "better", "tier_done"):
            clerk.hear(step(word, 3))
        until(lambda: site.kinds(job.id)[-1] == "tier_done", 20)
    assert site.kinds(job.id) == ["queued", "started", "building", "built", "better", "tier_done"]


def test_clerk_stores_the_last_schedule_found(site: Site) -> None:
    """The best schedule in hand when the solve ends is stored, though one was stored a moment before."""
    job = claimed(site)
    with Clerk(job, Bench(site.database, site.tickets, CALM)) as clerk:
        for number in range(30):
            clerk.keep(Schedule(programme=SHORT, lines=(Line(exercise=f"ex{number}", held=False),)))
            time.sleep(0.02)
    assert [line["exercise"] for line in site.incumbent(job.id)] == ["ex29"]


def test_clerk_stops_a_solve_whose_job_was_taken(site: Site) -> None:
    """As soon as another attempt holds the job, the solve is told to stop, and nothing more is written."""
    job = claimed(site)
    with Clerk(job, Bench(site.database, site.tickets, CALM)) as clerk:
        assert not clerk.must_stop()
        site.write(lambda connection: attempts.take(connection, job.id, "another", seen=job.attempt))
        until(clerk.must_stop, 5)
        clerk.hear(step("better", 1))
    assert clerk.lost
    assert "better" not in site.kinds(job.id)


def test_clerk_hears_of_stop_and_cancel(site: Site) -> None:
    """What the owner asks for reaches the solve within the interval."""
    for ask, name in ((jobs.ask_to_stop, "stop"), (jobs.ask_to_cancel, "cancel")):
        job = claimed(site)
        with Clerk(job, Bench(site.database, site.tickets, CALM)) as clerk:
            site.write(lambda connection, ask=ask, id_=job.id: ask(connection, id_))  # type: ignore[misc]
            until(clerk.must_stop, 5)
        assert getattr(clerk, name)


def claimed(site: Site) -> Job:
    """A job that a worker has just claimed."""
    site.submit(SHORT)
    job = site.write(lambda connection: attempts.claim(connection, "tester"))
    assert job is not None
    return job


def step(word: str, value: int) -> Progress:
    """A step of a solve."""
    return Progress(seconds=1, tier=0, tiers=1, goals=("hold",), value=value, bound=0, solutions=1, word=word)
