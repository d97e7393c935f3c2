"""What drawings share: the hatchings, the style sheet and the key to the signs."""

from importlib.resources import files

from markupsafe import Markup

from exsched.exporting.drawing.letters import width
from exsched.exporting.drawing.tag import joined, tag

COLOURS = {
    "land": "land",
    "maritime": "maritime",
    "air": "air",
    "cyber": "cyber and space",
    "joint": "joint, or several domains",
    "other": "other",
}


def style() -> str:
    """The style sheet of every drawing."""
    return files(__package__).joinpath("style.css").read_text("utf-8")


def hatchings() -> Markup:
    """Definitions that bars and closures refer to; once in each document."""
    stripes = {"patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
    line = tag("path", d="M0 0V8", stroke="#8a94a0", stroke_width=2.4)
    thin = tag("path", d="M0 0V6", stroke="#ffffff", stroke_width=2.2, stroke_opacity=".3")
    return tag(
        "defs",
        tag("pattern", line, id="shut", width=6, height=8, **stripes),
        tag("pattern", thin, id="staff", width=6, height=6, **stripes),
    )


def key(wide: float) -> tuple[Markup, float]:
    """The key to colours and signs, and its height."""
    parts: list[Markup] = []
    x, y = 6.0, 4.0
    for sign, text in signs():
        need = 34 + width(text, 11) + 14
        if x + need > wide:
            x, y = 6.0, y + 20
        drawn = tag("g", sign, transform=f"translate({x:.0f} {y:.0f})")
        parts += [drawn, tag("text", text, x=x + 32, y=y + 11, class_="key")]
        x += need
    return joined(parts), y + 22


def signs() -> list[tuple[Markup, str]]:
    """Each sign, drawn 28 wide and 15 high, and what it says."""
    box = {"x": 2, "y": 2, "width": 24, "height": 11}
    domains = [(tag("rect", **box, class_=f"run {colour}"), text) for colour, text in COLOURS.items()]
    foot = tag("rect", x=0, y=4, width=28, height=7, class_="foot joint")
    run = tag("rect", x=8, y=2, width=12, height=11, class_="run joint")
    striped = tag("rect", **box, class_="run other") + tag("rect", **box, class_="staff")
    return [
        *domains,
        (foot + run, "execution inside its footprint"),
        (striped, "staff or computer exercise"),
        (tag("rect", **box, class_="run watching"), "as observer"),
        (tag("rect", **box, class_="shut"), "closed, away or barred"),
        (tag("rect", x=0, y=7, width=28, height=1.4, class_="allowed"), "STARTEX allowed"),
        (tag("rect", x=0, y=6, width=28, height=3, class_="wanted"), "STARTEX wanted"),
        (tag("path", d="M14 3l4 4l-4 4l-4 -4z", class_="mark event"), "planning event"),
        (tag("path", d="M14 3l4.5 8h-9z", class_="mark act"), "act due, open"),
        (tag("path", d="M14 3l4.5 8h-9z", class_="mark done"), "act on record"),
    ]
