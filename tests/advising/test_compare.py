"""Schedules side by side: differences, gains and losses, the matrix."""

import io
import json
import re
import zipfile

from exsched.access import Role, Viewer
from exsched.access.answers import project_answer
from exsched.advising.compare import Comparison, compare, page, table, told, workbook
from exsched.advising.compare.matrix import goal_names
from exsched.advising.compare.nations import Wish
from exsched.checking.judge import judge
from exsched.domain.schedule import Line
from exsched.goals.hold_exercises import HoldExercises
from exsched.goals.wanted_dates import WantedDates
from exsched.goals.wanted_participation import WantedParticipation
from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Answer
from exsched.rules.must_be_held import MustBeHeld
from tests.builders import a_line, a_problem, a_schedule, an_exercise

EXERCISES = {
    "alder": an_exercise(
        title="ALDER",
        wanted="2027-01-10/2027-01-12",
        sponsor="ARV",
        sites={"land": {"any_of": ["north", "south"]}},
        participants={"must": ["ARV"], "may": {"BMK": {"worth": 5}}},
    ),
    "birch": an_exercise(title="BIRCH", held="may", worth=7, participants={"must": ["BMK"]}),
}
VENUES = {
    "north": {"name": "North range", "host": "ARV", "kind": "range"},
    "south": {"name": "South range", "host": "CAL", "kind": "range"},
}
WISHED = (
    a_line("alder", "2027-01-10", sites={"land": "north"}, participants={"ARV": "full", "BMK": "full"}),
    a_line("birch", "2027-01-20", participants={"BMK": "full"}),
)
OTHER = (a_line("alder", "2027-01-15", sites={"land": "south"}, participants={"ARV": "full"}),)


def problem() -> Problem:
    """Two exercises, one of which need not be held; three goals in two tiers."""
    found = a_problem(MustBeHeld(exercise="alder"), exercises=EXERCISES, venues=VENUES)
    goals = ((HoldExercises(),), (WantedDates(weight=2), WantedParticipation()))
    return Problem(found.programme, found.statements, goals)


def compared(*schedules: tuple[Line, ...], weights: dict[str, int] | None = None) -> Comparison:
    """These schedules, called by number."""
    names = [f"s{n}" for n in range(len(schedules))]
    return compare(names, [an_answer(lines) for lines in schedules], weights)


def an_answer(lines: tuple[Line, ...]) -> Answer:
    """Any schedule of the programme, judged."""
    facts, schedule = problem(), a_schedule(*lines)
    return Answer(facts, schedule, judge(facts, schedule))


def test_compare_tells_the_differences_from_the_first() -> None:
    """In the words of a release; nothing for the first itself."""
    found = compared(WISHED, OTHER)
    assert [len(course.changes) for course in found.courses] == [0, 2]
    assert [change.sentence for change in found.courses[1].changes] == [
        "ALDER: moved from 10 Jan 2027 to 15 Jan 2027 (5 days later); "
        "re-sited, land at South range (CAL) instead of North range (ARV); "
        "CAL (host) joins, BMK leaves.",
        "BIRCH is cancelled; it was planned for 20 Jan 2027.",
    ]


def test_compare_counts_what_each_nation_asked_for_and_got() -> None:
    """Wishes met, hosting, points lost, regret, and what makes most of it."""
    arv, bmk, cal = compared(WISHED, OTHER).nations
    assert (arv.nation, bmk.nation, cal.nation) == ("ARV", "BMK", "CAL")
    mine = arv.shares[1]
    assert (mine.held, mine.dates, mine.sites) == (Wish(1, 1), Wish(1, 0), Wish(1, 0))
    assert (mine.hosted, mine.lost, mine.regret, mine.worst) == (0, 3, 3, "ALDER 3 days too late")
    theirs = bmk.shares[1]
    assert (theirs.held, theirs.participation, theirs.lost) == (Wish(1, 0), Wish(1, 0), 5)
    assert theirs.worst == "left out of ALDER, ALDER 3 days too late"
    assert [share.hosted for share in cal.shares] == [0, 1]
    assert [share.regret for share in arv.shares] == [0, 3]


def test_matrix_normalises_each_goal_and_adds_weights() -> None:
    """100 for the best, 0 for the worst, in between by distance; equal values are all best."""
    middle = (a_line("alder", "2027-01-13", sites={"land": "north"}, participants={"ARV": "full"}),)
    found = compared(WISHED, OTHER, middle, weights={"wanted_dates": 3}).matrix
    assert [one.scores for one in found.criteria] == [(100, 0, 0), (100, 0, 66), (100, 0, 0)]
    assert (found.sums, found.most) == ((500, 0, 198), 500)
    assert [one.scores for one in compared(OTHER, OTHER).matrix.criteria] == [(100, 100)] * 3


def test_second_goal_of_a_kind_has_a_number() -> None:
    """Names stay unique, so that a weight means one goal."""
    two = Problem(problem().programme, (), ((WantedDates(),), (HoldExercises(), WantedDates())))
    assert goal_names(two) == ("wanted_dates:1", "hold_exercises", "wanted_dates:2")


def test_refused_schedule_is_compared_and_marked() -> None:
    """In text, JSON, HTML and CSV."""
    found = compared(WISHED, (WISHED[1],))
    assert "B  s1: REFUSED, 1 hard breach; 1 exercise held" in told.lines(found)
    assert told.as_json(found)["schedules"][1]["certificate"]["verdict"] == "refused"
    html = page.write(found).decode()
    assert "B is refused: it breaks 1 hard rule" in html
    assert "<script" not in html
    assert b'verdict,,,allowed,"REFUSED, 1 hard breach"' in table.write(found)


def test_json_of_a_comparison_can_be_written() -> None:
    """No dates or other objects are left in it."""
    document = told.as_json(compared(WISHED, OTHER))
    assert json.loads(json.dumps(document))["nations"] == document["nations"]
    assert document["schedules"][1]["largest_regret"]["nation"] == "BMK"


def test_page_draws_where_the_first_had_it() -> None:
    """A moved exercise has a dashed outline; one that is not held any more as well."""
    html = page.write(compared(WISHED, OTHER)).decode()
    assert "in A: 10 Jan" in html
    assert "in A: 20 Jan" in html
    assert "in A:" not in page.write(compared(WISHED, WISHED)).decode()


def test_workbook_has_a_sheet_for_each_table_and_computes_nothing() -> None:
    """Sheets by name, figures as numbers, text as text whatever it begins with; the same bytes again."""
    names = ["=1+1", "@other"]
    answers = [an_answer(WISHED), an_answer(OTHER)]
    written = workbook.write(compare(names, answers))
    assert written == workbook.write(compare(names, answers))
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    sheets = re.findall(r'<sheet name="(\w+)"', parts["xl/workbook.xml"])
    assert sheets == ["verdict", "changes", "goals", "nations", "matrix"]
    cells = [part for name, part in parts.items() if name.startswith("xl/worksheets/")]
    assert len(cells) == len(sheets)
    assert not any("<f>" in part or "hyperlink" in part for part in cells)
    assert all(f"<t>{name}</t>" in parts["xl/sharedStrings.xml"] for name in names)
    (weighed,) = [part for name, part in parts.items() if name.endswith("sheet3.xml")]
    assert '<c r="C4" s="2"><v>0</v></c><c r="D4" s="2"><v>5</v></c>' in weighed  # wanted_participation


def test_nation_sees_no_line_of_what_is_hidden_from_it() -> None:
    """An exercise that concerns others only stands in no part of the answer."""
    answers = [project_answer(an_answer(lines), Viewer(Role.PLANNER, "CAL")) for lines in (WISHED, OTHER)]
    words = "\n".join(told.lines(compare(["one", "two"], answers)))
    assert "BIRCH" not in words
