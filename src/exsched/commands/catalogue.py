"""Pages of rules and goals: the module's own docstring, and the fields that a planner can write."""

import sys
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from exsched.commands.exits import Exit, Stop
from exsched.domain.dates import ALWAYS, Period, Span, Validity
from exsched.domain.names import Ref
from exsched.handbook import docstring_page
from exsched.intake.diagnostic import alike

Entry = type[BaseModel]


def choose(name: str, known: Mapping[str, Entry], kind: str) -> Entry:
    """The rule or goal of this name.

    Raises:
        Stop: usage (2), with the nearest name.
    """
    if name in known:
        return known[name]
    close = alike(name, known)
    hint = f"did you mean {close}?" if close else f"`exsched {kind}s` lists them"
    raise Stop(Exit.USAGE, f"{name}: no such {kind}", hint)


def title(entry: Entry) -> str:
    """The first line of its page."""
    return docstring_page(_module(entry)).partition("\n")[0]


def page(name: str, entry: Entry) -> str:
    """The whole page: name, docstring, fields."""
    own = [f"- `{field}`: {about}" for field, about in fields(entry).items() if field not in _COMMON]
    shared = ", ".join(f"`{field}`" for field in entry.model_fields if field in _COMMON)
    rest = f"As every one, it also takes {shared}: see `exsched help format`."
    return "\n".join([f"# {name}\n", docstring_page(_module(entry)), "\n## Fields\n", *own, "", rest, ""])


def fields(entry: Entry) -> dict[str, str]:
    """What can be written in it: meaning or kind of value, and whether it must be given."""
    named = {"rule", "goal"}
    return {name: _field(info) for name, info in entry.model_fields.items() if name not in named}


_COMMON = frozenset(
    {"id", "owner", "authority", "valid", "reason", "release", "source", "soft", "hard", "weight"}
)
_PLAIN: dict[Any, str] = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    date: "a date",
    Validity: "days like 2027-01-01/..",
    Period: "dates like 2027-03-01/2027-03-19",
    Span: "a number or a range like 8..24",
}


def _field(info: FieldInfo) -> str:
    need = "required" if info.is_required() else _default(info)
    kind = _words(info.annotation, tuple(info.metadata))
    return f"{info.description}; {kind} ({need})" if info.description else f"{kind} ({need})"


def _default(info: FieldInfo) -> str:
    """What counts when the field is left out."""
    value = info.get_default(call_default_factory=True)
    if value in (None, ALWAYS, (), {}, frozenset()):
        return "optional"
    if isinstance(value, BaseModel) and not isinstance(value, Span):
        return "optional"
    if isinstance(value, bool):
        return f"{str(value).lower()} if left out"
    if isinstance(value, tuple | frozenset):
        return f"{', '.join(sorted(map(str, value)))} if left out"
    return f"{value} if left out"


def _words(kind: Any, metadata: tuple[Any, ...] = ()) -> str:
    """The kind of value in words."""
    names = [word for mark in metadata if isinstance(mark, Ref) for word in mark.kinds]
    if names:
        return f"{' or '.join(names)} id"
    if get_origin(kind) is Annotated:
        inner, *marks = get_args(kind)
        return _words(inner, tuple(marks))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return " or ".join(kind)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return f"a mapping of {', '.join(f'`{name}`' for name in kind.model_fields)}"
    inside = [_words(part) for part in get_args(kind) if part not in (type(None), Ellipsis)]
    words = " or ".join(dict.fromkeys(inside)) or "text"
    if get_origin(kind) not in (tuple, frozenset):
        return words
    return f"list of {words}s" if words.endswith(" id") else f"list of {words}"


def as_json(name: str, entry: Entry) -> dict[str, Any]:
    """The page for a program to read."""
    return {
        "name": name,
        "title": title(entry),
        "unit": getattr(entry, "unit", ""),
        "page": docstring_page(_module(entry)),
        "fields": fields(entry),
    }


def listing(known: Mapping[str, Entry]) -> str:
    """One line for each."""
    width = max(map(len, known))
    return "\n".join(f"{name:<{width}}  {title(entry)}" for name, entry in sorted(known.items()))


def _module(entry: Entry) -> str:
    return sys.modules[entry.__module__].__doc__ or ""
