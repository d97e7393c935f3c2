"""What history tells: who took part in an exercise of a past year, and whether a filter means it."""

from collections.abc import Iterator

from exsched.domain.history import PastExercise
from exsched.domain.programme import Programme
from exsched.rulekit.where import Where


def past_parties(facts: Programme, past: PastExercise) -> frozenset[str]:
    """Nations that took part other than as observers: named, hosting, or owning a force there."""
    owners = {facts.forces[name].nation for name in past.forces if name in facts.forces}
    return frozenset({*past.participants, *past.hosts} | owners)


def nation_was_there(facts: Programme, past: PastExercise, nation: str) -> bool | None:
    """Whether a nation took part in a past exercise; None when nobody wrote who did."""
    return True if nation in past_parties(facts, past) else False if past.participants else None


def force_was_there(facts: Programme, past: PastExercise, force: str) -> bool | None:
    """Whether a force was committed to a past exercise; None when no forces are written, but its nation may
    have taken part.
    """
    if past.forces:
        return force in past.forces
    owner = facts.forces[force].nation if force in facts.forces else ""
    return False if nation_was_there(facts, past, owner) is False else None


def past_open(facts: Programme, nation: str | None, force: str | None) -> Iterator[PastExercise]:
    """The past exercises of which it is not known whether the nation, or the force, was there."""
    for past in _in_order(facts):
        there = nation_was_there(facts, past, nation or "")
        if (force_was_there(facts, past, force) if force is not None else there) is None:
            yield past


def past_of_nation(facts: Programme, nation: str) -> Iterator[PastExercise]:
    """The past exercises in which a nation took part, by first day."""
    return (past for past in _in_order(facts) if nation in past_parties(facts, past))


def past_of_force(facts: Programme, force: str) -> Iterator[PastExercise]:
    """The past exercises to which a force was committed, by first day."""
    return (past for past in _in_order(facts) if force in past.forces)


def past_matches(where: Where, past: PastExercise) -> bool | None:
    """Whether a filter means a past exercise; None when that hangs on what history does not record.

    History knows kind, tags and series; of domains and sponsor it knows nothing.
    """
    if (
        where.exercises
        or (where.kinds and past.kind not in where.kinds)
        or (where.tags and not set(where.tags) & set(past.tags))
        or (where.series is not None and past.series != where.series)
    ):
        return False
    return None if where.domains or where.sponsor is not None else True


def _in_order(facts: Programme) -> list[PastExercise]:
    return sorted(facts.history.values(), key=lambda past: (past.footprint.start, past.id))
