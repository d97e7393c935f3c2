"""HTML: the report, one file with everything in it; no script, nothing fetched, for screen and paper."""

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from exsched.domain.programme import Header
from exsched.exporting import acts, wording
from exsched.exporting.drawing.patterns import hatchings, signs, style
from exsched.exporting.drawing.timeline import LABELS
from exsched.exporting.ledger import MEASURES, ledger
from exsched.exporting.loads import NATIONAL, loads
from exsched.exporting.report import figures, forms, tables
from exsched.exporting.report.goals import goals_told
from exsched.exporting.report.headline import headline
from exsched.exporting.report.seen import Seen
from exsched.exporting.report.shifting import shifting
from exsched.exporting.report.spoken import spoken, spoken_day
from exsched.exporting.report.titled import Titled
from exsched.exporting.selection import EVERYTHING, Selection, View
from exsched.exporting.standing import mark, refusal
from exsched.rulekit.verdict import Answer

USUAL_ORGANISER: str = Header.model_fields["organiser"].default


def write(answer: Answer, selection: Selection = EVERYTHING) -> bytes:
    """The report."""
    return _template().render(_content(answer, selection)).encode()


@cache
def _template() -> Template:
    rooms = Environment(
        loader=PackageLoader("exsched.exporting", "report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    rooms.filters |= {
        "day": wording.day,
        "days": wording.days,
        "many": wording.many,
        "listed": wording.listed,
    }
    rooms.filters |= {"counted": wording.counted, "spoken": spoken, "spoken_day": spoken_day}
    rooms.filters |= {"parts": tables.parts, "off_wanted": tables.off_wanted}
    rooms.filters |= {"standing": acts.standing, "named": acts.named}
    return rooms.get_template("report.html.j2")


def _content(answer: Answer, selection: Selection) -> dict[str, Any]:
    chosen = selection.held(answer)
    seen = Seen.of(answer, selection)
    header = answer.problem.programme.programme
    found = loads(answer, selection)
    shown = figures.load_figures(answer, found)
    return {
        "answer": answer,
        "header": header,
        "organiser": header.organiser if header.organiser != USUAL_ORGANISER else "",
        "mark": mark(answer, selection),
        "refused": bool(refusal(answer)),
        "told": Titled(answer.problem),
        "today": answer.problem.programme.as_of,
        "selection": selection,
        "css": Markup(files(__package__).joinpath("report", "report.css").read_text("utf-8") + style()),  # noqa: S704
        "hatchings": hatchings(),
        "key": signs(),
        "headline": headline(answer, selection),
        "held": chosen,
        "titles": {name: exercise.title for name, exercise in answer.problem.exercises.items()},
        "timelines": {view.value: figures.timeline(answer, selection, view) for view in View},
        "stays": {
            "nation": tables.by_nation(answer, selection),
            "venue": tables.by_venue(answer, selection),
            "force": tables.by_force(answer, selection),
        },
        "lesser": list(forms.lesser(answer, selection)),
        "goals": list(goals_told(answer)),
        "shifting": list(shifting(answer, selection)),
        "ledger": [row for row in ledger(answer) if selection.nation in {None, row.nation}],
        "measures": MEASURES,
        "nations": answer.problem.programme.nations,
        "past": len(answer.problem.programme.history),
        "data": answer.problem.programme.data_versions,
        "dropped": list(tables.dropped(answer, selection)),
        "seen": seen,
        "duties": list(acts.by_duty(seen.acts, answer.problem.programme.as_of)),
        "planning": tables.planning(answer, selection),
        "loads": shown,
        "steps": figures.steps(shown),
        "national": figures.national(answer, found),
        "national_columns": NATIONAL,
        "lower": any(load.at_least for load in found),
        "places": tables.places(answer, selection),
        "map": figures.site_map(tables.places(answer, selection)),
        "labels": LABELS,
    }
