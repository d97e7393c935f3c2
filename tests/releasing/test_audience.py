"""Audiences: keys, names and what they select."""

import pytest

from exsched.exporting import Selection
from exsched.releasing.audience import Audience, Kind

KEYS = [
    (Audience(), "*/whole", Selection()),
    (Audience("NOR"), "NOR/whole", Selection()),
    (Audience("NOR", Kind.VENUE, "setermoen"), "NOR/venue/setermoen", Selection(venue="setermoen")),
    (Audience("NOR", Kind.FORCE, "b.1_x-2", True), "NOR/force/b.1_x-2+proposals", Selection(force="b.1_x-2")),
    (Audience("", Kind.NATION, "NOR"), "*/nation/NOR", Selection(nation="NOR")),
    (Audience("NOR", Kind.EXERCISE, "whole"), "NOR/exercise/whole", Selection(exercise="whole")),
]


@pytest.mark.parametrize(("audience", "key", "selection"), KEYS, ids=[key for _, key, _ in KEYS])
def test_audience_has_a_key_that_reads_back(audience: Audience, key: str, selection: Selection) -> None:
    """Each audience has one key, and each key one audience."""
    assert (audience.key, Audience.of(key), audience.selection) == (key, audience, selection)


def test_audience_names_its_calendar() -> None:
    """For whom, what, and whether proposals are in it."""
    assert Audience().name("Programme 2027") == "Programme 2027"
    assert Audience("NOR", Kind.VENUE, "setermoen", True).name("Programme 2027") == (
        "Programme 2027 (for NOR, venue setermoen, with proposals)"
    )
