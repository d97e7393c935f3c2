"""`exsched compare`: schedules of one programme side by side."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exsched.commands.advice import ViewerOption
from exsched.commands.options import JsonOption, ProgrammeArgument

if TYPE_CHECKING:
    from exsched.advising.compare import Comparison
    from exsched.rulekit.problem import Problem
    from exsched.rulekit.verdict import Answer

_FORMATS = ("html", "csv", "xlsx")


def compare(
    programme: ProgrammeArgument,
    schedules: Annotated[
        list[str],
        typer.Argument(metavar="SCHEDULE...", help="Two or more; the others are compared with the first."),
    ],
    weights: Annotated[
        str, typer.Option(metavar="GOAL=N,...", help="Weights of the decision matrix; 1 where none is given.")
    ] = "",
    export: Annotated[
        list[str] | None,
        typer.Option(metavar="FORMAT:FILE", help="Write html:FILE (with timelines), csv:FILE or xlsx:FILE."),
    ] = None,
    viewer: ViewerOption = "",
    json: JsonOption = False,
) -> None:
    """Compare schedules: what differs, who gains, a ranking.

    Schedules may be ours, released or typed by hand. One that breaks hard rules is compared all the same, and
    marked as refused.
    """
    from exsched.advising import compare as comparing
    from exsched.advising.compare import told
    from exsched.commands import advice, inputs
    from exsched.commands.exits import Exit, Stop
    from exsched.commands.outputs import Target, apart

    wanted = exports(export or [])
    if len(schedules) < 2:
        raise Stop(Exit.USAGE, "compare needs at least two schedules", "exsched compare PROGRAMME ONE OTHER")
    inputs.once(programme, *schedules)
    outputs = [file for _, file in wanted]
    apart(outputs, schedules)
    problem = inputs.problem(programme, outputs)
    for file in outputs:
        Target(file).probe()
    answers = [_answer(problem, source, viewer) for source in schedules]
    found = comparing.compare(names_of(schedules), answers, parsed_weights(weights, answers[0].problem))
    for name, file in wanted:
        Target(file).write(written(name, found))
    advice.answer(told.lines(found), told.as_json(found) | {"written": outputs}, viewer, json=json)


def _answer(problem: "Problem", source: str, nation: str) -> "Answer":
    """The schedule, judged, as the viewer sees it."""
    from exsched.access.answers import project_answer
    from exsched.checking.judge import judge
    from exsched.commands import advice, inputs
    from exsched.rulekit.verdict import Answer

    schedule = inputs.schedule(source, problem)
    return project_answer(Answer(problem, schedule, judge(problem, schedule)), advice.viewer(nation, problem))


def names_of(files: Sequence[str]) -> list[str]:
    """What the schedules are called: the file's name, or all of its path where two have the same."""
    stems = [Path(file).stem or file for file in files]
    return [file if stems.count(stem) > 1 else stem for file, stem in zip(files, stems, strict=True)]


def parsed_weights(text: str, problem: "Problem") -> dict[str, int]:
    """Read `goal=3,other=1`.

    Raises:
        Stop: usage (2).
    """
    from exsched.advising.compare.matrix import goal_names
    from exsched.commands import advice
    from exsched.commands.exits import Exit, Stop

    found = {}
    for part in filter(None, (one.strip() for one in text.split(","))):
        name, _, weight = (one.strip() for one in part.partition("="))
        if not weight.isascii() or not weight.isdigit() or int(weight) > 1_000_000:
            raise Stop(Exit.USAGE, f"--weights {part}: write GOAL=N, N a whole number from 0 to 1000000")
        advice.must_know("goal", name, goal_names(problem))
        found[name] = int(weight)
    return found


def exports(asked: Sequence[str], formats: Sequence[str] = _FORMATS) -> list[tuple[str, str]]:
    """Read `FORMAT:FILE`.

    Raises:
        Stop: usage (2).
    """
    from exsched.commands.exits import Exit, Stop

    found = []
    for text in asked:
        name, _, file = text.partition(":")
        if name not in formats or file in {"", "-"}:
            raise Stop(Exit.USAGE, f"--export {text}: write FORMAT:FILE", f"formats: {', '.join(formats)}")
        found.append((name, file))
    return found


def written(name: str, found: "Comparison") -> bytes:
    """The comparison in a format."""
    from importlib import import_module

    module = {"html": "page", "csv": "table", "xlsx": "workbook"}[name]
    data: bytes = import_module(f"exsched.advising.compare.{module}").write(found)
    return data
