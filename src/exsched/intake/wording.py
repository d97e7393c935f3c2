"""Says in a planner's words what pydantic found wrong."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from exsched.intake.diagnostic import quoted
from exsched.intake.report import Path
from exsched.intake.shape import known_keys


class Wording(NamedTuple):
    """What to tell; `at_key` points at the key rather than at the value."""

    code: str
    message: str
    known: tuple[str, ...] = ()
    meant: str | None = None
    hint: str | None = None
    at_key: bool = False


_KINDS = {
    "string": "text",
    "int": "a whole number",
    "float": "a number",
    "finite": "a finite number",
    "bool": "true or false",
    "dict": "a mapping (`key: value`)",
    "mapping": "a mapping (`key: value`)",
    "model": "a mapping (`key: value`)",
    "tuple": "a list",
    "list": "a list",
    "set": "a list",
    "frozen": "a list",
    "date": "a date",
}
_PATTERNS = {
    r"^[a-z0-9][a-z0-9-]*$": "lower-case letters, digits and hyphens",
    r"^[A-Z]{2}$": "two capital letters (ISO 3166-1 alpha-2)",
}
_BY_TEXT = (
    (re.compile(r"swap the two"), "E304"),
    (re.compile(r"YYYY|day of the calendar|the year must|write \d{4}-|date (is|only)|a date"), "E303"),
    (re.compile(r"^an id has|is reserved"), "E307"),
    (re.compile(r"listed (twice|under)"), "E311"),
    (re.compile(r"format version"), "E310"),
    (re.compile(r"not allowed in|text is empty"), "E306"),
    (re.compile(r"range is written|range like"), "E301"),
    (re.compile(r"a period needs one of .* found"), "E309"),
    (re.compile(r"needs one of|is held: it needs"), "E204"),
)


_SHORT = {
    "Duration": "a whole number (or a mapping with `min` and `max`)",
    "Period": "a date or a range of dates",
    "Validity": "a range of dates like 2027-01-01/..",
    "Span": "a whole number or a range like 8..24",
    "SiteNeed": "a venue, a list of venues, or a mapping",
    "Part": "a whole number or a mapping",
    "Participants": "a list of nations (or a mapping with `must` and `may`)",
    "MonthDays": "a range of days of the year like 06-01/09-30",
    "PublicHolidays": "a country code or a mapping with `country`",
}
"""Models that can be written in a short form."""


def in_words(error: ErrorDetails, model: type[BaseModel], path: Path) -> Wording:
    """The words for one error; `path` leads to it from the model."""
    kind, context, value = error["type"], error.get("ctx", {}), error.get("input")
    if kind == "missing":
        return Wording("E204", f"`{path[-1]}` is missing", at_key=True)
    if kind == "extra_forbidden":
        known = known_keys(model, path[:-1])
        if len(path) == 1 and "id" in model.model_fields and model.model_fields["id"].is_required():
            known = tuple(name for name in known if name != "id")
        return Wording("E203", f"unknown key {quoted(path[-1])}", known, str(path[-1]), at_key=True)
    if kind == "value_error":
        return _ours(str(context["error"]), value, path)
    if kind in {"enum", "literal_error"}:
        return _word(str(context["expected"]), value)
    if kind in _BOUNDS:
        return _bounds(kind, context, value)
    return _kind(kind, value, _SHORT.get(context.get("class_name", "")), error["msg"])


def _ours(text: str, value: Any, path: Path) -> Wording:
    code = next((code for pattern, code in _BY_TEXT if pattern.search(text)), "E309")
    if code == "E307" and "reserved" not in text:
        text = f"{quoted(value)} is not an id: {text}"
    return Wording(code, text, at_key=path[-1:] == ("[key]",))


def _word(expected: str, value: Any) -> Wording:
    known = tuple(re.findall(r"'([^']*)'", expected))
    meant = value if isinstance(value, str) else None
    return Wording("E305", f"{quoted(value)} is not one of the known words", known, meant)


_BOUNDS = {
    "greater_than_equal": ("E302", "must be {ge} or more, found {found}"),
    "less_than_equal": ("E302", "must be {le} or less, found {found}"),
    "greater_than": ("E302", "must be more than {gt}, found {found}"),
    "less_than": ("E302", "must be less than {lt}, found {found}"),
    "too_short": ("E302", "at least {min_length} entries are needed, found {actual_length}"),
    "too_long": ("E302", "at most {max_length} entries are allowed, found {actual_length}"),
    "string_too_long": ("E306", "at most {max_length} characters are allowed, found {length}"),
    "string_too_short": ("E306", "the text is empty"),
    "string_pattern_mismatch": ("E306", "expected {wanted}, found {found}"),
}


def _bounds(kind: str, context: Mapping[str, Any], value: Any) -> Wording:
    code, message = _BOUNDS[kind]
    pattern = str(context.get("pattern"))
    words = {
        "found": quoted(value),
        "length": len(value) if isinstance(value, str) else 0,
        "wanted": _PATTERNS.get(pattern, f"text like {pattern}"),
    }
    limits = {key: f"{limit:g}" if isinstance(limit, float) else limit for key, limit in context.items()}
    return Wording(code, message.format(**limits, **words))


def _kind(kind: str, value: Any, short: str | None, fallback: str) -> Wording:
    wanted = short or _KINDS.get(kind.partition("_")[0])
    if wanted is None:
        return Wording("E309", fallback[:1].lower() + fallback[1:])
    if value is None:
        return Wording("E308", f"{wanted} is expected, found nothing")
    found = quoted(value)
    shape = {"a mapping (`key: value`)", "a list"}
    code = "E205" if wanted in shape or isinstance(value, dict | list | tuple) else "E301"
    if wanted == "text" and isinstance(value, bool | int | float):
        return Wording(code, f"text is expected, found {found}", hint="write it in quotes")
    if wanted == "a whole number" and isinstance(value, str) and value.isnumeric():
        return Wording(
            code, f"a whole number is expected, found {found}", hint="use the digits 0-9, without quotes"
        )
    return Wording(code, f"{wanted} is expected, found {found}")
