"""Successive plans of the sample programme, and the feeds of their releases."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from exsched.domain.programme import Programme
from exsched.domain.schedule import Line, Schedule
from exsched.exporting.ical import Links, Press, Publisher
from exsched.releasing.audience import Audience, Kind
from exsched.releasing.publication import Order, publication
from exsched.releasing.snapshot import Snapshot, snapshot
from exsched.releasing.stamps import Stamp
from exsched.rulekit.verdict import Answer
from tests.exporting import sample

AT = datetime(2026, 12, 1, 8, 0, 0, 250_000, tzinfo=UTC)
PUBLISHER = Publisher("cell.example", "planning")
LINKS = Links("https://cell.example/p/northern", "https://cell.example/p/northern/exercises/")


def press() -> Press:
    """A press of the invented cell."""
    return Press(PUBLISHER, LINKS)


@cache
def base() -> Answer:
    """The sample: fourteen exercises held, MARSH WOLF 27 dropped."""
    return sample.answer()


def plan(
    changes: Mapping[str, Mapping[str, Any] | None] | None = None, answer: Answer | None = None
) -> Answer:
    """The sample with some lines changed; None drops an exercise. Its verdict stays allowed."""
    found = answer or base()
    lines = tuple(_changed(line, dict(changes or {})) for line in found.schedule.lines)
    return replace(found, schedule=Schedule(programme=found.schedule.programme, lines=lines))


def _changed(line: Line, changes: dict[str, Mapping[str, Any] | None]) -> Line:
    if line.exercise not in changes:
        return line
    update = changes[line.exercise]
    return Line(exercise=line.exercise, held=False) if update is None else line.model_copy(update={**update})


def days(first: str, count: int) -> dict[str, date]:
    """STARTEX and ENDEX of so many days."""
    start = date.fromisoformat(first)
    return {"startex": start, "endex": start + timedelta(count - 1)}


AIR_RING_LATER = {"air-ring-27": days("2027-06-16", 11)}
MARSH_WOLF = {"marsh-wolf-27": {"held": True, **days("2027-05-17", 10), "sites": {"main": "ostfell"}}}
DEEP_KEEL_ELSEWHERE = {"deep-keel-27": {"sites": {"sea": "dorsund"}}}


def three_releases() -> list[Answer]:
    """As planned; one moved, one cancelled, one added, one re-sited; then un-cancelled and rolled back."""
    second = {**AIR_RING_LATER, "mercy-27": None, **MARSH_WOLF, **DEEP_KEEL_ELSEWHERE}
    return [plan(), plan(second), plan({**MARSH_WOLF, **DEEP_KEEL_ELSEWHERE})]


def audiences() -> list[Audience]:
    """The whole, and one of every nation, force, venue and exercise; the whole also with proposals."""
    facts = base().problem.programme
    named: dict[Kind, Iterable[str]] = {
        Kind.NATION: facts.nations,
        Kind.FORCE: facts.forces,
        Kind.VENUE: facts.venues,
        Kind.EXERCISE: facts.exercises,
    }
    each = [Audience("", kind, name) for kind, names in named.items() for name in names]
    return [Audience(), Audience(proposals=True), Audience("ARV"), *each]


def released(
    answers: Iterable[Answer],
    of: Iterable[Audience],
    every: timedelta = timedelta(7),
    tentative: bool = False,
) -> list[dict[str, Snapshot]]:
    """The feeds of successive releases, a week apart."""
    made: list[dict[str, Snapshot]] = []
    wanted = list(of)
    for number, answer in enumerate(answers):
        before = made[-1] if made else {}
        orders = [
            Order(
                audience,
                answer,
                tentative,
                before[audience.key].stamps if before else {},
                before[audience.key].body if before else b"",
            )
            for audience in wanted
        ]
        made.append(publication(orders, AT + number * every, press()))
    return made


def snapshot_of(
    answer: Answer, audience: Audience, stamps: Mapping[str, Stamp], at: datetime, tentative: bool = False
) -> Snapshot:
    """One feed after these stamps."""
    return snapshot(answer, audience, stamps, at, press(), tentative)


def with_facts(facts: Programme) -> Answer:
    """The sample's schedule in a changed programme."""
    found = base()
    return replace(found, problem=replace(found.problem, programme=facts))
