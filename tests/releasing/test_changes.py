"""What changes from one release to the next."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from exsched.access.answers import project_answer
from exsched.access.viewer import Role as Who
from exsched.access.viewer import Viewer
from exsched.domain.exercises import Role
from exsched.releasing.changes import Kind, changes, concerning
from tests.releasing import plans

ARV, DOR, GOT = "ARV", "DOR", "GOT"

ONE_BY_ONE: list[tuple[str, Mapping[str, Mapping[str, Any] | None], tuple[str, ...], str]] = [
    (
        "air-ring-27",
        plans.AIR_RING_LATER,
        ("moved",),
        "AIR RING 27: moved from 9–19 Jun 2027 to 16–26 Jun 2027 (7 days later).",
    ),
    (
        "air-ring-27",
        {"air-ring-27": plans.days("2027-06-09", 12)},
        ("moved",),
        "AIR RING 27: moved from 9–19 Jun 2027 to 9–20 Jun 2027 "
        "(same STARTEX 9 Jun 2027, 12 days instead of 11).",
    ),
    (
        "air-ring-27",
        {"air-ring-27": plans.days("2027-06-08", 11)},
        ("moved",),
        "AIR RING 27: moved from 9–19 Jun 2027 to 8–18 Jun 2027 (1 day earlier).",
    ),
    (
        "mercy-27",
        {"mercy-27": None},
        ("cancelled",),
        "MERCY 27 is cancelled; it was planned for 8–12 Nov 2027.",
    ),
    (
        "marsh-wolf-27",
        plans.MARSH_WOLF,
        ("reinstated",),
        "MARSH WOLF 27 is held again: 17–26 May 2027, Ostfell training area (ARV).",
    ),
    (
        "deep-keel-27",
        plans.DEEP_KEEL_ELSEWHERE,
        ("resited",),
        "DEEP KEEL 27: re-sited, sea at Dorsund naval base (DOR) instead of Southern sea area (BMK).",
    ),
    (
        "grey-map-27",
        {"grey-map-27": {"participants": {"FYR": Role.FULL, "ARV": Role.FULL, "DOR": Role.FULL}}},
        ("participants",),
        "GREY MAP 27: BMK leaves.",
    ),
    (
        "winter-lift-27",
        {"winter-lift-27": {"forces": {"lift": {"airlift": 1}}}},
        ("forces",),
        "WINTER LIFT 27: forces 1 × Airlift wing (GOT) instead of 2.",
    ),
]


@pytest.mark.parametrize(
    ("exercise", "change", "kinds", "sentence"), ONE_BY_ONE, ids=[k[0] for *_, k, _ in ONE_BY_ONE]
)
def test_change_is_classified_and_told(
    exercise: str, change: Mapping[str, Mapping[str, Any] | None], kinds: tuple[str, ...], sentence: str
) -> None:
    """One change, one entry, with its kinds and a sentence."""
    found = changes(plans.plan(), plans.plan(change))
    assert [(c.exercise, tuple(map(str, c.kinds)), c.sentence) for c in found] == [
        (exercise, kinds, sentence)
    ]


def test_nothing_changes_between_equal_plans() -> None:
    """Not in another order of lines either."""
    answer = plans.plan()
    turned = replace(
        answer, schedule=answer.schedule.model_copy(update={"lines": answer.schedule.lines[::-1]})
    )
    assert changes(answer, turned) == ()


def test_first_release_adds_everything() -> None:
    """By first day; nothing was before."""
    found = changes(None, plans.plan())
    assert {change.kinds for change in found} == {(Kind.ADDED,)}
    assert [c.exercise for c in found][:2] == ["esk-frost-27", "grey-map-27"]
    assert len(found) == 14
    assert found[1].before is None
    assert found[1].after is not None
    assert found[1].after.as_json()["startex"] == "2027-02-08"


def test_exercise_that_leaves_the_programme_is_removed() -> None:
    """Not cancelled: nobody lists it any more."""
    facts = plans.base().problem.programme
    rest = {name: line for name, line in facts.exercises.items() if name != "mercy-27"}
    without = plans.with_facts(facts.model_copy(update={"exercises": rest}))
    lines = tuple(line for line in without.schedule.lines if line.exercise != "mercy-27")
    after = replace(without, schedule=without.schedule.model_copy(update={"lines": lines}))
    assert [(c.exercise, c.kinds) for c in changes(plans.base(), after)] == [("mercy-27", (Kind.REMOVED,))]
    assert [(c.exercise, c.kinds) for c in changes(after, plans.base())] == [("mercy-27", (Kind.ADDED,))]


def test_changes_concern_those_who_take_part_host_or_send_forces() -> None:
    """Before or after the change."""
    found = changes(*plans.three_releases()[:2])
    assert [c.exercise for c in concerning(DOR, found)] == ["deep-keel-27"]
    assert [c.exercise for c in concerning(GOT, found)] == ["air-ring-27", "mercy-27"]
    assert [c.exercise for c in concerning(ARV, found)] == ["marsh-wolf-27", "air-ring-27", "deep-keel-27"]


def test_nation_is_told_of_what_it_may_see_only() -> None:
    """From its own projections: what comes into sight is added, and nothing else is named."""
    before, after = (
        project_answer(answer, Viewer(Who.PLANNER, DOR)) for answer in plans.three_releases()[:2]
    )
    assert [(c.exercise, c.kinds[0]) for c in changes(before, after)] == [("deep-keel-27", Kind.RESITED)]
    facts = plans.base().problem.programme
    shown = facts.exercises["mercy-27"].model_copy(update={"release": ("DOR",)})
    wider = plans.with_facts(facts.model_copy(update={"exercises": facts.exercises | {"mercy-27": shown}}))
    seen = project_answer(wider, Viewer(Who.PLANNER, DOR))
    assert [(c.exercise, c.kinds) for c in changes(before, seen)] == [("mercy-27", (Kind.ADDED,))]
