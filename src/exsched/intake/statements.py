"""Reads what is said: rules with their owners, goals in tiers, and how to solve."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, Strict

from exsched.domain.dates import Frozen
from exsched.goals import GOALS
from exsched.intake.assemble import MOST, Assembly
from exsched.intake.diagnostic import quoted
from exsched.intake.report import Path, Report
from exsched.intake.tree import Map, Seq
from exsched.intake.validate import Checker
from exsched.rulekit.goal import Goal
from exsched.rulekit.problem import Settings
from exsched.rulekit.rule import Rule
from exsched.rules import RULES

DEFAULT_TIERS = (("hold_exercises",), ("soft_rules",), ("wanted_dates", "wanted_participation"))
"""The goals of a programme that names none."""
_SHARE = re.compile(r"([0-9]{1,3})(?:\.([0-9]))?%")


def _permille(value: Any) -> Any:
    match = _SHARE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f"{quoted(value)}: a share is written like 1% or 0.5%")
    return int(match[1]) * 10 + int(match[2] or 0)


def _at_most_all(value: int) -> int:
    if value > 1000:
        raise ValueError("a tier can give back 100% at most")
    return value


class Solve(Frozen):
    """How to solve."""

    time_limit: Annotated[int, Strict(), Field(ge=1, le=604_800)] = Field(default=60, description="seconds")
    give_back: Annotated[
        int, BeforeValidator(_permille, json_schema_input_type=str), AfterValidator(_at_most_all)
    ] = Field(default=0, description="what a later tier may take back from an earlier one, like 1% or 0.5%")


@dataclass(frozen=True)
class Said:
    """A rule as it was written, with its path."""

    path: Path
    rule: Rule


class Statements:
    """Reads `rules:`, `goals:` and `solve:`."""

    def __init__(self, assembly: Assembly, checker: Checker, report: Report) -> None:
        self.assembly = assembly
        self.tree = assembly.tree
        self.checker = checker
        self.report = report

    def rules(self) -> list[Said]:
        """Every rule that is valid by itself, in the order given."""
        bodies: Seq = self.tree.get("rules", Seq())
        if len(bodies) > MOST["rules"]:
            return []
        found = [said for n, body in enumerate(bodies) if (said := self._rule(body, ("rules", n)))]
        self._unique_ids(found)
        return found

    def _rule(self, body: Any, path: Path) -> Said | None:
        kind = self._kind(body, path, "rule", RULES, "E209")
        if kind is None:
            return None
        owner = self.assembly.owner_of(self.checker.spot(path)[0])
        said = body.get("owner")
        if owner and said not in {None, owner}:
            what = f"this file is owned by {owner}, but the statement says {quoted(said)}"
            self.report.error("E211", what, self.checker.spot((*path, "owner")), path=(*path, "owner"))
        rule = self.checker.model(kind, {**body, "owner": owner} if owner else body, path)
        return Said(path, rule) if rule else None

    def _kind(
        self, body: Any, path: Path, key: str, known: dict[str, type[Any]], code: str
    ) -> type[Any] | None:
        spot = self.checker.spot(path)
        if not isinstance(body, Map):
            what = f"a mapping with `{key}:` is expected, found {quoted(body)}"
            self.report.error("E205", what, spot, path=path)
        elif key not in body:
            self.report.error("E204", f"`{key}` is missing", spot, path=(*path, key), known=tuple(known))
        elif not isinstance(body[key], str) or body[key] not in known:
            name = body[key]
            what = f"{quoted(name)} is not a {key}"
            spot = self.checker.spot((*path, key))
            self.report.error(code, what, spot, path=(*path, key), known=tuple(known), meant=str(name))
        else:
            return known[body[key]]
        return None

    def _unique_ids(self, found: list[Said]) -> None:
        first: dict[str, Said] = {}
        for said in found:
            name = said.rule.id
            if name is not None and first.setdefault(name, said) is not said:
                file, line, column = self.checker.spot((*first[name].path, "id"))
                what = (
                    f"the id {quoted(name)} is given to two rules, here and in {file}:{line + 1}:{column + 1}"
                )
                path = (*said.path, "id")
                self.report.error("E202", what, self.checker.spot(path), path=path)

    def tiers(self) -> tuple[tuple[Goal, ...], ...]:
        """The goals, first tier first; the default tiers when none are written."""
        if "goals" not in self.tree:
            known = ([GOALS[name](goal=name) for name in tier if name in GOALS] for tier in DEFAULT_TIERS)
            return tuple(tuple(tier) for tier in known if tier)
        written = self.tree["goals"]
        if not isinstance(written, Seq):
            what = f"a list of tiers is expected, found {quoted(written)}"
            self.report.error("E205", what, self.checker.spot(("goals",)), path=("goals",))
            return ()
        return tuple(tuple(self._tier(tier, ("goals", n))) for n, tier in enumerate(written))

    def _tier(self, tier: Any, path: Path) -> Iterator[Goal]:
        if not isinstance(tier, Seq):
            what = f"a tier is a list of goals, found {quoted(tier)}"
            hint = f"write [{tier}]" if isinstance(tier, str) else None
            self.report.error("E205", what, self.checker.spot(path), path=path, hint=hint)
            return
        for n, entry in enumerate(tier):
            place = (*path, n)
            body: Any = entry
            if isinstance(entry, str):
                body = Map()
                body.put("goal", entry, tier.marks[n])
            kind = self._kind(body, place, "goal", GOALS, "E210")
            goal = self.checker.model(kind, body, place) if kind else None
            if goal is not None:
                yield goal

    def settings(self) -> Settings:
        """How to solve."""
        written = self.checker.model(Solve, self.tree["solve"], ("solve",)) if "solve" in self.tree else None
        solve = written or Solve()
        return Settings(time_limit=solve.time_limit, give_back_permille=solve.give_back)
