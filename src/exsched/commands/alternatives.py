"""`exsched alternatives`: courses of action that truly differ and are not much worse."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exsched.commands.advice import SeedOption, ViewerOption
from exsched.commands.options import JsonOption, ProgrammeArgument

if TYPE_CHECKING:
    from exsched.advising.alternatives import Alternatives, Asked
    from exsched.advising.differs import Way
    from exsched.commands.exits import Stop
    from exsched.domain.schedule import Schedule
    from exsched.rulekit.problem import Problem
    from exsched.solving.limits import Limits


def alternatives(
    programme: ProgrammeArgument,
    schedule: Annotated[
        str | None,
        typer.Argument(metavar="[SCHEDULE]", help="The course to depart from; the best if left out."),
    ] = None,
    number: Annotated[int, typer.Option(min=1, max=9, help="Courses besides that one.")] = 3,
    within: Annotated[
        int, typer.Option(min=0, max=1000, metavar="PERCENT", help="What each tier may give back.")
    ] = 5,
    within_points: Annotated[
        int, typer.Option(min=0, max=10**9, metavar="N", help="And so many points; a tier of 0 stays 0 else.")
    ] = 0,
    distance: Annotated[
        int,
        typer.Option(min=0, max=100_000, metavar="N", help="Exercises that differ; 0 is a tenth of them."),
    ] = 0,
    differ_in: Annotated[
        str, typer.Option(metavar="WAYS", help="What counts: dates, sites, participants, held.")
    ] = "dates,sites,participants,held",
    days: Annotated[int, typer.Option(min=1, max=3700, help="By how much STARTEX has to move to count.")] = 7,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="DIR", help="Write each course as a schedule there.")
    ] = "",
    export: Annotated[
        str, typer.Option(metavar="html:FILE", help="Write the courses compared; csv:FILE works as well.")
    ] = "",
    time_limit: Annotated[
        float | None, typer.Option(min=1, max=7 * 86_400, metavar="SECONDS", help="For all of it.")
    ] = None,
    seed: SeedOption = 0,
    viewer: ViewerOption = "",
    json: JsonOption = False,
) -> None:
    """Find other courses of action, close to the best.

    Which force of a nation comes makes no difference, and to exchange exercises or venues that nobody can
    tell apart makes none either. Exit 0 when there is one, 4 when there is none, 5 when none was found in
    time.
    """
    from exsched.advising.alternatives import Asked, told
    from exsched.commands import advice, inputs
    from exsched.commands.compare import exports, written
    from exsched.commands.outputs import Target

    ways, files = _ways(differ_in), exports([export] if export else [])
    inputs.once(programme, schedule or "")
    problem = inputs.problem(programme, [file for _, file in files])
    given = inputs.schedule(schedule, problem) if schedule else None
    if given is not None and not viewer:
        _must_be_allowed(problem, given, schedule or "")
    seen = advice.seen(problem, viewer, given)
    least = distance or max(1, len(seen.problem.exercises) // 10)
    asked = Asked(number, within, within_points, least, ways, days)
    for _, file in files:
        Target(file).probe()
    limits = advice.limits(time_limit or problem.settings.time_limit, seed)
    found, stopped = _found(seen.problem, asked, seen.schedule, limits)
    if found.best is not None:
        _write(found, output)
        for name, file in files:
            Target(file).write(written(name, told.side_by_side(found)))
    lines, document = told.lines(found), told.as_json(found)
    advice.answer(lines, document, viewer, json=json, stop=stopped or _without_others(found))


def _ways(text: str) -> "frozenset[Way]":
    from exsched.advising.differs import Way
    from exsched.commands import advice

    names = [one.strip() for one in text.split(",") if one.strip()]
    for name in names or [""]:
        advice.must_know("way", name, list(Way))
    return frozenset(map(Way, names))


def _must_be_allowed(problem: "Problem", schedule: "Schedule", source: str) -> None:
    from exsched.checking.judge import judge
    from exsched.commands.exits import Exit, Stop

    if not judge(problem, schedule).allowed:
        raise Stop(
            Exit.NO, f"{source}: refused, so nothing can be measured by it", "`exsched verify` lists why"
        )


def _found(
    problem: "Problem", asked: "Asked", best: "Schedule | None", limits: "Limits"
) -> "tuple[Alternatives, Stop | None]":
    """The alternatives, and how the command ends when Ctrl-C ended the search."""
    from exsched.advising.alternatives import alternatives as look_for
    from exsched.commands.advice import asking, unsettled
    from exsched.commands.interrupt import Interrupt
    from exsched.commands.talk import say

    with Interrupt("what was found so far") as interrupt, asking():
        found = look_for(problem, limits, asked, best, interrupt, say)
    return found, unsettled(interrupt, settled=True)


def _write(found: "Alternatives", folder: str) -> None:
    from exsched.advising.alternatives.told import names
    from exsched.commands.outputs import Target, made
    from exsched.exporting import FORMATS

    if not folder:
        return
    made(Path(folder))
    for name, course in zip(names(found), found.courses, strict=True):
        file = Path(folder) / f"{name.replace(' ', '-')}.json"
        Target(str(file)).write(FORMATS["json"].write(course.answer))


def _without_others(found: "Alternatives") -> "Stop | None":
    from exsched.commands.exits import Exit, Stop

    if found.others:
        return None
    if found.exhausted or found.possible is False:
        hint = "raise --within or --within-points, or lower --distance or --days"
        return Stop(Exit.NO, "there is no other course of that kind", hint)
    return Stop(Exit.UNDECIDED, "no other course was found in time", "raise --time-limit")
