"""Pairs of programmes that differ only in what one viewer may not see, with all that it sees held fixed."""

from dataclasses import dataclass
from random import Random

from hypothesis import strategies as st

from exsched.access import Role, Viewer
from exsched.domain.schedule import Schedule
from tests.access.programme import VIEWER, Draft
from tests.access.tricks import TRICKS

SALT = "salt of the tests"


@dataclass(frozen=True)
class Pair:
    """Constraint files and a schedule, twice; `viewer` sees no difference."""

    files_a: dict[str, bytes]
    files_b: dict[str, bytes]
    viewer: Viewer
    schedule_a: Schedule
    schedule_b: Schedule


def a_draft(tricks: dict[str, int]) -> Draft:
    """The small programme with some hidden things, each made with a seed of its own."""
    draft = Draft()
    for name, trick in TRICKS.items():
        if name in tricks:
            trick(draft, Random(tricks[name]))
    return draft


def a_pair(tricks_a: dict[str, int], tricks_b: dict[str, int], role: Role = Role.PLANNER) -> Pair:
    """Two programmes with different hidden things."""
    a, b = a_draft(tricks_a), a_draft(tricks_b)
    return Pair(a.written(), b.written(), Viewer(role, VIEWER, SALT), a.schedule(), b.schedule())


_TRICKS = st.dictionaries(st.sampled_from(tuple(TRICKS)), st.integers(0, 10_000))


def pairs() -> st.SearchStrategy[Pair]:
    """Pairs with any hidden things on either side."""
    return st.builds(a_pair, _TRICKS, _TRICKS, st.sampled_from((Role.PLANNER, Role.FEED)))
