"""Kill workers and solvers at random points while solves and questions come in, then count what was lost.

    python -m tests.service.kill_loop --database sqlite --kills 100
    python -m tests.service.kill_loop --database postgres --kills 100 --seed 7

Asked for: every job that was acknowledged is there and ends, once, with at most one schedule; no solver
outlives its worker. pytest runs a short form (`tests/service/jobs/test_kill_loop.py`).
"""

import argparse
import json
import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from exsched.service.storage import jobs, schedules, schema
from exsched.service.storage.database import Database
from tests.service.jobs.site import LONG, SHORT, RunningWorker, Site, alive, kill, until
from tests.service.postgres import Postgres

OWNERS = ("", "", "ARV", "BMK", "CAL")
QUESTION = {"question": "why-not", "exercise": "polar-fox", "held": False}
_WORKERS = 2


@dataclass
class Report:
    """What happened, and what may not have happened."""

    seed: int
    seconds: float = 0
    kills: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    states: Counter[str] = field(default_factory=Counter)
    attempts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def kill_loop(site: Site, kills: dict[str, int], seed: int = 0) -> Report:
    """Kill so many of each kind, let everything end, and look."""
    report, chance, begun = Report(seed), random.Random(seed), time.monotonic()
    client = _Client(site, random.Random(seed + 1))
    client.start()
    running = [RunningWorker(site.url) for _ in range(_WORKERS)]
    try:
        left = [kind for kind, number in kills.items() for _ in range(number)]
        chance.shuffle(left)
        for kind in left:
            time.sleep(chance.uniform(0.2, 2.5))
            place = chance.randrange(_WORKERS)
            if kind == "worker":
                running[place] = _kill_worker(site, running[place], report)
            else:
                _kill_solver(running, chance, report)
        ids = client.end()
        _let_end(site, ids)
    finally:
        client.end()
        for worker in running:
            worker.remove()
    report.acknowledged, report.seconds = len(ids), round(time.monotonic() - begun)
    _audit(site, ids, report)
    return report


class _Client(threading.Thread):
    """Submits jobs and remembers which were acknowledged; not so many that they pile up."""

    def __init__(self, site: Site, chance: random.Random) -> None:
        super().__init__(daemon=True)
        self._site, self._chance, self._ended = site, chance, threading.Event()
        self._ids: list[str] = []

    def run(self) -> None:
        while not self._ended.wait(self._chance.uniform(0.1, 1.5)):
            if len(self._site.read(jobs.unfinished)) > 3 * _WORKERS:
                continue
            owner = self._chance.choice(OWNERS)
            kind = self._chance.random()
            if kind < 0.4:
                self._ids.append(self._site.submit(SHORT, owner))
            elif kind < 0.7:
                self._ids.append(self._site.ask(SHORT, QUESTION, owner))
            else:
                self._ids.append(self._site.submit(LONG, seconds=self._chance.choice((3, 6))))

    def end(self) -> list[str]:
        """Submit no more; gives the ids of all that were acknowledged."""
        self._ended.set()
        self.join()
        return self._ids


def _kill_worker(site: Site, worker: RunningWorker, report: Report) -> RunningWorker:
    solvers = worker.solvers()
    worker.remove()
    report.kills["worker"] += 1
    replacement = RunningWorker(site.url)
    deadline = time.monotonic() + 10
    while any(alive(pid) for pid in solvers) and time.monotonic() < deadline:
        time.sleep(0.02)
    report.faults += [f"solver {pid} outlived its worker" for pid in solvers if alive(pid)]
    return replacement


def _kill_solver(running: list[RunningWorker], chance: random.Random, report: Report) -> None:
    found: list[int] = []

    def some() -> bool:
        found[:] = [pid for worker in running for pid in worker.solvers()]
        return bool(found)

    until(some, 60, lambda: "no solver to kill within a minute")
    if kill(chance.choice(found)):
        report.kills["solver"] += 1


def _let_end(site: Site, ids: list[str]) -> None:
    until(
        lambda: not site.read(jobs.unfinished),
        300,
        lambda: (
            f"these do not end: {[(job.id, job.state) for job in site.read(jobs.unfinished)]} of {len(ids)}"
        ),
    )


def _audit(site: Site, ids: list[str], report: Report) -> None:
    kept = Counter(
        head.job
        for programme in (SHORT, LONG)
        for head in site.read(lambda connection, of=programme: schedules.page(connection, of, limit=100_000))  # type: ignore[misc]
    )
    for id_ in ids:
        job = site.read(lambda connection, id_=id_: jobs.get(connection, id_))  # type: ignore[misc]
        if job is None:
            report.faults.append(f"{id_} is lost")
            continue
        report.states[job.state] += 1
        report.attempts[str(job.attempt)] += 1
        ends = site.kinds(id_).count("ended")
        if job.state not in jobs.ENDED or ends != 1:
            report.faults.append(f"{id_} is {job.state} and ended {ends} times")
        if kept[id_] != (job.schedule is not None):
            report.faults.append(f"{id_} names schedule {job.schedule}, {kept[id_]} are kept")
        answer = site.read(lambda connection, id_=id_: jobs.answer(connection, id_))  # type: ignore[misc]
        if (answer is not None) != (job.question is not None and job.state == "succeeded"):
            report.faults.append(f"{id_} is {job.state} with {'an' if answer else 'no'} answer")


@contextmanager
def new_site(kind: str) -> Iterator[Site]:
    """A site on a fresh database: `sqlite`, `postgres`."""
    folder = Path(tempfile.mkdtemp(prefix="exs-kill-"))
    server = Postgres() if kind == "postgres" else None
    url = server.create("kill") if server else f"sqlite:///{folder / 'exsched.db'}"
    database = Database(url)
    schema.migrate(database)
    database.close()
    site = Site(url)
    try:
        yield site
    finally:
        site.close()
        if server:
            server.remove()
        shutil.rmtree(folder)


def main() -> int:
    """Run it as the arguments say, and print the report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--kills", type=int, default=100, help="of each kind")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    with new_site(asked.database) as site:
        report = kill_loop(site, {"worker": asked.kills, "solver": asked.kills}, asked.seed)
    print(json.dumps({"database": asked.database} | vars(report), indent=2))
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
