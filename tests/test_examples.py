"""The real examples load, solve to what is expected and say what is not known; both readers agree."""

import json
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject

from exsched.checking.judge import judge
from exsched.exporting import FORMATS
from exsched.intake import lint, load, read_schedule
from exsched.library import examples_dir
from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Answer, Verdict
from exsched.solving.limits import Limits
from exsched.solving.solve import solve
from tests.exporting import feed_rules

PROVED = ("first-steps", "nordic-baltic-2027", "black-sea-2027")
EXAMPLES = (*PROVED, "europe-2024")


def problem_of(example: str) -> Problem:
    """The programme of an example."""
    loaded = load(examples_dir() / example)
    assert [d.render() for d in loaded.diagnostics] == []
    assert loaded.problem is not None
    return loaded.problem


def summary_of(verdict: Verdict) -> dict[str, Any]:
    """What an example's `expected` says of a schedule."""
    soft: dict[str, int] = {}
    for broken in verdict.soft:
        soft[broken.statement.rule.rule] = soft.get(broken.statement.rule.rule, 0) + 1
    return {
        "verdict": verdict.word,
        "tiers": list(verdict.tier_values()),
        "soft_broken": dict(sorted(soft.items())),
    }


def expected(example: str, name: str) -> Any:
    """One of the results that are kept beside an example."""
    return json.loads((examples_dir() / example / "expected" / name).read_text(encoding="utf-8"))


def kept_answer(example: str) -> Answer:
    """The schedule that is kept beside an example, judged anew."""
    problem = problem_of(example)
    schedule, diagnostics = read_schedule(examples_dir() / example / "expected" / "schedule.json", problem)
    assert schedule is not None, diagnostics
    return Answer(problem, schedule, judge(problem, schedule))


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_lacks_only_what_is_not_public(example: str) -> None:
    """What we show to planners is in order, but for facts that cannot be known (W607)."""
    assert [d.render() for d in lint(problem_of(example)) if d.code != "W607"] == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_readme_names_what_cannot_be_decided(example: str) -> None:
    """Every statement that is left open for the kept schedule is told in the README beside it."""
    readme = (examples_dir() / example / "README.md").read_text(encoding="utf-8")
    undecided = {str(opened.statement.rule.id) for opened in kept_answer(example).verdict.undecided}
    assert sorted(name for name in undecided if f"`{name}`" not in readme) == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_kept_schedule_is_what_its_summary_says(example: str) -> None:
    """The checker finds today what is written beside the example."""
    assert summary_of(kept_answer(example).verdict) == expected(example, "summary.json")


@pytest.mark.parametrize("example", PROVED)
def test_example_is_proved_optimal_at_the_kept_values(example: str) -> None:
    """Every tier of the solve is proved, at the values that are kept."""
    solved = solve(problem_of(example), Limits(seconds=120))
    assert [t.proved for t in solved.outcome.tiers] == [True] * len(solved.outcome.tiers)
    assert [t.value for t in solved.outcome.tiers] == expected(example, "summary.json")["tiers"]


def test_european_year_is_solved_with_every_exercise_held() -> None:
    """Within a short time a checked schedule holds all 72 exercises; the bound never lies above the value."""
    solved = solve(problem_of("europe-2024"), Limits(seconds=8))
    assert solved.answer is not None
    assert (solved.answer.verdict.allowed, solved.outcome.tiers[0].value) == (True, 0)
    assert all(t.bound is not None and t.bound <= t.value for t in solved.outcome.tiers)


def test_year_as_held_is_judged_as_expected() -> None:
    """The year 2024 as it was held keeps every hard rule; the soft ones that it broke are counted."""
    problem = problem_of("europe-2024")
    schedule, diagnostics = read_schedule(examples_dir() / "europe-2024" / "as-held.csv", problem)
    assert schedule is not None, diagnostics
    assert summary_of(judge(problem, schedule)) == expected("europe-2024", "as-held.json")


Events = list[tuple[str, date, date]]


def wanted_events(answer: Answer) -> Events:
    """Id, first and last day of every exercise that is held."""
    return sorted((h.id, h.execution.start, h.execution.end) for h in answer.laydown.held.values())


def by_icalendar(data: bytes) -> Events:
    """All events as the icalendar library reads them; the last day is inclusive."""
    calendar: Any = icalendar.Calendar.from_ical(data)
    events = calendar.walk("VEVENT")
    return sorted((str(e["UID"]), e["DTSTART"].dt, e["DTEND"].dt - timedelta(1)) for e in events)


def by_vobject(data: bytes) -> Events:
    """The same as an independent reader sees it."""
    events = vobject.readOne(data.decode()).vevent_list
    return sorted((e.uid.value, e.dtstart.value, e.dtend.value - timedelta(1)) for e in events)


@pytest.mark.parametrize("example", EXAMPLES)
def test_calendar_of_example_is_read_alike_by_two_readers(example: str) -> None:
    """Both readers see the same events, and every exercise with its first and last day."""
    answer = kept_answer(example)
    data = FORMATS["ical"].write(answer)
    ours = by_icalendar(data)
    exercises = [(uid[3:].partition("@")[0], *days) for uid, *days in ours if uid.startswith("ex-")]
    assert (ours, exercises) == (by_vobject(data), wanted_events(answer))
    assert feed_rules.broken(data) == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_calendar_of_example_is_imported_by_khal(example: str, tmp_path: Path) -> None:
    """An ordinary calendar program takes the file and lists the exercises."""
    if shutil.which("khal", path=str(Path(sys.executable).parent)) is None:
        pytest.skip("khal is not installed")
    answer = kept_answer(example)
    (tmp_path / "feed").mkdir()
    (tmp_path / "feed.ics").write_bytes(FORMATS["ical"].write(answer))
    (tmp_path / "khal.conf").write_text(
        f"[calendars]\n[[feed]]\npath = {tmp_path}/feed\n[locale]\ndateformat = %Y-%m-%d\n"
        f"longdateformat = %Y-%m-%d\n[sqlite]\npath = {tmp_path}/khal.db\n"
    )
    khal = [str(Path(sys.executable).parent / "khal"), "-c", str(tmp_path / "khal.conf")]
    subprocess.run(
        [*khal, "import", "--batch", "-a", "feed", str(tmp_path / "feed.ics")], check=True, timeout=120
    )
    first, days = answer.problem.programme.horizon.start, answer.problem.programme.horizon.days
    listing = subprocess.run(
        [*khal, "list", "--once", "-df", "", "-f", "{start-long}|{end-long}|{title}", str(first), f"{days}d"],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    ).stdout
    shown = [line.split("|")[:2] for line in listing.splitlines()]
    wanted = [[str(start), str(end)] for _, start, end in wanted_events(answer)]
    assert [dates for dates in wanted if dates not in shown] == []
