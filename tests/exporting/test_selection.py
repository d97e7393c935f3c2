"""Selections: one exercise, and names that are not there."""

import pytest

from exsched.exporting import FORMATS, Selection
from exsched.exporting.selection import UnknownName
from tests.exporting import feed_rules
from tests.exporting.sample import answer


def test_selection_of_one_exercise_takes_that_one() -> None:
    """Alone, and together with what else is asked."""
    found = answer()
    assert [held.id for held in Selection(exercise="air-ring-27").held(found)] == ["air-ring-27"]
    assert [held.id for held in Selection(nation="ARV", exercise="air-ring-27").held(found)] == [
        "air-ring-27"
    ]
    assert Selection(nation="DOR", exercise="air-ring-27").held(found) == ()
    assert Selection(exercise="air-ring-27").words() == "exercise air-ring-27"


def test_calendar_of_one_exercise_holds_its_events() -> None:
    """With planning events and dated acts, and the certificate."""
    data = FORMATS["ical"].write(answer(), Selection(exercise="iron-gate-27"))
    assert feed_rules.broken(data) == []
    names = {event.value("UID").partition("@")[0].partition("+")[0] for event in feed_rules.read(data)[1]}
    assert names == {"ex-iron-gate-27", "pe-iron-gate-27", "act-iron-gate-27", "certificate-northern-2027"}


def test_selection_of_an_unknown_exercise_is_refused_with_the_nearest_name() -> None:
    """An export is asked for by a person; a feed, which outlives names, finds nothing instead."""
    with pytest.raises(UnknownName, match=r"no exercise 'air-rin-27'\nhint: did you mean air-ring-27\?"):
        Selection(exercise="air-rin-27").held(answer())
    assert Selection(exercise="air-rin-27").found(answer()) == ()
