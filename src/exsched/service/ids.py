"""Ids and secrets of the service: unguessable, with a prefix that says what they name."""

import hashlib
import secrets
from enum import StrEnum


class Prefix(StrEnum):
    """What an id names."""

    SUBMISSION = "sub"
    SCHEDULE = "sch"
    JOB = "job"
    RELEASE = "rel"
    TOKEN = "tok"  # noqa: S105 - names tokens, is none


def new_id(prefix: Prefix) -> str:
    """`job_` and 128 random bits in hexadecimal."""
    return f"{prefix}_{secrets.token_hex(16)}"


def new_secret() -> str:
    """256 random bits, safe in a URL and in a header; shown once, stored as `digest` only."""
    return f"exs_{secrets.token_urlsafe(32)}"


def digest(secret: str) -> str:
    """SHA-256 in hexadecimal: enough for a secret of 256 random bits (OWASP ASVS 5.0, 6.5.2)."""
    return hashlib.sha256(secret.encode()).hexdigest()
