"""What a viewer is shown does not change with what it may not see."""

import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from exsched.access import Role, Viewer, project, project_answer, project_for_what_if, project_schedule
from exsched.domain.schedule import Schedule
from exsched.exporting import FORMATS
from exsched.exporting.selection import Selection
from exsched.intake import lint, load_joined, spell, write_problem
from exsched.rulekit.problem import Problem
from tests.access.pairs import SALT, Pair, a_pair, pairs
from tests.access.programme import VIEWER, Draft, answer_of, read_problem_of, write_files
from tests.access.tricks import TRICKS

PLANNER = Viewer(Role.PLANNER, VIEWER, SALT)
WRONG_NAME, RIGHT_NAME = "submissions/CAL.yaml", "submissions/CAL.json"
WRONG = b"""owner: CAL
nations: {CAL: {name: Calder}}
exercises:
  cal-own: {title: X, days: 3, sites: {range: fel}, participants: [CAL, DRO]}
  cal-two: {title: Y, days: 3, participants: [CAL], release: [NORHT]}
rules:
  - {rule: precedence, first: opne-1, then: cal-own}
  - {rule: precedence, first: cal-own, then: a-secret-1}
  - {rule: host_load, nation: ARV, exercises: 1}
"""
"""A submission with mistakes in names, all of which are answered with what is known."""
QUICK = tuple(name for name in FORMATS if name != "png")


def shown(
    problem: Problem, schedule: Schedule, viewer: Viewer, folder: Path, formats: tuple[str, ...]
) -> Iterator[tuple[str, object]]:
    """Everything that can be shown to a viewer, by what it is."""
    answer = project_answer(answer_of(problem, schedule), viewer)
    planned, what_if = project(problem, viewer), project_for_what_if(problem, viewer, schedule)
    yield "problem", write_problem(planned)
    yield "what if", write_problem(what_if)
    yield "problem with schedule", write_problem(project(problem, viewer, schedule))
    yield "answer's problem", write_problem(answer.problem)
    yield "schedule", project_schedule(problem, schedule, viewer).model_dump_json()
    yield "answer's schedule", answer.schedule.model_dump_json()
    yield "verdict", repr(answer.verdict)
    for name in formats:
        yield f"export {name}", FORMATS[name].write(answer)
        yield f"export {name} of the nation", FORMATS[name].write(answer, Selection(nation=viewer.nation))
    yield "files", spell(planned)
    yield from checked(planned, folder)


def checked(planned: Problem, folder: Path) -> Iterator[tuple[str, object]]:
    """What is found in the viewer's own submission, read against its projection."""
    bundle = write_files(spell(planned), folder)
    for name, content in ((WRONG_NAME, WRONG), (RIGHT_NAME, Draft().written()["calder.json"])):
        loaded = load_joined(bundle, {VIEWER: content}, {VIEWER: name})
        yield f"check of {name}", [diagnostic.render() for diagnostic in loaded.diagnostics]
        yield f"hash of {name}", loaded.problem and loaded.problem.input_hash
        yield f"lint of {name}", loaded.problem and [d.render() for d in lint(loaded.problem)]


def assert_same(pair: Pair, folder: Path, formats: tuple[str, ...] = QUICK) -> None:
    """Both sides are allowed, and the viewer is shown the same of both, without a hidden word."""
    a, b = (
        read_problem_of(files, folder / side) for side, files in (("a", pair.files_a), ("b", pair.files_b))
    )
    for problem, schedule in ((a, pair.schedule_a), (b, pair.schedule_b)):
        verdict = answer_of(problem, schedule).verdict
        assert verdict.allowed, [broken.violation.sentence for broken in verdict.hard]
    ones = shown(a, pair.schedule_a, pair.viewer, folder / "seen-a", formats)
    others = shown(b, pair.schedule_b, pair.viewer, folder / "seen-b", formats)
    for (what, one), (_, other) in zip(ones, others, strict=True):
        assert one == other, what
        if not what.startswith("check"):
            assert "secret" not in repr(one).lower(), what


@pytest.mark.parametrize("trick", TRICKS)
def test_each_hidden_thing_leaves_no_trace(trick: str, tmp_path: Path) -> None:
    """With the thing and without it, and with two kinds of it, the viewer is shown the same bytes."""
    assert_same(a_pair({trick: 0}, {}), tmp_path / "all", tuple(FORMATS))
    for seed in (1, 2):
        assert_same(a_pair({trick: seed}, {trick: seed + 100}), tmp_path / f"{seed}", ("json",))


@pytest.mark.parametrize("trick", TRICKS)
def test_copies_in_memory_hold_no_hidden_word(trick: str, tmp_path: Path) -> None:
    """Not even what is passed to another process holds a word that the viewer may not know."""
    pair = a_pair({trick: 3}, {})
    problem = read_problem_of(pair.files_a, tmp_path)
    seen = (project_answer(answer_of(problem, pair.schedule_a), PLANNER), project(problem, PLANNER))
    assert b"secret" not in pickle.dumps(seen).lower()


@settings(max_examples=25, deadline=None)
@given(pair=pairs())
def test_hidden_things_together_leave_no_trace(pair: Pair, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever hidden things two programmes have, the viewer is shown the same bytes."""
    assert_same(pair, tmp_path_factory.mktemp("pair"))


def _first(whole: Any, *_: object) -> Any:
    return whole


def _second(_: object, whole: Any, *__: object) -> Any:
    return whole


def _yes(*_: object) -> bool:
    return True


def _no(*_: object) -> bool:
    return False


FAULTS: dict[str, tuple[str, Any, str]] = {
    "lines keep hidden parts": ("exsched.access.projection.line_seen", _second, "hidden_participant"),
    "exercises keep hidden parts": (
        "exsched.access.projection.exercise_seen",
        _second,
        "hidden_participant",
    ),
    "statements keep their words": (
        "exsched.access.statements.Words.trimmed",
        _second,
        "words_in_statements",
    ),
    "filters are not looked at": (
        "exsched.access.statements.Words.meet",
        _yes,
        "hidden_exercise",
    ),
    "casts are told": (
        "exsched.access.statements._tells_hidden_part",
        _no,
        "hidden_participant",
    ),
    "closures keep their reasons": (
        "exsched.access.entities._foreign_venue",
        _first,
        "private_facts",
    ),
    "blocks keep their days": (
        "exsched.access.blocks.whole_weeks",
        _first,
        "busy_exercise_differs",
    ),
}
"""Where a fault is planted, what stands there instead, and the hidden thing that it lets through."""


@pytest.mark.parametrize("fault", FAULTS)
def test_planted_faults_leave_a_trace(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each fault that is planted in the projection is found."""
    place, instead, trick = FAULTS[fault]
    monkeypatch.setattr(place, instead)
    with pytest.raises(AssertionError, match=r"^(what|problem|answer|schedule|verdict|export|files)"):
        for seed in range(6):
            assert_same(a_pair({trick: seed}, {trick: seed + 50}), tmp_path / f"{seed}", ("json",))
