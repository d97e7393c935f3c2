"""Ids and secrets of the service: unguessable, with a prefix that says what they name."""

import base64
import hashlib
import secrets
from collections.abc import Callable
from enum import StrEnum


class Prefix(StrEnum):
    """What an id names."""

    SUBMISSION = "sub"
    SCHEDULE = "sch"
    JOB = "job"
    QUESTION = "qst"
    RELEASE = "rel"
    TOKEN = "tok"  # noqa: S105 - names tokens, is none


class Chance:
    """Gives random octets; `set_to` puts another source in its place, so that two worlds can be compared."""

    def __init__(self) -> None:
        self._source: Callable[[int], bytes] = secrets.token_bytes

    def set_to(self, source: Callable[[int], bytes] | None) -> None:
        """Take the octets from `source`, or from the system again."""
        self._source = source or secrets.token_bytes

    def octets(self, number: int) -> bytes:
        """So many octets that nobody can foresee."""
        return self._source(number)


CHANCE = Chance()


def new_id(prefix: Prefix) -> str:
    """`job_` and 128 random bits in hexadecimal."""
    return f"{prefix}_{CHANCE.octets(16).hex()}"


def new_secret() -> str:
    """256 random bits, safe in a URL and in a header; shown once, stored as `digest` only."""
    return f"exs_{base64.urlsafe_b64encode(CHANCE.octets(32)).rstrip(b'=').decode()}"


def new_salt() -> str:
    """256 random bits in hexadecimal, the installation's own secret."""
    return CHANCE.octets(32).hex()


def digest(secret: str) -> str:
    """SHA-256 in hexadecimal: enough for a secret of 256 random bits (OWASP ASVS 5.0, 6.5.2)."""
    return hashlib.sha256(secret.encode()).hexdigest()
