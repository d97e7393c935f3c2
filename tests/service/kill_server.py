"""Kill the server at random points while a client submits, solves, asks and releases; then count.

    python -m tests.service.kill_server --database sqlite --kills 100
    python -m tests.service.kill_server --database postgres --kills 100

Asked for: everything acknowledged is there; what was sent twice with one key happened once; no release was
put in force twice; every job ends; the audit log holds; no worker of a killed server is left. pytest runs a
short form (`tests/service/jobs/test_kill_loop.py`).
"""

import argparse
import itertools
import json
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from exsched.service.storage import audit, jobs, releases, submissions
from exsched.service.storage.database import Database
from tests.service.api import CSV, YAML, Api, done
from tests.service.jobs.site import alive, children, until
from tests.service.postgres import Postgres
from tests.service.server import Server
from tests.service.world import ALPHA, OWN, WHOLE

_BROKEN = (httpx2.TransportError,)


@dataclass
class Report:
    """What happened, and what may not have happened."""

    seed: int
    kills: int = 0
    seconds: float = 0
    acknowledged: Counter[str] = field(default_factory=Counter)
    repeated: int = 0
    states: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def kill_server(folder: Path, url: str | None, kills: int, seed: int = 0) -> Report:
    """Kill it so often, let everything end, and look."""
    report, chance, begun = Report(seed), random.Random(seed), time.monotonic()
    with Server(folder, url, {"EXSCHED_SLOTS": "1", "EXSCHED_LOG_LEVEL": "warning"}) as server:
        _prepare(server.local)
        client = _Client(server.local, random.Random(seed + 1))
        client.start()
        while report.kills < kills:
            time.sleep(chance.uniform(0.2, 2.0))
            _kill(server, report)
        client.end()
        database = Database(server.database)
        _let_end(database)
        _audit(database, client, report)
        database.close()
    report.seconds = round(time.monotonic() - begun)
    return report


def _prepare(api: Api) -> None:
    api.made("/programmes", {"id": "alpha", "title": "Alpha"})
    done(api.put("/programmes/alpha/bundle", ALPHA.encode(), headers={"If-None-Match": "*"}))


def _kill(server: Server, report: Report) -> None:
    left = children(server.pid)
    server.kill()
    report.kills += 1
    server.start()
    deadline = time.monotonic() + 20
    while any(alive(pid) for pid in left) and time.monotonic() < deadline:
        time.sleep(0.05)
    report.faults += [f"worker {pid} outlived its server" for pid in left if alive(pid)]


class _Client(threading.Thread):
    """Does one thing after the other, each until it is acknowledged, and remembers what was."""

    def __init__(self, api: Api, chance: random.Random) -> None:
        super().__init__(daemon=True)
        self._api, self._chance, self._ended = api, chance, threading.Event()
        self._numbers = itertools.count(1)
        self.acknowledged: list[tuple[str, str]] = []
        self.repeated = 0
        self.failed: list[str] = []

    def run(self) -> None:
        acts = (self._solve, self._solve, self._ask, self._submit, self._release)
        while not self._ended.wait(self._chance.uniform(0, 0.4)):
            try:
                self._chance.choice(acts)()
            except Exception as trouble:  # noqa: BLE001 - it is reported
                self.failed.append(f"{type(trouble).__name__}: {trouble}")

    def end(self) -> None:
        """Finish what is in hand."""
        self._ended.set()
        self.join()

    def _until_answered(self, send: Callable[[], Any]) -> Any:
        while True:
            try:
                return send()
            except _BROKEN:
                self.repeated += 1
                time.sleep(0.1)

    def _created(self, path: str, document: Any) -> str:
        headers = {"Idempotency-Key": f"key-{next(self._numbers)}"}
        made = self._until_answered(lambda: self._api.made(path, document, headers))
        return str(made["id"])

    def _solve(self) -> None:
        found = self._until_answered(lambda: done(self._api.get("/programmes/alpha/solves?limit=5")))
        if sum(job["state"] == "queued" for job in found["items"]) < 4:
            self.acknowledged.append(
                ("solve", self._created("/programmes/alpha/solves", {"seconds": 5, "workers": 1}))
            )

    def _ask(self) -> None:
        found = self._until_answered(lambda: done(self._api.get("/programmes/alpha/questions?limit=5")))
        if sum(job["state"] == "queued" for job in found["items"]) < 2:
            body = {"question": "explain", "seconds": 5, "workers": 1}
            self.acknowledged.append(("question", self._created("/programmes/alpha/questions", body)))

    def _submit(self) -> None:
        path = "/programmes/alpha/submissions/ARV"
        content = f"{OWN['ARV']}# {next(self._numbers)}\n".encode()
        now = self._until_answered(lambda: self._api.get(path))
        only = {"If-Match": now.headers["etag"]} if now.status_code == 200 else {"If-None-Match": "*"}
        try:
            taken = done(self._api.put(path, content, YAML, only))
        except _BROKEN:
            return  # whether it was taken is not known, and it was not acknowledged
        self.acknowledged.append(("submission", taken["submission"]["id"]))

    def _release(self) -> None:
        headers = {"Idempotency-Key": f"key-{next(self._numbers)}"}

        def keep() -> Any:
            path = "/api/v1/programmes/alpha/schedules"
            return done(self._api.send("POST", path, content=WHOLE.encode(), kind=CSV, headers=headers))

        kept = self._until_answered(keep)["id"]
        made = self._created("/programmes/alpha/releases", {"schedule": kept, "comment": "again"})
        self._until_answered(lambda: self._propose(made))
        document = {"override": "the exercise control has agreed"}
        published = self._until_answered(lambda: done(self._api.post(f"/releases/{made}/publish", document)))
        if published["state"] == "released":
            self.acknowledged.append(("release", made))

    def _propose(self, release: str) -> None:
        if done(self._api.get(f"/releases/{release}"))["state"] == "draft":
            done(self._api.post(f"/releases/{release}/propose", {"silence_days": 5}))


def _let_end(database: Database) -> None:
    def ended() -> bool:
        with database.reading() as connection:
            return not jobs.unfinished(connection)

    until(ended, 200, lambda: "there are jobs that do not end")


def _audit(database: Database, client: _Client, report: Report) -> None:
    report.acknowledged.update(kind for kind, _ in client.acknowledged)
    report.repeated = client.repeated
    report.faults += client.failed
    ids = {kind: [id_ for of, id_ in client.acknowledged if of == kind] for kind in report.acknowledged}
    with database.reading() as connection:
        for id_ in (*ids.get("solve", ()), *ids.get("question", ())):
            job = jobs.get(connection, id_)
            ends = [event for event in jobs.events(connection, id_) if event.kind == "ended"]
            if job is None or job.state not in jobs.ENDED or len(ends) != 1:
                report.faults.append(f"{id_}: {job and job.state}, ended {len(ends)} times")
            else:
                report.states[job.state] += 1
        for kind in ("solve", "question"):
            made = len(jobs.page(connection, "alpha", limit=100_000, questions=kind == "question"))
            if made != len(ids.get(kind, ())):
                report.faults.append(f"{made} jobs for {len(ids.get(kind, ()))} keys of a {kind}")
        for id_ in ids.get("submission", ()):
            if submissions.get(connection, id_) is None:
                report.faults.append(f"{id_} is lost")
        held = releases.page(connection, "alpha", limit=100_000)
        by_id = {release.id: release for release in held}
        for id_ in ids.get("release", ()):
            if id_ not in by_id or by_id[id_].state not in {"released", "superseded"}:
                report.faults.append(f"{id_} is not in force, nor was it")
        states = Counter(release.state for release in held)
        if held and states["released"] != 1:
            report.faults.append(f"{states['released']} releases are in force")
        published = Counter(
            entry.object for entry in audit.everything(connection) if entry.action == "release.publish"
        )
        report.faults += [f"{name} was published {n} times" for name, n in published.items() if n > 1]
        report.faults += [
            f"audit {fault.number}: {fault.sentence}" for fault in audit.verify(connection).faults
        ]


def main() -> int:
    """Run it as the arguments say, and print the report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="exs-kill-") as folder:
        server = Postgres() if asked.database == "postgres" else None
        try:
            url = server.create("kill") if server else None
            report = kill_server(Path(folder), url, asked.kills, asked.seed)
        finally:
            if server:
                server.remove()
    print(json.dumps({"database": asked.database} | vars(report), indent=2))
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
