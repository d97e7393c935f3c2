"""`exsched price`: what statements cost a schedule."""

from typing import Annotated

import typer

from exsched.commands.advice import SeedOption, ViewerOption
from exsched.commands.options import JsonOption, ProgrammeArgument, ScheduleArgument


def price(
    programme: ProgrammeArgument,
    schedule: ScheduleArgument,
    time_limit: Annotated[
        float | None, typer.Option(min=1, max=7 * 86_400, metavar="SECONDS", help="For all of it.")
    ] = None,
    seed: SeedOption = 0,
    viewer: ViewerOption = "",
    json: JsonOption = False,
) -> None:
    """Rank statements by what would be gained without each.

    Hard statements that one change of one exercise would break are tried, as far as a signature can ease
    them. Exit 4 when the schedule breaks a hard rule: then there is nothing to measure from.
    """
    from exsched.advising.price import price as priced
    from exsched.checking.judge import judge
    from exsched.commands import advice, inputs
    from exsched.commands.exits import Exit, Stop
    from exsched.commands.interrupt import Interrupt
    from exsched.commands.talk import say

    inputs.once(programme, schedule)
    problem = inputs.problem(programme)
    seen = advice.seen(problem, viewer, inputs.schedule(schedule, problem))
    assert seen.schedule is not None
    if not judge(seen.problem, seen.schedule).allowed:
        hint = "`exsched verify` lists why"
        raise Stop(Exit.NO, f"{schedule}: refused, so there is nothing to count from", hint)
    limits = advice.limits(time_limit or problem.settings.time_limit, seed)
    with Interrupt("what was found so far") as interrupt, advice.asking():
        found = priced(seen.problem, seen.schedule, limits, interrupt, say)
    stop = advice.unsettled(interrupt, settled=True)
    advice.answer(found.lines(), found.as_json(), viewer, json=json, stop=stop)
