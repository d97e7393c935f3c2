"""Checks that every name names something; library data may name nations that the programme does not have."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from exsched.intake.assemble import SECTIONS, Assembly
from exsched.intake.diagnostic import Severity, quoted
from exsched.intake.files import LIBRARY
from exsched.intake.forgotten import Forgotten, Unknown, forgotten
from exsched.intake.report import Path, Report
from exsched.intake.shape import misses
from exsched.intake.statements import Said
from exsched.intake.tree import Map, Seq
from exsched.intake.validate import Checker
from exsched.rulekit.goal import Goal
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
    "schedule": "schedules",
}
"""The section that holds each kind of thing."""
_NATIONS = {"nation", "group"}


class References:
    """The names of a programme, those of faulty entities included."""

    def __init__(self, assembly: Assembly, checker: Checker, report: Report) -> None:
        self.known = {kind: assembly.tree.get(section, Map()) for kind, section in OF_KIND.items()}
        self.checker = checker
        self.report = report
        self._missing: list[Unknown] = []

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

    def check_goals(self, tiers: Iterable[Iterable[Goal]]) -> None:
        """Check the names inside every goal."""
        for n, tier in enumerate(tiers):
            for m, goal in enumerate(tier):
                for inner, name, kinds in misses(goal, self.known):
                    self._unknown(("goals", n, m, *inner), name, kinds)

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
        self._missing.append(Unknown(path, name, kinds, tuple(OF_KIND[kind] for kind in kinds)))

    def report_unknown(self) -> None:
        """Report every name that names nothing; those that one file of the library has, together."""
        included = frozenset(name.removeprefix(LIBRARY) for name in self.report.sources)
        told: set[Unknown] = set()
        for file in forgotten(self._missing, included):
            self._forgotten(file)
            told.update(file.missing)
        for one in self._missing:
            if one not in told:
                self._one_unknown(one)

    def _forgotten(self, found: Forgotten) -> None:
        first, names = found.missing[0].path, found.names
        shown = ", ".join(quoted(name) for name in names[:3])
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        what = f"{shown}{more} are not in this programme; {LIBRARY}{found.file} has them"
        hint = f"add `{LIBRARY}{found.file}` to `include:` in the main file, or define them"
        self.report.error("E406", what, self.checker.spot(first), path=first, hint=hint)

    def _one_unknown(self, one: Unknown) -> None:
        known = tuple(sorted({k for kind in one.kinds for k in self.known[kind]}))
        what = " or ".join(f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}" for kind in one.kinds)
        sections = " or ".join(f"`{section}:`" for section in one.sections)
        self.report.error(
            "E401",
            f"{quoted(one.name)} is not {what} of this programme",
            self.checker.spot(one.path),
            path=one.path,
            known=known,
            meant=one.name,
            hint=f"correct the name, or define it under {sections}",
        )


def _is_subject(rule: Rule, field: str | int) -> bool:
    """Whether the field names the one nation that the rule is about."""
    hint = type(rule).model_fields.get(str(field))
    return hint is not None and hint.is_required() and isinstance(getattr(rule, str(field)), str)
