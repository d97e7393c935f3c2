"""Running one solve from limits to files: shown while it runs, checked, written, and told in words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from exsched.commands.exits import Exit, Stop
from exsched.commands.interrupt import Interrupt
from exsched.commands.outputs import STDOUT, Target
from exsched.commands.progress import gap, view
from exsched.commands.talk import counted, say, show_json

if TYPE_CHECKING:
    from exsched.domain.outcome import Outcome
    from exsched.domain.schedule import Schedule
    from exsched.rulekit.problem import Problem
    from exsched.rulekit.verdict import Answer, Verdict
    from exsched.solving.limits import Limits, Solved

_NAMED = 12
"""Exercises named in the summary; the schedule has them all."""
_OPEN = 5
"""Statements that cannot be decided and are named in the summary; `verify` lists them all."""

_IF_IMPOSSIBLE = (
    "`exsched explain` shows why, `exsched relax` what would have to give way; "
    "for dates typed as a CSV `exsched verify` shows what they break"
)

Wanted = tuple[str, Target]
"""A format and where it goes."""


def exports(asked: Sequence[str]) -> list[Wanted]:
    """Read `FORMAT:FILE`.

    Raises:
        Stop: usage (2).
    """
    from exsched.exporting import FORMATS

    found = []
    for text in asked:
        name, colon, file = text.partition(":")
        if name not in FORMATS or not colon or file in {"", STDOUT}:
            known = ", ".join(FORMATS)
            raise Stop(Exit.USAGE, f"--export {text}: write FORMAT:FILE", f"formats: {known}")
        found.append((name, Target(file)))
    return found


def solve_and_write(
    problem: "Problem", limits: "Limits", start: "Schedule | None", wanted: Sequence[Wanted]
) -> "Solved":
    """Solve, write every wanted file, and say what came out.

    Raises:
        Stop: impossible (4), undecided (5), environment (6), refused by the checker (7), interrupted (130).
    """
    with Interrupt() as interrupt:
        solved = run(problem, limits, start, interrupt)
        if solved.answer is not None:
            write(solved.answer, wanted)
        for line in summary(solved):
            say(line)
    if interrupt.asked:
        kept = "the best schedule so far was written" if solved.answer else "no schedule had been found"
        raise Stop(Exit.INTERRUPTED, f"stopped: {kept}", document=document(solved))
    if solved.answer is None:
        raise _without_schedule(solved)
    return solved


def run(problem: "Problem", limits: "Limits", start: "Schedule | None", stop: Interrupt) -> "Solved":
    from exsched.solving.limits import Crashed, Refused
    from exsched.solving.solve import solve

    with view(problem.programme.programme.id, limits.seconds) as listen:
        try:
            return solve(problem, limits, listen, stop, start)
        except Refused as refused:
            sentence = f"the independent checker refused the solver's result, so it is not shown: {refused}"
            raise Stop(
                Exit.UNVERIFIED, sentence, "please report it with the input; another --seed may help"
            ) from None
        except Crashed as crashed:
            raise Stop(Exit.ENVIRONMENT, str(crashed)) from None


def write(answer: "Answer", wanted: Sequence[Wanted]) -> None:
    """Write the answer in every wanted format."""
    from exsched.exporting import FORMATS

    for name, target in wanted:
        target.write(FORMATS[name].write(answer))


def summary(solved: "Solved") -> list[str]:
    """What came out, in words: status and evidence, tier by tier, what was given up."""
    lines = [solved.outcome.headline(), *_tiers(solved.outcome)]
    if solved.outcome.why:
        lines.append(solved.outcome.why)
    if solved.answer:
        lines += _content(solved.answer)
    return lines


def _tiers(outcome: "Outcome") -> list[str]:
    lines = []
    for number, tier in enumerate(outcome.tiers, 1):
        goals = " + ".join(goal.goal for goal in tier.goals)
        proof = "proved best" if tier.proved else f"bound {tier.bound}, gap {gap(tier.value, tier.bound)}"
        lines.append(f"  tier {number} {goals}: {tier.value} ({proof})")
    return lines


def _content(answer: "Answer") -> list[str]:
    verdict = answer.verdict
    dropped = sorted(set(answer.problem.exercises) - set(answer.laydown.held))
    lines = [f"  {counted(len(answer.laydown.held), 'exercise')} held, {len(dropped)} not held"]
    if dropped:
        more = f" and {len(dropped) - _NAMED} more" if len(dropped) > _NAMED else ""
        lines.append(f"  not held: {', '.join(dropped[:_NAMED])}{more}")
    checked, soft = counted(verdict.rules_checked, "statement"), counted(len(verdict.soft), "soft one")
    lines.append(f"  {checked} checked: {soft} broken, {len(verdict.undecided)} cannot be decided")
    return lines + _open(verdict)


def _open(verdict: "Verdict") -> list[str]:
    lines = [
        f"  cannot be decided: {entry.undecided.sentence}; missing: {entry.undecided.missing}"
        for entry in verdict.undecided[:_OPEN]
    ]
    if lines:
        more = len(verdict.undecided) - _OPEN
        rest = f"and {more} more; " if more > 0 else ""
        lines.append(f"  {rest}`exsched verify PROGRAMME SCHEDULE` shows where each was said")
    return lines


def document(solved: "Solved") -> dict[str, Any]:
    """The outcome for a program to read."""
    return {
        "outcome": solved.outcome.model_dump(mode="json") | {"headline": solved.outcome.headline()},
        "certificate": solved.answer.verdict.certificate() if solved.answer else None,
    }


def show_summary(solved: "Solved", written: Sequence[str]) -> None:
    """The outcome and the files written, as JSON."""
    show_json(document(solved) | {"written": list(written)})


def _without_schedule(solved: "Solved") -> Stop:
    from exsched.domain.outcome import Status

    impossible = solved.outcome.status is Status.IMPOSSIBLE
    code = Exit.NO if impossible else Exit.UNDECIDED
    hint = _IF_IMPOSSIBLE if impossible else "raise --time-limit, or start from a schedule with --hint"
    return Stop(code, "no schedule was written", hint, document(solved))
