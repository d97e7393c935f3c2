"""Projections: what a nation is shown, and in which shape."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from exsched.access import (
    WHOLE,
    Role,
    Viewer,
    project,
    project_answer,
    project_both,
    project_for_what_if,
    project_schedule,
)
from exsched.access.blocks import whole_weeks
from exsched.access.projection import USUAL_GOALS
from exsched.domain.dates import Period
from exsched.domain.exercises import Exercise, Part, SiteNeed
from exsched.domain.schedule import Schedule
from exsched.intake import load, spell, write_problem
from exsched.rulekit.problem import Problem, Settings, Statement
from exsched.rules.required_participants import RequiredParticipants
from tests.access.pairs import SALT, a_draft
from tests.access.programme import Draft, answer_of, read_problem_of, write_files
from tests.access.tricks import TRICKS

CAL = Viewer(Role.PLANNER, "CAL", SALT)
ARV = Viewer(Role.PLANNER, "ARV", SALT)


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    """The small programme."""
    return read_problem_of(Draft().written(), tmp_path_factory.mktemp("whole"))


SCHEDULE = Draft().schedule()


def blocks(found: Problem) -> list[Exercise]:
    """The reserved blocks that stand in a problem as exercises."""
    return [line for name, line in found.exercises.items() if name.startswith("reserved-")]


@pytest.mark.parametrize("role", [Role.AUTHORITY, Role.AUDITOR])
def test_whole_is_not_projected(problem: Problem, role: Role) -> None:
    """Whoever sees everything sees the problem, the schedule and the answer themselves."""
    viewer, answer = Viewer(role), answer_of(problem, SCHEDULE)
    assert project(problem, viewer) is problem
    assert project_for_what_if(problem, viewer, SCHEDULE) is problem
    assert project_schedule(problem, SCHEDULE, viewer) is SCHEDULE
    assert project_both(problem, SCHEDULE, viewer) == (problem, SCHEDULE)
    assert project_answer(answer, viewer) is answer
    assert project(problem, WHOLE) is problem


def test_own_things_stay_whole(problem: Problem) -> None:
    """A nation finds its own exercise, forces, venues and statements as it wrote them, with their places."""
    seen = project(problem, CAL)
    facts, whole = seen.programme, problem.programme
    for section in ("exercises", "forces", "venues"):
        own = [name for (of, name), owner in problem.owners.items() if of == section and owner == "CAL"]
        assert own
        assert all(getattr(facts, section)[n] == getattr(whole, section)[n] for n in own)
    said = [s for s in seen.statements if s.place and not s.fact]
    assert {s.rule.rule for s in said} == {"host_load", "tempo_cap"}
    assert {s.place.file for s in said if s.place} == {"calder.json"}
    assert set(seen.owners.values()) == {"CAL"}


def test_foreign_exercise_has_no_least_numbers_and_no_labels(problem: Problem) -> None:
    """Nothing in it shows that somebody is missing, or who else may see it."""
    line = project(problem, CAL).exercises["open-1"]
    assert line.participants.count is None
    assert {name: str(need.need) for name, need in line.forces.items()} == {
        "escort": "0..6",
        "brigade": "0..3",
    }
    assert [str(need.need) for need in (line.forms["cpx"].forces or {}).values()] == ["0..1"]
    seen = project(problem, CAL).exercises.values()
    assert {(x.release, x.busy, x.notes_release) for x in seen} == {(None, (), None)}


def test_goals_and_settings_are_the_authoritys(problem: Problem) -> None:
    """A nation's projection aims at the same usual goals, whatever the programme aims at."""
    seen = project(problem, CAL)
    assert (seen.tiers, seen.settings) == (USUAL_GOALS, Settings())
    assert problem.tiers != USUAL_GOALS


def test_keys_of_statements_count_what_is_seen(problem: Problem) -> None:
    """No key tells the place of a statement among all of them."""
    keys = [s.key for s in project(problem, CAL).statements if not s.fact]
    assert keys == [
        "few-abroad",
        "dated_act[1]",
        "event_avoidance[1]",
        "event_avoidance[2]",
        "host_load[1]",
        "legal_cover[1]",
        "programme_freeze[1]",
        "spacing[1]",
        "tempo_cap[1]",
    ]


def test_busy_exercise_is_a_block_of_whole_weeks(problem: Problem) -> None:
    """Venue, Monday to Sunday, an opaque id, the title Reserved: nothing else, and the line agrees."""
    seen, lines = project_both(problem, SCHEDULE, CAL)
    dim, cover = sorted(blocks(seen), key=lambda line: line.startex[0].start)
    assert (dim.title, list(dim.sites), dim.days.min) == ("Reserved", ["fell"], 7)
    assert (cover.title, list(cover.sites), cover.days.min) == ("Reserved", ["moor"], 14)
    assert lines.line(dim.id).execution == Period.model_validate("2027-05-10/2027-05-16")
    assert lines.line(cover.id).execution == Period.model_validate("2027-09-06/2027-09-19")
    alike = {"id", "days", "startex", "sites"}
    assert dim.model_dump(exclude=alike) == cover.model_dump(exclude=alike)
    assert "dim" not in seen.exercises


def test_block_keeps_its_id_and_hides_the_exercises(problem: Problem) -> None:
    """The id follows from salt and exercise: the same for every schedule, another for another salt."""
    moved = Draft()
    moved.line("dim").update({"startex": "2027-11-01", "endex": "2027-11-05"})
    there = {line.id for line in blocks(project(problem, CAL, SCHEDULE))}
    assert {line.id for line in blocks(project(problem, CAL, moved.schedule()))} == there
    other = blocks(project(problem, replace(CAL, salt="other"), SCHEDULE))
    assert there.isdisjoint(line.id for line in other)


def test_no_blocks_without_a_schedule(problem: Problem) -> None:
    """Cover blocks alone would show which of the blocks of a schedule are cover."""
    assert blocks(project(problem, CAL)) == []
    assert project_for_what_if(problem, CAL).programme.venues["moor"].closed == ()


def test_dropped_exercise_makes_no_block(problem: Problem) -> None:
    """Only what is held takes a venue."""
    dropped = Draft()
    dropped.lines[2] = {"exercise": "dim", "held": False}
    assert len(blocks(project(problem, CAL, dropped.schedule()))) == 1


def test_what_if_closes_venues_for_blocks(problem: Problem) -> None:
    """The solver of a nation finds the venue shut, without a word on why, and no exercise for the block."""
    seen = project_for_what_if(problem, CAL, SCHEDULE)
    closed = {name: venue.closed[-1:] for name, venue in seen.programme.venues.items()}
    assert [(str(c.dates), c.why) for c in closed["fell"]] == [("2027-05-10/2027-05-16", "Reserved")]
    assert [(str(c.dates), c.why) for c in closed["moor"]] == [("2027-09-06/2027-09-19", "Reserved")]
    assert blocks(seen) == []


def test_what_if_leaves_days_open_that_are_seen_in_use(problem: Problem) -> None:
    """Padding does not shut a venue on days on which the nation sees its own exercise there."""
    near = Draft()
    near.line("open-2").update({"startex": "2027-05-16", "endex": "2027-05-19"})
    near.line("open-2")["sites"] = {"hall": "fell"}
    closed = project_for_what_if(problem, CAL, near.schedule()).programme.venues["fell"].closed
    assert [str(c.dates) for c in closed if c.why == "Reserved"] == ["2027-05-10/2027-05-15"]


def test_whole_weeks_are_cut_at_the_horizon(problem: Problem) -> None:
    """A block never lies outside the horizon, which everybody knows."""
    late = Draft()
    late.line("dim").update({"startex": "2027-12-27", "endex": "2027-12-31"})
    seen, lines = project_both(problem, late.schedule(), CAL)
    ends = {line.endex for line in lines.lines if line.exercise in {x.id for x in blocks(seen)}}
    assert max(str(day) for day in ends) == "2027-12-31"


@pytest.mark.parametrize(
    ("days", "weeks"),
    [
        ("2027-05-10/2027-05-16", "2027-05-10/2027-05-16"),
        ("2027-05-11", "2027-05-10/2027-05-16"),
        ("2027-05-16/2027-05-17", "2027-05-10/2027-05-23"),
    ],
)
def test_whole_weeks_run_from_monday_to_sunday(days: str, weeks: str) -> None:
    """The ISO weeks that a period touches."""
    assert whole_weeks(Period.model_validate(days)) == Period.model_validate(weeks)


def test_refused_schedule_is_shown_to_nobody(problem: Problem) -> None:
    """Not a line, not a block, and not that it was refused."""
    wrong = Draft()
    wrong.line("dim").update({"startex": "2027-06-03", "endex": "2027-06-07"})
    answer = answer_of(problem, wrong.schedule())
    assert not answer.verdict.allowed
    seen = project_answer(answer, CAL)
    assert seen.schedule == Schedule(programme="tiny")
    assert seen.problem == project(problem, CAL)
    assert seen.verdict.allowed


def test_answer_has_soft_breaches_only(problem: Problem) -> None:
    """What seems hard only lacks what is hidden; soft breaches and their cost are told; no outcome."""
    seen = project_answer(answer_of(problem, SCHEDULE), CAL)
    assert [(b.statement.key, b.cost) for b in seen.verdict.broken] == [("few-abroad", 1), ("spacing[1]", 63)]
    assert seen.verdict.word == "allowed"
    assert seen.outcome is None
    assert seen.verdict.input_hash == seen.problem.input_hash != problem.input_hash


def test_blocks_call_for_no_act(problem: Problem) -> None:
    """Notice is given for exercises, not for what stands in their place."""
    seen = project_answer(answer_of(problem, SCHEDULE), CAL)
    assert {act.exercise for act in seen.acts} == {"open-1", "cal-own"}
    assert len(seen.blocks) == 2


@pytest.mark.parametrize("role", [Role.PLANNER, Role.FEED])
@pytest.mark.parametrize("nation", [None, "XXX"])
def test_stranger_is_shown_no_content(problem: Problem, role: Role, nation: str | None) -> None:
    """A viewer without a nation of the programme sees no exercise, entity, line, statement, past or block."""
    answer = project_answer(answer_of(problem, SCHEDULE), Viewer(role, nation, SALT))
    facts = answer.problem.programme
    assert answer.schedule.lines == ()
    assert [s for s in answer.problem.statements if s.rule.rule != "programme_horizon"] == []
    for section in ("exercises", "forces", "venues", "areas", "pools", "periods", "planning", "agreements"):
        assert getattr(facts, section) == {}, section
    assert (facts.acts, facts.history, facts.schedules, facts.cover) == ((), {}, {}, {})


def test_host_sees_what_the_schedule_brings_to_its_soil(problem: Problem) -> None:
    """Dorvik is not named in the exercise; it sees it with a schedule that holds it there."""
    viewer = Viewer(Role.PLANNER, "DOR", SALT)
    assert project(problem, viewer).exercises.keys() == set()
    moved = Draft()
    moved.line("open-1")["sites"] = {"land": "fjord"}
    assert project(problem, viewer, moved.schedule()).exercises.keys() == {"open-1"}


def test_area_lists_only_venues_that_are_seen(problem: Problem) -> None:
    """An area's list is not a list of ranges that nobody told the viewer of."""
    facts: dict[str, Any] = {
        "uplands": problem.programme.areas["uplands"].model_copy(update={"venues": ("fell", "fjord", "moor")})
    }
    exercises = {
        "open-1": problem.exercises["open-1"].model_copy(
            update={
                "sites": {
                    "land": problem.exercises["open-1"]
                    .sites["land"]
                    .model_copy(update={"area": "uplands", "any_of": ("fell", "moor")})
                }
            }
        )
    }
    wider = replace(
        problem,
        programme=problem.programme.model_copy(update={"areas": facts, "exercises": exercises}),
        statements=(),
    )
    assert project(wider, CAL).programme.areas["uplands"].venues == ("fell", "moor")


def test_own_history_keeps_own_losses_only(problem: Problem) -> None:
    """What others gave up is theirs to tell."""
    past = problem.programme.history["open-2025"].model_copy(
        update={"wishes_refused": {"ARV": 3, "CAL": 1}, "holidays_lost": {"BMK": 2}, "notes": "private"}
    )
    changed = replace(problem, programme=problem.programme.model_copy(update={"history": {past.id: past}}))
    seen = project(changed, CAL).programme.history["open-2025"]
    assert (seen.wishes_refused, seen.holidays_lost, seen.notes) == ({"CAL": 1}, {}, None)
    assert project(changed, Viewer(Role.PLANNER, "BMK")).programme.history == {}


def test_projection_is_spelled_and_read_again(problem: Problem, tmp_path: Path) -> None:
    """The files of a projection give the same programme, owners and hash."""
    for viewer in (CAL, ARV):
        for n, seen in enumerate((project(problem, viewer), project_for_what_if(problem, viewer, SCHEDULE))):
            again = load(write_files(spell(seen), tmp_path / f"{viewer.nation}-{n}")).problem
            assert again is not None
            assert again.input_hash == seen.input_hash
            assert again.programme == seen.programme
            assert again.owners.keys() >= {key for key in seen.owners if key[0] != "rules"}


def test_projection_is_the_same_every_time(problem: Problem) -> None:
    """Two calls give the same bytes."""
    one, two = (write_problem(project(problem, CAL, SCHEDULE)) for _ in range(2))
    assert one == two


@pytest.mark.parametrize("trick", TRICKS)
def test_hidden_things_are_there_for_the_authority(problem: Problem, trick: str, tmp_path: Path) -> None:
    """Each thing that leaves no trace does change the whole: otherwise nothing would be shown by that."""
    draft = a_draft({trick: 1})
    changed = read_problem_of(draft.written(), tmp_path)
    whole = (write_problem(problem), SCHEDULE)
    assert (write_problem(changed), draft.schedule()) != whole


def test_closure_for_unseen_tags_is_not_shown(problem: Problem) -> None:
    """A closure for exercises with some tags is shown with those that the viewer meets, or not at all."""
    fell = problem.programme.venues["fell"]
    tagged = tuple(
        fell.closed[1].model_copy(update={"tags": tags}) for tags in (("live-fire", "quiet"), ("quiet",))
    )
    venues = problem.programme.venues | {"fell": fell.model_copy(update={"closed": tagged})}
    changed = replace(problem, programme=problem.programme.model_copy(update={"venues": venues}))
    assert [c.tags for c in project(changed, CAL).programme.venues["fell"].closed] == [("live-fire",)]


def test_site_in_a_hidden_nation_leaves_no_need_and_no_line(problem: Problem) -> None:
    """Neither the site that was chosen there nor the need for it is seen, with any sort of need."""
    line = problem.exercises["open-1"]
    parts = line.participants.model_copy(update={"may": {"DOR": Part(release=("DOR",))}})
    for need in (SiteNeed(any_of=("fjord",)), SiteNeed(hosts=("DOR",)), SiteNeed(provides=("pier",))):
        changed = line.model_copy(update={"participants": parts, "sites": line.sites | {"pier": need}})
        exercises = problem.programme.exercises | {"open-1": changed}
        venues = dict(problem.programme.venues)
        venues["fjord"] = venues["fjord"].model_copy(update={"provides": ("pier",)})
        facts = problem.programme.model_copy(update={"exercises": exercises, "venues": venues})
        draft = Draft()
        draft.line("open-1")["sites"]["pier"] = "fjord"
        seen, lines = project_both(replace(problem, programme=facts), draft.schedule(), CAL)
        assert list(seen.exercises["open-1"].sites) == ["land"]
        assert lines.line("open-1").sites == {"land": "fell"}
        assert "fjord" not in seen.programme.venues


def test_statement_about_a_seen_exercise_and_a_hidden_part_is_not_told(problem: Problem) -> None:
    """Not even to a nation that it names."""
    line = problem.exercises["open-1"]
    parts = line.participants.model_copy(update={"may": {"DOR": Part(release=("DOR",))}})
    exercises = problem.programme.exercises | {"open-1": line.model_copy(update={"participants": parts})}
    facts = problem.programme.model_copy(update={"exercises": exercises})
    said = (
        Statement("one", RequiredParticipants(exercises=("open-1",), all_of=("CAL", "DOR"))),
        Statement("two", RequiredParticipants(exercises=("open-1",), all_of=("CAL", "BMK"))),
    )
    seen = project(replace(problem, programme=facts, statements=said), CAL)
    assert [s.rule for s in seen.statements if not s.fact] == [said[1].rule]
