"""What the verbs that answer questions have in common: whose eyes they answer for, limits, words or JSON."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exsched.commands.exits import Exit, Stop
from exsched.commands.talk import show, show_json

if TYPE_CHECKING:
    from exsched.access import Viewer
    from exsched.advising.sight import Seen
    from exsched.commands.interrupt import Interrupt
    from exsched.domain.schedule import Schedule
    from exsched.rulekit.problem import Problem
    from exsched.solving.limits import Limits

ViewerOption = Annotated[
    str, typer.Option("--viewer", metavar="NATION", help="Answer with what this nation may know only.")
]
SecondsOption = Annotated[
    float, typer.Option("--time-limit", min=1, max=7 * 86_400, metavar="SECONDS", help="For the answer.")
]
SeedOption = Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Chooses among equal searches.")]


def limits(seconds: float, seed: int = 0) -> "Limits":
    """The limits of one question."""
    from exsched.solving.limits import Limits

    return Limits(seconds=seconds, seed=seed)


def viewer(nation: str, problem: "Problem") -> "Viewer":
    """Who looks.

    Raises:
        Stop: usage (2), for a nation that the programme does not know.
    """
    from exsched.access import WHOLE, Role, Viewer

    if not nation:
        return WHOLE
    if nation not in problem.programme.nations:
        raise Stop(
            Exit.USAGE, f"--viewer {nation}: no such nation", known("nations", problem.programme.nations)
        )
    return Viewer(Role.PLANNER, nation)


def seen(problem: "Problem", nation: str, schedule: "Schedule | None" = None) -> "Seen":
    """What the viewer sees of both; nothing else reaches the answer."""
    from exsched.advising.sight import seen as seen_by

    return seen_by(problem, viewer(nation, problem), schedule)


def must_know(what: str, name: str, names: Sequence[str]) -> None:
    """Make sure that a name is one of those which the viewer knows.

    Raises:
        Stop: usage (2).
    """
    if name not in names:
        raise Stop(Exit.USAGE, f"{name}: no such {what}", known(f"{what}s", names))


def known(what: str, names: Sequence[str] | dict[str, Any]) -> str:
    """The names that would do, for a hint."""
    listed = sorted(names)
    more = f" and {len(listed) - 20} more" if len(listed) > 20 else ""
    return f"{what}: {', '.join(listed[:20])}{more}"


@contextmanager
def asking() -> Iterator[None]:
    """What goes wrong with the solver while a question is asked ends the command in words.

    Raises:
        Stop: environment (6), refused by our own checker (7).
    """
    from exsched.solving.limits import Crashed, Refused

    try:
        yield
    except Refused as refused:
        sentence = f"the independent checker refused an answer, so it is not shown: {refused}"
        hint = "please report it with the input; another --seed may help"
        raise Stop(Exit.UNVERIFIED, sentence, hint) from None
    except Crashed as crashed:
        raise Stop(Exit.ENVIRONMENT, str(crashed)) from None


def answer(
    lines: Sequence[str],
    document: dict[str, Any],
    nation: str,
    *,
    json: bool,
    stop: Stop | None = None,
) -> None:
    """Show an answer on standard output, as lines for people or as one document; then stop, if it must.

    Args:
        lines: the answer in words.
        document: the same as data.
        nation: the viewer, or '' for whoever sees everything.
        json: whether data are asked for.
        stop: how the command ends when that is not with 0.

    Raises:
        Stop: as given.
    """
    from exsched.advising.sight import NO_MORE

    below = [NO_MORE.format(nation=nation)] if nation else []
    whole = document | ({"viewer": nation} if nation else {})
    if not json:
        show("\n".join([*lines, *below]))
    elif stop is None:
        show_json(whole)
    if stop is not None:
        raise Stop(stop.code, stop.sentence, stop.hint, whole)


def unsettled(interrupt: "Interrupt", *, settled: bool) -> Stop | None:
    """How a question ends that was interrupted, or not settled in time; None when it was settled."""
    if interrupt.asked:
        return Stop(Exit.INTERRUPTED, "stopped: what was found so far is shown")
    return None if settled else Stop(Exit.UNDECIDED, "undecided within the time limit", "raise --time-limit")
