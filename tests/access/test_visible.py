"""The decision of need-to-know, asked in every way."""

from itertools import product

import pytest

from exsched.access import WHOLE, Label, Role, Sight, Viewer, visible

NATIONS = ("ARV", "BMK", "CAL")
SETS = [
    frozenset(n for n, kept in zip(NATIONS, bits, strict=True) if kept) for bits in product((0, 1), repeat=3)
]
LABELS = [Label(full, busy) for full in SETS for busy in SETS]


@pytest.mark.parametrize("role", [Role.PLANNER, Role.FEED])
@pytest.mark.parametrize("nation", NATIONS)
def test_nation_sees_what_its_label_grants(role: Role, nation: str) -> None:
    """Full when named under full, else busy when named under busy, else nothing; in every label."""
    for label in LABELS:
        wanted = Sight.FULL if nation in label.full else Sight.BUSY if nation in label.busy else Sight.NONE
        assert visible(Viewer(role, nation), label) is wanted


@pytest.mark.parametrize("role", [Role.PLANNER, Role.FEED])
@pytest.mark.parametrize("nation", [None, "", "DOR", "arv"])
def test_stranger_sees_nothing(role: Role, nation: str | None) -> None:
    """Who is no nation of a label is denied, a viewer without a nation too."""
    assert {visible(Viewer(role, nation), label) for label in LABELS} == {Sight.NONE}


@pytest.mark.parametrize("role", [Role.AUTHORITY, Role.AUDITOR])
@pytest.mark.parametrize("nation", [None, "ARV"])
def test_authority_and_auditor_see_everything(role: Role, nation: str | None) -> None:
    """Whatever the label, and whether or not they have a nation."""
    assert {visible(Viewer(role, nation), label) for label in LABELS} == {Sight.FULL}
    assert visible(WHOLE, Label()) is Sight.FULL


def test_roles_that_see_everything_are_two() -> None:
    """A role that is added later sees nothing until somebody decides."""
    assert {role for role in Role if Viewer(role).sees_everything} == {Role.AUTHORITY, Role.AUDITOR}


def test_joined_label_grants_what_both_grant() -> None:
    """For every viewer, what is derived from two things is seen as the worse seen of the two."""
    rank = [Sight.NONE, Sight.BUSY, Sight.FULL]
    for one, other in product(LABELS, LABELS):
        for nation in NATIONS:
            viewer = Viewer(Role.PLANNER, nation)
            worse = min(visible(viewer, one), visible(viewer, other), key=rank.index)
            assert visible(viewer, one.join(other)) is worse
