"""`exsched place`: where one exercise could go while every other line stays."""

from typing import TYPE_CHECKING, Annotated

import typer

from exsched.commands.advice import SecondsOption, SeedOption, ViewerOption
from exsched.commands.options import JsonOption, ProgrammeArgument, ScheduleArgument

if TYPE_CHECKING:
    from exsched.advising.place import Places
    from exsched.commands.exits import Stop


def place(
    programme: ProgrammeArgument,
    schedule: ScheduleArgument,
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE", help="The exercise to find a place for.")],
    number: Annotated[int, typer.Option(min=1, max=50, help="Places to look for.")] = 5,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Write the schedule with the best place.")
    ] = "",
    viewer: ViewerOption = "",
    time_limit: SecondsOption = 60,
    seed: SeedOption = 0,
    json: JsonOption = False,
) -> None:
    """Find where one exercise could go, all else as it is.

    Best first. Each place lies at least a week from those before it or at another venue. When there is none,
    what stands in the way is shown. Exit 0 with a place, 4 when there is none, 5 when time is up first.
    """
    from exsched.advising import place as question
    from exsched.advising.place_told import Told
    from exsched.commands import advice
    from exsched.commands.asking import both
    from exsched.commands.interrupt import Interrupt
    from exsched.commands.outputs import Target
    from exsched.commands.talk import say

    names = [output] if output else []
    problem, fixed = both(programme, schedule, viewer, names)
    advice.must_know("exercise", exercise, list(problem.exercises))
    for name in names:
        Target(name).probe()
    limits = advice.limits(time_limit, seed)
    wanted = question.Asked(exercise, number)
    with advice.asking(), Interrupt("what was found so far") as interrupt:
        found = question.place(problem, fixed, wanted, limits, interrupt, say)
    if output and found.places:
        from exsched.exporting import FORMATS

        Target(output).write(FORMATS["json"].write(found.places[0].answer))
    told = Told(found)
    stop = advice.unsettled(interrupt, settled=True) or _stop(found)
    advice.answer(told.lines(), told.as_json(), viewer, json=json, stop=stop)


def _stop(found: "Places") -> "Stop | None":
    from exsched.commands.exits import Exit, Stop

    if found.places:
        return None
    if found.exhausted:
        return Stop(Exit.NO, f"{found.asked.exercise}: no place while all other lines stay")
    return Stop(Exit.UNDECIDED, "undecided within the time limit", "raise --time-limit")
