"""`exsched submit` and `exsched release` against a real `exsched serve` with its worker."""

import json
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.commands.process import COMMAND, ROOT, exsched, surroundings, tiny
from tests.service.server import Server

FIRST_STEPS = str(ROOT / "examples" / "first-steps")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One service for all tests here."""
    with Server(tmp_path_factory.mktemp("serve")) as server:
        yield server


def told(server: Server, *arguments: str, code: int = 0) -> "subprocess.CompletedProcess[str]":
    """Run a command against the service; it must end with this code."""
    done = exsched(*arguments, changes={"EXSCHED_URL": server.url})
    assert done.returncode == code, done.stderr
    return done


def data(server: Server, *arguments: str) -> Any:
    """What a command shows with --json."""
    return json.loads(told(server, *arguments, "--json").stdout)


def test_submit_solves_and_says_so(server: Server) -> None:
    """A folder goes as an archive, the solve is watched to its end, and sent again it changes nothing."""
    done = told(server, "submit", "first-steps", FIRST_STEPS, "--make", "First steps", "--solve", "10")
    assert "bundle number 1: taken" in done.stderr
    assert "schedule sch_" in done.stderr
    assert "  ended" in done.stderr
    again = told(server, "submit", "first-steps", FIRST_STEPS)
    assert "it is what was there already" in again.stderr


def test_ask_waits_for_the_answer(server: Server, tmp_path: Path) -> None:
    """By name alone, or with all that a question needs; words on standard output, or the same as data."""
    told(server, "submit", "first-steps", FIRST_STEPS, "--make", "First steps")
    done = told(server, "ask", "first-steps", "explain")
    assert done.stdout.startswith("There is a schedule: nothing has to be explained")
    file = tmp_path / "question.json"
    file.write_text('{"question": "explain", "most": 2, "seconds": 5}', "utf-8")
    found = data(server, "ask", "first-steps", str(file))["question"]
    assert (found["state"], found["asked"]["most"], found["answer"]["possible"]) == ("succeeded", 2, True)


def test_ask_of_what_is_not_there_is_refused(server: Server, tmp_path: Path) -> None:
    """Unknown questions, programmes and files, and what is no JSON."""
    told(server, "submit", "first-steps", FIRST_STEPS, "--make", "First steps")
    assert "explain" in told(server, "ask", "first-steps", "why", code=3).stderr
    assert "nothing here that you may see" in told(server, "ask", "nowhere", "explain", code=2).stderr
    assert "no such file" in told(server, "ask", "first-steps", str(tmp_path / "no.json"), code=2).stderr
    (tmp_path / "odd.json").write_text("{", "utf-8")
    assert "not JSON" in told(server, "ask", "first-steps", str(tmp_path / "odd.json"), code=2).stderr


def test_submit_refused_names_every_place(server: Server, tmp_path: Path) -> None:
    """Exit 3, with file, line, column and code, as `exsched check` tells them."""
    file = Path(tiny(tmp_path))
    told(server, "submit", "tiny", str(file), "--make", "Tiny")
    file.write_text(file.read_text(encoding="utf-8").replace("{land: north}", "{land: nroth}"), "utf-8")
    done = told(server, "submit", "tiny", str(file), code=3)
    assert "programme.yaml:11:19: error[E401]" in done.stderr
    assert "did you mean: north?" in done.stderr
    assert "Nothing was stored." in done.stderr


def test_submit_of_what_others_changed_is_no(server: Server, tmp_path: Path) -> None:
    """Exit 4 when what it replaces is no longer there."""
    file = Path(tiny(tmp_path))
    told(server, "submit", "tiny", str(file), "--make", "Tiny")
    file.write_text(file.read_text(encoding="utf-8") + "# changed\n", "utf-8")
    done = told(server, "submit", "tiny", str(file), "--replaces", "0" * 64, code=4)
    assert "It was changed since you read it" in done.stderr


def test_submit_of_nothing_is_wrong_usage(server: Server, tmp_path: Path) -> None:
    """Exit 2 for a file that is not there, and for a programme that is not there."""
    none = told(server, "submit", "tiny", str(tmp_path / "none.yaml"), code=2)
    assert "there is no such file" in none.stderr
    part = told(server, "submit", "tiny", FIRST_STEPS, "--nation", "ARV", code=2)
    assert "a nation's own part is one file" in part.stderr
    nowhere = told(server, "submit", "nowhere", tiny(tmp_path), code=2)
    assert "shows you no programme nowhere" in nowhere.stderr
    assert "--make TITLE" in nowhere.stderr


def test_submit_from_standard_input(server: Server, tmp_path: Path) -> None:
    """`-` is one file."""
    sent = Path(tiny(tmp_path)).read_bytes()
    done = exsched("submit", "tiny", "-", "--make", "Tiny", "--url", server.url, stdin=sent)
    assert (done.returncode, "bundle number" in done.stderr) == (0, True), done.stderr


def test_submit_stopped_leaves_the_solve_to_the_service(server: Server) -> None:
    """Ctrl-C ends the watching; the solve goes on, and that is said."""
    arguments = ("submit", "first-steps", FIRST_STEPS, "--make", "First steps", "--solve", "60")
    with subprocess.Popen(
        [*COMMAND, *arguments, "--url", server.url], stderr=subprocess.PIPE, text=True, env=surroundings()
    ) as running:
        assert running.stderr is not None
        said = ""
        while not said.startswith("solve job_"):
            said = running.stderr.readline()
            assert said
        running.send_signal(signal.SIGINT)
        rest = running.stderr.read()
    assert running.returncode == 130
    assert f"the service goes on with {said.split()[1]}" in rest


def test_wrong_options_are_named_without_the_words_of_the_api(server: Server) -> None:
    """Neither the place in a JSON body nor the validator's code is shown."""
    done = told(server, "tokens", "create", "--role", "king", "X", code=3)
    assert done.stderr.startswith("role: Input should be 'authority', 'planner' or 'auditor'")
    assert "exsched: nothing was done" in done.stderr
    unknown = told(server, "tokens", "revoke", "tok_none", code=2)
    assert "hint: look at the id" in unknown.stderr


def test_answer_without_a_token_says_whose_it_takes(server: Server) -> None:
    """Nobody has a token yet, so the authority asks; a nation's answer is not for it to give."""
    done = told(server, "release", "concur", "rel_none", code=6)
    assert "without tokens you are the authority" in done.stderr
    assert "--role planner" in done.stderr


def test_submit_without_a_service_is_environment(tmp_path: Path) -> None:
    """Exit 6 with the address and what to look at."""
    done = exsched("submit", "tiny", tiny(tmp_path), "--url", "http://127.0.0.1:1")
    assert done.returncode == 6
    assert "http://127.0.0.1:1 cannot be reached" in done.stderr
    assert "hint: is `exsched serve` running there?" in done.stderr
    assert exsched("submit", "tiny", tiny(tmp_path), "--url", "ftp://x").returncode == 2


def test_release_from_draft_to_feed(server: Server, tmp_path: Path) -> None:
    """Draft, propose, publish with an override, and look at it, all from a terminal."""
    sent = data(server, "submit", "first-steps", FIRST_STEPS, "--make", "First steps", "--solve", "10")
    schedule = sent["solve"]["schedule"]
    draft = data(server, "release", "draft", "first-steps", schedule, "--comment", "First", "--why", "best")
    release = draft["id"]
    assert (draft["state"], draft["decision"]["why"]) == ("draft", "best")
    proposed = told(server, "release", "propose", release, "--days", "5").stdout
    assert "release 1 proposed, silence until" in proposed
    assert "  BMK: silent" in proposed
    assert "STEEL HERON" in told(server, "release", "changes", release, "--nation", "BMK").stdout
    refused = told(server, "release", "publish", release, code=4)
    assert "Silence runs until" in refused.stderr
    told(server, "release", "publish", release, "--override", "agreed on the telephone")
    assert "released" in told(server, "release", "status", "first-steps").stdout
    target = tmp_path / "all.ics"
    told(server, "release", "export", release, "ical", "-o", str(target))
    assert target.read_bytes().startswith(b"BEGIN:VCALENDAR")
    done = told(server, "release", "withdraw", release, code=4)
    assert "publish another release" in done.stderr
