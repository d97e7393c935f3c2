"""Which plant is tried in which host: all of them alone, each in two or more hosts, some in the largest."""

from typing import NamedTuple

from tests.impossible.corpus import expected
from tests.long_form import by_form

SMALL = ("black-sea-2027", "nordic-baltic-2027")
GENERATED = ("20-1", "50-1", "100-1")
LARGEST = "300-1"

ALONE = frozenset({"frozen"})
"""Plants that say something of every exercise, so that the host's own would clash with them."""


class Case(NamedTuple):
    """A plant, and the programme that it stands in; none for the plant alone."""

    plant: str
    host: str = ""


def alone() -> list[Case]:
    """Every plant in its own few weeks."""
    return [Case(name) for name in sorted(expected())]


def in_hosts() -> list[Case]:
    """Every plant in one or more hosts; the short form takes a few in the smallest host only."""
    names = sorted(expected().keys() - ALONE)
    turns = (*SMALL, *GENERATED[:2])
    cases = [Case(name, turns[n % len(turns)]) for n, name in enumerate(names)]
    cases += [Case(name, GENERATED[2]) for name in names[::4]]
    cases += [Case(name, LARGEST) for name in names[::13]]
    few = [case for case in cases if case.host == SMALL[0]][::5]
    return by_form(short=few, long=cases)
