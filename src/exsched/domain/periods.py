"""Named periods: dates that rules point to, written out or worked out from a calendar."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Annotated, Any, Self

from pydantic import Field, PrivateAttr, model_serializer, model_validator

from exsched.domain.dates import Frozen, Period
from exsched.domain.exercises import Periods
from exsched.domain.names import Id, Name, Note, Tag

CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Year = Annotated[int, Field(ge=1900, le=2199)]

_MONTH_DAY = re.compile(r"(\d{2})-(\d{2})")
_LEAP_YEAR = 2000


class MonthDays(Frozen):
    """A range of days of every year, `06-01/09-30`, both ends included; `11-15/02-28` wraps over New Year.

    29 February stands for the end of February as a last day, and for 1 March as a first day, in years that
    do not have it.
    """

    start: str
    end: str

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        first, slash, last = value.partition("/")
        return {"start": first, "end": last if slash else first}

    @model_validator(mode="after")
    def _are_days(self) -> Self:
        for text in (self.start, self.end):
            match = _MONTH_DAY.fullmatch(text)
            try:
                date(_LEAP_YEAR, *map(int, match.groups() if match else ("0", "0")))
            except ValueError:
                raise ValueError(f"{text[:40]}: a day of the year is written MM-DD, like 06-01") from None
        return self

    @model_serializer
    def _as_text(self) -> str:
        return str(self)

    def __str__(self) -> str:
        return f"{self.start}/{self.end}" if self.start != self.end else self.start

    def __contains__(self, day: date) -> bool:
        text = f"{day:%m-%d}"
        if self.start <= self.end:
            return self.start <= text <= self.end
        return text >= self.start or text <= self.end

    def within(self, period: Period) -> Iterator[Period]:
        """Every stretch that shares a day with the period, whole, in order."""
        for year in range(period.start.year - 1, period.end.year + 1):
            first = _first_from(year, self.start)
            last = _last_until(year if self.start <= self.end else year + 1, self.end)
            if first <= last and first <= period.end and period.start <= last:
                yield Period(start=first, end=last)


def _first_from(year: int, text: str) -> date:
    month, day = (int(part) for part in text.split("-"))
    return date(year, month, 1) + timedelta(day - 1)


def _last_until(year: int, text: str) -> date:
    month, day = (int(part) for part in text.split("-"))
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(day - 1), following - timedelta(1))


class PublicHolidays(Frozen):
    """The public holidays of a country; a bare country code is short for it."""

    country: CountryCode = Field(description="ISO 3166-1 alpha-2 code")
    region: Name | None = Field(
        default=None, description="ISO 3166-2 code without the country; the country's own if left out"
    )
    categories: tuple[Annotated[str, Field(max_length=64, pattern=r"^[a-z][a-z_]*$")], ...] = Field(
        default=("public",), min_length=1, description="kinds of holiday, such as public, bank, school"
    )

    @model_validator(mode="before")
    @classmethod
    def _from_code(cls, value: Any) -> Any:
        return {"country": value} if isinstance(value, str) else value

    def __str__(self) -> str:
        return self.country + (f"-{self.region}" if self.region else "")


@dataclass(frozen=True)
class Computed:
    """What is known about dates that were worked out: days that may turn out otherwise, and the data used."""

    uncertain: tuple[Period, ...] = ()
    data: dict[str, str] = field(default_factory=dict)
    """Name of the data to its version."""


class NamedPeriod(Frozen):
    """Named dates that rules can point to: written out, or worked out for every year of the horizon."""

    id: Id
    dates: Periods = Field(default=(), description="the days; filled in for a period that is worked out")
    every_year: MonthDays | None = Field(default=None, description="the same days every year, `06-15/09-15`")
    observance: Tag | None = Field(default=None, description="a feast or fast of a calendar, such as ramadan")
    public_holidays: PublicHolidays | None = None
    weekend: CountryCode | None = Field(default=None, description="the weekends of this country")
    override: dict[Year, Periods] = Field(
        default_factory=dict, description="year to the days that hold in it, in place of those worked out"
    )
    why: Name | None = None
    source: Note | None = None

    _computed: Computed | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if self._computed:  # its dates have been filled in, and pydantic asks again
            return self
        given = [name for name in ("dates", *_WORKED_OUT) if getattr(self, name)]
        if len(given) != 1:
            found = f", found {' and '.join(given)}" if given else ""
            raise ValueError(f"a period needs one of dates, {', '.join(_WORKED_OUT)}{found}")
        if self.override and self.dates:
            raise ValueError("`override` is for periods that are worked out; change the dates instead")
        for year, periods in self.override.items():
            astray = next((p for p in periods if p.start.year != year), None)
            if astray:
                raise ValueError(f"the dates given for {year} start in that year; {astray} does not")
        return self

    @property
    def worked_out(self) -> bool:
        """Whether a calendar says which days are meant."""
        return any(getattr(self, name) for name in _WORKED_OUT)

    @property
    def computed(self) -> Computed | None:
        """What intake noted when it worked the dates out; None for dates that a planner wrote."""
        return self._computed

    @property
    def uncertain(self) -> tuple[Period, ...]:
        """Those of the dates that may turn out otherwise by a day; they count as inside."""
        return self._computed.uncertain if self._computed else ()

    @property
    def label(self) -> str:
        """Its id for a sentence, with the doubt about its dates."""
        return f"{self.id} (uncertain by one day)" if self.uncertain else self.id

    def resolved(self, dates: tuple[Period, ...], computed: Computed) -> Self:
        """The same period with its dates."""
        found = self.model_copy(update={"dates": dates})
        found._computed = computed
        return found


_WORKED_OUT = ("every_year", "observance", "public_holidays", "weekend")
