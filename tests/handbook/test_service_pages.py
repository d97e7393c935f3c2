"""The pages about the service describe every route and every setting."""

import re
from pathlib import Path

from fastapi.openapi.utils import get_openapi

from exsched.handbook import page
from exsched.service.app import create_app
from exsched.service.context import Service
from exsched.service.questions import QUESTIONS, Question
from exsched.service.settings import ENVIRONMENT, Settings
from exsched.service.storage.database import Database

_ROW = re.compile(r"^\| `(/[^`]*)` \| ([A-Z, ]+) \|", re.MULTILINE)


def test_api_page_lists_every_operation(tmp_path: Path) -> None:
    """Path by path with its methods: none is missing, and none that is gone is still described."""
    database = Database(f"sqlite:///{tmp_path / 'service.db'}")
    app = create_app(Service(Settings(), database))
    document = get_openapi(title="exsched", version="1", routes=app.routes)
    served = {path: {method.upper() for method in methods} for path, methods in document["paths"].items()}
    described = {path: set(methods.split(", ")) for path, methods in _ROW.findall(page("api") or "")}
    database.close()
    assert described == served


def test_api_page_lists_every_question() -> None:
    """Question by question with all that can be said in it, beside the limits that all have."""
    rows = re.findall(r"^\| `([a-z-]+)` \| [^|]+ \| ([^|]+) \|$", page("api") or "", re.MULTILINE)
    described = {name: set(re.findall("`([a-z_]+)`", fields)) for name, fields in rows}
    usual = described.pop("question") | {"question"}
    described["fallbacks"] |= described["replan"]
    described["fallbacks"].remove("replan")
    assert usual == set(Question.model_fields)
    assert described == {kind.name(): set(kind.model_fields) - usual for kind in QUESTIONS}


def test_service_page_lists_every_setting() -> None:
    """Each variable that is read from the environment stands in the table, and no other."""
    said = set(re.findall(r"`(EXSCHED_[A-Z_]+)`", page("service") or ""))
    assert said == {ENVIRONMENT + name.upper() for name in Settings.model_fields}


def test_operations_are_named_in_words(tmp_path: Path) -> None:
    """The description calls each by what it does, not by the name of a function."""
    database = Database(f"sqlite:///{tmp_path / 'service.db'}")
    document = create_app(Service(Settings(), database)).openapi()
    database.close()
    named = [one["summary"] for methods in document["paths"].values() for one in methods.values()]
    assert [summary for summary in named if len(summary.split()) < 2] == []
    assert "Put the programme's constraint files" in named
