"""What is handed over to be stored: the fields that the caller knows; ids, numbers and instants are given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from exsched.service.storage.kept import Concurrence, Document, Stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSubmission:
    """What came: `owner` is the nation, or '' for the authority's bundle."""

    programme: str
    owner: str
    media_type: str
    content: bytes
    submitter: str
    label: str
    checked: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRevision:
    """A revision to add; `base` is the number of the revision on which it was worked out."""

    programme: str
    base: int
    bundle: str
    submissions: Mapping[str, str]
    normal: bytes | None
    input_hash: str
    diagnostics: list[Any]
    counts: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """A solve or a question to queue.

    Args:
        hint: of a solve, the id of a schedule to start from.
        question: what is asked; None for a solve.
        about: the schedules that a question names, as its asker sees them.
    """

    programme: str
    revision: int
    viewer: str
    owner: str
    token: str
    label: str
    parameters: Document
    hint: str | None = None
    closed_by: str | None = None
    question: Document | None = None
    about: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a job ends: `state` is succeeded, failed or cancelled."""

    state: str
    spent: float
    outcome: Any = None
    schedule: str | None = None
    problem: Document | None = None
    answer: Document | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSchedule:
    """A schedule to keep; `job` is missing for one made by hand."""

    programme: str
    revision: int
    viewer: str
    title: str
    lines: Any
    sha256: str
    verdict: Any
    allowed: bool
    token: str
    job: str | None = None
    closed_by: str | None = None
    outcome: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRelease:
    """A draft to make."""

    programme: str
    schedule: str
    comment: str
    decision: Document
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRendering:
    """The bytes of a feed to publish, with the stamps of all that it shows."""

    audience: str
    etag: str
    modified: datetime
    events: int
    body: bytes
    stamps: tuple[Stamp, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What turns a draft into a proposal: its immutable copy, and the end of the silence period."""

    copy: bytes
    silence_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What turns a release into the one in force, and what was read when that was decided.

    Args:
        state: the state that the release had.
        previous: id of the release in force then, or None; the stamps were worked out from it.
        acts: what the nations had said, None when it does not matter.
        copy: the immutable copy, where the release was never proposed.
        override: who overrides broken silence, why, and which nations had broken it.
    """

    state: str
    previous: str | None
    acts: tuple[Concurrence, ...] | None = None
    copy: bytes | None = None
    override: Document | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """A token to make: `kind` is api or feed; a feed has a scope and an audience."""

    kind: str
    role: str
    label: str
    made_by: str
    nation: str | None = None
    programme: str | None = None
    scope: Document | None = None
    audience: str | None = None
    expires: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """Who did what to which object; `details` hold no content and no secret."""

    actor: str
    role: str
    nation: str
    action: str
    object: str
    details: Document
