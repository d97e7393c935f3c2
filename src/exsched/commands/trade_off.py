"""`exsched trade-off`: what one goal costs another."""

from typing import TYPE_CHECKING, Annotated

import typer

from exsched.commands.advice import SeedOption, ViewerOption
from exsched.commands.options import JsonOption, ProgrammeArgument

if TYPE_CHECKING:
    from exsched.advising.trade_off import TradeOff
    from exsched.rulekit.problem import Problem

_FORMATS = ("svg", "csv")


def trade_off(
    programme: ProgrammeArgument,
    between: Annotated[str, typer.Option(metavar="GOAL,GOAL", help="Two goals of the programme.")],
    points: Annotated[int, typer.Option(min=2, max=50, help="Points to look for, both ends included.")] = 5,
    export: Annotated[
        list[str] | None, typer.Option(metavar="FORMAT:FILE", help="Write svg:FILE (the curve) or csv:FILE.")
    ] = None,
    time_limit: Annotated[
        float | None, typer.Option(min=1, max=7 * 86_400, metavar="SECONDS", help="For all of it.")
    ] = None,
    seed: SeedOption = 0,
    viewer: ViewerOption = "",
    json: JsonOption = False,
) -> None:
    """Show what one goal costs another, as a curve.

    Tiers before both goals keep their best values. Each point is marked as proved or not. Exit 4 when the
    programme has no schedule, 5 when none was found in time.
    """
    from exsched.advising.trade_off import told
    from exsched.advising.trade_off import trade_off as curve
    from exsched.commands import advice, inputs
    from exsched.commands.compare import exports
    from exsched.commands.exits import Exit, Stop
    from exsched.commands.interrupt import Interrupt
    from exsched.commands.outputs import Target
    from exsched.commands.talk import say

    files = exports(export or [], _FORMATS)
    problem = inputs.problem(programme, [file for _, file in files])
    seen = advice.seen(problem, viewer).problem
    pair = _pair(between, seen)
    for _, file in files:
        Target(file).probe()
    limits = advice.limits(time_limit or problem.settings.time_limit, seed)
    with Interrupt("what was found so far") as interrupt, advice.asking():
        found = curve(seen, limits, pair, points, interrupt, say)
    for name, file in files if found.points else ():
        Target(file).write(_written(name, found, seen))
    stop = advice.unsettled(interrupt, settled=True)
    if stop is None and not found.points:
        code = Exit.NO if found.possible is False else Exit.UNDECIDED
        stop = Stop(code, "there is no point to show", "`exsched solve` shows why")
    advice.answer(told.lines(found), told.as_json(found), viewer, json=json, stop=stop)


def _pair(text: str, problem: "Problem") -> tuple[str, str]:
    """Read `one,other`."""
    from exsched.advising.compare.matrix import goal_names
    from exsched.commands import advice
    from exsched.commands.exits import Exit, Stop

    names = [name.strip() for name in text.split(",")]
    hint = advice.known("goals", goal_names(problem))
    if len(names) != 2 or names[0] == names[1]:
        raise Stop(Exit.USAGE, f"--between {text}: name two goals, such as --between one,other", hint)
    for name in names:
        advice.must_know("goal", name, goal_names(problem))
    return names[0], names[1]


def _written(name: str, found: "TradeOff", problem: "Problem") -> bytes:
    from exsched.advising.trade_off import picture, told

    return told.as_csv(found) if name == "csv" else picture.draw(found, problem.programme.programme.title)
