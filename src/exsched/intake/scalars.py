"""Plain scalars by the core schema of YAML 1.2.2 (section 10.3.2): `NO` and `12:30` are text."""

import math
import re

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEX = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_NUMERIC_START = frozenset("-+.0123456789")
MOST_DIGITS = 30

Scalar = str | int | float | bool | None


def plain(text: str) -> Scalar:
    """The value of a plain scalar.

    Raises:
        OverflowError: for a number that no field can hold.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC_START:
        return text
    if _INTEGER.fullmatch(text):
        return _whole(text, 10)
    if _OCTAL.fullmatch(text):
        return _whole(text, 8)
    if _HEX.fullmatch(text):
        return _whole(text, 16)
    if _SPECIAL.fullmatch(text):
        raise OverflowError
    if _FLOAT.fullmatch(text):
        return fraction(text)
    return text


def _whole(text: str, base: int) -> int:
    if len(text) > MOST_DIGITS:
        raise OverflowError
    return int(text, 0 if base != 10 else 10)


def fraction(text: str) -> float:
    """A decimal fraction.

    Raises:
        OverflowError: when it is too large.
    """
    value = float(text)
    if not math.isfinite(value):
        raise OverflowError
    return value
