"""JSON Schemas (2020-12) of the files as planners write them: no `id` in entities, short forms allowed."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from exsched.domain.programme import FORMAT_VERSION, Programme
from exsched.domain.schedule import Schedule
from exsched.goals import GOALS
from exsched.intake.assemble import SECTIONS, entity_type
from exsched.intake.schedule_file import DERIVED, LINE_DERIVED
from exsched.intake.shape import is_model
from exsched.intake.statements import Solve
from exsched.rules import RULES

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Json = dict[str, Any]

_DAY = r"\d{4}-\d{2}-\d{2}"
_ID: Json = {"type": "string"}
_NAMES: Json = {"type": "array", "items": _ID, "uniqueItems": True}
SHORT_FORMS: dict[str, list[Json]] = {
    "Period": [{"type": "string", "pattern": rf"^{_DAY}(/{_DAY})?$"}],
    "Validity": [{"type": "string", "pattern": rf"^({_DAY}|\.\.)(/({_DAY}|\.\.))?$"}],
    "Span": [
        {"type": "integer"},
        {"type": "string", "pattern": r"^(-?\d{1,7}\.\.(-?\d{1,7})?|\.\.-?\d{1,7})$"},
    ],
    "Duration": [{"type": "integer", "minimum": 1, "maximum": 3700}],
    "SiteNeed": [_ID, _NAMES],
    "Part": [{"type": "integer", "minimum": 0, "maximum": 1_000_000}, {"type": "null"}],
    "Participants": [_NAMES],
    "MonthDays": [{"type": "string", "pattern": r"^\d{2}-\d{2}(/\d{2}-\d{2})?$"}],
    "PublicHolidays": [{"type": "string", "pattern": "^[A-Z]{2}$"}],
}
"""What may be written in place of a mapping, by model."""
_ALONE = [{"$ref": f"#/$defs/{name}"} for name in ("Period", "MonthDays")]
"""What may stand alone in place of a list with one entry."""


def programme_schema() -> Json:
    """The schema of a programme file, or of a part of one that another file includes."""
    models: list[type[BaseModel]] = [Programme, Solve, *RULES.values(), *GOALS.values()]
    refs, defs = _definitions(models)
    schema = defs.pop("Programme")
    for section in SECTIONS:
        if is_model(kind := entity_type(section)) and "id" in kind.model_fields:
            _without_id(defs, kind.__name__)
    for name, model in [("rule", rule) for rule in RULES.values()] + [
        ("goal", goal) for goal in GOALS.values()
    ]:
        definition = _entry(defs, refs[model])
        definition["required"] = sorted({*definition.get("required", []), name})
    goal = {
        "anyOf": [{"enum": sorted(GOALS)}, {"oneOf": [{"$ref": refs[model]} for model in GOALS.values()]}]
    }
    properties: Json = schema["properties"]
    properties |= {
        "include": {
            "description": "files of this folder, or library:NAME",
            "anyOf": [_ID, {"type": "array", "items": _ID}],
        },
        "owner": _ID
        | {"description": "the nation whose submission this file is; stamped on every statement in it"},
        "rules": {"type": "array", "items": {"oneOf": [{"$ref": refs[model]} for model in RULES.values()]}},
        "goals": {
            "description": "tiers, the first one first; inside a tier weights add up",
            "type": "array",
            "items": {"type": "array", "items": goal},
        },
        "solve": {"$ref": refs[Solve]},
    }
    schema.pop("required", None)
    title = f"exsched programme, format {FORMAT_VERSION}"
    return {"$schema": DIALECT, "title": title} | _titled(schema) | {"$defs": dict(sorted(defs.items()))}


def schedule_schema() -> Json:
    """The schema of a schedule file, ours or typed by hand."""
    _, defs = _definitions([Schedule])
    schema = defs.pop("Schedule")
    line: Json = defs["Line"]["properties"]
    for key in ("startex", "endex"):
        line[key] = {"anyOf": [line[key], {"type": "null"}]} if "anyOf" not in line[key] else line[key]
    for key in ("sites", "participants", "forces"):
        line[key] = {"anyOf": [_ID, _NAMES, line[key]]}
    line |= {key: {"description": "follows from the rest; ignored when read"} for key in sorted(LINE_DERIVED)}
    schema["properties"] |= {key: {"description": "how it was made and judged"} for key in sorted(DERIVED)}
    schema["required"] = ["programme", "lines"]
    title = f"exsched schedule, format {FORMAT_VERSION}"
    return {"$schema": DIALECT, "title": title} | _titled(schema) | {"$defs": dict(sorted(defs.items()))}


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write both schemas into a folder and say where."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in (("programme", programme_schema()), ("schedule", schedule_schema())):
        path = folder / f"{name}.json"
        path.write_text(schema_text(schema), encoding="utf-8")
        written.append(path)
    return tuple(written)


def schema_text(schema: Json) -> str:
    """A schema as it is committed."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _definitions(models: list[type[BaseModel]]) -> tuple[dict[type[BaseModel], str], Json]:
    keys, bundle = models_json_schema(
        [(model, "validation") for model in models], schema_generator=GenerateJsonSchema
    )
    refs = {model: keys[model, "validation"]["$ref"] for model in models}
    defs: Json = bundle["$defs"]
    for name, forms in SHORT_FORMS.items():
        if name in defs:
            whole = defs[name]
            about = {"description": whole.pop("description")} if "description" in whole else {}
            defs[name] = about | {"anyOf": [*forms, whole]}
    for definition in defs.values():
        _loosen(definition)
    return refs, defs


def _loosen(node: Any) -> None:
    """Allow one range of days in place of a list, and a list of nations in place of a mapping of parts."""
    for value in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _loosen(value)
    if not isinstance(node, dict):
        return
    items = node.get("items")
    if node.get("type") == "array" and items in _ALONE:
        _or(node, dict(items))
    elif node.get("type") == "object" and node.get("additionalProperties") == {"$ref": "#/$defs/Part"}:
        _or(node, _NAMES)


def _or(node: Json, other: Json) -> None:
    whole = {key: node.pop(key) for key in list(node) if key not in {"description", "title", "default"}}
    node["anyOf"] = [other, whole]


def _without_id(defs: Json, name: str) -> None:
    definition = defs[name]
    definition["properties"].pop("id", None)
    definition["required"] = [key for key in definition.get("required", []) if key != "id"]


def _entry(defs: Json, ref: str) -> Json:
    entry: Json = defs[ref.removeprefix("#/$defs/")]
    return entry


def _titled(schema: Json) -> Json:
    return {key: value for key, value in schema.items() if key not in {"title", "$defs"}}
