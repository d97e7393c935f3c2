"""One feed at one publication: its bytes, ETag and stamps, checked before anybody can fetch them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime

from exsched.exporting.calendar_entries import exercise_uid, feed_entries
from exsched.exporting.ical import CONFIRMED, TENTATIVE, Head, Press, calendar
from exsched.releasing.audience import Audience
from exsched.releasing.feed_check import Finding, Level, disagreements, findings
from exsched.releasing.fitting import fitted
from exsched.releasing.stamps import HEADER, Edition, Stamp, later, restamp
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
    edition = Edition(press, header.organiser, TENTATIVE if tentative else CONFIRMED, instant)
    after = restamp(previous, feed_entries(answer, audience.selection), edition)
    after = fitted(after, previous, header, edition)
    head = Head(audience.name(header.title), press.links.programme, press.links.source)
    made = _made(after, _top(previous, after, head, edition.now), press)
    found = (*findings(made.body), *disagreements(made.body, _dates(answer, audience, after, press)))
    if errors := tuple(finding for finding in found if finding.level is Level.ERROR):
        raise Unpublishable(audience, errors)
    return replace(made, warnings=found)


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


def _made(after: dict[str, Stamp], top: Stamp, press: Press) -> Snapshot:
    prints = sorted(
        ((press.printed(stamp.sha256), stamp) for stamp in after.values() if stamp.shown),
        key=lambda pair: (pair[0].first, pair[0].uid),
    )
    events = [printed.stamped(stamp.stamps) for printed, stamp in prints]
    body = calendar(Head(**top.entry), top.modified, events)
    return Snapshot(body, f'"{_sha256(body)}"', top.modified, len(events), after | {HEADER: top})


def _dates(answer: Answer, audience: Audience, stamps: Mapping[str, Stamp], press: Press) -> Dates:
    """First and last day of every exercise that the feed shows, straight from the schedule, by UID."""
    found = {
        f"{exercise_uid(held.id)}@{press.publisher.domain}": (held.execution.start, held.execution.end)
        for held in audience.selection.found(answer)
    }
    return {uid: dates for uid, dates in found.items() if uid in stamps and stamps[uid].shown}


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
