"""`exsched replan`: a published schedule meets a change; the fewest changes that make it hold again."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from exsched.commands.advice import SecondsOption, SeedOption, ViewerOption
from exsched.commands.options import JsonOption, ProgrammeArgument, ScheduleArgument

if TYPE_CHECKING:
    from exsched.advising.disruptions import Disruption
    from exsched.advising.replan import Asked, Replanned
    from exsched.advising.replan_told import Told
    from exsched.commands.exits import Stop
    from exsched.rulekit.problem import Problem

_Many = list[str] | None


def replan(
    programme: ProgrammeArgument,
    schedule: ScheduleArgument,
    withdraw: Annotated[
        _Many, typer.Option(metavar="FORCE[:FROM/TO]", help="A force cannot go; repeatable.")
    ] = None,
    close: Annotated[
        _Many, typer.Option(metavar="VENUE[:FROM/TO]", help="A venue is shut; repeatable.")
    ] = None,
    forbid: Annotated[
        _Many, typer.Option(metavar="EXERCISE:FROM/TO", help="No day of it may lie there; repeatable.")
    ] = None,
    cancel: Annotated[_Many, typer.Option(metavar="EXERCISE", help="It is not held; repeatable.")] = None,
    leaves: Annotated[
        _Many, typer.Option(metavar="NATION[:EXERCISE]", help="A nation leaves one, or all; repeatable.")
    ] = None,
    today: Annotated[
        str, typer.Option(metavar="DATE", help="What is near costs more; default: the programme's as_of.")
    ] = "",
    frozen_until: Annotated[
        str, typer.Option("--frozen-until", metavar="DATE", help="What begins before this day stays exactly.")
    ] = "",
    fallbacks: Annotated[
        str, typer.Option(metavar="EXERCISE", help="Show what it could fall back on: form, venue, date.")
    ] = "",
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Where the new schedule goes.")
    ] = "",
    viewer: ViewerOption = "",
    time_limit: SecondsOption = 60,
    seed: SeedOption = 0,
    json: JsonOption = False,
) -> None:
    """Replan a published schedule with the fewest changes.

    The change is what the options say, and whatever the programme says now that the schedule does not keep.
    Changes are priced by state of commitment and nearness, then the programme's own goals count. Each changed
    line says why; dated acts that move or must be repeated are listed. Exit 4 when there is no way.
    """
    from exsched.commands import advice
    from exsched.commands.asking import both
    from exsched.commands.interrupt import Interrupt
    from exsched.commands.outputs import Target

    names = [output] if output else []
    seen, published = both(programme, schedule, viewer, names)
    disruption = _disruption(seen, withdraw, close, forbid, cancel, leaves)
    event = _event(disruption, today, frozen_until)
    for name in names:
        Target(name).probe()
    limits = advice.limits(time_limit, seed)
    if fallbacks:
        advice.must_know("exercise", fallbacks, list(seen.exercises))
        from exsched.advising.fallbacks import fallbacks as find

        with advice.asking(), Interrupt("what was found so far") as interrupt:
            ways = find(seen, published, fallbacks, event, limits, interrupt)
        lines = [line for way in ways for line in way.lines()]
        document = {"exercise": fallbacks, "fallbacks": [way.as_json() for way in ways]}
        nothing = [f"{fallbacks} is not held in this schedule"]
        stop = advice.unsettled(interrupt, settled=True)
        advice.answer(lines or nothing, document, viewer, json=json, stop=stop)
        return
    from exsched.advising.replan import replan as find_changes
    from exsched.advising.replan_told import Told
    from exsched.commands.talk import say

    with advice.asking(), Interrupt("what was found so far") as interrupt:
        told = Told(find_changes(seen, published, event, limits, interrupt, tell=say))
    if output and told.found.after:
        _write(seen, told.found, output)
    stop = advice.unsettled(interrupt, settled=True) or _stop(told)
    advice.answer(told.lines(), told.as_json(), viewer, json=json, stop=stop)


def _stop(told: "Told") -> "Stop | None":
    from exsched.commands.exits import Exit, Stop

    if told.found.after:
        return None
    return Stop(Exit.NO if told.found.impossible else Exit.UNDECIDED, "no schedule was written")


def _write(problem: "Problem", found: "Replanned", output: str) -> None:
    """Write the new schedule as one of the programme itself, judged by its own rules and goals."""
    from exsched.checking.judge import judge
    from exsched.commands.outputs import Target
    from exsched.exporting import FORMATS
    from exsched.rulekit.verdict import Answer

    assert found.after is not None
    schedule = found.after.schedule
    answer = Answer(problem, schedule, judge(problem, schedule))
    Target(output).write(FORMATS["json"].write(answer))


def _disruption(
    problem: "Problem", withdraw: _Many, close: _Many, forbid: _Many, cancel: _Many, leaves: _Many
) -> "Disruption":
    from exsched.advising.disruptions import Disruption
    from exsched.commands.advice import must_know

    facts = problem.programme
    nations, exercises = list(facts.nations), list(problem.exercises)
    for name in cancel or ():
        must_know("exercise", name, exercises)
    left = []
    for text in leaves or ():
        nation, _, name = text.partition(":")
        must_know("nation", nation, nations)
        if name:
            must_know("exercise", name, exercises)
        left.append((nation, name or None))
    return Disruption(
        withdraw=tuple(_named("--withdraw", "force", text, list(facts.forces)) for text in withdraw or ()),
        close=tuple(_named("--close", "venue", text, list(facts.venues)) for text in close or ()),
        forbid=tuple(_named("--forbid", "exercise", text, exercises, must=True) for text in forbid or ()),
        cancel=tuple(cancel or ()),
        leaves=tuple(left),
    )


def _named(option: str, what: str, text: str, names: list[str], *, must: bool = False) -> tuple[str, Any]:
    """A name and its days, `NAME:FROM/TO`.

    Raises:
        Stop: usage (2).
    """
    from exsched.commands.advice import must_know
    from exsched.commands.asking import period
    from exsched.commands.exits import Exit, Stop

    name, colon, days = text.partition(":")
    must_know(what, name, names)
    if must and not days:
        raise Stop(
            Exit.USAGE, f"{option} {text}: days are missing", f"write {option} {name}:2027-07-01/2027-07-31"
        )
    return name, period(option, days) if colon else None


def _event(disruption: "Disruption", today: str, frozen_until: str) -> "Asked":
    from exsched.advising.replan import Asked
    from exsched.commands.asking import day

    return Asked(
        disruption=disruption,
        today=day("--today", today) if today else None,
        frozen_until=day("--frozen-until", frozen_until) if frozen_until else None,
    )
