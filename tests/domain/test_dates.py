"""Dates and ranges are read as planners write them, and refused with the way to write them."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from exsched.domain.dates import Period, Span, Validity, parse_day

MARCH = Period(start=date(2027, 3, 1), end=date(2027, 3, 10))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (20270301, "a date is text like 2027-03-01"),
        ("2027-3-1", "2027-3-1: write 2027-03-01"),
        ("01/03/2027", "01/03/2027: day and month could be swapped; write YYYY-MM-DD"),
        ("2027-03-01T10:00:00", "2027-03-01T10:00:00: a date only, without a time of day"),
        ("2027-W53", "2027-W53: ISO weeks are not read; write the Monday as YYYY-MM-DD"),
        ("next week", "next week: a date is written YYYY-MM-DD"),
        ("2027-02-29", "2027-02-29 is not a day of the calendar"),
        ("1899-12-31", "1899-12-31: the year must lie between 1900 and 2199"),
    ],
)
def test_day_that_is_no_day_says_how_to_write_it(text: object, said: str) -> None:
    """Each wrong form has its own sentence."""
    with pytest.raises(ValueError, match="^" + said.replace(".", r"\.") + "$"):
        parse_day(text)


def test_day_is_read() -> None:
    """Text and dates are both taken; a leap day exists in a leap year."""
    assert (parse_day("2028-02-29"), parse_day(date(2027, 1, 2))) == (date(2028, 2, 29), date(2027, 1, 2))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2027-03-01/2027-03-10", "2027-03-01/2027-03-10"),
        ("2027-03-01", "2027-03-01"),
        (date(2027, 3, 1), "2027-03-01"),
        ({"start": "2027-03-01", "end": "2027-03-02"}, "2027-03-01/2027-03-02"),
    ],
)
def test_period_is_read_and_written(value: Any, text: str) -> None:
    """A range, a single day, and what was written before come back as the same text."""
    period = Period.model_validate(value)
    written: Any = period.model_dump()
    assert [str(period), written] == [text, text]
    assert Period.model_validate(written) == period


def test_period_that_ends_before_it_starts_is_refused() -> None:
    """The two dates are named, and that they are swapped."""
    with pytest.raises(
        ValidationError, match="2027-03-02/2027-03-01 ends before it starts; swap the two dates"
    ):
        Period.model_validate("2027-03-02/2027-03-01")


def test_period_counts_both_its_ends() -> None:
    """Length, days, membership, overlap and common days all include the first and the last day."""
    touching = Period(start=date(2027, 3, 10), end=date(2027, 3, 12))
    after = Period(start=date(2027, 3, 11), end=date(2027, 3, 12))
    assert (MARCH.days, len(list(MARCH.each_day()))) == (10, 10)
    assert (date(2027, 3, 10) in MARCH, date(2027, 3, 11) in MARCH, date(2027, 2, 28) in MARCH) == (
        True,
        False,
        False,
    )
    assert (MARCH.overlaps(touching), MARCH.overlaps(after), after.overlaps(MARCH)) == (True, False, False)
    assert (MARCH.shared_days(touching), MARCH.shared_days(after)) == (1, 0)
    assert (MARCH.common(touching), MARCH.common(after)) == (Period.model_validate("2027-03-10"), None)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2027-01-01/..", "2027-01-01/.."),
        ("../2026-12-31", "../2026-12-31"),
        ("../..", "../.."),
        ("2027-01-01", "2027-01-01/2027-01-01"),
        ({"start": "2027-01-01"}, "2027-01-01/.."),
    ],
)
def test_validity_is_read_and_written(value: Any, text: str) -> None:
    """Open ends stay open."""
    valid = Validity.model_validate(value)
    written: Any = valid.model_dump()
    assert (str(valid), written) == (text, text)


def test_validity_that_ends_before_it_starts_is_refused() -> None:
    """A validity without a day is a mistake."""
    with pytest.raises(ValidationError, match="swap the two dates"):
        Validity.model_validate("2027-02-01/2027-01-01")


@pytest.mark.parametrize(
    ("value", "written"), [(4, 4), ("8..24", "8..24"), ("30..", "30.."), ("..5", "..5"), ("-3..3", "-3..3")]
)
def test_span_is_read_and_written(value: Any, written: Any) -> None:
    """Numbers and ranges come back as they were written."""
    span = Span.model_validate(value)
    assert (span.model_dump(), str(span)) == (written, str(written))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "a number or a range like 8..24 is expected"),
        ("..", "a range is written 8..24, 30.. or ..5"),
        ("many", "a range is written"),
        ("9..4", "the least is above the most; swap the two numbers"),
        (3.5, "valid dictionary"),
    ],
)
def test_span_that_is_no_range_is_refused(value: Any, said: str) -> None:
    """Each wrong form has its own sentence."""
    with pytest.raises(ValidationError, match=said):
        Span.model_validate(value)


def test_span_measures_how_far_a_number_lies_outside() -> None:
    """Inside is 0 on both sides; an open end is never missed."""
    span = Span.model_validate("2..4")
    assert [(span.short_by(n), span.over_by(n)) for n in (1, 2, 4, 7)] == [(1, 0), (0, 0), (0, 0), (0, 3)]
    assert (Span.model_validate("2..").over_by(99), Span.model_validate("..4").short_by(-9)) == (0, 0)
