"""Which positions are missing to say whether a site lies in an area; for checks."""

from collections.abc import Collection, Iterable

from exsched.domain.programme import Programme


def positions_missing(facts: Programme, areas: Iterable[str], venues: Collection[str]) -> tuple[str, ...]:
    """What leaves open whether one of the venues lies in one of the areas; nothing when one surely does."""
    used, named = frozenset(venues), tuple(areas)
    if any(used & facts.venues_in(area) for area in named):
        return ()
    lost = used & frozenset().union(*(facts.unplaced(area) for area in named))
    return tuple(f"venues.{name}.at" for name in sorted(lost))
