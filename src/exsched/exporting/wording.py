"""Dates, numbers and lists as people read them; English, never ambiguous."""

from collections.abc import Iterable
from datetime import date

from exsched.domain.dates import Period

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UNCOUNTABLE = frozenset({"worth", "cost"})


def day(when: date) -> str:
    """`3 Mar 2027`."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def days(period: Period) -> str:
    """`3–21 Mar 2027`, `28 Feb – 4 Mar 2027`, `28 Dec 2026 – 4 Jan 2027`; both ends count."""
    first, last = period.start, period.end
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def many(number: int, thing: str, things: str = "") -> str:
    """`1 exercise`, `2 exercises`, `no exercises`."""
    if number == 1:
        return f"1 {thing}"
    return f"{f'{number:,}' if number else 'no'} {things or thing + 's'}"


def listed(things: Iterable[str], nothing: str = "–") -> str:
    """`a, b and c`; a dash for none."""
    names = list(things)
    if len(names) < 2:
        return names[0] if names else nothing
    return f"{', '.join(names[:-1])} and {names[-1]}"


def counted(number: int, unit: str) -> str:
    """A number in the unit of a rule or goal: `3 days`, `480 cost`, `2 (exercise or troop)`."""
    if " or " in unit:
        return f"{number:,} ({unit})"
    return f"{number:,} {unit}" if number == 1 or unit in _UNCOUNTABLE else f"{number:,} {unit}s"
