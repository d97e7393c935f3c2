"""`exsched explain`: why there is no schedule."""

from typing import Annotated

import typer

from exsched.commands.advice import SecondsOption, SeedOption, ViewerOption
from exsched.commands.options import JsonOption, ProgrammeArgument


def explain(
    programme: ProgrammeArgument,
    most: Annotated[int, typer.Option(min=1, max=50, help="Conflicts to look for.")] = 5,
    viewer: ViewerOption = "",
    time_limit: SecondsOption = 60,
    seed: SeedOption = 0,
    json: JsonOption = False,
) -> None:
    """Show the smallest sets of statements that clash.

    Exit 0 when the question is answered: there is a schedule, or the conflicts are shown. Exit 5 when time
    is up before an answer.
    """
    from exsched.advising import explain as question
    from exsched.advising.told import explained, explained_json
    from exsched.commands import advice, inputs
    from exsched.commands.interrupt import Interrupt
    from exsched.commands.talk import counted, say

    problem = advice.seen(inputs.problem(programme, even_impossible=True), viewer).problem
    with advice.asking(), Interrupt("what was found so far") as interrupt:
        found = question.explain(
            problem,
            advice.limits(time_limit, seed),
            most,
            interrupt,
            lambda one: say(f"{counted(len(one.statements), 'statement')} clash; looking for more"),
        )
    stop = advice.unsettled(interrupt, settled=found.possible is not None)
    advice.answer(explained(problem, found), explained_json(problem, found), viewer, json=json, stop=stop)
