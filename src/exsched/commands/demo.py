"""`exsched demo`: the main job on a real example, each step shown as the command that it is."""

from typing import TYPE_CHECKING, Annotated

import typer

from exsched.commands.options import JsonOption

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLE = "nordic-baltic-2027"
_EXPORTS = {"html": "report.html", "ical": "calendar.ics", "csv": "table.csv", "png": "timeline.png"}


def demo(
    out: Annotated[
        str, typer.Option(metavar="DIR", help="Where the results go; an earlier demo is replaced.")
    ] = "out",
    time_limit: Annotated[float, typer.Option(min=1, max=600, metavar="SECONDS", help="For the solve.")] = 30,
    json: JsonOption = False,
) -> None:
    """Check, solve, verify and export a real example.

    The example is the Nordic-Baltic exercise year 2027; it is copied beside the results.
    """
    import sys
    from contextlib import redirect_stdout
    from pathlib import Path

    from exsched.commands.talk import say, show_json

    place = Path(out)
    programme = _copied(place)
    with redirect_stdout(sys.stderr):
        written = _steps(programme, place, time_limit)
    claimed = _status(place / "schedule.json")
    say(f"\nThe schedule is {claimed}.")
    say(f"Results are in {out}: open {written[1]} in a browser, import {written[2]} into a calendar;")
    say(f"the programme is {programme}, for you to change and to solve again.")
    if json:
        show_json({"programme": programme, "status": claimed, "written": written})


def _copied(place: "Path") -> str:
    """Copy the example beside the results, so that every step can be repeated by hand."""
    from shutil import copytree, ignore_patterns

    from exsched.commands.outputs import made
    from exsched.library import examples_dir

    made(place)
    copytree(
        examples_dir() / _EXAMPLE, place / _EXAMPLE, ignore=ignore_patterns("expected"), dirs_exist_ok=True
    )
    return str(place / _EXAMPLE)


def _steps(programme: str, place: "Path", seconds: float) -> list[str]:
    from exsched.commands.check import check
    from exsched.commands.export import export
    from exsched.commands.solve import solve
    from exsched.commands.verify import verify

    schedule = str(place / "schedule.json")
    written = [schedule]
    _step("check", programme)
    check(programme)
    _step("solve", programme, "-o", schedule, "--time-limit", f"{seconds:g}")
    solve(programme, output=schedule, time_limit=seconds)
    _step("verify", programme, schedule)
    verify(programme, schedule)
    for name, file in _EXPORTS.items():
        target = str(place / file)
        _step("export", name, programme, schedule, "-o", target)
        export(name, programme, schedule, output=target)
        written.append(target)
    return written


def _step(*words: str) -> None:
    from exsched.commands.talk import say

    say(f"\n$ exsched {' '.join(words)}")


def _status(schedule: "Path") -> str:
    from json import loads

    return str(loads(schedule.read_bytes())["outcome"]["headline"])
