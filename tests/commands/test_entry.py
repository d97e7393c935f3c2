"""The command line as a whole: streams, exit codes, start-up, hostile terminals."""

import json
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pydantic import BaseModel, field_serializer

from exsched import __version__
from exsched.commands.entry import run
from exsched.commands.exits import Exit
from tests.commands.process import COMMAND, exsched, surroundings, tiny

VERBS = """check solve verify certify export review rules goals schema new demo
    explain relax why-not compare alternatives trade-off price replan ripple slack place bundle replay
    serve worker backup restore migrate audit submit ask help release feeds tokens"""


def test_help_lists_every_verb_in_full() -> None:
    """Each verb has one line that is not cut off."""
    answer = exsched("--help")
    listed = answer.stdout.partition("Commands:\n")[2].partition("\n\n")[0]
    assert (answer.returncode, answer.stderr) == (0, "")
    assert tuple(line.split()[0] for line in listed.splitlines()) == tuple(VERBS.split())
    assert "..." not in listed


def test_group_without_a_verb_shows_its_help() -> None:
    """Wrong usage, and the list of what is understood is all that is said."""
    answer = exsched("tokens")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith("Usage: exsched tokens")
    assert "  revoke  " in answer.stderr


def test_version_is_shown() -> None:
    """The version is data."""
    answer = exsched("--version")
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, f"exsched {__version__}\n", "")


def test_help_loads_no_heavy_package() -> None:
    """Help starts at once because nothing that works is loaded for it."""
    code = (
        "import sys\nfrom exsched.commands.entry import run\nrun(['--help'])\n"
        "heavy = {'ortools', 'pydantic', 'yaml', 'rich', 'jinja2', 'icalendar', 'geographiclib'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=surroundings(), check=True
    )
    assert done.stderr == "[]\n"


def test_check_loads_no_solver(tmp_path: Path) -> None:
    """Checking a programme never waits for the solver's package."""
    code = f"import sys\nfrom exsched.commands.entry import run\nprint(run(['check', {tiny(tmp_path)!r}]))\n"
    done = subprocess.run(
        [sys.executable, "-c", code + "assert 'ortools' not in sys.modules"],
        capture_output=True,
        text=True,
        env=surroundings(),
        check=False,
    )
    assert (done.returncode, done.stderr, done.stdout.splitlines()[-1]) == (0, "", "0")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("slove",), "exsched: No such command 'slove'. Did you mean 'solve'"),
        (("solve",), "exsched: Missing argument 'PROGRAMME'."),
        (("solve", "x", "--sede", "1"), "exsched: No such option: --sede"),
        (("solve", "x", "--seed", "-1"), "exsched: Invalid value for '--seed'"),
        (("rules", "venue_closur"), "exsched: venue_closur: no such rule"),
        (("goals", "hold"), "exsched: hold: no such goal"),
        (("help", "rulse"), "exsched: rulse: the handbook has no such page"),
        (("schema", "calendar"), "exsched: calendar: no such schema"),
        (("export", "pdf", "x", "y"), "exsched: pdf: no such format"),
        (("export", "svg", "x", "y", "--by", "week"), "exsched: --by week: no such rows"),
        (("verify", "-", "-"), "exsched: standard input can be read once only"),
        (("solve", "x", "--export", "html"), "exsched: --export html: write FORMAT:FILE"),
        (("check", "nowhere.yaml"), "exsched: nowhere.yaml: refused, 1 error"),
    ],
)
def test_wrong_usage_is_exit_2_with_a_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    """Wrong usage says what was wrong, gives a hint, shows no traceback."""
    answer = exsched(*arguments)
    said = answer.stderr.splitlines()
    assert answer.returncode == 2
    assert any(line.startswith(sentence) for line in said)
    assert "Traceback" not in answer.stderr


def test_wrong_usage_as_json_is_one_document() -> None:
    """With --json a program can read what was wrong."""
    answer = exsched("rules", "venue_closur", "--json")
    assert json.loads(answer.stdout) == {
        "error": {
            "exit": 2,
            "meaning": "wrong usage",
            "sentence": "venue_closur: no such rule",
            "hint": "did you mean venue_closure?",
        }
    }


@pytest.mark.parametrize("arguments", [("rules", "--json"), ("--help",), ("help", "format")])
def test_closed_pipe_ends_quietly(arguments: tuple[str, ...]) -> None:
    """A reader that has seen enough, like `head -1`, is no error."""
    process = subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=surroundings()
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), said) == (0, b"")


def test_closed_talk_does_not_end_the_work(tmp_path: Path) -> None:
    """When nobody listens to the talk, the schedule is still written."""
    file = tmp_path / "schedule.json"
    process = subprocess.Popen(
        [*COMMAND, "solve", tiny(tmp_path), "-o", str(file)], stderr=subprocess.PIPE, env=surroundings()
    )
    assert process.stderr is not None
    process.stderr.close()
    assert process.wait() == 0
    assert json.loads(file.read_bytes())["outcome"]["status"] == "optimal"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("arguments", [("rules",), ("goals", "--json"), ("--help",), ("schema", "programme")])
def test_full_disk_is_a_sentence(arguments: tuple[str, ...]) -> None:
    """What does not fit on standard output is an environment error, not a traceback."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=surroundings(),
            check=False,
        )
    assert done.returncode == 6
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_defect(closed: str, tmp_path: Path) -> None:
    """Whoever starts the command may have closed its streams."""
    words = shlex.join([*COMMAND, "check", tiny(tmp_path)])
    done = subprocess.run(["bash", "-c", f"{words} {closed}"], env=surroundings(), check=False)
    assert done.returncode == 0


def test_ctrl_c_while_json_is_written_is_no_defect(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pydantic's core hears Ctrl-C between two fields and hands it on as an error of its own."""

    class Slow(BaseModel):
        day: int = 1

        @field_serializer("day")
        def _interrupted(self, _: int) -> int:
            raise KeyboardInterrupt

    monkeypatch.setattr("exsched.commands.app.app", lambda **_: Slow().model_dump_json())
    assert run(["check", "programme.yaml"]) == Exit.INTERRUPTED
    assert capsys.readouterr().err == "exsched: stopped\n"


def test_closed_standard_input_is_wrong_usage() -> None:
    """`-` cannot be read when there is nothing to read from."""
    words = shlex.join([*COMMAND, "check", "-"])
    done = subprocess.run(
        ["bash", "-c", f"{words} <&-"], capture_output=True, text=True, env=surroundings(), check=False
    )
    assert (done.returncode, done.stderr) == (
        2,
        "exsched: standard input is closed, and nothing can be read from it\n",
    )


def test_letters_survive_a_plain_locale(tmp_path: Path) -> None:
    """In the C locale without UTF-8 mode a letter is shown or escaped, never an error."""
    file = tmp_path / "tiny.yaml"
    file.write_text(Path(tiny(tmp_path)).read_text().replace("Tiny programme", "Übung"), encoding="utf-8")
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    checked = exsched("check", str(file), changes=plain)
    shown = exsched("solve", str(file), changes=plain)
    page = exsched("help", "glossary", changes=plain)
    assert (checked.returncode, shown.returncode, page.returncode) == (0, 0, 0)


def test_narrow_colourless_terminal_loses_nothing(tmp_path: Path) -> None:
    """20 columns and NO_COLOR give the same words, without escape sequences."""
    narrow = {"COLUMNS": "20", "NO_COLOR": "1"}
    programme = tiny(tmp_path)
    for arguments in (("check", programme), ("rules",), ("help", "trust"), ("--help",)):
        wide, small = exsched(*arguments), exsched(*arguments, changes=narrow)
        assert "\x1b" not in small.stdout
        assert small.stdout.split() == wide.stdout.split() or arguments == ("--help",)


def test_completion_is_offered() -> None:
    """A shell can be taught the verbs."""
    answer = exsched(
        changes={"_EXSCHED_COMPLETE": "complete_bash", "COMP_WORDS": "exsched so", "COMP_CWORD": "1"}
    )
    assert answer.stdout.split() == ["solve"]


def test_help_starts_fast() -> None:
    """Help is there within a blink; the bound is loose, since machines differ."""
    began = time.monotonic()
    exsched("--help")
    assert time.monotonic() - began < 5


def test_ctrl_c_at_the_very_end_changes_nothing() -> None:
    """The interpreter goes down when one more Ctrl-C comes: the exit code is that of the command."""
    late = (
        "import atexit, os, signal, sys\n"
        "from exsched.commands import main\n"
        "atexit.register(lambda: os.kill(os.getpid(), signal.SIGINT))\n"
        "sys.argv = ['exsched', 'rules', 'no-such-rule']\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", late], capture_output=True, text=True, env=surroundings(), check=False
    )
    assert done.returncode == exsched("rules", "no-such-rule").returncode
    assert "KeyboardInterrupt" not in done.stderr
