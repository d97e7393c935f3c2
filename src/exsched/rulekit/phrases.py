"""Phrases that many sentences need."""

from exsched.domain.dates import Span


def number_of(count: int, what: str) -> str:
    """A number with its noun: `1 exercise`, `2 exercises`."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def range_of(span: Span, what: str) -> str:
    """A range with its noun: `2 to 4 days`, `at least 1 day`, `at most 3 days`, `2 days`."""
    if span.least is None:
        return f"any number of {what}s" if span.most is None else f"at most {number_of(span.most, what)}"
    if span.most is None:
        return f"at least {number_of(span.least, what)}"
    if span.least == span.most:
        return number_of(span.most, what)
    return f"{span.least} to {number_of(span.most, what)}"
