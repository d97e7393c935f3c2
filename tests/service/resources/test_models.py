"""The examples in the description of the API are documents that the API could give or take."""

import json

import pytest
from pydantic import BaseModel

from exsched.service.models import programmes, questions, releases, schedules, solves

MODELS = [
    model
    for module in (programmes, questions, releases, schedules, solves)
    for model in vars(module).values()
    if isinstance(model, type)
    and issubclass(model, BaseModel)
    and isinstance(extra := model.model_config.get("json_schema_extra"), dict)
    and "example" in extra
    and model.__module__ == module.__name__
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_model_takes_its_own_example(model: type[BaseModel]) -> None:
    """Every example has all that is needed and nothing else."""
    extra = model.model_config["json_schema_extra"]
    assert isinstance(extra, dict)
    model.model_validate_json(json.dumps(extra["example"]))


def test_models_with_examples_are_many() -> None:
    """Those of the requests and of the answers that people look at first."""
    assert {"NewProgramme", "NewSolve", "NewRelease", "Propose", "Break", "Publish", "ReleaseSeen"} <= {
        model.__name__ for model in MODELS
    }
