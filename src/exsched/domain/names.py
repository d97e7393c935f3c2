"""Names: the planner's own ids and texts, and what each id refers to."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field, Strict

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_RESERVED = frozenset({"all", "any", "none", "null", "true", "false", "constructor", "__proto__"})
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_BREAKS = frozenset("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")


@dataclass(frozen=True)
class Ref:
    """Marks a field whose value is the id of an entity of one of these kinds."""

    kinds: tuple[str, ...]


def _id(value: str) -> str:
    if not _ID.fullmatch(value):
        raise ValueError("an id has 1 to 64 of A-Z a-z 0-9 . _ - and starts with a letter or digit")
    if value.lower() in _RESERVED:
        raise ValueError(f"{value!r} is reserved; choose another id")
    return value


def _clean(value: str, *, lines: bool) -> str:
    if value.isascii() and value.isprintable() and not value.isspace() and value:
        return value
    for char in value:
        code = f"U+{ord(char):04X}"
        if char in _BIDI:
            raise ValueError(f"bidirectional control {code} is not allowed in text")
        if char in _LINE_BREAKS or (char in "\r\n" and not lines):
            raise ValueError(f"line break {code} is not allowed in a single-line text")
        if unicodedata.category(char) in {"Cc", "Cs"} and char not in "\r\n\t":
            raise ValueError(f"control character {code} is not allowed in text")
    if not value.strip():
        raise ValueError("the text is empty")
    return unicodedata.normalize("NFC", value)


def _line(value: str) -> str:
    return _clean(value, lines=False)


def _note(value: str) -> str:
    return _clean(value, lines=True)


def _no_twice(values: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(values)) < len(values):
        twice = sorted({value for value in values if values.count(value) > 1})
        raise ValueError(f"{', '.join(twice)} listed twice")
    return values


Id = Annotated[str, Strict(), AfterValidator(_id)]
Name = Annotated[str, Strict(), Field(max_length=200), AfterValidator(_line)]
Note = Annotated[str, Strict(), Field(max_length=4000), AfterValidator(_note)]
Tag = Annotated[str, Strict(), Field(max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]

NationId = Annotated[Id, Ref(("nation",))]
NationOrGroup = Annotated[Id, Ref(("nation", "group"))]
VenueId = Annotated[Id, Ref(("venue",))]
AreaId = Annotated[Id, Ref(("area",))]
ForceId = Annotated[Id, Ref(("force",))]
PoolId = Annotated[Id, Ref(("pool",))]
PeriodId = Annotated[Id, Ref(("period",))]
PlanningId = Annotated[Id, Ref(("planning",))]
ScheduleId = Annotated[Id, Ref(("schedule",))]
ExerciseId = Annotated[Id, Ref(("exercise",))]

UniqueNames = AfterValidator(_no_twice)
Nations = Annotated[tuple[NationId, ...], UniqueNames]
NationsOrGroups = Annotated[tuple[NationOrGroup, ...], UniqueNames]
Venues = Annotated[tuple[VenueId, ...], UniqueNames]
Areas = Annotated[tuple[AreaId, ...], UniqueNames]
ForceIds = Annotated[tuple[ForceId, ...], UniqueNames]
ExerciseIds = Annotated[tuple[ExerciseId, ...], UniqueNames]
Tags = Annotated[tuple[Tag, ...], UniqueNames]

Count = Annotated[int, Strict(), Field(ge=0, le=1_000_000)]
Positive = Annotated[int, Strict(), Field(ge=1, le=1_000_000)]
Days = Annotated[int, Strict(), Field(ge=0, le=3700)]
PositiveDays = Annotated[int, Strict(), Field(ge=1, le=3700)]
