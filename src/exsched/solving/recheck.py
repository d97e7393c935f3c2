"""Checks a proof file against the programme itself: same input, same model, true values, sound reasoning."""

from typing import Any

from pydantic import ValidationError

from exsched.checking.judge import fingerprint, judge
from exsched.domain.schedule import Schedule
from exsched.proof.check import TRUSTED, Refused, follow
from exsched.proof.numbers import TooLarge
from exsched.rulekit.problem import Problem
from exsched.solving.certifying import model_of, tried, with_goals

Document = dict[str, Any]


def recheck(document: Document, problem: Problem, given: Schedule | None = None) -> list[str]:
    """What was checked, in sentences.

    Raises:
        Refused: the file is about another programme, schedule, value or model, or its reasoning fails.
    """
    problem = with_goals(problem)
    identity = problem.programme.programme.id, problem.input_hash
    if (document["programme"], document["input_sha256"]) != identity:
        raise Refused("it is about another programme, or the programme has changed since")
    said = ["  checked: the programme is the one that the proof is about", *_values(document, problem, given)]
    return [
        *said,
        *(_again(document, problem) if document["way"] == "trials" else _reasoned(document, problem)),
    ]


def _values(document: Document, problem: Problem, given: Schedule | None) -> list[str]:
    if document["claim"] == "impossible":
        if document["values"] or given is not None:
            raise Refused("it says that there is no schedule, and one was given")
        return []
    try:
        schedule = Schedule.model_validate(document.get("schedule"))
        verdict = judge(problem, schedule)
    except (ValidationError, KeyError, ValueError):
        raise Refused("its schedule cannot be read") from None
    if not verdict.allowed or list(verdict.tier_values()) != document["values"]:
        raise Refused("its schedule breaks a hard rule or has not the values that are claimed")
    if given is not None and fingerprint(given) != fingerprint(schedule):
        raise Refused("it is about another schedule")
    return ["  checked: its schedule keeps every hard rule and has the values that are claimed"]


def _again(document: Document, problem: Problem) -> list[str]:
    try:
        found = tried(problem)
    except TooLarge as error:
        raise Refused(f"not every schedule can be tried: {error}") from None
    if found != document.get("tried") or found["best"] != (document["values"] or None):
        raise Refused("trying every schedule again gives another answer")
    return [
        f"  checked: every schedule was tried again, {found['judged']} were judged",
        "  trusted: the independent checker, and its list of rules that a further line cannot repair",
    ]


def _reasoned(document: Document, problem: Problem) -> list[str]:
    if document["model"] != model_of(problem):
        raise Refused("its model is not the one that the rules of the programme make")
    steps = follow(document)
    return [
        "  checked: its model is the one that the rules of the programme make",
        f"  checked: every step of the reasoning follows, {sum(steps)} in {len(steps)} proofs",
        f"  trusted: {TRUSTED}",
    ]
