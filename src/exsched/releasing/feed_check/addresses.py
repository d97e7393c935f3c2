"""Addresses that a calendar may show: rule E21."""

from urllib.parse import urlsplit


def bad_address(text: str) -> bool:
    """Whether it is anything but an absolute http(s) address in ASCII, without user and password."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return True
    good = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    return not (good and text.isascii() and text.isprintable() and " " not in text)
