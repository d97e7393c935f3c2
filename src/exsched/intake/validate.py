"""Checks one entity or statement against its model and reports what is wrong, in place."""

from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from exsched.intake.report import Path, Report, Spot
from exsched.intake.tree import Map, Mark, find, key_spot, value_spot
from exsched.intake.wording import in_words

M = TypeVar("M", bound=BaseModel)


class Checker:
    """Holds the tree against which positions are looked up."""

    def __init__(self, tree: Map, start: Mark, report: Report) -> None:
        self.tree = tree
        self.start = start
        self.report = report

    def model(self, model: type[M], body: Any, path: Path) -> M | None:
        """The entity, or None after reporting why it is none."""
        try:
            return model.model_validate(body)
        except ValidationError as error:
            self._report(error, model, path)
            return None

    def plain(self, adapter: TypeAdapter[Any], body: Any, path: Path, model: type[BaseModel]) -> Any:
        """A value that is no model, or None after reporting what is wrong with it."""
        try:
            return adapter.validate_python(body)
        except ValidationError as error:
            self._report(error, model, path)
            return None

    def spot(self, path: Path, *, at_key: bool = False) -> Spot:
        """Where a path was written, or the nearest thing above it."""
        mark = find(self.tree, path, self.start)[1]
        return key_spot(mark) if at_key else value_spot(mark)

    def _report(self, error: ValidationError, model: type[BaseModel], path: Path) -> None:
        for found in error.errors(include_url=False):
            self._one(found, model, path)

    def _one(self, found: ErrorDetails, model: type[BaseModel], path: Path) -> None:
        inner = tuple(found["loc"])
        words = in_words(found, model, inner)
        if inner == ("id",) or inner[-1:] == ("[key]",):
            inner, at_key = inner[:-1], True
        else:
            at_key = words.at_key
        whole = find(self.tree, path + inner, self.start)[2]
        if words.code in {"E203", "E204"} and whole[-1:] != inner[-1:]:
            whole += inner[-1:]
        hint = words.hint
        if hint == "write it in quotes":
            hint = f'write it in quotes: "{self._written(whole)}"'
        self.report.error(
            words.code,
            words.message,
            self.spot(whole, at_key=at_key),
            path=whole,
            known=words.known,
            meant=words.meant,
            hint=hint,
        )

    def _written(self, path: Path) -> str:
        """The value as it stands in the file, before it was taken for a number."""
        name, line, column = self.spot(path)
        source = self.report.sources.get(name)
        text = source.lines[line][column:] if source and line < len(source.lines) else ""
        return text.split(" #")[0].split(",")[0].split("}")[0].split("]")[0].strip()[:40]
