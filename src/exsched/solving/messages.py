"""What the solver's process may say, and what of it is believed: nothing that has not the right shape."""

import json
from collections.abc import Iterator
from typing import IO, Any

from pydantic import ValidationError

from exsched.checking.judge import judge
from exsched.domain.schedule import Schedule
from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Verdict

Message = dict[str, Any]

LONGEST = 32 * 1024 * 1024
"""Bytes in one message: a schedule of ten thousand exercises takes a tenth of that."""

ENDS = frozenset({"found", "undecided", "impossible", "unconfirmed", "contradicted"})
"""How a search can end."""


class Garbage(ValueError):
    """What came over the pipe is no message."""


def messages_of(stream: IO[bytes]) -> Iterator[Message]:
    """One message a line; half a line at the end is left out, for then the process has died.

    Raises:
        Garbage: a line is too long, is not JSON, or is no message.
    """
    while line := stream.readline(LONGEST):
        if not line.endswith(b"\n"):
            if len(line) == LONGEST:
                raise Garbage(f"more than {LONGEST} bytes in one line")
            return
        try:
            message = json.loads(line)
        except (ValueError, RecursionError):
            raise Garbage(f"{len(line)} bytes that are not JSON") from None
        if not isinstance(message, dict) or not isinstance(message.get("word"), str):
            raise Garbage("JSON without a word")
        yield message


def sensible(message: Message, tiers: int) -> Message:
    """The message, when its numbers can be what they stand for.

    Raises:
        Garbage: a tier that the programme has not, a bound or value that is no whole number, an unknown end.
    """
    for name in ("tier", "claimed", "bound", "value"):
        number = message.get(name)
        if number is not None and (not isinstance(number, int) or isinstance(number, bool)):
            raise Garbage(f"{name} that is no whole number")
    word, asked = message["word"], _ASKED.get(message["word"], ())
    if any(name not in message for name in asked):
        raise Garbage(f"{word} without {' or '.join(asked)}")
    if "tier" in asked and message["tier"] not in range(tiers):
        raise Garbage(f"{word} of a tier that is not there")
    if word == "ended" and message["how"] not in ENDS:
        raise Garbage("an end that is not known")
    return message


_ASKED = {
    "solution": ("tier", "claimed", "schedule"),
    "bound": ("tier", "bound"),
    "tier_done": ("tier", "bound"),
    "ended": ("how",),
    "crashed": ("why",),
    "too_large": ("why",),
    "failed": ("kind", "why"),
}


def judged(told: object, problem: Problem) -> tuple[Schedule, Verdict]:
    """The schedule in a message, and what the checker says of it.

    Raises:
        Garbage: it is no schedule of this programme.
    """
    try:
        schedule = Schedule.model_validate(told)
    except ValidationError:
        raise Garbage("a schedule in the wrong form") from None
    if schedule.programme != problem.programme.programme.id:
        raise Garbage("a schedule of another programme")
    if not {line.exercise for line in schedule.lines} <= set(problem.exercises):
        raise Garbage("a schedule that names what is not there")
    try:
        return schedule, judge(problem, schedule)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Garbage(f"a schedule that names what is not there ({type(error).__name__})") from None
