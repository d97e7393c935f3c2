"""PNG: the SVG timeline as dots, drawn with the shipped font so that it looks the same everywhere."""

import re
from importlib.resources import as_file, files

from resvg_py import svg_to_bytes

from exsched.exporting import svg
from exsched.exporting.selection import EVERYTHING, Selection
from exsched.rulekit.verdict import Answer

FONT = "DejaVuSans.ttf"
FAMILY = "DejaVu Sans"
MOST_DOTS = 40_000_000
"""A picture of more would need some 200 megabytes to draw."""


def write(answer: Answer, selection: Selection = EVERYTHING) -> bytes:
    """The picture, two dots for each CSS pixel; one where that would be more than a machine should bear."""
    drawn = svg.write(answer, selection).decode()
    found = re.search(r'width="(\d+)[^>]*? height="(\d+)', drawn)
    assert found
    with as_file(files("exsched.exporting").joinpath("fonts", FONT)) as font:
        dots = svg_to_bytes(
            svg_string=drawn,
            zoom=zoom(int(found[1]), int(found[2])),
            skip_system_fonts=True,
            font_files=[str(font)],
            font_family=FAMILY,
            sans_serif_family=FAMILY,
        )
    return bytes(dots)


def zoom(wide: int, high: int) -> int:
    """Dots along each edge of a CSS pixel."""
    return 2 if wide * high * 4 <= MOST_DOTS else 1
