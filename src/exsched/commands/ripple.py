"""`exsched ripple`: what one move touches, before anything is changed."""

from typing import Annotated

import typer

from exsched.commands.advice import ViewerOption
from exsched.commands.options import JsonOption, ProgrammeArgument, ScheduleArgument


def ripple(
    programme: ProgrammeArgument,
    schedule: ScheduleArgument,
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE", help="The exercise to be moved.")],
    to: Annotated[str, typer.Option(metavar="DATE", help="Its new STARTEX; the length stays.")] = "",
    at: Annotated[str, typer.Option(metavar="VENUE", help="Its new venue, for the site that it fits.")] = "",
    without: Annotated[
        list[str] | None, typer.Option(metavar="NATION", help="A nation leaves it; repeatable.")
    ] = None,
    drop: Annotated[bool, typer.Option("--drop", help="It is not held.")] = False,
    viewer: ViewerOption = "",
    json: JsonOption = False,
) -> None:
    """Preview what one move touches; nothing is changed.

    Shown are statements newly broken and no more broken, linked exercises, forces, venues and pools shared,
    dated acts and planning events that move, and the goals before and after. Exit 0, allowed or not.
    """
    from exsched.advising.ripple import Move
    from exsched.advising.ripple import ripple as preview
    from exsched.commands import advice
    from exsched.commands.asking import both, day
    from exsched.commands.exits import Exit, Stop

    gone = tuple(without or ())
    if not (to or at or gone or drop):
        raise Stop(Exit.USAGE, "no move is given", "add --to DATE, --at VENUE, --without NATION or --drop")
    if drop and (to or at or gone):
        raise Stop(
            Exit.USAGE, "--drop goes with no other move: what is not held has no date, venue or nation"
        )
    problem, published = both(programme, schedule, viewer)
    advice.must_know("exercise", exercise, list(problem.exercises))
    if at:
        advice.must_know("venue", at, list(problem.programme.venues))
    for nation in gone:
        advice.must_know("nation", nation, list(problem.programme.nations))
    move = Move(day("--to", to) if to else None, at or None, gone, drop)
    try:
        found = preview(problem, published, exercise, move)
    except ValueError as trouble:
        raise Stop(Exit.USAGE, str(trouble)) from None
    advice.answer(found.lines(), found.as_json(), viewer, json=json)
