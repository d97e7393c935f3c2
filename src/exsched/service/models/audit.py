"""The audit log."""

from typing import Any

from exsched.service.models.base import Instant, Model


class Entry(Model):
    """Who did what to which object; each entry's `sha256` covers the one before."""

    number: int
    at: Instant
    actor: str
    role: str
    nation: str
    action: str
    object: str
    details: dict[str, Any]
    previous: str
    sha256: str


class Entries(Model):
    """Entries in order; `next` goes into `after`."""

    items: tuple[Entry, ...]
    next: int | None


class Fault(Model):
    """What is wrong with the chain, and from which entry on."""

    number: int
    sentence: str


class Checked(Model):
    """Whether the chain is whole. Keep `sha256` elsewhere: only so can you see that all was rebuilt."""

    intact: bool
    entries: int
    sha256: str
    faults: tuple[Fault, ...]
