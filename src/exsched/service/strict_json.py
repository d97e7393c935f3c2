"""JSON as people mean it: refuses duplicate keys, NaN and Infinity, lone surrogates, and deep nesting."""

import json
from typing import Any, NoReturn

from exsched.service.problems import ApiProblem, unreadable

DEEPEST = 64
DIGITS = 40


def read(body: bytes) -> Any:
    """The document.

    Raises:
        ApiProblem: 400, with line and column where they are known.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise unreadable("The body is not UTF-8.") from None
    try:
        document = json.loads(text, object_pairs_hook=_once, parse_constant=_constant, parse_int=_whole)
    except json.JSONDecodeError as wrong:
        raise unreadable(f"The body is not JSON: {wrong.msg}.", wrong.lineno, wrong.colno) from None
    except RecursionError:
        raise unreadable("The body is nested too deeply.") from None
    except ValueError as wrong:
        raise unreadable(f"The body is not usable JSON: {wrong}.") from None
    _look(document, DEEPEST)
    return document


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _whole(digits: str) -> int:
    if len(digits) > DIGITS:
        raise ValueError(f"a number has more than {DIGITS} digits")
    return int(digits)


def _look(value: Any, depth: int) -> None:
    if depth == 0:
        raise unreadable(f"The body is nested more than {DEEPEST} deep.")
    if isinstance(value, str):
        _letters(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _letters(key)
            _look(inner, depth - 1)
    elif isinstance(value, list):
        for inner in value:
            _look(inner, depth - 1)


def _letters(text: str) -> None:
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise _surrogate()


def _surrogate() -> ApiProblem:
    return unreadable("A text in the body holds half a character (a lone surrogate).")
