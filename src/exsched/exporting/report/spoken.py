"""Dates on the page: written for people, with the ISO form for machines."""

from datetime import date
from functools import lru_cache

from markupsafe import Markup

from exsched.domain.dates import Period
from exsched.exporting.wording import day, days


@lru_cache(maxsize=4096)
def spoken_day(when: date) -> Markup:
    """`3 Mar 2027` in a `time` element."""
    return _time(when, day(when))


def spoken(period: Period) -> Markup:
    """`3–21 Mar 2027`, each end in a `time` element, never broken over two lines."""
    return _range(period.start, period.end)


@lru_cache(maxsize=4096)
def _range(start: date, end: date) -> Markup:
    if start == end:
        return spoken_day(start)
    period = Period(start=start, end=end)
    first, dash, last = days(period).partition("–")
    return Markup('<span class="dates">{}{}{}</span>').format(
        _time(start, first.strip()),
        " – " if first.endswith(" ") else dash,
        _time(end, last.strip()),
    )


def _time(when: date, text: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(when.isoformat(), text)
