"""What a calendar shows: one all-day entry for each exercise, planning event and dated act."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from exsched.domain.exercises import Role
from exsched.domain.venues import Point
from exsched.exporting.acts import Standing, named, standing
from exsched.exporting.selection import Selection
from exsched.exporting.standing import refusal
from exsched.exporting.wording import day, days, many
from exsched.rulekit.act import Act, PlanningEvent
from exsched.rulekit.laydown import Held
from exsched.rulekit.verdict import Answer

_FIRST_WORD = {Standing.OVERDUE: "Overdue", Standing.OPEN: "Due", Standing.ON_RECORD: "Done"}
_NOT_DONE = {Standing.OVERDUE: "Overdue: not on record.", Standing.OPEN: "Not on record yet."}


@dataclass(frozen=True)
class Entry:
    """One all-day entry; `last` is included, `parent` is the local part of another entry's UID.

    `exercise` is the id of the exercise that it belongs to, if any.
    """

    uid: str
    first: date
    last: date
    summary: str
    description: str
    categories: tuple[str, ...] = ()
    location: str = ""
    at: Point | None = None
    parent: str | None = None
    exercise: str = ""


def entries(answer: Answer, selection: Selection) -> Iterator[Entry]:
    """Every entry that is selected and the certificate, marked when the schedule is refused.

    Raises:
        UnknownName: when the selection asks for a name that the programme does not have.
    """
    yield from _marked(answer, _entries(answer, selection.held(answer)))
    yield from _marked(answer, [_certificate(answer)])


def feed_entries(answer: Answer, selection: Selection) -> Iterator[Entry]:
    """The same for a feed: no certificate, which would change with every release, and no unknown names."""
    yield from _marked(answer, _entries(answer, selection.found(answer)))


def _marked(answer: Answer, found: Iterable[Entry]) -> Iterator[Entry]:
    """The entries with `REFUSED: ` before each title when the schedule is refused."""
    refused = refusal(answer)
    for entry in found:
        yield replace(entry, summary=f"{refused}{entry.summary}") if refused else entry


def _entries(answer: Answer, selected: Iterable[Held]) -> Iterator[Entry]:
    """What is selected; an entry that says so when there is none."""
    chosen = {held.id: held for held in selected}
    for held in chosen.values():
        yield _reserved(held) if held.id in answer.blocks else _exercise(held)
    for event in answer.planning:
        if event.exercise in chosen:
            yield _planning(event, chosen[event.exercise])
    yield from _acts((act for act in answer.acts if act.exercise in chosen), chosen, answer)
    if not chosen:
        yield _nothing(answer)


def exercise_uid(exercise: str) -> str:
    """The local part of an exercise's UID."""
    return f"ex-{exercise}"


def _exercise(held: Held) -> Entry:
    facts = held.exercise
    venues = {venue.id: venue for venue in held.sites.values()}
    return Entry(
        uid=exercise_uid(held.id),
        first=held.execution.start,
        last=held.execution.end,
        summary=f"{facts.title} ({facts.kind})",
        description="\n".join(_particulars(held)),
        categories=(facts.kind.value, *(d.value.capitalize() for d in facts.domains), *sorted(held.hosts)),
        location="; ".join(f"{venue.name} ({venue.host})" for venue in venues.values()),
        at=next((venue.at for venue in venues.values() if venue.at), None),
        exercise=held.id,
    )


def _reserved(held: Held) -> Entry:
    """A block in the place of an exercise that the reader may not see: when and where, and nothing else."""
    venues = sorted({f"{venue.name} ({venue.host})" for venue in held.sites.values()})
    return Entry(
        uid=exercise_uid(held.id),
        first=held.execution.start,
        last=held.execution.end,
        summary=held.exercise.title,
        description=f"Reserved {days(held.execution)}, both days included.",
        categories=("Reserved",),
        location="; ".join(venues),
        exercise=held.id,
    )


def _particulars(held: Held) -> Iterator[str]:
    run = held.execution
    yield f"STARTEX {day(run.start)}, ENDEX {day(run.end)}: {many(run.days, 'day')}, both included."
    if held.line.form:
        yield f"Held in a lesser form: {held.line.form}."
    yield f"Footprint {days(held.footprint)}."
    if held.sites:
        yield "Sites: " + "; ".join(
            f"{need}: {venue.name} ({venue.host})" for need, venue in held.sites.items()
        )
    if held.roles:
        yield "Participants: " + ", ".join(_with_role(nation, role) for nation, role in held.roles.items())
    if held.commitments:
        yield "Forces: " + "; ".join(
            f"{c.elements} × {c.force.name} ({c.force.nation})" for c in held.commitments
        )
    if held.exercise.strength:
        yield f"Planned strength: {held.exercise.strength:,}."


def _with_role(nation: str, role: Role) -> str:
    return nation if role is Role.FULL else f"{nation} ({role.value.replace('_', ' ')})"


def _planning(event: PlanningEvent, held: Held) -> Entry:
    return Entry(
        uid=f"pe-{event.exercise}+{_slug(event.event)}",
        first=event.start,
        last=event.end,
        summary=f"{event.event}: {held.exercise.title}",
        description=(
            f"Planning event {event.event}, {day(event.start)} to {day(event.end)}.\n"
            f"For {held.exercise.title}, STARTEX {day(held.execution.start)}."
        ),
        categories=("Planning",),
        parent=exercise_uid(event.exercise),
        exercise=event.exercise,
    )


def _acts(acts: Iterable[Act], chosen: dict[str, Held], answer: Answer) -> Iterator[Entry]:
    as_of = answer.problem.programme.as_of
    seen: Counter[str] = Counter()
    for act in acts:
        name = f"act-{act.exercise}+{_slug(act.act)}+{_digest(f'{act.to}|{act.paragraph}')}"
        seen[name] += 1
        uid = name if seen[name] == 1 else f"{name}+{seen[name]}"
        yield _act(act, standing(act, as_of), chosen[act.exercise], uid)


def _act(act: Act, stands: Standing, held: Held, uid: str) -> Entry:
    done = f"On record since {day(act.on_record)}." if act.on_record else _NOT_DONE[stands]
    by = f" ({act.paragraph})" if act.paragraph else ""
    return Entry(
        uid=uid,
        first=act.due,
        last=act.due,
        summary=f"{_FIRST_WORD[stands]}: {named(act)} to {act.to}: {held.exercise.title}",
        description=(
            f"{act.duty.capitalize()}: {named(act)} to {act.to}, due by {day(act.due)}{by}.\n{done}\n"
            f"For {held.exercise.title}, STARTEX {day(held.execution.start)}."
        ),
        categories=("Dated act", act.duty.capitalize()),
        parent=exercise_uid(act.exercise),
        exercise=act.exercise,
    )


def _nothing(answer: Answer) -> Entry:
    header = answer.problem.programme.programme
    start = header.horizon.start
    return Entry(
        uid=f"none-{header.id}",
        first=start,
        last=start,
        summary=f"No entries in {header.title}",
        description="The programme holds no exercise that this calendar would show.",
    )


def _certificate(answer: Answer) -> Entry:
    """The checker's certificate; an entry of its own, so that a new version changes no other."""
    header = answer.problem.programme.programme
    as_of = answer.problem.programme.as_of
    facts = "\n".join(f"{key}: {value}" for key, value in answer.verdict.certificate().items())
    return Entry(
        uid=f"certificate-{header.id}",
        first=as_of,
        last=as_of,
        summary=f"{header.title}: as of {day(as_of)}, {answer.verdict.word}",
        description=f"What the independent checker found.\n{facts}",
        categories=("Certificate",),
    )


def _slug(name: str) -> str:
    """The name in characters that are safe in a UID; told apart by a digest when characters had to go."""
    safe = re.sub(r"[^A-Za-z0-9.-]+", "-", name)[:40].strip("-")
    return safe if safe == name else f"{safe or 'event'}-{_digest(name)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
