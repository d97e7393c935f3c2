"""What the tables hold, as frozen records; large contents are fetched apart, by the functions that say so."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

Document = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """This installation: the domain in UIDs, and the salt of opaque ids."""

    domain: str
    secret: str
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """An exercise programme; `revision` 0 means that no bundle has come yet."""

    id: str
    title: str
    created: datetime
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One file or bundle as it came; its bytes come from `submissions.content`."""

    id: str
    programme: str
    owner: str
    number: int
    sha256: str
    media_type: str
    submitter: str
    label: str
    at: datetime
    checked: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """The programme after one submission; the problem itself comes from `revisions.normal`."""

    programme: str
    number: int
    bundle: str
    submissions: dict[str, str]
    input_hash: str
    diagnostics: list[Any]
    counts: Document
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A solve or a question, from the queue to its end; an answer comes from `jobs.answer`."""

    id: str
    programme: str
    revision: int
    viewer: str
    owner: str
    token: str
    label: str
    parameters: Document
    hint: str | None
    closed_by: str | None
    state: str
    attempt: int
    worker: str | None
    stop_requested: bool
    cancel_requested: bool
    queued: datetime
    started: datetime | None
    ended: datetime | None
    spent: float
    outcome: Any
    schedule: str | None
    problem: Document | None
    question: Document | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobEvent:
    """One line of a job's progress, numbered from 1 without a gap."""

    job: str
    number: int
    at: datetime
    kind: str
    data: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the attempt that runs a job must know: is it still the one, has anybody asked it to end."""

    mine: bool
    stop: bool
    cancel: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """A process that solves; `last_seen` is told by the clock of the database."""

    id: str
    started: datetime
    last_seen: datetime
    slots: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleHead:
    """A schedule without its contents, for lists."""

    id: str
    programme: str
    revision: int
    viewer: str
    job: str | None
    closed_by: str | None
    title: str
    sha256: str
    allowed: bool
    token: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule(ScheduleHead):
    """A schedule with its lines, what the solver said of it, and the checker's verdict."""

    lines: Any
    outcome: Any
    verdict: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A release; its immutable copy comes from `releases.copy`."""

    id: str
    programme: str
    number: int | None
    state: str
    schedule: str
    comment: str
    decision: Document
    token: str
    created: datetime
    proposed: datetime | None
    silence_until: datetime | None
    released: datetime | None
    override: Document | None
    copy_sha256: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Concurrence:
    """What one nation said to a proposed release: `act` is concurred or broken."""

    release: str
    nation: str
    act: str
    reason: str | None
    note: str | None
    token: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a feed last said of one UID; `entry` is the content last shown."""

    uid: str
    sha256: str
    sequence: int
    created: datetime
    modified: datetime
    status: str
    cancelled: datetime | None
    entry: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """The bytes that a feed serves."""

    programme: str
    audience: str
    release: str
    etag: str
    modified: datetime
    events: int
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A release after publishing; `fresh` is False when it had been published before."""

    release: Release
    fresh: bool
    superseded: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A key of the API or of one feed; its secret is known as a digest only."""

    id: str
    kind: str
    role: str
    nation: str | None
    programme: str | None
    scope: Document | None
    audience: str | None
    label: str
    sha256: str
    created: datetime
    expires: datetime | None
    revoked: datetime | None
    last_used: datetime | None
    uses: int
    made_by: str

    def usable(self, at: datetime) -> bool:
        """Whether it is neither revoked nor expired."""
        return self.revoked is None and (self.expires is None or at < self.expires)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser's session, which stands for a token."""

    sha256: str
    token: str
    created: datetime
    expires: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswer:
    """The answer that a repeated request with the same key gets again."""

    token: str
    key: str
    request_sha256: str
    status: int
    headers: Any
    body: bytes
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of the audit log, chained to the one before it; `actor` is a token's id, local or system."""

    number: int
    at: datetime
    actor: str
    role: str
    nation: str
    action: str
    object: str
    details: Document
    previous: str
    sha256: str
