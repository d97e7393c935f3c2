"""`exsched serve` as operators run it: starts from nothing, says its address, ends in good order."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import sync_playwright

from exsched.service import serving
from exsched.service.settings import Settings
from tests.commands.process import COMMAND, exsched, surroundings
from tests.service.server import Server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WAIT = 60
EVERYWHERE = "0.0.0.0"  # noqa: S104 - a service for others, as operators run it


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One service for the tests that only ask."""
    with Server(tmp_path_factory.mktemp("served")) as started:
        yield started


def test_serve_makes_its_database_for_its_own_eyes(server: Server) -> None:
    """The first start makes the tables, and nobody else on the machine can read the file."""
    file = server.folder / "exsched.db"
    assert file.stat().st_mode & 0o777 == 0o600
    assert server.client.get("/readyz").json()["ready"] is True


def test_no_answer_waits_for_the_one_before_to_be_acknowledged() -> None:
    """Headers and body are two packets: the second must not wait for the client's delayed acknowledgement."""
    with serving.bind(Settings(port=0)) as listening, socket.create_connection(listening.getsockname()):
        answering, _ = listening.accept()
        with answering:
            assert answering.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


@pytest.mark.slow
def test_serve_says_its_address_on_standard_output(tmp_path: Path) -> None:
    """Port 0 takes a free one; the only line of data is the address; SIGTERM and Ctrl-C end it with 0."""
    for ending in (signal.SIGTERM, signal.SIGINT):
        with (tmp_path / "err").open("ab") as errors:
            process = subprocess.Popen(
                [*COMMAND, "serve", "--port", "0", "--slots", "0"],
                cwd=tmp_path,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=surroundings(),
                text=True,
            )
        with process:
            try:
                assert process.stdout is not None
                address = process.stdout.readline().strip()
                assert address.startswith("http://127.0.0.1:") and not address.endswith(":0")
                assert httpx2.get(f"{address}/healthz", trust_env=False).json() == {"status": "ok"}
                process.send_signal(ending)
                assert process.wait(WAIT) == 0
                assert process.stdout.read() == ""
            finally:
                process.kill()


def test_serve_ends_while_somebody_watches(tmp_path: Path) -> None:
    """An open connection does not keep it alive, and its workers go with it."""
    with Server(tmp_path) as server:
        stream = httpx2.Client(base_url=server.url, trust_env=False)
        assert stream.get("/healthz").status_code == 200
        children = _children(server.pid)
        assert children
        assert server.stop() == 0
        stream.close()
        assert not any(Path(f"/proc/{child}").exists() for child in children)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds the worker in /proc")
def test_serve_starts_a_worker_again(tmp_path: Path) -> None:
    """A worker that dies is followed by another."""
    with Server(tmp_path) as server:
        before = _children(server.pid)
        os.kill(next(iter(before)), signal.SIGKILL)
        deadline = time.monotonic() + WAIT
        while not _children(server.pid) - before:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert server.client.get("/healthz").status_code == 200


def _children(pid: int) -> set[int]:
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.add(int(status.parent.name))
    return found


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--host", EVERYWHERE], 2, "there is no token yet"),
        (["--base-url", "https://plan.example"], 2, "there is no token yet"),
        (["--base-url", "plan.example"], 2, "--base-url: write it as https://host"),
        (["--host", "no.such.host.invalid"], 2, "there is no such address"),
        (["--port", "70000"], 2, "--port: "),
        (["--log-level", "loud"], 2, "--log-level: "),
        (["--database", "nonsense"], 2, "--database: "),
        (["--database", "postgresql://nobody@127.0.0.1:1/x"], 6, "the database"),
        (["--database", "sqlite:////no/such/folder/x.db"], 6, "the database"),
    ],
)
def test_serve_refuses_in_a_sentence(tmp_path: Path, arguments: list[str], code: int, said: str) -> None:
    """What cannot or must not be served ends at once, without a trace of Python."""
    done = exsched("serve", "--port", "0", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_serve_says_that_the_port_is_taken(server: Server, tmp_path: Path) -> None:
    """The commonest mistake has its own sentence."""
    done = exsched("serve", "--port", str(server.port), cwd=tmp_path)
    assert done.returncode == 6
    assert f"port {server.port} of 127.0.0.1 is taken" in done.stderr
    assert "hint: " in done.stderr


@pytest.mark.slow
def test_first_token_is_made_in_the_database(tmp_path: Path) -> None:
    """Before the service can be reached by others; then it can, and everybody needs a token."""
    url = f"sqlite:///{tmp_path / 'exsched.db'}"
    refused = exsched("tokens", "create", "--database", url, "--nation", "ARV", "ARV", cwd=tmp_path)
    assert (refused.returncode, refused.stdout) == (3, "")
    made = exsched("tokens", "create", "--database", url, "--role", "authority", "Me", cwd=tmp_path)
    secret = made.stdout.strip()
    assert (made.returncode, secret.startswith("exs_")) == (0, True)
    assert (tmp_path / "exsched.db").stat().st_mode & 0o777 == 0o600
    with Server(tmp_path, environment={"EXSCHED_HOST": EVERYWHERE}) as server:
        assert server.client.get("/api/v1/session").status_code == 401
        who = server.local.of(secret).get("/session").json()
        assert (who["role"], who["label"]) == ("authority", "Me")
        assert "exsched: warning: without https" in server.log()
        assert secret not in server.log()


@pytest.mark.slow
def test_tokens_and_feeds_from_a_terminal(tmp_path: Path) -> None:
    """Create, list, rotate and revoke over HTTP; secrets alone on standard output."""
    with Server(tmp_path) as server:
        secret = server.local.new_token("authority")
        ways = {"EXSCHED_URL": server.url, "EXSCHED_TOKEN": secret}

        def said(*arguments: str) -> str:
            done = exsched(*arguments, cwd=tmp_path, changes=ways)
            assert done.returncode == 0, done.stderr
            return done.stdout.strip()

        planner = said("tokens", "create", "--nation", "ARV", "Cell of ARV")
        assert server.local.of(planner).get("/session").json()["nation"] == "ARV"
        listed = said("tokens", "list").splitlines()
        assert [line.partition("  ")[2].partition(":")[0] for line in listed] == ["planner ARV", "authority"]
        said("tokens", "revoke", listed[0].split()[0])
        assert server.local.of(planner).get("/session").status_code == 401
        authority = server.local.of(secret)
        authority.made("/programmes", {"id": "p", "title": "P"})
        address = said("feeds", "create", "p", "Outlook")
        assert server.client.get(address).status_code == 200
        feed = said("feeds", "list", "p").split()[0]
        other = said("feeds", "rotate", feed)
        assert other != address and server.client.get(other).status_code == 200
        said("feeds", "revoke", feed)
        assert server.client.get(other).status_code == 410
        assert "ended" in said("feeds", "list", "p")
        unknown = exsched("feeds", "revoke", "tok_x", cwd=tmp_path, changes=ways)
        assert (unknown.returncode, unknown.stdout) == (2, "")


@pytest.mark.browser
def test_api_page_asks_this_service_only(server: Server) -> None:
    """In a browser: the operations are shown, nothing is asked elsewhere, and the policy blocks nothing."""
    if CHROMIUM is None:
        if "chromium" in os.environ.get("EXSCHED_REQUIRE", ""):
            pytest.fail("chromium is required and not there")
        pytest.skip("no chromium")
    asked: list[str] = []
    faults: list[str] = []
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{server.url}/docs")
        page.wait_for_selector(".opblock-summary", timeout=60_000)
        page.locator(".opblock-summary", has_text="/api/v1/tokens").first.click()
        page.wait_for_selector(".opblock.is-open .responses-table", timeout=60_000)
        browser.close()
    assert [url for url in asked if not url.startswith((server.url, "data:"))] == []
    assert faults == []
