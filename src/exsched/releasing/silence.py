"""The silence procedure: a proposed release follows when nobody who is asked says no in time.

A nation concurs, breaks silence with a reason, or lets it run out, which counts as consent. Its last word
counts. The scheduling authority may release over a broken or unfinished silence, with its reason on record.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from exsched.access.label import label_of_exercise
from exsched.exporting.wording import day, listed
from exsched.rulekit.verdict import Answer


class State(StrEnum):
    """Where a release stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    RELEASED = "released"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What can be done with a release."""

    PROPOSE = "propose"
    CONCUR = "concur"
    BREAK = "break"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    SUPERSEDE = "supersede"


class Word(StrEnum):
    """What a nation said."""

    CONCURRED = "concurred"
    BROKEN = "broken"


class Reason(StrEnum):
    """Why a nation breaks silence."""

    DATES = "dates"
    VENUE = "venue"
    FORCES = "forces"
    PARTICIPATION = "participation"
    RESOURCES = "resources"
    LEGAL = "legal"
    POLITICAL = "political"
    OTHER = "other"


class Said(Protocol):
    """What a nation said: the last word of each counts."""

    @property
    def nation(self) -> str:
        """The nation."""

    @property
    def act(self) -> str:
        """`concurred` or `broken`."""


class OutOfTurn(ValueError):
    """A step that a release does not allow as it stands; the text is a sentence with its hint."""


_LEADS = {
    (State.DRAFT, Step.PROPOSE): State.PROPOSED,
    (State.DRAFT, Step.PUBLISH): State.RELEASED,
    (State.DRAFT, Step.WITHDRAW): State.WITHDRAWN,
    (State.PROPOSED, Step.CONCUR): State.PROPOSED,
    (State.PROPOSED, Step.BREAK): State.PROPOSED,
    (State.PROPOSED, Step.PUBLISH): State.RELEASED,
    (State.PROPOSED, Step.WITHDRAW): State.WITHDRAWN,
    (State.RELEASED, Step.SUPERSEDE): State.SUPERSEDED,
}
_DONE = {
    Step.PROPOSE: "proposed",
    Step.CONCUR: "concurred with",
    Step.BREAK: "objected to",
    Step.PUBLISH: "published",
    Step.WITHDRAW: "withdrawn",
    Step.SUPERSEDE: "superseded",
}


def after(state: State, step: Step) -> State:
    """Where a step leads.

    Raises:
        OutOfTurn: when the release does not allow the step as it stands.
    """
    found = _LEADS.get((state, step))
    if found is None:
        can = [other.value for at, other in _LEADS if at is state]
        hint = f"possible now: {listed(can)}" if can else "make a new release instead"
        raise OutOfTurn(f"a release that is {state} cannot be {_DONE[step]}\nhint: {hint}")
    return found


def asked(answer: Answer) -> frozenset[str]:
    """The nations that are asked: those that see an exercise of the plan in full.

    Not those whose forces are in one that is hidden from them: being asked would tell them of it.
    """
    found: set[str] = set()
    for name in answer.laydown.held:
        found |= label_of_exercise(answer.problem, name, answer.laydown).full
    return frozenset(found & answer.problem.programme.nations.keys())


def may_speak(nation: str, who: frozenset[str], step: Step, until: datetime, now: datetime) -> str | None:
    """None when the nation may concur or break silence now, else the sentence why not."""
    if nation not in who:
        return f"{nation} is not asked: no exercise of this release concerns it"
    if step is Step.BREAK and now >= until:
        return f"silence ended on {_at(until)}: tell the scheduling authority"
    return None


def may_release(
    who: Iterable[str], said: Iterable[Said], until: datetime | None, now: datetime
) -> str | None:
    """None when the release may follow, else the sentence why not.

    It may when nobody who is asked has broken silence, and silence has run out or all have concurred.
    Without a silence period (a draft) it may only when nobody is asked.
    """
    words = {one.nation: one.act for one in said}
    nations = sorted(who)
    if broken := [nation for nation in nations if words.get(nation) == Word.BROKEN]:
        return f"silence was broken by {listed(broken)}"
    silent = [nation for nation in nations if nation not in words]
    if not silent:
        return None
    if until is None:
        return f"it was not proposed to {listed(nations)}"
    return f"silence runs until {_at(until)}; {listed(silent)} can still break it" if now < until else None


def _at(instant: datetime) -> str:
    return f"{day(instant.date())} at {instant:%H:%M} UTC"
