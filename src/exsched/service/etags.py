"""Entity tags and conditional requests (RFC 9110, section 13)."""

import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

_TAG = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')


def strong(sha256: str) -> str:
    """The strong tag of a content with this hash."""
    return f'"{sha256}"'


def matches_weakly(header: str, etag: str) -> bool:
    """Whether `If-None-Match` names the tag: `*`, or any tag of the list, weak or strong."""
    if header.strip() == "*":
        return True
    return any(found[2] == etag.strip('"') for found in _TAG.finditer(header))


def matches_strongly(header: str, etag: str) -> bool:
    """Whether `If-Match` names the tag: `*`, or a strong tag of the list."""
    if header.strip() == "*":
        return True
    return any(not found[1] and found[2] == etag.strip('"') for found in _TAG.finditer(header))


def not_newer(header: str, modified: datetime) -> bool:
    """Whether nothing changed since `If-Modified-Since`; a date that cannot be read never counts."""
    try:
        since = parsedate_to_datetime(header)
    except (ValueError, TypeError, OverflowError):
        return False
    since = since if since.tzinfo else since.replace(tzinfo=UTC)
    return modified.replace(microsecond=0) <= since


def http_date(instant: datetime) -> str:
    """`Mon, 30 Nov 2026 11:25:19 GMT`."""
    return format_datetime(instant.astimezone(UTC), usegmt=True)
