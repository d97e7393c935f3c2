"""What changes from one release to the next, exercise by exercise, as the viewer of the answers sees it."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from exsched.domain.dates import Period
from exsched.domain.exercises import FULL_FORM, Role
from exsched.exporting.wording import day, days, listed, many
from exsched.rulekit.laydown import Held
from exsched.rulekit.verdict import Answer


class Kind(StrEnum):
    """How an exercise changes; several can hold at once."""

    ADDED = "added"
    REMOVED = "removed"
    CANCELLED = "cancelled"
    REINSTATED = "reinstated"
    MOVED = "moved"
    RESITED = "resited"
    PARTICIPANTS = "participants"
    FORCES = "forces"
    FORM = "form"
    RETITLED = "retitled"


@dataclass(frozen=True)
class Facts:
    """One exercise as it is held in one release; sites by need, roles by nation, elements by force.

    `names` are those of its venues and forces; a new name changes no exercise.
    """

    title: str
    kind: str
    form: str
    startex: date
    endex: date
    sites: dict[str, str]
    participants: dict[str, str]
    forces: dict[str, int]
    hosts: tuple[str, ...]
    owners: tuple[str, ...]
    names: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def execution(self) -> Period:
        """STARTEX to ENDEX."""
        return Period(start=self.startex, end=self.endex)

    @property
    def nations(self) -> frozenset[str]:
        """Those who take part, host, or own forces in it."""
        return frozenset({*self.participants, *self.hosts, *self.owners})

    def as_json(self) -> dict[str, Any]:
        """The facts as JSON values."""
        return asdict(self) | {"startex": self.startex.isoformat(), "endex": self.endex.isoformat()}


@dataclass(frozen=True)
class Change:
    """What changes for one exercise; `before` or `after` is None where it is not held."""

    exercise: str
    kinds: tuple[Kind, ...]
    before: Facts | None
    after: Facts | None
    sentence: str

    def concerns(self, nation: str) -> bool:
        """Whether the nation takes part, hosts or has forces in it, before or after."""
        return any(nation in facts.nations for facts in (self.before, self.after) if facts)


def changes(before: Answer | None, after: Answer) -> tuple[Change, ...]:
    """Every exercise that differs, by its first day; against None, a first release, all are added.

    For a nation, give both answers as it sees them: what comes into sight is added, what leaves is removed.
    """
    old, new = (_held(before) if before else {}), _held(after)
    known = frozenset(before.problem.exercises) if before else frozenset[str]()
    found = [
        change
        for name in {**old, **new}
        if (change := _change(name, old.get(name), new.get(name), known, frozenset(after.problem.exercises)))
    ]
    return tuple(sorted(found, key=lambda c: ((c.after or c.before or _NEVER).startex, c.exercise)))


def concerning(nation: str, found: Iterable[Change]) -> tuple[Change, ...]:
    """The changes in whose exercises a nation takes part, hosts or has forces."""
    return tuple(change for change in found if change.concerns(nation))


_NEVER = Facts("", "", "", date.max, date.max, {}, {}, {}, (), ())


def _held(answer: Answer) -> dict[str, Facts]:
    return {name: _facts(held) for name, held in answer.laydown.held.items()}


def _facts(held: Held) -> Facts:
    names = {venue.id: f"{venue.name} ({venue.host})" for venue in held.sites.values()}
    forces: dict[str, int] = {}
    for commitment in held.commitments:
        name = commitment.force.id
        names[name] = f"{commitment.force.name} ({commitment.force.nation})"
        forces[name] = forces.get(name, 0) + commitment.elements
    return Facts(
        title=held.exercise.title,
        kind=held.exercise.kind.value,
        form=held.line.form or FULL_FORM,
        startex=held.execution.start,
        endex=held.execution.end,
        sites={need: venue.id for need, venue in held.sites.items()},
        participants={nation: role.value for nation, role in held.roles.items()},
        forces=dict(sorted(forces.items())),
        hosts=tuple(sorted(held.hosts)),
        owners=tuple(sorted({c.force.nation for c in held.commitments})),
        names=names,
    )


def _change(
    name: str, old: Facts | None, new: Facts | None, known: frozenset[str], still: frozenset[str]
) -> Change | None:
    if old is None and new is not None:
        kind = Kind.REINSTATED if name in known else Kind.ADDED
        word = "is held again" if kind is Kind.REINSTATED else "is added"
        return Change(name, (kind,), None, new, f"{new.title} {word}: {_where(new)}.")
    if new is None and old is not None:
        kind = Kind.CANCELLED if name in still else Kind.REMOVED
        said = f"{old.title} is {kind}; it was planned for {days(old.execution)}."
        return Change(name, (kind,), old, None, said)
    if old is None or new is None or old == new:
        return None
    told = list(_differences(old, new))
    if not told:
        return None
    return Change(
        name, tuple(kind for kind, _ in told), old, new, f"{new.title}: {'; '.join(s for _, s in told)}."
    )


def _where(facts: Facts) -> str:
    sites = listed(sorted({facts.names[venue] for venue in facts.sites.values()}), nothing="")
    return f"{days(facts.execution)}{f', {sites}' if sites else ''}"


def _differences(old: Facts, new: Facts) -> Iterator[tuple[Kind, str]]:
    if old.execution != new.execution:
        yield Kind.MOVED, _moved(old.execution, new.execution)
    if old.sites != new.sites:
        yield Kind.RESITED, _resited(old, new)
    if old.participants != new.participants:
        yield Kind.PARTICIPANTS, _participants(old.participants, new.participants)
    if old.forces != new.forces:
        yield Kind.FORCES, _forces(old, new)
    if old.form != new.form:
        yield Kind.FORM, f"held in the form {new.form} instead of {old.form}"
    if (old.title, old.kind) != (new.title, new.kind):
        yield Kind.RETITLED, f"was {old.title} ({old.kind}), now {new.title} ({new.kind})"


def _moved(old: Period, new: Period) -> str:
    later = (new.start - old.start).days
    how = (
        f"{many(abs(later), 'day')} {'later' if later > 0 else 'earlier'}"
        if later
        else f"same STARTEX {day(new.start)}"
    )
    length = "" if old.days == new.days else f", {many(new.days, 'day')} instead of {old.days}"
    return f"moved from {days(old)} to {days(new)} ({how}{length})"


def _resited(old: Facts, new: Facts) -> str:
    was = {need: old.names[venue] for need, venue in old.sites.items()}
    now = {need: new.names[venue] for need, venue in new.sites.items()}
    both = [need for need in now if need in was and old.sites[need] != new.sites[need]]
    told = [f"{need} at {now[need]} instead of {was[need]}" for need in both]
    told += [f"{need} at {now[need]}, new" for need in now if need not in was]
    told += [f"no {need} at {was[need]} any more" for need in was if need not in now]
    return f"re-sited, {', '.join(told)}"


def _participants(old: dict[str, str], new: dict[str, str]) -> str:
    joins = [_named(nation, role) for nation, role in new.items() if nation not in old]
    leaves = [nation for nation in old if nation not in new]
    told = [f"{listed(joins)} {'joins' if len(joins) == 1 else 'join'}"] if joins else []
    told += [f"{listed(leaves)} {'leaves' if len(leaves) == 1 else 'leave'}"] if leaves else []
    told += [
        f"{nation} is {_role(new[nation])} instead of {_role(old[nation])}"
        for nation in new
        if nation in old and new[nation] != old[nation]
    ]
    return ", ".join(told)


def _named(nation: str, role: str) -> str:
    return nation if role == Role.FULL.value else f"{nation} ({_role(role)})"


def _role(role: str) -> str:
    return role.replace("_", " ")


def _forces(old: Facts, new: Facts) -> str:
    names = old.names | new.names
    told = [
        f"{new.forces.get(force, 0)} × {names[force]} instead of {old.forces.get(force, 0)}"
        for force in sorted({**old.forces, **new.forces})
        if old.forces.get(force) != new.forces.get(force)
    ]
    return f"forces {', '.join(told)}"
