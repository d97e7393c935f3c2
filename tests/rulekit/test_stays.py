"""The sweep that finds the days on which too much is in use."""

from datetime import date

import pytest

from exsched.domain.dates import ALWAYS, Period
from exsched.rulekit.phrases import number_of
from exsched.rulekit.stays import Excess, Shortage, Stay, excesses, worst

JANUARY = Period(start=date(2027, 1, 1), end=date(2027, 1, 31))


def days(first: int, last: int) -> Period:
    """Days of January 2027."""
    return Period(start=date(2027, 1, first), end=date(2027, 1, last))


def test_excesses_names_days_and_exercises() -> None:
    """Each stretch of days above the limit comes with its load and the exercises that make it."""
    stays = [Stay("alder", days(1, 5), 2), Stay("birch", days(4, 8)), Stay("cedar", days(5, 5))]
    assert list(excesses(stays, 2, JANUARY)) == [
        Excess(days(4, 4), 3, 2, ("alder", "birch")),
        Excess(days(5, 5), 4, 2, ("alder", "birch", "cedar")),
    ]


def test_excesses_lets_one_leave_as_another_comes() -> None:
    """The day after the last day of a stay is free, also for the same exercise."""
    stays = [Stay("alder", days(1, 5)), Stay("alder", days(6, 6)), Stay("birch", days(7, 9))]
    assert list(excesses(stays, 1, JANUARY)) == []


def test_excesses_adds_stays_of_one_exercise() -> None:
    """Two stays of one exercise on one day add up, and it is named once."""
    assert list(excesses([Stay("alder", days(1, 2)), Stay("alder", days(2, 3))], 1, JANUARY)) == [
        Excess(days(2, 2), 2, 1, ("alder",))
    ]


@pytest.mark.parametrize("first_last", [(1, 3), (7, 9)])
def test_excesses_sees_only_days_within(first_last: tuple[int, int]) -> None:
    """Days outside the period asked for do not count."""
    assert list(excesses([Stay("alder", days(4, 6), 9)], 1, days(*first_last))) == []


def test_excesses_clips_to_the_period() -> None:
    """A stay that reaches beyond the period counts for the days inside."""
    assert list(excesses([Stay("alder", days(1, 9), 2)], 1, days(3, 4))) == [
        Excess(days(3, 4), 2, 1, ("alder",))
    ]


def test_excesses_lowers_the_limit_by_shortages() -> None:
    """Shortages that overlap add up, and leave no less than nothing."""
    shortages = [Shortage(days(3, 4), 2), Shortage(days(4, 5), 9)]
    assert list(excesses([Stay("alder", days(1, 9), 2)], 3, JANUARY, shortages)) == [
        Excess(days(3, 3), 2, 1, ("alder",)),
        Excess(days(4, 4), 2, 0, ("alder",)),
        Excess(days(5, 5), 2, 0, ("alder",)),
    ]


def test_excesses_ignores_stays_of_nothing() -> None:
    """A stay of amount 0 neither counts nor is named."""
    stays = [Stay("alder", days(1, 5), 0), Stay("birch", days(2, 2), 2)]
    assert list(excesses(stays, 1, JANUARY)) == [Excess(days(2, 2), 2, 1, ("birch",))]


def test_excesses_takes_open_periods_without_counting_days() -> None:
    """An open validity of 300 years is one stretch."""
    always = ALWAYS.period()
    assert [e.period for e in excesses([Stay("alder", always, 2)], 1, always)] == [always]


def test_worst_is_the_first_of_the_largest() -> None:
    """Of equal excesses the earlier one is named; of none, none."""
    stays = [Stay("alder", days(1, 1), 2), Stay("birch", days(3, 3), 3), Stay("cedar", days(5, 5), 3)]
    most = worst(excesses(stays, 1, JANUARY))
    assert (most, most and most.by) == (Excess(days(3, 3), 3, 1, ("birch",)), 2)
    assert worst(excesses([], 1, JANUARY)) is None


def test_number_of_knows_one() -> None:
    """One is singular, all else plural."""
    assert [number_of(n, "exercise") for n in (0, 1, 2)] == ["0 exercises", "1 exercise", "2 exercises"]
