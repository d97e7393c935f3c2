"""The feed of a subscriber for whom nothing has been released yet: a good calendar that says so."""

import hashlib
from datetime import datetime, timedelta

from exsched.service.storage.feed_index import Served

_LINES = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//exsched//exsched 1//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
BEGIN:VEVENT
UID:{uid}@{domain}
DTSTAMP:{stamp}
CREATED:{stamp}
LAST-MODIFIED:{stamp}
SEQUENCE:0
STATUS:CONFIRMED
DTSTART;VALUE=DATE:{day}
DTEND;VALUE=DATE:{next_day}
SUMMARY:No schedule has been released yet
CLASS:PUBLIC
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR
"""


def waiting(token: str, created: datetime, domain: str) -> Served:
    """One informational entry on the day on which the feed was made; the same bytes each time."""
    text = _LINES.format(
        uid=f"feed-{token}",
        domain=domain,
        stamp=created.strftime("%Y%m%dT%H%M%SZ"),
        day=created.strftime("%Y%m%d"),
        next_day=(created + timedelta(days=1)).strftime("%Y%m%d"),
    )
    body = text.replace("\n", "\r\n").encode()
    return Served(etag=hashlib.sha256(body).hexdigest(), modified=created, body=body)
