"""Checks every entity of a programme one by one, so that one mistake hides no other."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, TypeAdapter

from exsched.domain.names import Id
from exsched.domain.programme import Programme
from exsched.intake.assemble import LISTS, MOST, SECTIONS, Assembly, entity_type
from exsched.intake.diagnostic import quoted
from exsched.intake.report import Path, Report
from exsched.intake.shape import alternatives, hints, is_model
from exsched.intake.tree import Map, Seq, value_spot
from exsched.intake.validate import Checker

MOST_DAYS = 3700
_ID: TypeAdapter[str] = TypeAdapter(Id)
_SHORT = frozenset({"must", "may"})
"""Mappings whose entries may be left empty: `may: {NOR: }`."""


class Facts:
    """The valid part of a programme: whatever is wrong has been reported and left out."""

    def __init__(self, assembly: Assembly, checker: Checker, report: Report) -> None:
        self.tree = assembly.tree
        self.checker = checker
        self.report = report
        self.parts: dict[str, Any] = {}
        self.listed: dict[str, dict[int, Any]] = {}

    def read(self, *, empty: bool = True) -> None:
        """Check every section; `empty` says whether a key without a value was seen at all."""
        for path in empty_values(self.tree) if empty else ():
            name = quoted(path[-1])
            what = f"{name} has no value" if isinstance(path[-1], str) else "an empty entry in this list"
            self.report.error("E308", what, self.checker.spot(path), path=path)
        for name, hint in hints(Programme).items():
            if name in SECTIONS:
                self.parts[name] = dict(self._section(name))
            elif name in LISTS:
                self.listed[name] = dict(self._list(name))
                self.parts[name] = tuple(self.listed[name].values())
            elif name in self.tree:
                self.parts[name] = self._single(name, hint)
            elif name == "programme":
                what = "no file says `programme:` with id, title and horizon"
                self.report.error("E204", what, value_spot(self.checker.start), path=("programme",))
        self._horizon()

    def entities(self) -> Iterator[BaseModel]:
        """Every valid entity of every section and list."""
        for section in (*SECTIONS, *LISTS):
            found = self.parts.get(section, ())
            entries = found.values() if isinstance(found, dict) else found
            yield from (entry for entry in entries if isinstance(entry, BaseModel))

    def _section(self, section: str) -> Iterator[tuple[str, Any]]:
        bodies: Map = self.tree.get(section, Map())
        if len(bodies) > MOST.get(section, len(bodies)):
            return
        kind = entity_type(section)
        adapter: TypeAdapter[Any] = TypeAdapter(kind)
        named = is_model(kind) and "id" in kind.model_fields
        for key, body in bodies.items():
            path: Path = (section, key)
            if not named:
                self.checker.plain(_ID, key, (*path, "[key]"), Programme)
                value = self.checker.plain(adapter, body, path, Programme)
            elif not isinstance(body, Map):
                what = f"a mapping is expected for {quoted(key)}, found {quoted(body)}"
                self.report.error("E205", what, self.checker.spot(path), path=path)
                continue
            else:
                value = self._entity(kind, key, body, path)
            if value is not None:
                yield key, value

    def _entity(self, kind: type[BaseModel], key: str, body: Map, path: Path) -> BaseModel | None:
        if "id" in body:
            self.report.error(
                "E203",
                f"the key {quoted(key)} is the id already",
                self.checker.spot((*path, "id"), at_key=True),
                path=(*path, "id"),
                hint="delete `id:`",
            )
        return self.checker.model(kind, {**body, "id": key}, path)

    def _list(self, section: str) -> Iterator[tuple[int, Any]]:
        kind = alternatives(hints(Programme)[section])[0].__args__[0]
        adapter: TypeAdapter[Any] = TypeAdapter(kind)
        for n, body in enumerate(self.tree.get(section, Seq())):
            value = self.checker.plain(adapter, body, (section, n), kind if is_model(kind) else Programme)
            if value is not None:
                yield n, value

    def _single(self, name: str, hint: Any) -> Any:
        kind = alternatives(hint)[0]
        if is_model(kind):
            return self.checker.model(kind, self.tree[name], (name,))
        return self.checker.plain(TypeAdapter(hint), self.tree[name], (name,), Programme)

    def _horizon(self) -> None:
        header = self.parts.get("programme")
        if header and header.horizon.days > MOST_DAYS:
            path = ("programme", "horizon")
            what = f"the horizon has {header.horizon.days:,} days; at most {MOST_DAYS:,} are planned at once"
            self.report.error("E214", what, self.checker.spot(path), path=path)

    def owners(self, assembly: Assembly) -> None:
        """Check the owner that a file names at its head."""
        known = self.tree.get("nations", Map())
        for name, mark in assembly.owners.values():
            spot = value_spot(mark)
            if not isinstance(name, str):
                what = f"the id of a nation is expected, found {quoted(name)}"
                self.report.error("E301", what, spot, path=("owner",))
            elif name not in known:
                what = f"{quoted(name)} is not a nation of this programme"
                self.report.error("E401", what, spot, path=("owner",), known=tuple(known), meant=name)


def empty_values(tree: Map) -> Iterator[Path]:
    """The paths of keys and entries without a value, except where an empty one has a meaning."""
    todo: list[tuple[Path, Any]] = [((), tree)]
    while todo:
        path, node = todo.pop()
        entries = node.items() if isinstance(node, Map) else enumerate(node)
        short = path[-1:] and path[-1] in _SHORT and isinstance(node, Map)
        for key, value in entries:
            if isinstance(value, Map | Seq):
                todo.append(((*path, key), value))
            elif value is None and not short:
                yield (*path, key)
