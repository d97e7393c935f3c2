"""The JSON Schemas say what the reader reads."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from exsched.domain.dates import Frozen
from exsched.domain.programme import Programme
from exsched.goals import GOALS
from exsched.intake import programme_schema, schedule_schema, write_schemas
from exsched.intake.files import parse
from exsched.intake.report import Report
from exsched.intake.schemas import SHORT_FORMS
from exsched.intake.source import Source
from exsched.library import examples_dir, models_dir
from exsched.rules import RULES

PROGRAMME = Draft202012Validator(programme_schema())
SCHEDULE = Draft202012Validator(schedule_schema())


def data(path: Path) -> Any:
    """What a file says, as plain data."""
    builder = parse(Source(path.name, path.read_text()), Report())
    assert builder is not None
    return json.loads(json.dumps(builder.root))


def faults(validator: Draft202012Validator, document: Any) -> list[str]:
    """What a schema finds wrong."""
    return [error.message for error in validator.iter_errors(document)]


LIBRARY = sorted(models_dir().rglob("*.yaml"))
EXAMPLES = sorted(p for p in examples_dir().rglob("*.yaml") if "expected" not in p.parts)
PROGRAMMES = [p for p in EXAMPLES if p.name not in {"allowed.yaml", "refused.yaml"}]
SCHEDULES = [p for p in EXAMPLES if p.name in {"allowed.yaml", "refused.yaml"}]


def test_schemas_are_schemas() -> None:
    """Both are valid by the dialect that they name."""
    Draft202012Validator.check_schema(programme_schema())
    Draft202012Validator.check_schema(schedule_schema())


@pytest.mark.parametrize("path", [*LIBRARY, *PROGRAMMES], ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_schema_takes_every_programme_file_that_ships(path: Path) -> None:
    """Examples and library data are valid for an editor."""
    assert faults(PROGRAMME, data(path)) == []


@pytest.mark.parametrize("path", SCHEDULES, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_schema_takes_every_schedule_that_ships(path: Path) -> None:
    """Schedules typed by hand are valid for an editor."""
    assert faults(SCHEDULE, data(path)) == []


def test_schema_describes_every_rule_and_goal() -> None:
    """Each has its entry, chosen by its name, with a description."""
    schema = programme_schema()
    names = set()
    for ref in schema["properties"]["rules"]["items"]["oneOf"]:
        entry = schema["$defs"][ref["$ref"].rpartition("/")[2]]
        names.add(entry["properties"]["rule"]["const"])
        assert entry["description"]
        assert "rule" in entry["required"]
    assert names == set(RULES)
    goals = schema["properties"]["goals"]["items"]["items"]["anyOf"]
    assert set(goals[0]["enum"]) == set(GOALS)
    assert len(goals[1]["oneOf"]) == len(GOALS)


def test_schema_has_no_id_inside_entities() -> None:
    """The key of an entity is its id."""
    schema = programme_schema()
    exercise = schema["$defs"]["Exercise"]
    assert "id" not in exercise["properties"]
    assert exercise["required"] == ["title", "days"]


@pytest.mark.parametrize(
    "exercise",
    [
        {"title": "A", "days": 3, "startex": "2027-03-01/2027-03-08", "sites": {"land": "north"}},
        {
            "title": "A",
            "days": {"min": 3, "max": 5},
            "startex": ["2027-03-01"],
            "sites": {"land": ["a", "b"]},
        },
        {"title": "A", "days": 3, "participants": ["ARV"]},
        {
            "title": "A",
            "days": 3,
            "participants": {"must": ["ARV"], "may": {"BMK": 5, "CAL": None}, "count": "3.."},
        },
    ],
)
def test_schema_takes_the_short_forms(exercise: Any) -> None:
    """What the reader takes, the schema takes."""
    assert faults(PROGRAMME, {"exercises": {"a": exercise}}) == []


@pytest.mark.parametrize(
    "exercise",
    [{"title": "A"}, {"title": "A", "days": 0}, {"title": "A", "days": 3, "dys": 1}, {"title": 7, "days": 3}],
)
def test_schema_finds_mistakes(exercise: Any) -> None:
    """An editor underlines what the reader refuses."""
    assert faults(PROGRAMME, {"exercises": {"a": exercise}})


def test_short_forms_are_all_in_the_schema() -> None:
    """Every model that reads something other than a mapping is known to the generator."""
    todo: list[type[Frozen]] = [Frozen]
    short = set()
    while todo:
        model = todo.pop()
        todo += model.__subclasses__()
        validators = model.__pydantic_decorators__.model_validators.values()
        if model.__module__.startswith("exsched.") and any(v.info.mode == "before" for v in validators):
            short.add(model.__name__)
    assert short == set(SHORT_FORMS)


def test_committed_schemas_are_fresh(tmp_path: Path) -> None:
    """models/schema holds what the generator writes; mend with `write_schemas(models_dir() / "schema")`."""
    written = {path.name: path.read_text() for path in write_schemas(tmp_path)}
    committed = {path.name: path.read_text() for path in (models_dir() / "schema").glob("*.json")}
    assert committed == written


def test_every_section_is_described() -> None:
    """The top keys of a programme file are those of the schema."""
    assert set(Programme.model_fields) < set(programme_schema()["properties"])
