"""Reading what a command is given: a programme or a schedule that is in order, or the command stops."""

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exsched.commands.exits import Exit, Stop
from exsched.commands.talk import counted, say

if TYPE_CHECKING:
    from exsched.domain.schedule import Schedule
    from exsched.intake import Diagnostic, Loaded
    from exsched.rulekit.problem import Problem

STDIN = "-"


def load(source: str) -> "Loaded":
    """Load a programme, in order or not."""
    from exsched.intake import load as load_programme

    return load_programme(source, stdin=_standard_input() if source == STDIN else None)


def problem(source: str, outputs: Sequence[str] = (), *, even_impossible: bool = False) -> "Problem":
    """Load a programme that must be in order; see `problem_and_files`."""
    return problem_and_files(source, outputs, even_impossible=even_impossible)[0]


def problem_and_files(
    source: str, outputs: Sequence[str] = (), *, even_impossible: bool = False
) -> tuple["Problem", tuple[str, ...]]:
    """Load a programme that must be in order, and name its files; how many warnings there are is said.

    Args:
        source: the file, folder or `-`.
        outputs: files that the command will write; none of them may be one that was read.
        even_impossible: whether one that contradicts itself plainly will do, too; that it does is said.

    Raises:
        Stop: refused (3, or 2 and 6 when there is nothing to read), or proved impossible without solving (4).
    """
    from exsched.commands.outputs import apart
    from exsched.intake import render_all

    loaded = load(source)
    plainly = even_impossible and loaded.exit_code == Exit.NO
    if loaded.problem is None or (loaded.exit_code and not plainly):
        raise refusal(source, loaded.diagnostics)
    if plainly:
        say(render_all([one for one in loaded.diagnostics if one.refusal]))
    apart(outputs, _read_from(source, loaded.files))
    if loaded.diagnostics:
        say(f"{source}: {counted(len(loaded.diagnostics), 'warning')}; `exsched check` shows them")
    return loaded.problem, loaded.files


def schedule(source: str, against: "Problem") -> "Schedule":
    """Read a schedule of this programme.

    Raises:
        Stop: when it cannot be read.
    """
    from exsched.intake import read_schedule, render_all

    found, diagnostics = read_schedule(source, against, stdin=_standard_input() if source == STDIN else None)
    if found is None:
        raise refusal(source, diagnostics)
    if diagnostics:
        say(render_all(diagnostics))
    return found


def refusal(source: str, found: Sequence["Diagnostic"], said: bool = False) -> Stop:
    """Why the command ends: the input is wrong, or what it asks for cannot be.

    Args:
        source: what was read.
        found: everything that was found.
        said: whether the user has already seen it.
    """
    from exsched.intake import exit_code, render_all

    if not said:
        say(render_all(found))
    errors = sum(one.refusal is not None for one in found)
    code = Exit(exit_code(found))
    what = "proved impossible before solving" if code is Exit.NO else "refused"
    sentence = f"{source}: {what}, {counted(errors, 'error')}"
    return Stop(code, sentence, document={"diagnostics": as_json(found)})


def content(source: str) -> bytes:
    """The bytes of a file that has been read already, or of standard input."""
    return _standard_input() if source == STDIN else Path(source).read_bytes()


def once(*sources: str) -> None:
    """Make sure that standard input is asked for once only.

    Raises:
        Stop: usage (2).
    """
    if sources.count(STDIN) > 1:
        raise Stop(Exit.USAGE, "standard input can be read once only: give one of the two as a file")


@cache
def _standard_input() -> bytes:
    """All of standard input, as far as any input may be large."""
    from exsched.intake.source import MOST_BYTES

    if sys.stdin is None:
        raise Stop(Exit.USAGE, "standard input is closed, and nothing can be read from it")
    return sys.stdin.buffer.read(MOST_BYTES + 1)


def _read_from(source: str, files: Sequence[str]) -> list[str]:
    """Where the files of a programme lie; library data are left out."""
    if source == STDIN:
        return []
    folder = Path(source) if Path(source).is_dir() else Path(source).parent
    return [str(folder / name) for name in files if not name.startswith("library:")]


def as_json(found: Sequence["Diagnostic"]) -> list[dict[str, Any]]:
    """What was found, all of it, for a program to read."""
    return [one.as_json() for one in found]
