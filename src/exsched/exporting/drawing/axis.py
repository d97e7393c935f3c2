"""The time axis: months, ISO weeks, and where a day lies."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from markupsafe import Markup

from exsched.domain.dates import Period
from exsched.exporting.drawing.letters import width
from exsched.exporting.drawing.tag import joined, tag
from exsched.exporting.wording import MONTHS

HEAD = 34
"""Height of the two bands above the rows."""

SINGLE_YEARS = 18
"""From more months than this on, pictures on a page are drawn year by year."""


@dataclass(frozen=True)
class Axis:
    """Days of `period` laid out over `wide` units, from `left`."""

    period: Period
    left: float
    wide: float

    @classmethod
    def over(cls, first: date, last: date, left: float, wide: float, least_per_day: float = 1.4) -> "Axis":
        """Whole months, first to last; wider than asked where a day would be too narrow."""
        start = first.replace(day=1)
        end = (last.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
        period = Period(start=start, end=end)
        return cls(period, left, max(wide, period.days * least_per_day))

    @property
    def right(self) -> float:
        """Where the last day ends."""
        return self.left + self.wide

    @cached_property
    def per_day(self) -> float:
        """Units for each day."""
        return self.wide / self.period.days

    def x(self, day: date) -> float:
        """Where a day begins; days outside lie on the edge."""
        return min(max(self.left + (day - self.period.start).days * self.per_day, self.left), self.right)

    def stretch(self, period: Period) -> tuple[float, float]:
        """Where a period begins, and its width; both its ends count."""
        begin = self.x(period.start)
        return begin, self.x(period.end + timedelta(1)) - begin

    def months(self) -> Iterator[Period]:
        """The months, in order."""
        start = self.period.start
        while start <= self.period.end:
            after = (start.replace(day=28) + timedelta(4)).replace(day=1)
            yield Period(start=start, end=after - timedelta(1))
            start = after

    def mondays(self) -> Iterator[date]:
        """Every Monday."""
        first = self.period.start + timedelta(-self.period.start.weekday() % 7)
        return (first + timedelta(7 * n) for n in range(((self.period.end - first).days // 7) + 1))

    def grid(self, top: float, bottom: float) -> Markup:
        """Lines for weeks and months."""
        lines = []
        if self.per_day * 7 >= 9:
            weeks = "".join(f"M{self.x(day):.1f} {top:.0f}V{bottom:.0f}" for day in self.mondays())
            lines.append(tag("path", d=weeks, class_="week"))
        months = "".join(
            f"M{self.x(month.start):.1f} {top - HEAD:.0f}V{bottom:.0f}" for month in self.months()
        )
        lines.append(
            tag("path", d=f"{months}M{self.right:.1f} {top - HEAD:.0f}V{bottom:.0f}", class_="month")
        )
        return joined(lines)

    def head(self, top: float) -> Markup:
        """Month names above, ISO week numbers below."""
        parts = [tag("rect", x=self.left, y=top, width=self.wide, height=HEAD, class_="head")]
        for n, month in enumerate(self.months()):
            begin, wide = self.stretch(month)
            text = name = MONTHS[month.start.month - 1]
            if n == 0 or month.start.month == 1:
                texts = (f"{name} {month.start.year}", str(month.start.year))
                text = next((known for known in texts if width(known, 11) < wide - 4), name)
            parts.append(tag("text", text, x=begin + wide / 2, y=top + 14, class_="month-name"))
        room = self.per_day * 7
        every = 1 if room >= 18 else 2 if room >= 9 else 4
        for day in self.mondays():
            week = day.isocalendar().week
            if week % every == 0 and self.x(day) + room / 2 < self.right - 8:
                parts.append(tag("text", str(week), x=self.x(day) + room / 2, y=top + 28, class_="week-name"))
        return joined(parts)
