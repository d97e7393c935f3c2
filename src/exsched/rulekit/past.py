"""What history tells: who took part in an exercise of a past year, and whether a filter means it."""

from collections.abc import Iterable, Iterator

from exsched.domain.history import PastExercise
from exsched.domain.programme import Programme
from exsched.rulekit.where import Where


def past_parties(facts: Programme, past: PastExercise) -> frozenset[str]:
    """Nations that took part other than as observers: named, hosting, or owning a force there."""
    owners = {facts.forces[name].nation for name in past.forces or () if name in facts.forces}
    return frozenset({*past.participants, *past.hosts} | owners)


def nation_was_there(facts: Programme, past: PastExercise, nation: str) -> bool | None:
    """Whether a nation took part in a past exercise; None when nobody wrote who did."""
    return True if nation in past_parties(facts, past) else False if past.participants else None


def force_was_there(facts: Programme, past: PastExercise, force: str) -> bool | None:
    """Whether a force was committed to a past exercise.

    None when nobody wrote which forces came, and its nation came or may have come.
    """
    if past.forces is not None:
        return force in past.forces
    if force not in facts.forces:
        return False
    return False if nation_was_there(facts, past, facts.forces[force].nation) is False else None


def past_open(facts: Programme, nation: str | None, force: str | None) -> Iterator[PastExercise]:
    """The past exercises of which nobody wrote whether the nation, or the force, was there; by first day."""
    return _in_order(
        past for past in facts.history.values() if _was_there(facts, past, nation, force) is None
    )


def _was_there(facts: Programme, past: PastExercise, nation: str | None, force: str | None) -> bool | None:
    if force is not None:
        return force_was_there(facts, past, force)
    return nation_was_there(facts, past, nation or "")


def past_of_nation(facts: Programme, nation: str) -> Iterator[PastExercise]:
    """The past exercises in which a nation took part, by first day."""
    return _in_order(past for past in facts.history.values() if nation in past_parties(facts, past))


def past_of_force(facts: Programme, force: str) -> Iterator[PastExercise]:
    """The past exercises to which a force was committed, by first day."""
    return _in_order(past for past in facts.history.values() if force in (past.forces or ()))


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


def _in_order(meant: Iterable[PastExercise]) -> Iterator[PastExercise]:
    return iter(sorted(meant, key=lambda past: (past.footprint.start, past.id)))
