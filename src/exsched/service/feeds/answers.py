"""The answers of a feed, prepared once: headers as bytes, for 200 and for 304."""

from dataclasses import dataclass
from datetime import datetime

from exsched.service.etags import http_date, matches_weakly, not_newer
from exsched.service.storage.feed_index import Served

Headers = list[tuple[bytes, bytes]]

PRIVATE: Headers = [
    (b"cache-control", b"private, no-cache"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-robots-tag", b"noindex"),
]


@dataclass(frozen=True)
class Ready:
    """One feed, ready to be sent."""

    stored_etag: str
    etag: str
    modified: datetime
    body: bytes
    full: Headers
    unchanged: Headers
    unchanged_bytes: bytes

    def known(self, none_match: str | None, modified_since: str | None) -> bool:
        """Whether the client has these bytes already; `If-None-Match` beats `If-Modified-Since`."""
        if none_match is not None:
            return none_match == self.etag or matches_weakly(none_match, self.etag)
        return modified_since is not None and not_newer(modified_since, self.modified)


def ready(served: Served) -> Ready:
    """The answers that these bytes give."""
    etag = f'"{served.etag.strip(chr(34))}"'
    both = [
        (b"etag", etag.encode("latin-1")),
        (b"last-modified", http_date(served.modified).encode()),
        PRIVATE[0],
    ]
    full = [
        (b"content-type", b"text/calendar; charset=utf-8"),
        (b"content-length", str(len(served.body)).encode()),
        (b"content-disposition", b'inline; filename="exsched.ics"'),
        *both,
        *PRIVATE[1:],
    ]
    in_bytes = b"".join(b"%b: %b\r\n" % pair for pair in both) + b"\r\n"
    return Ready(served.etag, etag, served.modified, served.body, full, both, in_bytes)
