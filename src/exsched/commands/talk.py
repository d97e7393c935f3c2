"""Data go to standard output, talk goes to standard error; neither fails on a letter or a closed pipe."""

import json
import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Any


def forgive_letters() -> None:
    """Show letters that the terminal's encoding lacks as escapes (`\\u00e9`) instead of failing.

    A stream that was closed by whoever started us goes nowhere.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w"))  # noqa: SIM115 - open as long as we run
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(text: str = "") -> None:
    """One piece of talk. A reader who has gone away does not end the work."""
    try:
        print(text, file=sys.stderr, flush=True)
    except BrokenPipeError:
        hang_up(sys.stderr)


def show(text: str = "") -> None:
    """One piece of data as text."""
    print(text)


def show_json(document: Any) -> None:
    """A whole document as JSON, escaped to ASCII so that every terminal and pipe carries it."""
    print(json.dumps(document, indent=2))


def show_bytes(content: bytes) -> None:
    """Data as they are, whatever the terminal's encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def hang_up(stream: Any) -> None:
    """Send what is still to come on a closed pipe nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def coloured(word: str, colour: str) -> str:
    """The word in a colour when people read it on a terminal and NO_COLOR is not set."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return word
    code = {"red": 31, "green": 32, "yellow": 33, "bold": 1}[colour]
    return f"\x1b[{code}m{word}\x1b[0m"


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 exercise`, `2 exercises`."""
    return f"{number} {one if number == 1 else many or one + 's'}"
