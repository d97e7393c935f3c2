"""The normal form: problems as bytes, and back without a loss."""

import json
from pathlib import Path

import pytest

from exsched.intake import load, read_problem, write_problem
from exsched.intake.fingerprint import input_hash
from exsched.rulekit.problem import Problem
from tests.intake.programmes import a_problem, a_text

EXAMPLES = Path(__file__).parents[2] / "examples"
PROGRAMMES = sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir() and path.name != "rules")


def an_example(name: str) -> Problem:
    """The problem of one of the examples."""
    problem = load(EXAMPLES / name).problem
    assert problem is not None
    return problem


@pytest.mark.parametrize("name", PROGRAMMES)
def test_normal_form_loses_nothing(name: str) -> None:
    """Programme, statements with key, place and mark, goals, settings, owners, hash: all are equal."""
    problem = an_example(name)
    data = write_problem(problem)
    again = read_problem(data)
    assert again == problem
    assert write_problem(again) == data
    rules = [statement.rule for statement in again.statements if not statement.fact]
    assert input_hash(again.programme, rules, again.tiers, again.settings) == problem.input_hash


@pytest.mark.parametrize("name", PROGRAMMES)
def test_normal_form_keeps_what_a_calendar_worked_out(name: str) -> None:
    """Dates that were worked out come back as they were, with their doubt, without asking a calendar."""
    before, after = an_example(name), read_problem(write_problem(an_example(name)))
    for period, one in before.programme.periods.items():
        other = after.programme.periods[period]
        assert (one.dates, one.computed, one.label) == (other.dates, other.computed, other.label)
    assert after.programme.data_versions == before.programme.data_versions


def test_normal_form_keeps_the_order_inside_an_entity() -> None:
    """Forces go to the first site, so the planner's order of sites must stay."""
    problem = a_problem("exercises: {alpha: {title: A, days: 3, sites: {zulu: north, alfa: north}}}")
    assert list(read_problem(write_problem(problem)).exercises["alpha"].sites) == ["zulu", "alfa"]


def test_normal_form_does_not_depend_on_the_order_of_entities() -> None:
    """Sections are sorted, so two files that differ in order alone give the same programme."""
    one = a_problem("exercises: {alpha: {title: A, days: 3}, bravo: {title: B, days: 3}}")
    other = a_problem("exercises: {bravo: {title: B, days: 3}, alpha: {title: A, days: 3}}")
    parts = [json.loads(write_problem(problem))["programme"] for problem in (one, other)]
    assert parts[0] == parts[1]
    assert list(parts[1]["exercises"]) == ["alpha", "bravo"]


def test_normal_form_keeps_labels_and_cover_blocks() -> None:
    """What says who may see something is not lost."""
    problem = a_problem(
        "exercises: {alpha: {title: A, days: 3, busy: [CAL], release: [], notes_release: [ARV],",
        "  participants: {may: {BMK: {worth: 2, role: observer, release: [ARV]}}}}}",
        "cover: {c: {venue: north, dates: 2027-03-01/2027-03-07, text: Shut, release: [CAL]}}",
    )
    assert read_problem(write_problem(problem)) == problem


def test_owners_name_the_nation_at_the_head_of_the_file(tmp_path: Path) -> None:
    """Entities and statements of a submission are its owner's; those of the main file nobody's."""
    (tmp_path / "programme.yaml").write_text(
        a_text(
            "include: arv.yaml",
            "exercises: {alpha: {title: A, days: 3}}",
            "rules: [{rule: spacing, days: 2}]",
        )
    )
    (tmp_path / "arv.yaml").write_text(
        "owner: ARV\nforces: {f: {name: F, nation: ARV, domain: land}}\n"
        "rules: [{rule: host_load, nation: ARV, exercises: 1}]\n"
    )
    problem = load(tmp_path).problem
    assert problem is not None
    assert problem.owners == {("forces", "f"): "ARV", ("rules", "rules[1]"): "ARV"}


def test_other_bytes_are_no_normal_form() -> None:
    """A file of another kind or version is refused."""
    for data in (b"{}", b"[]", b'{"normal_form": 2}', b"no json"):
        with pytest.raises(ValueError, match=r".+"):
            read_problem(data)
