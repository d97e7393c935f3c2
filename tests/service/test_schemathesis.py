"""Thousands of requests made from the OpenAPI document: no fault of the program, nothing undocumented."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.commands.process import surroundings
from tests.long_form import by_form
from tests.service.built import copied
from tests.service.server import Server
from tests.service.world import World

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

IDENTITIES = by_form(short=("ARV",), long=("authority", "ARV", "auditor"))
WITH_OBJECTS = ("authority", "ARV")
"""These ask about what exists; the auditor about ids made up."""

CASES = 1_000
"""At least so many for each identity."""

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
STREAM = "/api/v1/solves/{job}/events"
"""It ends when the solve does: the tests of solves watch it."""
ASK = "/api/v1/programmes/{programme}/questions"
"""It takes a dozen kinds of bodies, so that it makes as many requests as all others together."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, World]]:
    """A service with a small world."""
    folder = tmp_path_factory.mktemp("schemathesis")
    world = copied(folder)
    with Server(folder) as server:
        yield server, world


@pytest.mark.parametrize("identity", IDENTITIES)
def test_every_answer_is_documented(identity: str, served: tuple[Server, World], tmp_path: Path) -> None:
    """No 5xx, no undocumented status, type, header or body, in 1,000 questions of each identity."""
    server, world = served
    objects = world.objects["own"] if identity in WITH_OBJECTS else {}
    which = ("--exclude-path", STREAM, "--exclude-path", ASK)
    report = run(server, str(world.tokens[identity]), objects, tmp_path, which)
    assert failures(report) == []
    assert report["test_cases"]["generated"] >= CASES


@pytest.mark.parametrize("identity", IDENTITIES)
def test_every_answer_to_a_question_is_documented(
    identity: str, served: tuple[Server, World], tmp_path: Path
) -> None:
    """The same for what asks questions, in 1,000 more."""
    server, world = served
    objects = world.objects["own"] if identity in WITH_OBJECTS else {}
    report = run(server, str(world.tokens[identity]), objects, tmp_path, ("--include-path", ASK))
    assert failures(report) == []
    assert report["test_cases"]["generated"] >= CASES


def run(server: Server, token: str, objects: Mapping[str, str], folder: Path, which: tuple[str, ...]) -> Any:
    """One run of the command; its report as data.

    Args:
        server: the service.
        token: of who asks.
        objects: the ids that paths are filled with.
        folder: for its files.
        which: options that choose paths.
    """
    lines = [f'"path.{name}" = {json.dumps(value)}' for name, value in objects.items()]
    (folder / "schemathesis.toml").write_text("\n".join(["[parameters]", *lines, ""]), encoding="utf-8")
    report = folder / "report.json"
    command: list[str | Path] = [
        Path(sys.executable).with_name("schemathesis"),
        *("--config-file", folder / "schemathesis.toml"),
        *("run", f"{server.url}/api/v1/openapi.json"),
        *("-H", f"Authorization: Bearer {token}"),
        *("--checks", ",".join(CHECKS), *which),
        *("--max-examples", "2", "--seed", "1", "--no-shrink", "--continue-on-failure", "--no-color"),
        *("--request-timeout", "60", "--report", "json", "--report-json-path", report),
    ]
    done = subprocess.run(
        command, cwd=folder, env=surroundings(), capture_output=True, timeout=800, check=False
    )
    assert report.exists(), (done.stdout + done.stderr).decode()[-3000:]
    found = json.loads(report.read_text(encoding="utf-8"))
    assert found["complete"], found["stop_reason"]
    if found["failures"] or found["errors"]:
        print(done.stdout.decode()[-6000:])  # with requests that show each again
    return found


def failures(report: Any) -> list[Any]:
    """What went wrong, whatever it was."""
    return [*report["failures"], *report["errors"]]
