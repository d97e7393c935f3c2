"""Civil dates, closed date ranges and number ranges as planners write them (`a/b`, `8..24`)."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_serializer, model_validator
from pydantic.json_schema import WithJsonSchema

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SLASHED = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


class Frozen(BaseModel):
    """A fact: immutable, and no key that is not known."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        hide_input_in_errors=True,
        defer_build=True,  # of more than a hundred kinds a programme uses a few: built when first met
    )


def parse_day(value: object) -> date:
    """Read one civil date, ISO 8601 calendar form only.

    Raises:
        ValueError: with the way to write it, when the text is anything else.
    """
    if isinstance(value, date) and type(value) is date:
        return value
    if not isinstance(value, str):
        raise ValueError("a date is text like 2027-03-01")
    if not _DAY.fullmatch(value):
        raise ValueError(_how_to_write(value))
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value} is not a day of the calendar") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"{value}: the year must lie between 1900 and 2199")
    return day


def _how_to_write(value: str) -> str:
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", value):
        year, month, day = (int(part) for part in match.groups())
        return f"{value}: write {year:04d}-{month:02d}-{day:02d}"
    if match := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", value):
        return f"{value}: {_readings(*map(int, match.groups()))}"
    if re.match(r"\d{4}-\d{2}-\d{2}[T ]", value):
        return f"{value}: a date only, without a time of day"
    if re.fullmatch(r"\d{4}-W\d{2}(-\d)?", value):
        return f"{value}: ISO weeks are not read; write the Monday as YYYY-MM-DD"
    return f"{value[:40]}: a date is written YYYY-MM-DD"


Day = Annotated[
    date, BeforeValidator(parse_day), WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"})
]


def _readings(one: int, other: int, year: int) -> str:
    """What a date with the year last can mean."""
    pairs = {
        (month, day) for month, day in ((one, other), (other, one)) if 1 <= month <= 12 and 1 <= day <= 31
    }
    if len(pairs) != 1:
        return "day and month could be swapped; write YYYY-MM-DD"
    month, day = pairs.pop()
    return f"write {year:04d}-{month:02d}-{day:02d}"


class Period(Frozen):
    """A closed range of days, `2027-03-01/2027-03-19`; a single date is a range of one day."""

    start: Day
    end: Day

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if isinstance(value, date):
            return {"start": value, "end": value}
        if not isinstance(value, str):
            return value
        first, slash, last = (value, "", "") if _SLASHED.fullmatch(value) else value.partition("/")
        return {"start": parse_day(first), "end": parse_day(last if slash else first)}

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"{self.start}/{self.end} ends before it starts; swap the two dates")
        return self

    @model_serializer
    def _as_text(self) -> str:
        return str(self)

    def __str__(self) -> str:
        return f"{self.start}/{self.end}" if self.start != self.end else str(self.start)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def days(self) -> int:
        """Length in days, both ends counted."""
        return (self.end - self.start).days + 1

    def each_day(self) -> Iterator[date]:
        """Every day from start to end."""
        return (self.start + timedelta(n) for n in range(self.days))

    def overlaps(self, other: "Period") -> bool:
        """Whether the two share a day."""
        return self.start <= other.end and other.start <= self.end

    def shared_days(self, other: "Period") -> int:
        """How many days the two share."""
        return max(0, (min(self.end, other.end) - max(self.start, other.start)).days + 1)

    def longer(self, before: int, after: int) -> "Period":
        """The period with some days more at either end."""
        return Period(start=self.start - timedelta(before), end=self.end + timedelta(after))

    def common(self, other: "Period") -> "Period | None":
        """The days that both have, or None."""
        if not self.overlaps(other):
            return None
        return Period(start=max(self.start, other.start), end=min(self.end, other.end))


class Validity(Frozen):
    """The days on which a statement holds: `2027-01-01/..`, `../2026-12-31`; an open end never runs out."""

    start: Day = FIRST_DAY
    end: Day = LAST_DAY

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        first, slash, last = value.partition("/")
        last = last if slash else first
        return {
            "start": FIRST_DAY if first == ".." else parse_day(first),
            "end": LAST_DAY if last == ".." else parse_day(last),
        }

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"{self} ends before it starts; swap the two dates")
        return self

    @model_serializer
    def _as_text(self) -> str:
        return str(self)

    def __str__(self) -> str:
        first = ".." if self.start == FIRST_DAY else str(self.start)
        last = ".." if self.end == LAST_DAY else str(self.end)
        return f"{first}/{last}"

    def period(self) -> Period:
        """The same as a closed range."""
        return Period(start=self.start, end=self.end)


ALWAYS = Validity()


class Span(Frozen):
    """A range of whole numbers, `8..24`, `30..`, `..5`, or one number; both ends count."""

    least: int | None = None
    most: int | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if isinstance(value, bool):
            raise ValueError("a number or a range like 8..24 is expected")
        if isinstance(value, int):
            return {"least": value, "most": value}
        if not isinstance(value, str):
            return value
        match = re.fullmatch(r"(-?[0-9]{1,7})?\.\.(-?[0-9]{1,7})?", value)
        if not match or value == "..":
            raise ValueError(f"{value[:40]}: a range is written 8..24, 30.. or ..5")
        least, most = match.groups()
        return {"least": int(least) if least else None, "most": int(most) if most else None}

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.least is not None and self.most is not None and self.most < self.least:
            raise ValueError(f"{self}: the least is above the most; swap the two numbers")
        return self

    @model_serializer
    def _as_text(self) -> str | int:
        return self.least if self.least is not None and self.least == self.most else str(self)

    def __str__(self) -> str:
        if self.least is not None and self.least == self.most:
            return str(self.least)
        return f"{'' if self.least is None else self.least}..{'' if self.most is None else self.most}"

    def short_by(self, value: int) -> int:
        """How far `value` lies below the least; 0 when it does not."""
        return 0 if self.least is None else max(0, self.least - value)

    def over_by(self, value: int) -> int:
        """How far `value` lies above the most; 0 when it does not."""
        return 0 if self.most is None else max(0, value - self.most)
