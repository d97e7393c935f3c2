"""Health, figures, the page of the API, robots.txt, the audit log, and what is logged."""

import json
import logging
import re
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from sqlalchemy import update

from exsched.service import logs
from exsched.service.storage import workers
from exsched.service.storage.tables import AUDIT
from tests.service.api import Api
from tests.service.base.inside import database_away, service_of

ROOT = Path(__file__).resolve().parents[3]
STATIC = (
    "api-page.html",
    "api-page.js",
    "swagger-ui-bundle.js",
    "swagger-ui.css",
    "LICENSE-swagger-ui.txt",
)


def test_readiness_needs_database_and_worker(local: Api) -> None:
    """Alive is not ready: without a worker, or without a database, /readyz says 503 and why."""
    assert local.client.get("/healthz").json() == {"status": "ok"}
    app_state = service_of(local)
    answer = local.client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": True, "schema_fits": True, "worker": False}
    with app_state.database.writing() as connection:
        workers.beat(connection, "wrk_x", 1)
    _forget_readiness(local)
    assert local.client.get("/readyz").status_code == 200
    _forget_readiness(local)
    with database_away(local):
        assert local.client.get("/readyz").json()["database"] is False
        assert local.client.get("/healthz").status_code == 200


def _forget_readiness(api: Api) -> None:
    api.client.app.state.readiness = (0.0, None)  # type: ignore[attr-defined] # the test client knows its app


def test_metrics_are_for_authority_and_auditor(authority: Api) -> None:
    """Figures say how much there is to do, so they are not for everybody."""
    assert authority.of(None).client.get("/metrics").status_code == 401
    planner = authority.of(authority.new_token("planner", "ARV"))
    assert planner.send("GET", "/metrics").status_code == 403
    answer = authority.of(authority.new_token("auditor")).send("GET", "/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    lines = answer.text.splitlines()
    assert 'exsched_jobs{state="queued"} 0' in lines
    assert "exsched_queue_age_seconds 0.0" in lines
    assert "exsched_workers 0" in lines
    assert any(line.startswith('exsched_requests_total{method="GET",status="403"}') for line in lines)
    assert any(line.startswith('exsched_feed_answers_total{status="304"}') for line in lines)


def test_api_page_loads_nothing_from_elsewhere(local: Api) -> None:
    """Every file that the page names comes from this service, and no script stands in the page itself."""
    answer = local.client.get("/docs")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src 'self';" in answer.headers["content-security-policy"]
    named = re.findall(r'(?:src|href)="([^"]+)"', answer.text)
    assert [name for name in named if not name.startswith("/docs/")] == ["data:,"]
    assert not re.search(r"<script(?![^>]*src=)", answer.text)
    for name in named[:1] + named[2:]:
        found = local.client.get(name)
        assert found.status_code == 200
        again = local.client.get(name, headers={"If-None-Match": found.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_static_files_are_always_whole(local: Api) -> None:
    """Thousands of ranges cost nothing: the header is not read."""
    ranges = "bytes=" + ",".join(f"{n}-{n}" for n in range(5000))
    answer = local.client.get("/docs/api-page.js", headers={"Range": ranges})
    assert answer.status_code == 200
    assert answer.content == local.client.get("/docs/api-page.js").content


@pytest.mark.parametrize(
    "name", ["app.py", "..%2fapp.py", "api-page.html", "swagger-ui.css%00", "SWAGGER-UI.CSS"]
)
def test_static_files_are_the_listed_ones(local: Api, name: str) -> None:
    """A name is looked up, never joined to a path."""
    assert local.client.get(f"/docs/{name}").status_code == 404


def test_wheel_holds_the_page() -> None:
    """hatchling leaves out what git ignores, so what the wheel will hold is asked of hatchling itself."""
    builder = WheelBuilder(str(ROOT))
    held = {Path(file.distribution_path).as_posix() for file in builder.recurse_included_files()}
    assert {f"exsched/service/static/{name}" for name in STATIC} <= held
    ignored = subprocess.run(
        ["git", "check-ignore", *(f"src/exsched/service/static/{name}" for name in STATIC)],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert ignored.stdout == b""


def test_robots_may_read_feeds(local: Api) -> None:
    """Services that ask first may fetch feeds, and nothing else."""
    answer = local.client.get("/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text == "User-agent: *\nAllow: /feeds/\nDisallow: /\n"


def test_audit_log_shows_tampering(authority: Api) -> None:
    """The chain is whole, until somebody changes an entry in the database."""
    for number in range(3):
        authority.new_token("planner", f"N{number}")
    page = authority.get("/audit?limit=2").json()
    assert ([entry["number"] for entry in page["items"]], page["next"]) == ([1, 2], 2)
    rest = authority.get("/audit?after=2").json()
    assert ([entry["number"] for entry in rest["items"]], rest["next"]) == ([3, 4], None)
    assert authority.get("/audit/check").json()["intact"] is True
    with service_of(authority).database.writing() as connection:
        connection.execute(update(AUDIT).where(AUDIT.c.number == 2).values(object="tok_other"))
    checked = authority.get("/audit/check").json()
    assert checked["intact"] is False
    assert [fault["number"] for fault in checked["faults"]] == [2]


def test_log_lines_hold_no_secrets(authority: Api, caplog: pytest.LogCaptureFixture) -> None:
    """One JSON object a line with ids only: no token, no body, no address of a feed, no second line."""
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logs.JsonLines())
    logging.getLogger("exsched").addHandler(handler)
    try:
        with caplog.at_level("INFO"):
            authority.post("/tokens", {"label": "SECRETLABEL", "role": "king"})
            authority.client.get("/feeds/exs_SECRETFEED.ics")
            authority.client.get("/x%0aINFO forged", headers={"User-Agent": "SECRETAGENT"})
    finally:
        logging.getLogger("exsched").removeHandler(handler)
    text = out.getvalue()
    assert authority.token is not None
    assert not any(word in text for word in ("SECRET", authority.token))
    lines = [json.loads(line) for line in text.splitlines()]
    asked = [line for line in lines if line["logger"] == "exsched.access"]
    assert [line["status"] for line in asked] == [422, 404]
    assert asked[0]["caller"].startswith("tok_")
    assert all(line["request"] for line in asked)
    feed = next(line for line in lines if line["logger"] == "exsched.feeds")
    assert re.fullmatch(r"/feeds/[0-9a-f]{8}", feed["path"])


def test_job_engine_logs_one_line_and_seldom() -> None:
    """Its tracebacks, said many times a second without a database, become one JSON line a minute."""
    root, engine = logging.getLogger(), logging.getLogger("dbos")
    before = (root.handlers[:], root.level, engine.handlers[:], engine.level, engine.propagate)
    out = StringIO()
    try:
        logs.start("info", out)
        for _ in range(3):
            engine.warning("polling: %s", "Traceback (most recent call last):\n  File secret.py")
    finally:
        root.handlers[:], level, engine.handlers[:], engine.level, engine.propagate = before
        root.setLevel(level)
    (line,) = [json.loads(line) for line in out.getvalue().splitlines()]
    assert (line["logger"], line["level"]) == ("dbos", "warning")
    assert line["message"] == "polling: Traceback (most recent call last):"
