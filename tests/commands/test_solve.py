"""Solving from the command line: what is written, what is said, how it is stopped."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import time
from pathlib import Path

import pytest

from exsched.library import examples_dir
from tests.commands.process import COMMAND, TINY, exsched, hard, surroundings, tiny

ITSELF = pytest.mark.skipif(os.name == "nt", reason="signals and terminals of POSIX")


def test_solve_shows_the_schedule_as_data(tmp_path: Path) -> None:
    """The schedule goes to standard output, the talk does not."""
    answer = exsched("solve", tiny(tmp_path))
    document = json.loads(answer.stdout)
    assert answer.returncode == 0
    assert {line["exercise"]: (line["held"], line["startex"]) for line in document["lines"]}["alpha"] == (
        True,
        "2027-01-11",
    )
    assert document["outcome"]["status"] == "optimal"
    assert document["verdict"]["verdict"] == "allowed"


def test_solve_tells_plain_lines_in_a_pipe(tmp_path: Path) -> None:
    """In a pipe there are lines with tier, value, bound and gap, and no escape sequences."""
    answer = exsched("solve", tiny(tmp_path), "-o", str(tmp_path / "s.json"))
    lines = answer.stderr.splitlines()
    assert any("tier 1/2 hold_exercises: first schedule, value " in line for line in lines)
    assert re.search(r"optimal[^(]* \(E[23]:", answer.stderr)
    assert "  tier 2 wanted_dates + wanted_participation: 0 (proved best)" in lines
    assert "  2 exercises held, 0 not held" in lines
    assert "\x1b" not in answer.stderr
    assert answer.stdout == ""


def test_solve_reads_standard_input() -> None:
    """`-` is standard input."""
    answer = exsched("solve", "-", stdin=TINY.encode())
    assert (answer.returncode, json.loads(answer.stdout)["programme"]) == (0, "tiny")


def test_solve_as_json_tells_the_outcome(tmp_path: Path) -> None:
    """With --json and -o the outcome is the data."""
    file, table = str(tmp_path / "s.json"), str(tmp_path / "t.csv")
    answer = exsched("solve", tiny(tmp_path), "-o", file, "--export", f"csv:{table}", "--json")
    document = json.loads(answer.stdout)
    assert document["written"] == [file, table]
    assert document["outcome"]["status"] == "optimal"
    assert document["certificate"]["verdict"] == "allowed"
    assert Path(table).read_text().startswith("exercise,startex,endex,")


def test_solve_impossible_is_exit_4(tmp_path: Path) -> None:
    """What cannot be is said so, and nothing is written."""
    file = tmp_path / "tiny.yaml"
    fixed = TINY.replace("held: may", "held: must").replace(
        "startex: 2027-01-04/2027-01-25", "startex: 2027-01-12"
    )
    file.write_text(fixed.replace("2027-01-04/2027-01-20", "2027-01-12"))
    answer = exsched("solve", str(file), "-o", str(tmp_path / "s.json"), "--json")
    assert answer.returncode == 4
    assert "impossible" in answer.stderr
    assert json.loads(answer.stdout)["error"]["exit"] == 4
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tiny.yaml"]


@pytest.mark.parametrize(
    ("target", "why"),
    [
        (".", "it is a folder; name a file in it"),
        ("none/s.json", "its folder does not exist"),
        ("tiny.yaml/s.json", "its folder does not exist"),
    ],
)
def test_solve_refuses_bad_targets_before_solving(tmp_path: Path, target: str, why: str) -> None:
    """Where nothing can be written, no minute is spent on a search."""
    tiny(tmp_path)
    answer = exsched("solve", "tiny.yaml", "-o", target, cwd=tmp_path)
    assert answer.returncode == 6
    assert answer.stderr == f"exsched: {target}: cannot be written: {why}\n  hint: nothing was changed\n"


def test_solve_never_overwrites_its_input(tmp_path: Path) -> None:
    """The programme cannot be lost by a slip of the hand."""
    programme = tiny(tmp_path)
    answer = exsched("solve", programme, "-o", programme)
    assert answer.returncode == 2
    assert Path(programme).read_text() == TINY


def test_solve_starts_from_a_hint(tmp_path: Path) -> None:
    """Last week's schedule can be handed in."""
    programme, file = tiny(tmp_path), str(tmp_path / "s.json")
    assert exsched("solve", programme, "-o", file).returncode == 0
    again = exsched("solve", programme, "--hint", file, "-o", file)
    assert (again.returncode, json.loads(Path(file).read_bytes())["outcome"]["status"]) == (0, "optimal")


def test_solve_reproducible_gives_the_same_bytes(tmp_path: Path) -> None:
    """Same input, seed and version: same bytes."""
    programme = tiny(tmp_path)
    first = exsched("solve", programme, "--reproducible", "--seed", "7")
    second = exsched("solve", programme, "--reproducible", "--seed", "7")
    assert (first.returncode, first.stdout) == (0, second.stdout)


@ITSELF
def test_solve_without_memory_is_said(tmp_path: Path) -> None:
    """Too little memory is the environment's fault, said in a sentence; it is never "impossible"."""
    programme = str(examples_dir() / "too-much-2027")
    answer = exsched("solve", programme, "--memory-mb", "256", "-o", str(tmp_path / "s.json"))
    assert answer.returncode == 6
    assert "memory" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (tmp_path / "s.json").exists()


@ITSELF
def test_solve_without_memory_keeps_the_list(tmp_path: Path) -> None:
    """What was placed while the solver's process began is given, and said to be no more than that."""
    answer = exsched("solve", hard(tmp_path), "--memory-mb", "256", "-o", str(tmp_path / "s.json"))
    assert answer.returncode == 0
    assert answer.stderr.count("\nfeasible, how far from the best is not settled")
    assert "ran out of its 256 MB of memory" in answer.stderr
    assert exsched("verify", str(tmp_path / "hard.yaml"), str(tmp_path / "s.json")).returncode == 0


@ITSELF
def test_solve_interrupted_keeps_the_best(tmp_path: Path) -> None:
    """Ctrl-C writes the best schedule so far and ends within two seconds, leaving no process behind."""
    file = tmp_path / "s.json"
    process = started("solve", hard(tmp_path), "-o", str(file), "--time-limit", "100")
    heard = wait_for(process, b"schedule, value")
    children = descendants(process.pid)
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    _, rest = process.communicate(timeout=30)
    assert process.returncode == 130
    assert time.monotonic() - began < 10
    assert b"stopped: the best schedule so far was written" in heard + rest
    assert json.loads(file.read_bytes())["verdict"]["verdict"] == "allowed"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hard.yaml", "s.json"]
    assert still_running(children) == []


@ITSELF
def test_solve_interrupted_twice_ends_at_once(tmp_path: Path) -> None:
    """A second Ctrl-C waits for nothing and leaves nothing half-written."""
    process = started("solve", hard(tmp_path), "-o", str(tmp_path / "s.json"), "--time-limit", "100")
    wait_for(process, b"building")
    children = descendants(process.pid)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == 130
    assert {path.name for path in tmp_path.iterdir()} <= {"hard.yaml", "s.json"}
    assert still_running(children) == []


@ITSELF
def test_solve_draws_a_live_view_on_a_terminal(tmp_path: Path) -> None:
    """On a terminal the tiers are drawn in place, and the summary follows."""
    seen = on_terminal("solve", tiny(tmp_path), "-o", str(tmp_path / "s.json"))
    assert b"tiny:" in seen
    assert b"hold_exercises" in seen
    assert b"\x1b[" in seen
    assert re.search(rb"optimal[^(]* \(E[23]:", seen)
    assert (tmp_path / "s.json").is_file()


@ITSELF
def test_solve_live_view_without_colour(tmp_path: Path) -> None:
    """NO_COLOR leaves cursor movements, and no colours."""
    seen = on_terminal("solve", tiny(tmp_path), "-o", str(tmp_path / "s.json"), NO_COLOR="1")
    assert b"\x1b[3" not in seen
    assert re.search(rb"optimal[^(]* \(E[23]:", seen)


@ITSELF
def test_solve_stopped_from_the_keyboard(tmp_path: Path) -> None:
    """Ctrl-C on a real terminal reaches every process of the command, and the best is kept all the same."""
    file = tmp_path / "s.json"
    seen = on_terminal(
        "solve", hard(tmp_path), "-o", str(file), "--time-limit", "100", keys=b"\x03", after=b" found, better"
    )
    assert b"stopped: the best schedule so far was written" in seen
    assert json.loads(file.read_bytes())["verdict"]["verdict"] == "allowed"


def started(*arguments: str) -> subprocess.Popen[bytes]:
    """Start a command that will be interrupted."""
    return subprocess.Popen(
        [*COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=surroundings(),
        start_new_session=True,
    )


def wait_for(process: subprocess.Popen[bytes], words: bytes) -> bytes:
    """Read the talk until the words come."""
    assert process.stderr is not None
    heard = b""
    while words not in heard:
        line = process.stderr.readline()
        assert line, heard
        heard += line
    return heard


def descendants(parent: int) -> list[int]:
    """Processes started by a process, and by those."""
    table = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in table.splitlines()]
    found = [parent]
    for one in found:
        found += [pid for pid, ppid in pairs if ppid == one]
    return found[1:]


def still_running(processes: list[int]) -> list[int]:
    """Those that have not ended after a moment."""
    until = time.monotonic() + 3
    left = processes
    while left and time.monotonic() < until:
        time.sleep(0.05)
        left = [pid for pid in left if Path(f"/proc/{pid}").exists()]
    return left


def on_terminal(*arguments: str, keys: bytes = b"", after: bytes = b"", **changes: str) -> bytes:
    """Run a command on a terminal of its own; press keys when some words have been seen."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(COMMAND[0], [*COMMAND, *arguments], surroundings(TERM="xterm", COLUMNS="100", **changes))  # noqa: S606
    seen, pressed, until = b"", not keys, time.monotonic() + 60
    while time.monotonic() < until:
        ready, _, _ = select.select([terminal], [], [], 1)
        if ready:
            try:
                piece = os.read(terminal, 65536)
            except OSError:  # Linux says EIO when the command has ended
                break
            if not piece:
                break
            seen += piece
        if not pressed and after in seen:
            os.write(terminal, keys)
            pressed = True
    os.close(terminal)
    os.waitpid(child, 0)
    return seen
