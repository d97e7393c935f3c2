"""Smaller domains for a model too large for one presolve: some exercises at a time, each group alone.

What others have a part in is left out, but of a no-overlap or a cumulative the group's own intervals stay. So
each group's model is a relaxation of the whole, and what no solution of it has, none of the whole has either:
an exercise that fits no venue, a start day that no rule leaves.
"""

from collections.abc import Iterator
from dataclasses import replace

from exsched.solving.anatomy import Anatomy, Cumulative, NoOverlap
from exsched.solving.anatomy.folding import Folded
from exsched.solving.anatomy.owners import Owners, bits, owners
from exsched.solving.bounds.tighten import presolved

_GROUP = 20
"""Exercises of a group."""
_SECONDS = 5.0
"""Seconds that one group may take."""


def narrowed(anatomy: Anatomy) -> Anatomy:
    """The same parts over domains of which every solution of the whole takes its values."""
    known, domains = owners(anatomy), list(anatomy.domains)
    for group in _groups(len(anatomy.decided)):
        alone = _alone(anatomy, known, group)
        found = presolved("\n".join(alone.text), _SECONDS)
        for variable, domain in zip(alone.variables, found, strict=False):
            domains[variable] = domain
    return replace(anatomy, domains=tuple(domains))


def floor(anatomy: Anatomy, tier: int) -> int:
    """What the domains alone leave of a tier."""
    of = anatomy.tiers[tier]
    return of.constant + sum(
        factor * anatomy.domains[variable][0 if factor > 0 else -1]
        for variable, factor in zip(of.variables, of.factors, strict=True)
    )


def _groups(count: int) -> Iterator[range]:
    for begin in range(0, count, _GROUP):
        yield range(begin, min(begin + _GROUP, count))


def _alone(anatomy: Anatomy, known: Owners, group: range) -> Folded:
    """What the group's own variables and parts say, and what is left of the parts that it shares."""
    others = ~bits(group)
    free = {v for place in group for v in known.variables[place] if not known.of_variable[v] & others}
    folded = Folded(anatomy, free.union(known.loose), [domain[0] for domain in anatomy.domains])
    for number in sorted({n for place in group for n in known.parts[place]}):
        part = anatomy.parts[number]
        if not known.of_part[number] & others:
            folded.add(number)
        elif isinstance(part, NoOverlap | Cumulative) and not part.when:
            _add_own(folded, part, known, others)
    return folded


def _add_own(folded: Folded, part: NoOverlap | Cumulative, known: Owners, others: int) -> None:
    """Add the part with the group's own intervals, unless others have a say in demands or capacity."""
    kept = [place for place, number in enumerate(part.intervals) if not known.of_part[number] & others]
    intervals = tuple(part.intervals[place] for place in kept)
    if isinstance(part, NoOverlap):
        folded.add_tasks(replace(part, intervals=intervals))
        return
    demands = tuple(part.demands[place] for place in kept)
    said = {variable for one in (part.capacity, *demands) for variable in one.variables}
    if not any(known.of_variable[variable] & others for variable in said):
        folded.add_tasks(replace(part, intervals=intervals, demands=demands))
