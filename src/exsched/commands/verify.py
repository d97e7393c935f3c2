"""`exsched verify`: does a schedule keep every rule."""

import re
from typing import TYPE_CHECKING, Any

from exsched.commands.options import JsonOption, ProgrammeArgument, ScheduleArgument

if TYPE_CHECKING:
    from exsched.rulekit.problem import Statement
    from exsched.rulekit.verdict import Broken, Verdict


def verify(programme: ProgrammeArgument, schedule: ScheduleArgument, json: JsonOption = False) -> None:
    """Judge any schedule: every rule broken, by how much, where.

    The schedule may be ours or typed by hand. Exit 0 when no hard rule is broken, 4 when one is. What cannot
    be decided for want of data is listed apart.
    """
    from exsched.checking.judge import judge
    from exsched.commands import inputs
    from exsched.commands.exits import Exit, Stop
    from exsched.commands.talk import counted, show, show_json

    inputs.once(programme, schedule)
    problem = inputs.problem(programme)
    verdict = judge(problem, inputs.schedule(schedule, problem))
    if not verdict.allowed:
        broken = counted(len(verdict.hard), "hard rule is", "hard rules are")
        sentence = f"{schedule}: refused, {broken} broken"
        if not json:
            show(report(verdict))
        raise Stop(Exit.NO, sentence, document=document(verdict))
    if json:
        show_json(document(verdict))
    else:
        show(report(verdict))


def report(verdict: "Verdict") -> str:
    """The verdict as text: hard breaches, soft ones by cost, what is open, the certificate."""
    from exsched.commands.talk import coloured

    lines = []
    for broken in (*verdict.hard, *verdict.soft):
        found = broken.violation
        kind = "hard" if broken.hard else f"soft, costs {broken.cost}"
        word = coloured("broken", "red" if broken.hard else "yellow")
        lines.append(f"{_place(broken.statement)}: {word} ({kind}): {found.sentence}")
        lines.append(f"   {broken.statement.rule.rule}, amount {found.amount} ({_unit(broken)})")
    for entry in verdict.undecided:
        lines.append(f"{_place(entry.statement)}: cannot be decided: {entry.undecided.sentence}")
        lines.append(f"   missing: {entry.undecided.missing}")
    lines += [f"{name}: {value}" for name, value in verdict.certificate().items()]
    for number, tier in enumerate(verdict.values, 1):
        lines += [f"tier {number} {goal.goal}: {goal.value} {goal.unit} × {goal.weight}" for goal in tier]
    colour = "green" if verdict.allowed else "red"
    return "\n".join([*lines, coloured(verdict.word, colour)])


def document(verdict: "Verdict") -> dict[str, Any]:
    """The verdict for a program to read."""
    from exsched.exporting.json import verdict as as_json

    return {"verdict": as_json(verdict)}


def _unit(broken: "Broken") -> str:
    """What the amount counts: of a rule with two units, the one that its sentence counts."""
    unit = broken.statement.rule.unit
    counted = re.search(rf"\b[0-9]+ ({unit.replace(' or ', '|')})s?\b", broken.violation.sentence)
    return counted[1] if counted and " or " in unit else unit


def _place(statement: "Statement") -> str:
    return str(statement.place) if statement.place else statement.key
