"""Timelines, curves and the map: what stands where."""

import re
import struct
import subprocess
import sys
from datetime import date
from itertools import pairwise
from math import hypot, radians, sin
from xml.etree import ElementTree

import pytest

from exsched.domain.dates import Period
from exsched.exporting import FORMATS, Selection, View
from exsched.exporting.closures import Closures
from exsched.exporting.drawing import curve
from exsched.exporting.drawing import map as charts
from exsched.exporting.drawing.axis import Axis
from exsched.exporting.drawing.letters import fitted, width
from exsched.exporting.drawing.projection import EARTH, Projection, middle
from exsched.exporting.drawing.tag import tag
from exsched.exporting.drawing.timeline import Bar, Row, draw, sheets
from exsched.exporting.drawing.timeline_rows import rows
from exsched.exporting.loads import loads
from exsched.exporting.png import zoom
from tests.exporting.sample import answer, programme, refused

SVG = "{http://www.w3.org/2000/svg}"
YEAR = Period.model_validate("2027-01-01/2027-12-31")


def day(text: str) -> date:
    return date.fromisoformat(text)


def period(text: str) -> Period:
    return Period.model_validate(text)


@pytest.mark.parametrize("view", list(View))
def test_svg_is_well_formed_and_refers_to_nothing_outside(view: View) -> None:
    """A picture that stands alone, whatever its rows are."""
    data = FORMATS["svg"].write(answer(), Selection(by=view))
    root = ElementTree.fromstring(data)  # noqa: S314 - our own file
    assert root.tag == f"{SVG}svg"
    assert re.findall(rb"(?:href|src)=|url\((?!#)|@import|<script", data) == []


def test_svg_says_each_exercise_in_words() -> None:
    """Every bar has a tooltip with its dates."""
    root = ElementTree.fromstring(FORMATS["svg"].write(answer()))  # noqa: S314 - our own file
    titles = [title.text for title in root.iter(f"{SVG}title")]
    assert "DEEP KEEL 27 (LIVEX): 4–15 Oct 2027; footprint 2–17 Oct 2027. At Southern sea area." in titles


def test_svg_carries_the_certificate() -> None:
    """The checker's verdict travels with the picture."""
    root = ElementTree.fromstring(FORMATS["svg"].write(answer()))  # noqa: S314 - our own file
    told = root.find(f"{SVG}desc")
    assert told is not None
    assert told.text == ", ".join(f"{k} {v}" for k, v in answer().verdict.certificate().items())


def test_svg_of_a_refused_schedule_says_so_first() -> None:
    """The title of the picture starts with the word, also in a draft."""
    shown = FORMATS["svg"].write(refused(), Selection(draft=True)).decode()
    assert ">REFUSED: DRAFT: Northern exercise programme 2027</text>" in shown


def test_loads_without_a_strength_are_at_least() -> None:
    """A load of troops is marked where a nation's part, a force there or a site has no number."""
    marked = {load.subject for load in loads(answer()) if load.at_least}
    assert {who for kind, who, what in marked if kind == "venue"} == {"cyber-hall"}
    assert ("nation", "CLD", "troops hosted at once") in marked
    assert {("nation", code, "troops abroad at once") for code in ("GOT", "HAV")} < marked
    assert ("nation", "BMK", "troops hosted at once") not in marked
    assert not any(what in ("units drawn", "exercises at once") for _, _, what in marked)


def test_svg_text_is_text() -> None:
    """A name cannot become markup."""
    facts = programme()
    hostile = "</text><script>alert(1)</script>&\x00"
    line = facts.exercises["air-ring-27"].model_copy(update={"title": hostile})
    found = answer(facts.model_copy(update={"exercises": facts.exercises | {"air-ring-27": line}}))
    root = ElementTree.fromstring(FORMATS["svg"].write(found))  # noqa: S314 - our own file
    assert list(root.iter(f"{SVG}script")) == []
    assert "</text><script>alert(1)</script>&" in "".join(root.itertext())


def test_png_is_a_picture_of_twice_the_size() -> None:
    """The dots are there, two for each CSS pixel."""
    svg = ElementTree.fromstring(FORMATS["svg"].write(answer()))  # noqa: S314 - our own file
    data = FORMATS["png"].write(answer())
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    wide, high = struct.unpack(">II", data[16:24])
    assert (wide, high) == (round(2 * float(svg.attrib["width"])), round(2 * float(svg.attrib["height"])))


@pytest.mark.parametrize(("wide", "high", "dots"), [(2500, 4000, 2), (2500, 4001, 1)])
def test_png_of_a_very_large_timeline_has_one_dot_for_each_pixel(wide: int, high: int, dots: int) -> None:
    """Up to forty million dots there are two."""
    assert zoom(wide, high) == dots


def test_png_shows_text() -> None:
    """The shipped font is found: without it, text would vanish in silence."""
    facts = programme()
    names = {n: e.model_copy(update={"title": "-"}) for n, e in facts.exercises.items()}
    bare = answer(facts.model_copy(update={"exercises": names}))
    assert len(FORMATS["png"].write(answer())) > len(FORMATS["png"].write(bare)) + 2000


def test_exporting_loads_a_format_only_when_it_is_used() -> None:
    """`exsched check` pays for no calendar, no template and no renderer."""
    code = (
        "import sys, exsched.exporting as e; e.FORMATS['ical']; "
        "print([m for m in ('icalendar', 'jinja2', 'resvg_py', 'markupsafe', 'ortools') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert run.stdout.strip() == "[]"


def test_axis_lays_out_whole_months() -> None:
    """A year is 365 equal days; the last day ends at the right edge."""
    axis = Axis.over(day("2027-01-10"), day("2027-12-20"), 0, 730)
    assert (axis.period, axis.x(day("2027-01-01")), axis.right) == (YEAR, 0, 730)
    assert axis.stretch(period("2027-12-31")) == (728, 2)
    assert next(axis.mondays()) == day("2027-01-04")


def test_axis_keeps_what_lies_outside_on_the_edge() -> None:
    """Nothing is drawn off the sheet."""
    axis = Axis.over(day("2027-01-01"), day("2027-12-31"), 0, 730)
    assert (axis.x(day("2026-06-01")), axis.x(day("2028-06-01"))) == (0, 730)


def test_timeline_gives_meeting_bars_lanes_of_their_own() -> None:
    """Two stays at once make the row higher, and never lie on one another."""
    one = Bar(period("2027-03-01/2027-03-20"), period("2027-03-05/2027-03-15"), "ONE", "one", "land")
    two = Bar(period("2027-03-10/2027-03-25"), period("2027-03-12/2027-03-20"), "TWO", "two", "air")
    low = draw([Row("N", bars=(one,))], YEAR.start, YEAR.end)
    high = draw([Row("N", bars=(one, two))], YEAR.start, YEAR.end)
    tops = re.findall(r'y="([\d.]+)" width="[\d.]+" height="[\d.]+" rx', high.chart)
    assert high.high > low.high
    assert len(set(tops)) == 2


def test_timeline_labels_stay_on_the_sheet() -> None:
    """At either end of the year the label stands on the side that has room."""
    first = Bar(period("2027-01-01/2027-01-03"), period("2027-01-02"), "FIRST DAYS", "", "land")
    last = Bar(period("2027-12-29/2027-12-31"), period("2027-12-30"), "LAST DAYS", "", "land")
    chart = draw([Row("N", bars=(first, last))], YEAR.start, YEAR.end).chart
    assert re.findall(r'class="label (\w+)">([A-Z ]+)<', chart) == [
        ("right", "FIRST DAYS"),
        ("left", "LAST DAYS"),
    ]


def test_timeline_is_cut_between_rows() -> None:
    """Pieces fit a page, and no row is lost."""
    bar = Bar(period("2027-03-01/2027-03-20"), period("2027-03-05/2027-03-15"), "X", "", "land")
    pieces = sheets([Row(f"row {n}", bars=(bar,)) for n in range(50)], YEAR.start, YEAR.end, None, 400)
    assert all(piece.high <= 401 for piece in pieces)
    assert sum(piece.names.count("<title>") for piece in pieces) == 50


def test_timeline_of_many_months_is_drawn_year_by_year() -> None:
    """Each year has the rows that show something in it, and the months of that year alone."""

    def row(name: str, *bars: str, allowed: tuple[str, ...] = ()) -> Row:
        stays = tuple(Bar(period(days), period(days), name, "", "land") for days in bars)
        return Row(name, bars=stays, allowed=tuple(map(period, allowed)))

    several = [
        row("OAK", "2027-03-01/2027-03-05", "2028-12-28/2029-01-03"),
        row("ASH", "2029-05-01/2029-05-02"),
        row("ELM", allowed=("2028-02-01/2028-03-01",)),
        row("FIR"),
    ]
    drawn = sheets(several, day("2027-01-01"), day("2029-12-31"), None, 600)
    shown = {
        sheet.year: [name for name in ("OAK", "ASH", "ELM", "FIR") if f">{name}</text>" in sheet.names]
        for sheet in drawn
    }
    assert shown == {"2027": ["OAK", "FIR"], "2028": ["OAK", "ELM", "FIR"], "2029": ["OAK", "ASH", "FIR"]}
    assert [re.findall("Jan 20..", sheet.chart) for sheet in drawn] == [
        ["Jan 2027"],
        ["Jan 2028"],
        ["Jan 2029"],
    ]
    assert {sheet.wide for sheet in drawn} == {964}


@pytest.mark.parametrize(("last", "years"), [("2028-06-30", {""}), ("2028-07-01", {"2027", "2028"})])
def test_timeline_of_eighteen_months_is_one(last: str, years: set[str]) -> None:
    """A little more than a year stays together."""
    drawn = sheets([Row("OAK")], day("2027-01-01"), day(last), None, 600)
    assert {sheet.year for sheet in drawn} == years


def test_axis_of_five_years_names_each_year_and_overprints_no_month() -> None:
    """Where month and year do not fit, January gives way to the year."""
    axis = Axis.over(day("2027-01-01"), day("2031-12-31"), 0, 964)
    texts = re.findall(r'<text x="([\d.]+)" y="14" class="month-name">([^<]+)<', axis.head(0))
    assert [name for _, name in texts if name.isdigit()] == ["2027", "2028", "2029", "2030", "2031"]
    spans = [(float(x) - width(name, 11) / 2, float(x) + width(name, 11) / 2) for x, name in texts]
    assert all(end < begin for (_, end), (begin, _) in pairwise(spans))


def test_curve_of_several_years_is_marked_by_year() -> None:
    """Months without their year would say nothing."""
    drawn = curve.curve(period("2027-01-01/2031-12-31"), ((day("2027-02-01"), 3),), ())
    assert re.findall('class="tick">([^<]+)<', drawn) == ["2027", "2028", "2029", "2030", "2031"]


def test_rows_by_nation_tell_host_and_observer() -> None:
    """What a nation does in an exercise is written, not only coloured."""
    found = {row.note: [bar.label for bar in row.bars] for row in rows(answer(), Selection(), View.NATION)}
    assert found["HAV"][0] == "COLD SHIELD 27 · observer"
    assert found["ESK"][0] == "ESK FROST 27 · host"


def test_rows_by_exercise_end_with_what_is_dropped() -> None:
    """A dropped exercise shows its windows and no bar."""
    last = rows(answer(), Selection(), View.EXERCISE)[-1]
    assert (last.name, last.note, last.bars) == ("MARSH WOLF 27", "not held", ())
    assert [str(window) for window in last.allowed] == ["2027-05-10/2027-06-05"]


def test_rows_of_a_selection_show_that_nation_only() -> None:
    """A nation's own picture has one row by nation."""
    assert [row.note for row in rows(answer(), Selection(nation="DOR"), View.NATION)] == ["DOR"]


def test_closures_come_from_rules_and_facts() -> None:
    """Closed venues, forces away, nations barred: each with its reason."""
    shut = Closures(answer().problem)
    assert [(str(days), why) for days, why in shut.of_venue("grau")] == [
        ("2027-06-19/2027-07-02", "closed 19 Jun – 2 Jul 2027: midsummer"),
        ("2027-07-01/2027-08-15", "closed 1 Jul – 15 Aug 2027: fire season"),
    ]
    assert [str(days) for days, _ in shut.of_force("battle-group")] == ["2027-07-05/2027-08-01"]
    assert [why for _, why in shut.of_nation("ESK")] == [
        "barred (no participation) 20–31 Dec 2027: year's end"
    ]


def test_loads_are_those_that_the_rules_limit() -> None:
    """Nearest to its limit first; days above it are counted."""
    found = {load.subject: load for load in loads(answer())}
    awacs = found["pool", "awacs", "units drawn"]
    assert (next(iter(found)), awacs.tightest, awacs.days_above) == (
        ("pool", "awacs", "units drawn"),
        (3, 2, day("2027-06-09")),
        4,
    )
    assert found["nation", "ARV", "troops hosted at once"].tightest == (11500, 12000, day("2027-02-21"))
    assert found["venue", "fort-cal", "troops at once"].peak == (5600, day("2027-05-19"))


def test_load_limit_holds_only_while_its_rule_is_valid() -> None:
    """Before and after there is none."""
    load = next(x for x in loads(answer()) if x.subject == ("nation", "ARV", "exercises abroad at once"))
    assert load.limit == ((day("2027-05-01"), 3), (day("2027-09-01"), None))


def test_loads_of_a_selection_are_its_own() -> None:
    """A nation sees its own loads only."""
    assert {load.subject[1] for load in loads(answer(), Selection(nation="BMK"))} == {"BMK"}


def test_curve_cuts_where_load_or_limit_changes() -> None:
    """Each stretch has one load and one limit."""
    load = ((day("2027-03-01"), 2), (day("2027-03-11"), 0))
    limit = ((day("2027-01-01"), 3), (day("2027-03-06"), 1), (day("2027-07-01"), None))
    assert [(str(days), used, most) for days, used, most in curve.pieces(YEAR, load, limit)] == [
        ("2027-01-01/2027-02-28", 0, 3),
        ("2027-03-01/2027-03-05", 2, 3),
        ("2027-03-06/2027-03-10", 2, 1),
        ("2027-03-11/2027-06-30", 0, 1),
        ("2027-07-01/2027-12-31", 0, None),
    ]


def test_curve_marks_what_is_above() -> None:
    """One dark piece for one stretch above the limit."""
    drawn = curve.curve(YEAR, ((day("2027-03-01"), 2), (day("2027-03-11"), 0)), ((day("2027-01-01"), 1),))
    assert drawn.count('class="above"') == 1


def test_projection_keeps_the_centre_and_areas() -> None:
    """The centre is the origin, north is up, and a degree box has its true area."""
    flat = Projection((60.0, 20.0))
    centre, north = flat.project(60, 20), flat.project(61, 20)
    assert centre == pytest.approx((0, 0), abs=1e-6)
    assert north == pytest.approx((0, -EARTH * 0.0174533), abs=0.01)
    corners = [flat.project(*at) for at in ((55, 25), (55, 25.1), (55.1, 25.1), (55.1, 25))]
    spots = [spot for spot in corners if spot]
    area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(spots, spots[1:] + spots[:1], strict=True))) / 2
    true = EARTH**2 * radians(0.1) * (sin(radians(55.1)) - sin(radians(55)))
    assert area == pytest.approx(true, rel=1e-4)


def test_projection_middle_works_across_the_date_line() -> None:
    """Between Fiji and Samoa lies the Pacific, not Africa."""
    lat, lon = middle([(-18.0, 178.0), (-14.0, -172.0)])
    assert (lat == pytest.approx(-16.05, abs=0.1), abs(lon) > 170) == (True, True)


def test_projection_leaves_out_the_far_side() -> None:
    """What cannot be seen is not drawn."""
    assert Projection((60.0, 20.0)).project(-60, -160) is None


def test_map_names_every_place_once_and_lays_no_label_on_another() -> None:
    """Labels of places that are far enough apart never meet."""
    dots = [charts.Dot(n, f"Place {n}", (50 + 2 * (n % 5), 5 + 4 * (n // 5)), "") for n in range(20)]
    drawn = charts.draw(dots)
    assert drawn is not None
    found = re.findall(
        r'<text x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)" class="place">([^<]*)<', drawn.drawing
    )
    assert sorted(int(text.split()[0]) for *_, text in found) == list(range(20))
    boxes = [_box(float(x), float(y), anchor, text) for x, y, anchor, text in found]
    meet = [(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :] if _meet(a, b)]
    assert meet == []


def _box(x: float, y: float, anchor: str, text: str) -> tuple[float, float, float, float]:
    wide = width(text, 11.5)
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
    return left + 0.1, y - 9, left + wide - 0.1, y + 2


def _meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def test_map_of_one_place_shows_its_surroundings() -> None:
    """A single venue is no division by zero."""
    drawn = charts.draw([charts.Dot(1, "Alone", (60.0, 20.0), "")])
    assert drawn is not None
    assert (drawn.wide, hypot(drawn.wide, drawn.high) > 700) == (720.0, True)


def test_map_without_places_is_none() -> None:
    """Nothing to show is said by the report."""
    assert charts.draw([]) is None


def test_letters_are_cut_with_a_mark() -> None:
    """A long name ends in a mark, and fits."""
    cut = fitted("A VERY LONG EXERCISE NAME", 10, 80)
    assert (cut[-1], width(cut, 10) <= 80, fitted("SHORT", 10, 80)) == ("…", True, "SHORT")


def test_tag_escapes_every_text_and_attribute() -> None:
    """Quotes, angles and controls have no effect."""
    assert tag("text", '<b>"&', title='"><x', x=1.0, no=None) == (
        '<text title="&#34;&gt;&lt;x" x="1">&lt;b&gt;&#34;&amp;</text>'
    )
