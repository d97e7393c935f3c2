"""The group job: what may befall a solve, the server and the database, seen from outside."""

import shutil
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from exsched.service.clock import CLOCK
from tests.bad_inputs.service import NEVER, Here, Site, answered
from tests.commands.process import ROOT, hard
from tests.service.api import Api, done
from tests.service.built import copied
from tests.service.server import Server
from tests.service.two_worlds import archive
from tests.service.world import ALPHA

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

ENDED = {"succeeded", "failed", "cancelled"}


def ended(api: Api, job: str, seconds: float = 150) -> Any:
    """The job once it has ended."""
    end = time.monotonic() + seconds
    while True:
        found = done(api.get(f"/solves/{job}"))
        if found["state"] in ENDED:
            return found
        assert time.monotonic() < end, found
        time.sleep(0.2)


def running(api: Api, job: str, seconds: float = 60) -> Any:
    """The job once it runs."""
    end = time.monotonic() + seconds
    while (found := done(api.get(f"/solves/{job}")))["state"] == "queued":
        assert time.monotonic() < end, found
        time.sleep(0.1)
    return found


def hard_programme(authority: Api, folder: Path) -> str:
    """A programme that keeps the solver busy; its id."""
    authority.made("/programmes", {"id": "tiny", "title": "Hard"})
    content = Path(hard(folder)).read_bytes()
    done(authority.put("/programmes/tiny/bundle", content, headers={"If-None-Match": "*"}))
    return "tiny"


def test_job_outlives_the_death_of_everything(tmp_path: Path) -> None:
    """job-01, job-02: killed right after 202 and again in the middle, a job ends once, with one schedule."""
    server = Server(tmp_path)
    with server:
        authority = server.local.of(server.local.new_token("authority"))
        programme = hard_programme(authority, tmp_path)
        job = authority.made(f"/programmes/{programme}/solves", {"seconds": 5})["id"]
        server.kill()
        server.start()
        running(authority, job)
        server.kill()
        server.start()
        found = ended(authority, job)
        listed = done(authority.get(f"/programmes/{programme}/schedules"))["items"]
        assert found["state"] == "succeeded"
        assert [one["id"] for one in listed] == [one for one in [found["schedule"]] if one]
        answered("job-01", authority.get(f"/solves/{job}"))


@pytest.mark.parametrize("hours", [-1, 2 * 365 * 24])
def test_clock_that_jumps_changes_no_order(hours: int, here: Here) -> None:
    """job-06: an hour back or two years on, entries stay in the order of their numbers."""
    first = here.authority.made("/programmes/alpha/solves", {"seconds": 1})["id"]
    CLOCK.set_to(lambda: datetime.now(UTC) + timedelta(hours=hours))
    try:
        second = here.authority.made("/programmes/alpha/solves", {"seconds": 1})["id"]
        entries = done(here.authority.get("/audit?limit=1000"))["items"]
    finally:
        CLOCK.set_to(None)
    assert [one["number"] for one in entries] == list(range(1, len(entries) + 1))
    assert [one["object"].partition("/")[2] for one in entries[-2:]] == [first, second]
    answered("job-06", here.authority.get("/audit/check"))
    assert here.authority.get("/audit/check").json()["intact"]


def test_solver_out_of_memory_fails_alone(site: Site, tmp_path: Path) -> None:
    """job-07: the job says which limit, and what to do; the server goes on."""
    authority = site.authority
    authority.made("/programmes", {"id": "five-years", "title": "Five years"})
    folder = ROOT / "examples" / "five-years"
    files = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".yaml", ".json"} and "expected" not in path.parts
    }
    done(
        authority.put(
            "/programmes/five-years/bundle", archive(files), "application/x-tar", {"If-None-Match": "*"}
        )
    )
    job = authority.made("/programmes/five-years/solves", {"seconds": 60, "memory_mb": 256})["id"]
    found = ended(authority, job)
    answered("job-07", authority.get(f"/solves/{job}"))
    assert found["state"] in {"failed", "succeeded"}  # a list made before the solver died is a schedule
    assert "memory" in str(found["problem"] or found["outcome"])
    assert "impossible" not in str(found)


def test_damaged_database_is_not_served(tmp_path: Path) -> None:
    """job-11: it refuses to start or to answer, names what to do, and never begins anew."""
    copied(tmp_path)
    file = tmp_path / "exsched.db"
    size = file.stat().st_size
    with file.open("r+b") as damaged:
        for page in (1, 2, 3, size // 8192):
            damaged.seek(page * 4096)
            damaged.write(b"\xa5" * 4096)
    second = Server(tmp_path)
    second.begin()
    try:
        code = second.wait(30)
        assert code == 6
        said = second.log()
        assert "restore" in said
        assert [word for word in NEVER[:3] if word in said] == []
    finally:
        if second.alive:
            second.kill()
        second.client.close()
    assert file.stat().st_size >= size


def test_newer_database_is_not_touched(tmp_path: Path) -> None:
    """job-12: an older program refuses to start, says why, and writes nothing."""
    copied(tmp_path)
    file = tmp_path / "exsched.db"
    with sqlite3.connect(file) as database:
        database.execute("UPDATE ex_schema SET version_num = '9999'")
        database.commit()
    database.close()
    before = file.read_bytes()
    second = Server(tmp_path)
    second.begin()
    try:
        assert second.wait(30) == 6
    finally:
        if second.alive:
            second.kill()
        second.client.close()
    assert "newer" in second.log()
    assert file.read_bytes() == before


def test_journal_is_safe_for_this_sqlite(site: Site) -> None:
    """job-14: write-ahead logging only where the library is known to be free of its reset fault."""
    copy = site.server.folder / "copy.db"
    shutil.copyfile(site.server.folder / "exsched.db", copy)
    with sqlite3.connect(copy) as database:
        mode = database.execute("PRAGMA journal_mode").fetchone()[0]
    database.close()
    sound = sqlite3.sqlite_version_info >= (3, 51, 3) or sqlite3.sqlite_version_info[:2] in {
        (3, 50) if sqlite3.sqlite_version_info >= (3, 50, 7) else (),
        (3, 44) if sqlite3.sqlite_version_info >= (3, 44, 6) else (),
    }
    assert mode != "wal" or sound


def test_result_says_which_input_it_answers(site: Site, tmp_path: Path) -> None:
    """job-17: what is found for the old files is marked as theirs, and is not taken for the new ones."""
    authority = site.authority
    before = done(authority.get("/programmes/alpha"))["usable"]
    job = authority.made("/programmes/alpha/solves", {"seconds": 3})["id"]
    tag = authority.get("/programmes/alpha/bundle").headers["ETag"]
    changed = ALPHA.replace("title: SHARED", "title: SHARED AGAIN").encode()
    done(authority.put("/programmes/alpha/bundle", changed, headers={"If-Match": tag}))
    found = ended(authority, job)
    answered("job-17", authority.get(f"/solves/{job}"))
    kept = done(authority.get(f"/schedules/{found['schedule']}"))
    assert kept["revision"] == before
    assert done(authority.get("/programmes/alpha"))["usable"] == before + 1
    tag = authority.get("/programmes/alpha/bundle").headers["ETag"]
    done(authority.put("/programmes/alpha/bundle", ALPHA.encode(), headers={"If-Match": tag}))
