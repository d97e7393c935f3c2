"""Look-ups of the laydown and of the problem that rules use for a venue or a force."""

from typing import Any

import pytest

from tests.builders import a_laydown, a_line, a_problem, an_exercise

FACTS: dict[str, Any] = {
    "venues": {
        "north": {"name": "North", "host": "ARV", "kind": "range"},
        "south": {"name": "South", "host": "BMK", "kind": "port"},
    },
    "forces": {"aster": {"name": "Aster", "nation": "CAL", "domain": "maritime", "elements": 4}},
    "exercises": {
        "alder": an_exercise(
            strength=900,
            sites={"land": {"any_of": ["north", "south"], "strength": 600}, "staff": ["south", "north"]},
            forces={"escort": {"need": 1, "domain": "maritime"}},
        ),
        "birch": an_exercise(sites={"sea": ["south"]}),
    },
}


@pytest.mark.parametrize(
    ("venues", "strength"), [({"north"}, 600), ({"south"}, 900), ({"north", "south"}, 900), (set(), 0)]
)
def test_strength_at_counts_the_whole_exercise_once(venues: set[str], strength: int) -> None:
    """What sites say adds up; a site that says nothing brings the whole exercise."""
    problem = a_problem(**FACTS)
    sites = {"land": "north", "staff": "south"}
    assert (
        a_laydown(problem, a_line("alder", "2027-01-05", sites=sites)).held["alder"].strength_at(venues)
        == strength
    )


def test_strength_at_is_unknown_when_not_written() -> None:
    """No strength at the site, none of the exercise: unknown; so at a site that is not one of its needs."""
    problem = a_problem(**FACTS)
    held = a_laydown(problem, a_line("birch", "2027-01-05", sites={"sea": "south", "typo": "north"})).held[
        "birch"
    ]
    assert (held.strength_at({"south"}), held.strength_at({"north"})) == (None, None)


def test_users_of_lists_exercises_once() -> None:
    """An exercise with two sites at a venue is one user; a venue that nobody uses has none."""
    problem = a_problem(**FACTS)
    alder = a_line("alder", "2027-01-05", sites={"land": "south", "staff": "south"})
    laydown = a_laydown(problem, a_line("birch", "2027-01-05", sites={"sea": "south"}), alder)
    assert [h.id for h in laydown.users_of("south")] == ["alder", "birch"]
    assert laydown.users_of("north") == []


def test_commitments_of_come_by_date() -> None:
    """Commitments of a force are sorted by the first day of their footprints."""
    problem = a_problem(**FACTS)
    late = a_line("alder", "2027-01-09", forces={"escort": {"aster": 1}})
    early = a_line("birch", "2027-01-05", forces={"escort": {"aster": 2}})
    laydown = a_laydown(problem, late, early)
    assert [c.exercise for c in laydown.commitments_of("aster")] == ["birch", "alder"]
    assert laydown.commitments_of("unknown") == []


def test_problem_knows_who_could_use_what() -> None:
    """Every exercise and need that a venue or force fits, by exercise; nations that could take part."""
    problem = a_problem(**FACTS)
    assert problem.could_meet("south") == [("alder", "land"), ("alder", "staff"), ("birch", "sea")]
    assert problem.could_fill("aster") == [("alder", "escort")]
    assert (problem.could_meet("nowhere"), problem.could_fill("nobody")) == ([], [])
    assert sorted(problem.nations_of("alder")) == ["ARV", "BMK", "CAL"]
    assert sorted(problem.nations_of("birch")) == ["BMK"]
