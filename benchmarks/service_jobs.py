"""Measure durable jobs: workers share many small jobs; how soon another takes over from a dead one.

Usage: `python -m benchmarks.service_jobs [share|recovery] [--jobs N] [--workers N] [--database KIND]`, from
the top of the checkout. `share` queues so many small jobs and counts how often each was begun; `recovery`
kills a worker with the intervals of real use and waits for its job on another.
"""

import argparse
import json
import sys
import time
from collections import Counter
from datetime import datetime
from typing import Any

from exsched.service.jobs.intervals import USUAL, Intervals
from exsched.service.storage import jobs
from tests.service.jobs.site import LONG, QUICK, SHORT, Site, until
from tests.service.kill_loop import new_site

Figures = dict[str, Any]
_CALM = Intervals(**{**vars(USUAL), "take": QUICK.take})


def share(site: Site, number: int, workers: int) -> Figures:
    """Queue so many jobs at once, and let the workers share them."""
    begun = time.monotonic()
    ids = [site.submit(SHORT, seconds=5) for _ in range(number)]
    queued = time.monotonic() - begun
    begun = time.monotonic()
    with site.workers(workers, _CALM):
        _wait_for_all(site, 6 * number + 60)
    spent = time.monotonic() - begun
    found = [site.job(id_) for id_ in ids]
    begins = Counter(site.kinds(id_).count("started") for id_ in ids)
    return {
        "jobs": number,
        "workers": workers,
        "queued_per_second": round(number / queued, 1),
        "solved_per_second": round(number / spent, 2),
        "states": Counter(job.state for job in found),
        "begun_once": begins[1],
        "schedules_per_worker": sorted(Counter(job.worker for job in found).values()),
    }


def _wait_for_all(site: Site, patience: float) -> None:
    """Look now and then, so that looking takes nothing from the workers; say how many are left."""
    end = time.monotonic() + patience
    while left := len(site.read(jobs.unfinished)):
        print(f"{left} jobs left", file=sys.stderr)
        if time.monotonic() > end:
            raise TimeoutError(f"{left} jobs are left after {patience:.0f} s")
        time.sleep(10)


def recovery(site: Site) -> Figures:
    """Kill a worker with the intervals of real use; seconds until its job runs on another."""
    with site.workers(2, USUAL) as running:
        id_ = site.submit(LONG, seconds=600)
        site.wait_for_incumbent(id_)
        (busy,) = [worker for worker in running if worker.id == site.job(id_).worker]
        time.sleep(3 * USUAL.beat)
        begun = time.monotonic()
        busy.kill()
        until(lambda: site.job(id_).attempt == 2, 120)
        taken = time.monotonic() - begun
        site.write(lambda connection: jobs.ask_to_cancel(connection, id_))
        site.wait(id_)
    return {"taken_over_after_seconds": round(taken, 1)}


def main() -> None:
    """Run what is asked for, and print the figures as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("scenario", choices=("share", "recovery"), default="share", nargs="?")
    parser.add_argument("--jobs", type=int, default=1_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="postgres")
    asked = parser.parse_args()
    with new_site(asked.database) as site:
        figures = share(site, asked.jobs, asked.workers) if asked.scenario == "share" else recovery(site)
    print(json.dumps({"at": datetime.now().astimezone().isoformat(), "database": asked.database} | figures))


if __name__ == "__main__":
    main()
