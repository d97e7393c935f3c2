"""A band is reached from one of its numbers on, or beyond it."""

from typing import Any, NamedTuple

import pytest

from exsched.domain.exercises import Equipment
from exsched.rulekit.band import Band


class Size(NamedTuple):
    """So many troops, and so much equipment."""

    strength: int | None
    equipment: Equipment


def a_size(troops: int | None = None, **equipment: int) -> Size:
    """What is not given is not known."""
    return Size(troops, Equipment(**equipment))


BAND: dict[str, Any] = {"troops": 100, "tanks": 10}


@pytest.mark.parametrize(
    ("size", "at_least", "more_than"),
    [
        (a_size(99, tanks=9), False, False),
        (a_size(100, tanks=9), True, False),
        (a_size(101, tanks=9), True, True),
        (a_size(99, tanks=10), True, False),
        (a_size(99, tanks=11), True, True),
        (a_size(99), None, None),
        (a_size(100), True, None),
        (a_size(101), True, True),
        (a_size(tanks=9), None, None),
        (a_size(tanks=11), True, True),
        (a_size(), None, None),
    ],
)
def test_band_is_reached_by_one_number(size: Size, at_least: bool | None, more_than: bool | None) -> None:
    """At least, or more than; None when none is reached and one is not known."""
    assert Band.model_validate(BAND).reached(size) is at_least
    assert Band.model_validate(BAND | {"above": True}).reached(size) is more_than


def test_band_says_what_it_means() -> None:
    """In words, with what is asked for and not known."""
    band = Band(troops=9000, tanks=250, acvs=500, artillery=250, sorties=200)
    vehicles = "250 battle tanks or 500 armoured combat vehicles"
    numbers = f"9,000 troops or {vehicles} or 250 artillery pieces or 200 sorties"
    assert (str(band), band.said()) == (numbers, f"at least {numbers}")
    above = Band(troops=40000, above=True)
    assert str(above) == above.said() == "more than 40,000 troops"
    assert band.unknown(a_size(1, tanks=1, sorties=1)) == ("armoured combat vehicles", "artillery pieces")


def test_band_needs_a_number() -> None:
    """A band without numbers would say nothing."""
    with pytest.raises(ValueError, match="a band needs one of troops, tanks, acvs, artillery, sorties"):
        Band(above=True)
