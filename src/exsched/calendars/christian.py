"""Easter and Christmas of the Western and of the Eastern churches, and Midsummer of the north."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from exsched.calendars.occurrence import Occurrence, OutOfReach
from exsched.domain.dates import Period


def easter(church: Literal["western", "orthodox"], year: int) -> Iterator[Occurrence]:
    """Good Friday to Easter Monday; Orthodox churches reckon the Sunday by the Julian calendar."""
    from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN
    from dateutil.easter import easter as sunday_of

    sunday = sunday_of(year, EASTER_WESTERN if church == "western" else EASTER_ORTHODOX)
    yield _days(sunday - timedelta(2), 4)


def christmas(year: int) -> Iterator[Occurrence]:
    """24 to 26 December."""
    yield _days(date(year, 12, 24), 3)


def orthodox_christmas(year: int) -> Iterator[Occurrence]:
    """6 and 7 January: 24 and 25 December of the Julian calendar, which lags 13 days until 2100."""
    if not 1901 <= year <= 2100:
        raise OutOfReach(year, "the reckoning of Orthodox Christmas", 1901, 2100)
    yield _days(date(year, 1, 6), 2)


def midsummer(year: int) -> Iterator[Occurrence]:
    """The Friday from 19 to 25 June, and the two days after it (Sweden since 1953, Finland since 1955)."""
    eve = date(year, 6, 19)
    yield _days(eve + timedelta((4 - eve.weekday()) % 7), 3)


def _days(first: date, days: int) -> Occurrence:
    return Occurrence(Period(start=first, end=first + timedelta(days - 1)))
