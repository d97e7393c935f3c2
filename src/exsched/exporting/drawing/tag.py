"""SVG elements from Python; every text and attribute is escaped here, and nowhere else."""

from functools import lru_cache

from markupsafe import Markup, escape

from exsched.exporting.plain_text import one_line

Value = str | float | None


def tag(name: str, *children: str | Markup, **attributes: Value) -> Markup:
    """One element; `class_` is written `class`, other underscores as hyphens; None leaves one out."""
    head = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    body = "".join(child if isinstance(child, Markup) else _text(child) for child in children)
    return Markup(f"<{name}{head}>{body}</{name}>" if body else f"<{name}{head}/>")  # noqa: S704 - escaped above


def joined(parts: list[Markup]) -> Markup:
    """The elements one after the other."""
    return Markup("").join(parts)


def number(value: float) -> str:
    """A coordinate: one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def _value(value: str | float) -> str:
    return number(value) if isinstance(value, int | float) else _text(value)


@lru_cache(maxsize=16384)
def _text(text: str) -> str:
    return str(escape(one_line(text)))
