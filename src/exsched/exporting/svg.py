"""SVG: one timeline, by exercise, nation, venue or force, as a picture that stands alone."""

from markupsafe import Markup

from exsched.exporting.drawing.patterns import hatchings, key, style
from exsched.exporting.drawing.tag import tag
from exsched.exporting.drawing.timeline import LABELS, draw
from exsched.exporting.drawing.timeline_rows import extent, rows
from exsched.exporting.selection import EVERYTHING, Selection
from exsched.exporting.standing import mark
from exsched.exporting.wording import day, many
from exsched.rulekit.verdict import Answer

MARGIN = 16


def write(answer: Answer, selection: Selection = EVERYTHING) -> bytes:
    """The picture; the certificate stands in its description."""
    drawing = draw(rows(answer, selection, selection.by), *extent(answer), answer.problem.programme.as_of)
    wide = LABELS + drawing.wide
    signs, key_high = key(wide)
    high = 62 + drawing.high + 14 + key_high + MARGIN
    title, subtitle = headings(answer, selection)
    certificate = ", ".join(f"{name} {value}" for name, value in answer.verdict.certificate().items())
    picture = tag(
        "svg",
        tag("title", f"{title}: {subtitle}"),
        tag("desc", certificate),
        tag("style", Markup(style())),  # noqa: S704 - our own file
        hatchings(),
        tag("rect", width=wide + 2 * MARGIN, height=high, fill="#ffffff"),
        tag("text", title, x=MARGIN, y=30, font_size="18", font_weight="bold"),
        tag("text", subtitle, x=MARGIN, y=49, font_size="12"),
        tag("g", drawing.names, transform=f"translate({MARGIN} 62)"),
        tag("g", drawing.chart, transform=f"translate({MARGIN + LABELS} 62)"),
        tag("g", signs, transform=f"translate({MARGIN} {62 + drawing.high + 14:.0f})"),
        xmlns="http://www.w3.org/2000/svg",
        width=wide + 2 * MARGIN,
        height=high,
        viewBox=f"0 0 {wide + 2 * MARGIN:.0f} {high:.0f}",
        class_="drawing",
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{picture}\n'.encode()


def headings(answer: Answer, selection: Selection) -> tuple[str, str]:
    """Title and subtitle of a picture: the programme, what is shown, and how far it may be trusted."""
    header = answer.problem.programme.programme
    words = selection.words()
    shown = f" ({words})" if words else ""
    held = many(len(selection.held(answer)), "exercise")
    said = answer.outcome.headline() if answer.outcome else "schedule typed by hand"
    return (
        f"{mark(answer, selection)}{header.title}{shown}",
        f"{held} held, by {selection.by}; as of {day(answer.problem.programme.as_of)}; "
        f"{'whole programme: ' if words else ''}{said}; checker: {answer.verdict.word}",
    )
