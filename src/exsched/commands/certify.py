"""`exsched certify`: a proof that no schedule is better, or that there is none, and its check."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from exsched.commands.exits import Exit, Stop
from exsched.commands.options import JsonOption, ProgrammeArgument

if TYPE_CHECKING:
    from exsched.domain.schedule import Schedule
    from exsched.rulekit.problem import Problem

_MOST_SECONDS = 7 * 86_400
_SMALLER = "prove a part of the programme: fewer exercises, narrower windows, fewer goals"
_INSTALL = "pip install 'exsched[proof]'"


def certify(
    programme: ProgrammeArgument,
    schedule: Annotated[
        str,
        typer.Argument(metavar="[SCHEDULE]", help="What is to be proved best; none: that none exists."),
    ] = "",
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="The proof file; default: ID.proof.json.")
    ] = "",
    check: Annotated[
        str, typer.Option("--check", metavar="FILE", help="Check this proof file instead of making one.")
    ] = "",
    way: Annotated[
        Literal["any", "trials", "clauses"],
        typer.Option(help="Try every schedule, or reason over clauses; any: whichever can be done."),
    ] = "any",
    time_limit: Annotated[
        float, typer.Option(min=1, max=_MOST_SECONDS, metavar="SECONDS", help="For finding the proof.")
    ] = 300,
    json: JsonOption = False,
) -> None:
    """Prove that a schedule is the best, or that none exists.

    Writes a proof file that anybody can check; for small programmes. Exit 0 when it is proved or the check
    holds, 4 when it is not so or the proof file is refused, 5 when the programme is too large or time is up.
    """
    from exsched.commands import inputs
    from exsched.commands.talk import say, show, show_json

    inputs.once(programme, schedule, check)
    problem = inputs.problem(programme, [output] if output else [])
    given = inputs.schedule(schedule, problem) if schedule else None
    if check:
        found = _check(check, problem, given)
    else:
        found = _make(problem, given, (way, time_limit), (output, programme))
    if json and output != "-":
        show_json(found)
    else:
        (say if output == "-" else show)("\n".join(found["said"]))


def _make(
    problem: "Problem", schedule: "Schedule | None", how: tuple[str, float], files: tuple[str, str]
) -> dict[str, Any]:
    from exsched.checking.judge import judge
    from exsched.commands.outputs import Target

    if schedule is not None and not judge(problem, schedule).allowed:
        raise Stop(Exit.NO, "the schedule breaks a hard rule", "`exsched verify` shows which")
    name = files[0] or f"{problem.programme.programme.id}.proof.json"
    target = Target(name)
    target.probe()
    document = _proved(problem, schedule, *how)
    target.write(_written(document))
    said = [
        _headline(document),
        *_steps(document),
        f"written: {name}",
        f"checked by: exsched certify --check {name} {files[1]}",
        *([f"or, the reasoning alone: python -m exsched.proof.check {name}"] if _reasoned(document) else []),
    ]
    return {"claim": document["claim"], "evidence": "E4", "written": name, "said": said}


def _proved(problem: "Problem", schedule: "Schedule | None", way: str, seconds: float) -> dict[str, Any]:
    from exsched.proof.numbers import TooLarge
    from exsched.solving.certifying import Refuted, certify
    from exsched.solving.proving import NoProver, NotSettled

    try:
        if way == "any":
            try:
                return certify(problem, schedule, "trials", seconds)
            except TooLarge:
                way = "clauses"
        return certify(problem, schedule, way, seconds)
    except Refuted as refuted:
        raise Stop(Exit.NO, f"it is not so: {refuted}", "`exsched solve` finds it") from None
    except TooLarge as error:
        raise Stop(Exit.UNDECIDED, f"the programme is too large to be proved: {error}", _SMALLER) from None
    except NotSettled:
        raise Stop(Exit.UNDECIDED, f"no proof was found in {seconds:g} s", "raise --time-limit") from None
    except NoProver:
        sentence = "the package that finds proofs is not installed"
        raise Stop(Exit.ENVIRONMENT, sentence, f"{_INSTALL}; checking a proof needs no package") from None


def _check(file: str, problem: "Problem", given: "Schedule | None") -> dict[str, Any]:
    from exsched.proof.check import Refused, read
    from exsched.solving.recheck import recheck

    try:
        document = read(Path(file).read_bytes() if file != "-" else _stdin())
    except Refused as refused:
        raise Stop(Exit.REFUSED, f"{file}: {refused}") from None
    try:
        checked = recheck(document, problem, given)
    except Refused as refused:
        raise Stop(
            Exit.NO, f"{file}: refused: {refused}", "make the proof again with `exsched certify`"
        ) from None
    return {"claim": document["claim"], "evidence": "E4", "said": [_headline(document), *checked]}


def _stdin() -> bytes:
    from exsched.commands import inputs

    return inputs.content("-")


def _headline(document: dict[str, Any]) -> str:
    from exsched.domain.outcome import Evidence

    level = Evidence.CERTIFIED
    what = "impossible" if document["claim"] == "impossible" else f"optimal, {document['values']}"
    return f"{document['programme']}: {what} ({level.value}: {level.meaning})"


def _reasoned(document: dict[str, Any]) -> bool:
    return bool(document["way"] == "clauses")


def _steps(document: dict[str, Any]) -> list[str]:
    if not _reasoned(document):
        tried = document["tried"]
        return [f"  every schedule was tried: {tried['judged']} judged, lines allowed alone {tried['lines']}"]
    proofs = document["proofs"]
    return [f"  proof {number}: {len(proof)} steps" for number, proof in enumerate(proofs, 1)]


def _written(document: dict[str, Any]) -> bytes:
    """One line for each part, so that two proof files can be compared."""
    import json

    rows = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in document.items()]
    return ("{\n" + ",\n".join(rows) + "\n}\n").encode()
