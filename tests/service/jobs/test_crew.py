"""The workers of one machine: started again when they die, gone when their master is."""

import signal
import subprocess
from dataclasses import replace

import pytest

from exsched.service.jobs.crew import Crew
from exsched.service.storage import jobs, workers
from tests.commands.process import COMMAND, surroundings
from tests.service.jobs.site import LONG, QUICK, SHORT, Site, alive, children, kill, until

pytestmark = [pytest.mark.slow, pytest.mark.one_database, pytest.mark.timeout(300)]


def test_crew_replaces_a_dead_worker_whose_job_goes_on_at_once(site: Site) -> None:
    """A worker that dies under its master's eyes is off the list at once: nobody waits for its silence."""
    patient = replace(QUICK, silence=3600)
    with Crew(site.url, 1, patient, log_level="warning") as crew:
        id_ = site.submit(LONG, seconds=600)
        site.wait_for_incumbent(id_)
        (first,) = crew.processes
        assert kill(first)
        until(lambda: site.job(id_).attempt == 2, 30)
        site.write(lambda connection: jobs.ask_to_stop(connection, id_))
        assert site.wait(id_).state == "succeeded"
    assert site.read(lambda connection: workers.alive(connection, 3600)) == ()


def test_worker_command_solves_and_hands_back(site: Site) -> None:
    """`exsched worker` solves what waits; SIGTERM ends it with 0 and its job waits again."""
    process = subprocess.Popen(
        [*COMMAND, "worker", "--slots", "2", "--log-level", "warning"],
        stderr=subprocess.PIPE,
        env=surroundings(EXSCHED_DATABASE=site.url),
    )
    assert site.wait(site.submit(SHORT)).state == "succeeded"
    id_ = site.submit(LONG, seconds=600)
    site.wait_for_incumbent(id_)
    process.terminate()
    _, said = process.communicate(timeout=40)
    assert process.returncode == 0, said.decode()
    assert site.job(id_).state == "queued"
    assert said.decode().splitlines()[0] == "solving 2 jobs at a time; Ctrl-C hands back and ends"


def test_workers_end_when_the_command_is_killed(site: Site) -> None:
    """After kill -9 of `exsched worker` its workers and their solvers are gone, and the job waits again."""
    process = subprocess.Popen(
        [*COMMAND, "worker", "--log-level", "error"], env=surroundings(EXSCHED_DATABASE=site.url)
    )
    id_ = site.submit(LONG, seconds=600)
    site.wait_for_incumbent(id_)
    slots = children(process.pid)
    left = [*slots, *(solver for slot in slots for solver in children(slot))]
    process.send_signal(signal.SIGKILL)
    process.wait()
    until(lambda: not any(alive(pid) for pid in left), 30)
    assert len(left) == 2
    assert site.job(id_).state == "queued"
