"""PNG: the SVG timeline as dots, drawn with the shipped font so that it looks the same everywhere."""

from importlib.resources import as_file, files

from resvg_py import svg_to_bytes

from exsched.exporting import svg
from exsched.exporting.selection import EVERYTHING, Selection
from exsched.rulekit.verdict import Answer

FONT = "DejaVuSans.ttf"
FAMILY = "DejaVu Sans"


def write(answer: Answer, selection: Selection = EVERYTHING) -> bytes:
    """The picture, two dots for each CSS pixel."""
    drawn = svg.write(answer, selection).decode()
    with as_file(files("exsched.exporting").joinpath("fonts", FONT)) as font:
        dots = svg_to_bytes(
            svg_string=drawn,
            zoom=2,
            skip_system_fonts=True,
            font_files=[str(font)],
            font_family=FAMILY,
            sans_serif_family=FAMILY,
        )
    return bytes(dots)
