"""One feed at one publication: its bytes, ETag and stamps, checked before anybody can fetch them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial

from exsched.exporting.calendar_entries import exercise_uid, feed_entries
from exsched.exporting.ical import CONFIRMED, TENTATIVE, Head, Press, calendar
from exsched.releasing.audience import Audience
from exsched.releasing.feed_check import Finding, Level, disagreements, findings
from exsched.releasing.fitting import fitted
from exsched.releasing.stamps import HEADER, Printing, Stamp, later, restamp
from exsched.rulekit.verdict import Answer

Dates = Mapping[str, tuple[date, date]]


class Unpublishable(ValueError):
    """A feed that breaks a rule for feeds: nothing may be published, a bad feed empties calendars."""

    def __init__(self, audience: Audience, found: tuple[Finding, ...]) -> None:
        self.audience = audience
        self.findings = found
        said = "; ".join(str(finding) for finding in found[:5])
        super().__init__(f"the calendar {audience.key} breaks {len(found)} rules for feeds: {said}")


@dataclass(frozen=True)
class Snapshot:
    """What is served for an audience until the next publication; `events` counts the VEVENTs in `body`."""

    body: bytes
    etag: str
    modified: datetime
    events: int
    stamps: Mapping[str, Stamp] = field(repr=False)
    warnings: tuple[Finding, ...] = ()


def snapshot(
    answer: Answer,
    audience: Audience,
    previous: Mapping[str, Stamp],
    instant: datetime,
    press: Press,
    tentative: bool = False,
) -> Snapshot:
    """The feed of an audience; `answer` is already what the audience's viewer may see.

    `previous` are the stamps of this audience's last publication, empty for the first. Use one press for all
    audiences of a publication: an event that many show is then written once.

    Raises:
        Unpublishable: when the feed breaks a rule; it must then not be published.
    """
    header = answer.problem.programme.programme
    printing: Printing = partial(press.print, organiser=header.organiser)
    status = TENTATIVE if tentative else CONFIRMED
    now = instant.astimezone(UTC).replace(microsecond=0)
    entries = list(feed_entries(answer, audience.selection))
    after = restamp(previous, entries, status, now, printing)
    after = fitted(after, previous, header, status, now, printing)
    head = Head(audience.name(header.title), press.links.programme, press.links.source)
    expected = _dates(answer, audience, after, press.publisher.domain)
    return _made(audience, after, _top(previous, after, head, now), printing, expected)


def _top(previous: Mapping[str, Stamp], after: Mapping[str, Stamp], head: Head, now: datetime) -> Stamp:
    """The calendar's own stamp; its header stays what it was first, or clients would start afresh."""
    before = previous.get(HEADER)
    if before is None:
        content = asdict(head)
        return Stamp(HEADER, _sha256(json.dumps(content).encode()), 0, now, now, "", None, content)
    if all(previous.get(uid) == stamp for uid, stamp in after.items()):
        return before
    newest = max(stamp.modified for stamp in after.values())
    return replace(before, sequence=before.sequence + 1, modified=max(later(before, now), newest))


def _made(
    audience: Audience, after: dict[str, Stamp], top: Stamp, printing: Printing, expected: Dates
) -> Snapshot:
    shown = [stamp for stamp in after.values() if stamp.shown]
    prints = sorted(
        ((printing(stamp.content(), stamp.status), stamp) for stamp in shown),
        key=lambda pair: (pair[0].first, pair[0].uid),
    )
    body = calendar(
        Head(**top.entry), top.modified, (printed.stamped(stamp.stamps) for printed, stamp in prints)
    )
    found = (*findings(body), *disagreements(body, expected))
    if errors := tuple(finding for finding in found if finding.level is Level.ERROR):
        raise Unpublishable(audience, errors)
    return Snapshot(body, f'"{_sha256(body)}"', top.modified, len(prints), after | {HEADER: top}, found)


def _dates(answer: Answer, audience: Audience, stamps: Mapping[str, Stamp], domain: str) -> Dates:
    """First and last day of every exercise that the feed shows, straight from the schedule, by UID."""
    found = {
        f"{exercise_uid(held.id)}@{domain}": (held.execution.start, held.execution.end)
        for held in audience.selection.found(answer)
    }
    return {uid: dates for uid, dates in found.items() if uid in stamps and stamps[uid].shown}


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
