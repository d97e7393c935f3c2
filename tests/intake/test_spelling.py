"""The spelling: constraint files that say what a problem says."""

import json
from pathlib import Path

import pytest

from exsched.intake import load, spell
from exsched.intake.strangers import without_strangers
from exsched.rulekit.problem import Problem, Statement
from exsched.rules.incompatible_participants import IncompatibleParticipants
from exsched.rules.moratorium import Moratorium
from tests.builders import a_programme
from tests.intake.programmes import a_problem
from tests.intake.test_normal_form import PROGRAMMES, an_example


def read_again(problem: Problem, folder: Path) -> Problem:
    """What `load` makes of the spelling."""
    for name, content in spell(problem).items():
        (folder / name).write_bytes(content)
    loaded = load(folder)
    assert loaded.problem is not None, "\n".join(d.render() for d in loaded.diagnostics)
    return loaded.problem


@pytest.mark.parametrize("name", PROGRAMMES)
def test_spelling_is_read_again_as_the_same(name: str, tmp_path: Path) -> None:
    """Programme, rules, goals, settings and owners are the same, and so is the hash."""
    problem = an_example(name)
    again = read_again(problem, tmp_path)
    assert again.input_hash == problem.input_hash
    assert again.programme == problem.programme
    assert (again.tiers, again.settings, again.owners) == (problem.tiers, problem.settings, problem.owners)
    said = [[s.rule for s in one.statements if not s.fact] for one in (again, problem)]
    assert said[0] == said[1]
    facts = [sorted(repr(s.rule) for s in one.statements if s.fact) for one in (again, problem)]
    assert facts[0] == facts[1]


def test_spelling_has_a_file_for_each_owner(tmp_path: Path) -> None:
    """Whoever wrote something has a file of its own, which the main file includes."""
    files = spell(an_example("nordic-baltic-2027"))
    main = json.loads(files["programme.json"])
    assert main["include"] == [name for name in files if name != "programme.json"]
    assert {json.loads(body).get("owner") for body in files.values()} >= {"NOR", "SWE", "FIN", None}


def test_spelling_without_goals_stays_without_goals(tmp_path: Path) -> None:
    """No goals are written as none, or the default ones would be read."""
    problem = a_problem("goals: []", "exercises: {alpha: {title: A, days: 3}}")
    assert problem.tiers == ()
    assert read_again(problem, tmp_path).tiers == ()


def test_spelling_keeps_the_owner_at_the_head_of_the_main_file(tmp_path: Path) -> None:
    """What the main file's owner says stays its own, and is not taken for a submission."""
    problem = a_problem(
        "owner: ARV",
        "exercises: {alpha: {title: A, days: 3, participants: [BMK]}}",
        "rules: [{rule: incompatible_participants, nations: [BMK, CAL]}]",
    )
    again = read_again(problem, tmp_path)
    assert (again.owners, again.input_hash) == (problem.owners, problem.input_hash)


def test_strangers_are_left_out_where_they_are_named() -> None:
    """A nation that the programme does not have takes part in nothing; all others stay."""
    facts = a_programme()
    said = Moratorium(parties=("ARV", "XXX"), dates=("2027-01-05",), tags=("xxx",))
    assert without_strangers(said, facts) == said.model_copy(update={"parties": ("ARV",)})
    known = IncompatibleParticipants(nations=("ARV", "BMK"))
    assert without_strangers(known, facts) is known


def test_statement_about_strangers_only_is_not_spelled(tmp_path: Path) -> None:
    """What the library says of nations that the programme does not have would be refused elsewhere."""
    said = Statement("library", Moratorium(parties=("XXX",), dates=("2027-01-05",)))
    assert "rules" not in json.loads(spell(Problem(a_programme(), (said,)))["programme.json"])
