"""Exports: one file per format, each loaded when it is first used, so that `exsched check` starts fast."""

from dataclasses import dataclass
from importlib import import_module

from exsched.exporting.selection import EVERYTHING, Selection, View
from exsched.rulekit.verdict import Answer

__all__ = ["EVERYTHING", "FORMATS", "Format", "Selection", "View"]


@dataclass(frozen=True)
class Format:
    """A way of writing an answer; `name` is also the module that writes it."""

    name: str
    suffix: str
    media_type: str
    about: str

    def write(self, answer: Answer, selection: Selection = EVERYTHING) -> bytes:
        """The answer in this format; the same answer and selection give the same bytes.

        Raises:
            UnknownName: when the selection asks for a name that the programme does not have.
        """
        data: bytes = import_module(f"{__name__}.{self.name}").write(answer, selection)
        return data


FORMATS: dict[str, Format] = {
    found.name: found
    for found in (
        Format(
            "ical",
            ".ics",
            "text/calendar; charset=utf-8",
            "calendar of exercises, planning events and dated acts",
        ),
        Format("csv", ".csv", "text/csv; charset=utf-8", "one row for each exercise"),
        Format(
            "json", ".json", "application/json", "the schedule file, with everything that follows from it"
        ),
        Format("svg", ".svg", "image/svg+xml", "timeline by exercise, nation, venue or force"),
        Format("png", ".png", "image/png", "the same timeline as a picture of dots"),
        Format(
            "geojson", ".geojson", "application/geo+json", "venues in use, with their exercises and dates"
        ),
        Format(
            "html", ".html", "text/html; charset=utf-8", "the report: one file, readable offline and on paper"
        ),
    )
}
