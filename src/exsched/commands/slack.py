"""`exsched slack`: how far each exercise can move alone, and what stops it."""

from typing import Annotated

import typer

from exsched.commands.advice import SecondsOption, ViewerOption
from exsched.commands.options import JsonOption, ProgrammeArgument, ScheduleArgument


def slack(
    programme: ProgrammeArgument,
    schedule: ScheduleArgument,
    loss: Annotated[
        int, typer.Option(min=0, max=10**9, metavar="POINTS", help="Show also what this loss would allow.")
    ] = 0,
    tier: Annotated[
        int, typer.Option(min=0, max=100, metavar="N", help="The tier that may lose it; each if left out.")
    ] = 0,
    only: Annotated[
        list[str] | None, typer.Option(metavar="EXERCISE", help="Try this one; all if left out; repeatable.")
    ] = None,
    viewer: ViewerOption = "",
    time_limit: SecondsOption = 600,
    json: JsonOption = False,
) -> None:
    """Show how far each exercise can move, all else as it is.

    Every day of the horizon is tried by the checker; no solver is asked. Shown are the free days around
    STARTEX, other free stretches, the statements that stop most moves, and the busiest forces and venues.
    """
    from exsched.advising.clock import Clock
    from exsched.advising.slack import slack as find
    from exsched.commands import advice
    from exsched.commands.asking import both
    from exsched.commands.exits import Exit, Stop
    from exsched.commands.interrupt import Interrupt

    problem, published = both(programme, schedule, viewer)
    if tier > len(problem.tiers):
        raise Stop(Exit.USAGE, f"--tier {tier}: there are {len(problem.tiers)} tiers")
    for name in only or ():
        advice.must_know("exercise", name, list(problem.exercises))
    clock = Clock(time_limit)
    with Interrupt("what was found so far") as interrupt:
        found = find(problem, published, loss, tier, only or (), lambda: interrupt.asked or clock.over)
    stop = advice.unsettled(interrupt, settled=True)
    advice.answer(found.lines(), found.as_json(), viewer, json=json, stop=stop)
