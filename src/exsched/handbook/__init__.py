"""The manual in Markdown: shipped, shown by `exsched help`, tested for completeness."""

import re
from importlib.resources import files

_TOPIC = re.compile(r"[a-z][a-z-]*")
_ITEM = re.compile(r" +(`[^`]+`) {2,}(\S.*)")
_LABEL = re.compile(r"(\S(?:.*?\S)?) {2,}(\S.*)")


def topics() -> tuple[str, ...]:
    """The names of all pages, sorted, `index` first."""
    names = {entry.name for entry in files(__name__).iterdir() if entry.name.endswith(".md")}
    return ("index", *sorted(name.removesuffix(".md") for name in names - {"index.md"}))


def page(topic: str) -> str | None:
    """One page as Markdown, or None when there is none of this name."""
    if not _TOPIC.fullmatch(topic):
        return None
    source = files(__name__).joinpath(f"{topic}.md")
    return source.read_text(encoding="utf-8") if source.is_file() else None


def code_entry(code: str) -> str | None:
    """What the errors page says about one diagnostic code, or None when it is not listed."""
    for line in (page("errors") or "").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0].strip("`") == code.upper():
            return f"# {code.upper()}\n\n" + "\n\n".join(cells[1:]) + "\n"
    return None


def command_entry(verb: str) -> str | None:
    """What the commands page says about one command, or None when there is none of this name."""
    for section in (page("commands") or "").split("\n## ")[1:]:
        heading, _, rest = section.partition("\n")
        if f"exsched {verb}" in (" ".join(part.split()[:2]) for part in heading.split(", ")):
            return f"# {heading}\n{rest}"
    return None


def docstring_page(docstring: str) -> str:
    """A rule's or goal's docstring as Markdown: its labels become bold paragraph heads."""
    paragraphs: list[str] = []
    fresh = True
    for line in docstring.strip().splitlines():
        text = line.strip()
        label = _LABEL.fullmatch(line)
        item = _ITEM.fullmatch(line)
        if not text:
            fresh = True
        elif item:
            paragraphs.append(f"- {item[1]}: {item[2]}")
        elif label and not line.startswith(" "):
            paragraphs.append(f"**{label[1]}.** {label[2]}")
            fresh = False
        elif fresh:
            paragraphs.append(text)
            fresh = False
        else:
            paragraphs[-1] += f" {text}"
    return "\n\n".join(paragraphs)
