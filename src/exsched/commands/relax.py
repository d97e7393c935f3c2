"""`exsched relax`: what would have to give way."""

from typing import Annotated

import typer

from exsched.commands.advice import SecondsOption, SeedOption, ViewerOption
from exsched.commands.options import JsonOption, ProgrammeArgument


def relax(
    programme: ProgrammeArgument,
    most: Annotated[int, typer.Option(min=1, max=50, help="Ways out to look for.")] = 5,
    viewer: ViewerOption = "",
    time_limit: SecondsOption = 60,
    seed: SeedOption = 0,
    json: JsonOption = False,
) -> None:
    """Show the smallest ways out of the impossible, each tried.

    Ranked by the signatures that they need, their level, and how much is asked. Exit 0 when the question is
    answered, 4 when there is no way out, 5 when time is up before an answer.
    """
    from exsched.advising import relax as question
    from exsched.advising.told import relaxed, relaxed_json
    from exsched.commands import advice, inputs
    from exsched.commands.exits import Exit, Stop
    from exsched.commands.interrupt import Interrupt

    problem = advice.seen(inputs.problem(programme, even_impossible=True), viewer).problem
    with advice.asking(), Interrupt("what was found so far") as interrupt:
        found = question.relax(problem, advice.limits(time_limit, seed), most, interrupt)
    stop = advice.unsettled(interrupt, settled=found.possible is True or bool(found.ways or found.stuck))
    if found.stuck and stop is None:
        stop = Stop(Exit.NO, "there is no way out that signatures open")
    advice.answer(relaxed(problem, found), relaxed_json(problem, found), viewer, json=json, stop=stop)
