"""Statements against the exercises themselves: what must be held, and what a statement then forbids."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from exsched.domain.exercises import HeldIf
from exsched.domain.programme import Programme
from exsched.intake.certain import Sure, Sureties
from exsched.intake.choices import Choices
from exsched.intake.clashes_politics import POLITICS
from exsched.intake.clashes_time import TIME
from exsched.intake.doubt import Doubt
from exsched.intake.report import Path
from exsched.intake.sorted_rules import Sorted, always
from exsched.rulekit.rule import Rule
from exsched.rules.demilitarised_area import DemilitarisedArea

Judge = Callable[[Any, Sure], str | None]
"""Why one form of an exercise cannot be held under a statement; None when it can, or when that is open."""
_JUDGES: dict[type[Rule], Judge] = {**POLITICS, **TIME}


def clash_doubts(
    facts: Programme, said: Sorted, choices: Choices, *, droppable: bool = True
) -> Iterator[Doubt]:
    """Hard statements, valid all the time, that leave an exercise no way of being held in any form.

    Exercises that may be dropped are looked at when `droppable` says so: what is found there is no error.
    """
    sureties = Sureties(facts, choices)
    for kind, judge in _JUDGES.items():
        for path, rule in said.of(kind):
            own_fact = path[0] == "exercises"  # what an exercise says of itself is judged in `supply`
            if rule.cost is None and not own_fact and always(facts, rule):
                for name in _concerned(rule, sureties):
                    if not (droppable or facts.exercises[name].held is HeldIf.MUST):
                        continue
                    yield from _clash(facts, sureties, judge, path, rule, name)


def _clash(
    facts: Programme, sureties: Sureties, judge: Judge, path: Path, rule: Rule, exercise: str
) -> Iterator[Doubt]:
    why = [judge(rule, sure) for sure in sureties.forms(exercise)]
    if None in why:
        return
    line, said = facts.exercises[exercise], why[0]
    if line.held is HeldIf.MUST:
        yield Doubt("E509", f"{exercise} must be held, and {said}", path)
    else:
        yield Doubt("W604", f"{exercise} can never be held: {said}", path)


def _concerned(rule: Rule, sureties: Sureties) -> Iterable[str]:
    """The exercises that the statement may be about: those it names, or that its nation or force is in."""
    facts = sureties.facts
    for field in () if isinstance(rule, DemilitarisedArea) else ("exercise", "exercises"):
        named = getattr(rule, field, None)
        if isinstance(named, str):
            return (named,)
        if named and isinstance(named, tuple):
            return named
    for field in ("nation", "nations", "parties", "host"):
        named = getattr(rule, field, None)
        if named:
            nations = facts.expand((named,) if isinstance(named, str) else named)
            return sorted({name for nation in nations for name in sureties.with_nation.get(nation, ())})
    if force := getattr(rule, "force", None):
        return sureties.with_force.get(force, ())
    return facts.exercises
