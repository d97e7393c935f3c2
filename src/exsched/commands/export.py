"""`exsched export`: a checked schedule in another format."""

from typing import TYPE_CHECKING, Annotated

import typer

from exsched.commands.options import JsonOption, ProgrammeArgument, ScheduleArgument

if TYPE_CHECKING:
    from exsched.rulekit.verdict import Verdict


def export(
    format: Annotated[
        str, typer.Argument(metavar="FORMAT", help="html, ical, csv, json, svg, png or geojson.")
    ],
    programme: ProgrammeArgument,
    schedule: ScheduleArgument,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Where it goes; - is standard output.")
    ] = "-",
    nation: Annotated[str | None, typer.Option(metavar="ID", help="Only what concerns this nation.")] = None,
    force: Annotated[str | None, typer.Option(metavar="ID", help="Only what concerns this force.")] = None,
    venue: Annotated[str | None, typer.Option(metavar="ID", help="Only what concerns this venue.")] = None,
    by: Annotated[
        str, typer.Option(metavar="ROWS", help="Rows of a timeline: exercise, nation, venue or force.")
    ] = "exercise",
    draft: Annotated[
        bool, typer.Option("--draft", help="Mark as a draft (calendar entries become tentative).")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Verify a schedule and write it in another format.

    The checker's certificate travels with it. A schedule that breaks a hard rule is exported as well, marked
    as refused, and the command exits 4.
    """
    from exsched.checking.judge import judge
    from exsched.commands import claims, inputs
    from exsched.commands.exits import Exit, Stop
    from exsched.commands.outputs import STDOUT, Target, apart
    from exsched.exporting import FORMATS, Selection, View
    from exsched.exporting.selection import UnknownName
    from exsched.rulekit.verdict import Answer

    if format not in FORMATS:
        raise Stop(Exit.USAGE, f"{format}: no such format", f"formats: {', '.join(FORMATS)}")
    if by not in list(View):
        raise Stop(Exit.USAGE, f"--by {by}: no such rows", f"rows: {', '.join(View)}")
    inputs.once(programme, schedule)
    apart([output], [schedule])
    problem = inputs.problem(programme, [output])
    Target(output).probe()
    found = inputs.schedule(schedule, problem)
    verdict = judge(problem, found)
    answer = Answer(problem, found, verdict, claims.outcome(inputs.content(schedule), verdict))
    chosen = Selection(nation=nation, force=force, venue=venue, draft=draft, by=View(by))
    try:
        content = FORMATS[format].write(answer, chosen)
    except UnknownName as unknown:
        sentence, _, hint = str(unknown).partition("\nhint: ")
        raise Stop(Exit.USAGE, sentence, hint or None) from None
    Target(output).write(content)
    document = {
        "written": output,
        "format": format,
        "bytes": len(content),
        "certificate": verdict.certificate(),
    }
    _end(schedule, verdict, document, show=json and output != STDOUT)


def _end(schedule: str, verdict: "Verdict", document: dict[str, object], *, show: bool) -> None:
    """Say how the schedule was judged, by the exit code and where asked in JSON."""
    from exsched.commands.exits import Exit, Stop
    from exsched.commands.talk import counted, show_json

    if not verdict.allowed:
        broken = counted(len(verdict.hard), "hard rule is", "hard rules are")
        raise Stop(Exit.NO, f"{schedule}: refused, {broken} broken", "`exsched verify` lists them", document)
    if show:
        show_json(document)
