"""`exsched why-not`: why an exercise is not then, not there, not with them."""

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from exsched.commands.advice import SecondsOption, SeedOption, ViewerOption
from exsched.commands.exits import Exit, Stop
from exsched.commands.options import JsonOption, ProgrammeArgument

if TYPE_CHECKING:
    from exsched.advising.wish import Wish
    from exsched.domain.dates import Period
    from exsched.rulekit.problem import Problem

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_HOW = "write a day (2027-03-09), a month (2027-03) or FROM/TO"


def why_not(
    programme: ProgrammeArgument,
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE", help="The exercise that is asked about.")],
    startex: Annotated[
        str, typer.Option("--in", metavar="WHEN", help="STARTEX on a day, in a month, or in FROM/TO.")
    ] = "",
    venue: Annotated[str, typer.Option("--at", metavar="VENUE", help="With a site at this venue.")] = "",
    with_nation: Annotated[
        list[str] | None, typer.Option("--with", metavar="NATION", help="With this nation; repeatable.")
    ] = None,
    without_nation: Annotated[
        list[str] | None, typer.Option("--without", metavar="NATION", help="Without it; repeatable.")
    ] = None,
    form: Annotated[str, typer.Option("--form", metavar="FORM", help="Held in this form.")] = "",
    dropped: Annotated[bool, typer.Option("--dropped", help="Not held at all.")] = False,
    schedule: Annotated[
        str, typer.Option(metavar="FILE", help="Compare with this schedule; none: the best that is found.")
    ] = "",
    viewer: ViewerOption = "",
    time_limit: SecondsOption = 20,
    seed: SeedOption = 0,
    json: JsonOption = False,
) -> None:
    """Say what forbids a wish, or what it would cost.

    Exit 0 when it can be, 4 when it cannot, 5 when time is up before an answer.
    """
    from exsched.advising import why_not as question
    from exsched.advising.told import answered, answered_json
    from exsched.checking.judge import judge
    from exsched.commands import advice, claims, inputs
    from exsched.commands.interrupt import Interrupt

    inputs.once(programme, schedule)
    whole = inputs.problem(programme)
    given = inputs.schedule(schedule, whole) if schedule else None
    problem, base = advice.seen(whole, viewer, given)
    nations = tuple(with_nation or ()), tuple(without_nation or ())
    wish = _wish(problem, exercise, (startex, venue, form), nations, dropped=dropped)
    outcome = None
    if given is not None and not viewer:
        outcome = claims.outcome(inputs.content(schedule), judge(whole, given))
    with advice.asking(), Interrupt("what was found so far") as interrupt:
        found = question.why_not(problem, wish, advice.limits(time_limit, seed), base, outcome, interrupt)
    stop = advice.unsettled(interrupt, settled=found.word != "undecided")
    if stop is None and found.word in {"impossible", "no schedule"}:
        stop = Stop(Exit.NO, f"{exercise}: the wish cannot be met")
    advice.answer(answered(problem, found), answered_json(problem, found), viewer, json=json, stop=stop)


def _wish(
    problem: "Problem",
    exercise: str,
    parts: tuple[str, str, str],
    nations: tuple[tuple[str, ...], tuple[str, ...]],
    *,
    dropped: bool,
) -> "Wish":
    """The wish, of names that the viewer knows.

    Raises:
        Stop: usage (2).
    """
    from exsched.advising.wish import Wish
    from exsched.commands.advice import must_know

    (startex, venue, form), (wanted, unwanted) = parts, nations
    must_know("exercise", exercise, [*problem.exercises])
    if venue:
        must_know("venue", venue, [*problem.programme.venues])
    for nation in (*wanted, *unwanted):
        must_know("nation", nation, [*problem.programme.nations])
    if form:
        must_know("form", form, [*problem.exercises[exercise].form_names])
    if dropped and any((*parts, *wanted, *unwanted)):
        raise Stop(Exit.USAGE, "--dropped goes with no other wish about the exercise")
    if not dropped and not any((*parts, *wanted, *unwanted)):
        raise Stop(Exit.USAGE, "nothing is wished for", "--in, --at, --with, --without, --form, --dropped")
    return Wish(
        exercise=exercise,
        held=not dropped,
        startex=_period(startex) if startex else None,
        venue=venue or None,
        with_nations=wanted,
        without_nations=unwanted,
        form=form or None,
    )


def _period(text: str) -> "Period":
    from exsched.domain.dates import Period

    try:
        if month := _MONTH.fullmatch(text):
            first = date(int(month[1]), int(month[2]), 1)
            after = (first + timedelta(31)).replace(day=1)
            return Period(start=first, end=after - timedelta(1))
        start, _, end = text.partition("/")
        return Period(start=date.fromisoformat(start), end=date.fromisoformat(end or start))
    except ValueError:
        raise Stop(Exit.USAGE, f"--in {text}: not a time", _HOW) from None
