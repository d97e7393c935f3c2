"""Plain data as YAML that a planner would have written: short things on one line, the rest in blocks."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

WIDTH = 110
_PLAIN = re.compile(r"[A-Za-z0-9.][\w \-./()']*")


def render(sections: dict[str, Any]) -> Iterator[str]:
    """The lines of a file; the entries of a section always start on a line of their own."""
    for name, body in sections.items():
        if isinstance(body, dict) and body:
            yield f"{name}:"
            for key, value in body.items():
                yield from _entry(f"  {key}:", value, 2)
        elif isinstance(body, list) and body:
            yield f"{name}:"
            for value in body:
                yield from _item(value, 2)
        elif body not in ({}, []):
            yield f"{name}: {flow(body)}"


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(body)}" for key, body in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(body) for body in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.2f}"
    text = value.isoformat() if isinstance(value, date) else str(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _entry(head: str, value: Any, indent: int) -> Iterator[str]:
    line = f"{head} {flow(value)}"
    if len(line) <= WIDTH or not isinstance(value, dict | list):
        yield line
        return
    yield head
    inner = indent + 2
    for part in value if isinstance(value, list) else ():
        yield from _item(part, inner)
    for key, body in value.items() if isinstance(value, dict) else ():
        yield from _entry(f"{' ' * inner}{key}:", body, inner)


def _item(value: Any, indent: int) -> Iterator[str]:
    line = f"{' ' * indent}- {flow(value)}"
    if len(line) <= WIDTH or not isinstance(value, dict):
        yield line
        return
    for n, (key, body) in enumerate(value.items()):
        mark = "- " if n == 0 else "  "
        yield from _entry(f"{' ' * indent}{mark}{key}:", body, indent + 2)
