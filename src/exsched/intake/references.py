"""Checks that every name names something; library data may name nations that the programme does not have."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from exsched.intake.assemble import SECTIONS, Assembly
from exsched.intake.diagnostic import Severity, quoted
from exsched.intake.files import LIBRARY
from exsched.intake.report import Path, Report
from exsched.intake.shape import misses
from exsched.intake.statements import Said
from exsched.intake.tree import Map, Seq
from exsched.intake.validate import Checker
from exsched.rulekit.rule import Rule

OF_KIND = {
    "nation": "nations",
    "group": "groups",
    "venue": "venues",
    "area": "areas",
    "force": "forces",
    "pool": "pools",
    "period": "periods",
    "planning": "planning",
    "exercise": "exercises",
    "agreement": "agreements",
}
"""The section that holds each kind of thing."""
_NATIONS = {"nation", "group"}


class References:
    """The names of a programme, those of faulty entities included."""

    def __init__(self, assembly: Assembly, checker: Checker, report: Report) -> None:
        self.known = {kind: assembly.tree.get(section, Map()) for kind, section in OF_KIND.items()}
        self.checker = checker
        self.report = report

    def trim_library(self, tree: Map) -> None:
        """Leave out of library groups, agreements and areas the nations that the programme does not have."""
        for section, key in (("groups", None), ("agreements", "parties"), ("areas", "nations")):
            bodies: Map = tree.get(section, Map())
            for name in [name for name in bodies if bodies.marks[name][0].startswith(LIBRARY)]:
                holder, at = (bodies, name) if key is None else (bodies[name], key)
                if isinstance(holder, Map) and isinstance(holder.get(at), Seq):
                    self._trim(holder, at)
                if section == "agreements" and len(bodies[name].get("parties", ())) < 2:
                    del bodies[name]

    def _trim(self, holder: Map, key: str) -> None:
        kept = Seq()
        for value, mark in zip(holder[key], holder[key].marks, strict=True):
            if not isinstance(value, str) or value in self.known["nation"] or value in self.known["group"]:
                kept.append(value)
                kept.marks.append(mark)
        holder.put(key, kept, holder.marks[key])

    def check_facts(self, parts: Mapping[str, Any], listed: Mapping[str, Mapping[int, Any]]) -> None:
        """Check every entity; `listed` holds the valid entries of lists by their number."""
        for section in (*SECTIONS, *listed):
            entries: Mapping[Any, Any] = listed.get(section) or parts.get(section) or {}
            for key, entity in entries.items():
                self._entity(entity, (section, key))
        for name, members in parts.get("groups", {}).items():
            self._names(members, ("nation", "group"), ("groups", name))

    def _entity(self, entity: Any, path: Path) -> None:
        if isinstance(entity, BaseModel):
            for inner, name, kinds in misses(entity, self.known):
                self._unknown(path + inner, name, kinds)

    def _names(self, names: Iterable[str], kinds: tuple[str, ...], path: Path) -> None:
        for n, name in enumerate(names):
            if not any(name in self.known[kind] for kind in kinds):
                self._unknown((*path, n), name, kinds)

    def check_rules(self, rules: list[Said]) -> list[Said]:
        """Check every rule; those of the library about a nation that is not here are left out."""
        return [said for said in rules if self._concerns(said)]

    def _concerns(self, said: Said) -> bool:
        """Nations that only the library names take part in nothing, so they may stay in its rules."""
        missing = list(misses(said.rule, self.known))
        spot = self.checker.spot(said.path) if missing else None
        shipped = spot is not None and spot[0].startswith(LIBRARY)
        for inner, name, kinds in missing:
            if not (shipped and _NATIONS.issuperset(kinds)):
                self._unknown(said.path + inner, name, kinds)
        subjects = [
            name
            for (field, *_), name, kinds in missing
            if _NATIONS.issuperset(kinds) and _is_subject(said.rule, field)
        ]
        if shipped and subjects:
            what = f"{said.rule.id or said.rule.rule} is about {subjects[0]}, not in this programme: left out"
            self.report.error("W612", what, spot, path=said.path, severity=Severity.NOTE)
        return not (shipped and subjects)

    def _unknown(self, path: Path, name: str, kinds: tuple[str, ...]) -> None:
        known = tuple(sorted({k for kind in kinds for k in self.known[kind]}))
        what = " or ".join(f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}" for kind in kinds)
        sections = " or ".join(f"`{OF_KIND[kind]}:`" for kind in kinds)
        self.report.error(
            "E401",
            f"{quoted(name)} is not {what} of this programme",
            self.checker.spot(path),
            path=path,
            known=known,
            meant=name,
            hint=f"correct the name, or define it under {sections}",
        )


def _is_subject(rule: Rule, field: str | int) -> bool:
    """Whether the field names the one nation that the rule is about."""
    hint = type(rule).model_fields.get(str(field))
    return hint is not None and hint.is_required() and isinstance(getattr(rule, str(field)), str)
