"""The tables of the handbook that follow from the code; `python -m tests.handbook.tables` renews them."""

import sys
from collections.abc import Mapping
from importlib.resources import files

import yaml
from pydantic import BaseModel

from exsched.goals import GOALS
from exsched.intake.codes import CODES
from exsched.library import models_dir
from exsched.rules import RULES

_START = "<!-- made by tests.handbook.tables -->\n"


def first_line(entry: type[BaseModel]) -> str:
    """The fact that a rule's or goal's module begins with."""
    return (sys.modules[entry.__module__].__doc__ or "").strip().partition("\n")[0]


def catalogue(known: Mapping[str, type[BaseModel]]) -> str:
    """Every rule or goal with its unit and its fact."""
    rows = [
        f"| `{name}` | {getattr(entry, 'unit', '')} | {first_line(entry)} |"
        for name, entry in sorted(known.items())
    ]
    return "\n".join(["| Name | Unit | What it says |", "|---|---|---|", *rows]) + "\n"


def codes() -> str:
    """Every diagnostic code."""
    rows = [f"| `{code}` | {found.title} | {found.hint} |" for code, found in sorted(CODES.items())]
    return "\n".join(["| Code | What is wrong | What helps |", "|---|---|---|", *rows]) + "\n"


def regimes() -> str:
    """Every regime that ships, by its name in the library."""
    rows = [
        f"| `library:regimes/{path.stem}` | {_about(path.read_text(encoding='utf-8'))} |"
        for path in sorted((models_dir() / "regimes").glob("*.yaml"))
    ]
    return "\n".join(["| Include | What it is |", "|---|---|", *rows]) + "\n"


def _about(text: str) -> str:
    """The comment at the head of the file, up to its first empty line."""
    head: list[str] = []
    for line in text.splitlines():
        words = line.removeprefix("#").strip()
        if not line.startswith("#") or not words:
            break
        head.append(words)
    return " ".join(head)


def statements(text: str) -> int:
    """How many rules a regime file holds."""
    return len(yaml.safe_load(text).get("rules", []))


TABLES = {
    "rules": lambda: catalogue(RULES),
    "goals": lambda: catalogue(GOALS),
    "errors": codes,
    "regimes": regimes,
}


def page_with_table(topic: str) -> str:
    """The page as it should be: its own text, then the table."""
    text = files("exsched.handbook").joinpath(f"{topic}.md").read_text(encoding="utf-8")
    return text.partition(_START)[0] + _START + TABLES[topic]()


if __name__ == "__main__":
    from pathlib import Path

    import exsched.handbook

    for name in TABLES:
        new = page_with_table(name)
        Path(exsched.handbook.__file__).with_name(f"{name}.md").write_text(new, encoding="utf-8")
