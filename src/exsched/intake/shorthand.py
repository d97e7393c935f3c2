"""Short forms in a schedule typed by hand: `sites: [setermoen]`, `participants: [NOR, SWE:staff]`."""

import re
from typing import Any

from exsched.domain.exercises import Exercise, Role
from exsched.domain.programme import Programme
from exsched.intake.diagnostic import quoted
from exsched.intake.report import Path
from exsched.intake.tree import Map, Mark, Seq, value_spot
from exsched.intake.validate import Checker

_PARTICIPANT = re.compile(r"(?P<name>[^:=]+)([:=](?P<role>.*))?")
_FORCE = re.compile(r"((?P<role>[^=]+)=)?(?P<name>[^:*=]+)([:*](?P<number>[0-9]{1,7}))?")


class Shorthand:
    """Spells out the lists of one line."""

    def __init__(self, facts: Programme, exercise: Exercise, checker: Checker, path: Path) -> None:
        self.facts = facts
        self.exercise = exercise
        self.checker = checker
        self.path = path

    def spelt_out(self, body: dict[str, Any]) -> dict[str, Any]:
        """The line with mappings in place of lists; what cannot be understood has been reported."""
        for key, spell in (
            ("sites", self._sites),
            ("participants", self._participants),
            ("forces", self._forces),
        ):
            value = body.get(key)
            entries = self._entries(key, value)
            if entries is not None:
                body = body | {key: spell(entries)}
        if isinstance(body.get("participants"), Map):
            said = body["participants"]
            body = body | {
                "participants": {n: self._role(n) if role is None else role for n, role in said.items()}
            }
            for nation, role in body["participants"].items():
                self._agrees(nation, role, said.marks[nation])
        return body

    def _entries(self, key: str, value: Any) -> list[tuple[str, Mark]] | None:
        if isinstance(value, str):
            spot = self.checker.spot((*self.path, key))
            return [(value, (*spot, *spot[1:]))]
        if not isinstance(value, Seq):
            return None
        found: list[tuple[str, Mark]] = []
        for entry, mark in zip(value, value.marks, strict=True):
            if isinstance(entry, str):
                found.append((entry, mark))
            else:
                self._error("E301", f"text is expected, found {quoted(entry)}", mark)
        return found

    def _error(
        self, code: str, message: str, mark: Mark, known: tuple[str, ...] = (), meant: str | None = None
    ) -> None:
        self.checker.report.error(code, message, value_spot(mark), path=self.path, known=known, meant=meant)

    def _unknown(self, name: str, what: str, known: Any, mark: Mark) -> bool:
        if name in known:
            return False
        article = "an" if what[0] in "aeiou" else "a"
        message = f"{quoted(name)} is not {article} {what} of this programme"
        self._error("E401", message, mark, tuple(sorted(known)), name)
        return True

    # -- participants ---------------------------------------------------------------------------------------

    def _participants(self, entries: list[tuple[str, Mark]]) -> dict[str, str]:
        found: dict[str, str] = {}
        for text, mark in entries:
            match = _PARTICIPANT.fullmatch(text)
            name = match["name"].strip() if match else text
            if self._unknown(name, "nation", self.facts.nations, mark):
                continue
            role = match["role"].strip() if match and match["role"] is not None else self._role(name)
            if role not in set(Role):
                self._error("E305", f"{quoted(role)} is not a role", mark, tuple(Role), role)
            elif name in found:
                self._error("E311", f"{name} is listed twice", mark)
            else:
                self._agrees(name, role, mark)
                found[name] = role
        return found

    def _agrees(self, nation: str, role: Any, mark: Mark) -> None:
        declared = self.exercise.declared_role(nation)
        if declared is not None and role in set(Role) and role != declared:
            what = f"{nation} takes part in {self.exercise.id} as {declared}, not as {role}"
            self._error("E405", what, mark, (str(declared),))

    def _role(self, nation: str) -> str:
        return str(self.exercise.declared_role(nation) or Role.FULL)

    # -- sites ----------------------------------------------------------------------------------------------

    def _sites(self, entries: list[tuple[str, Mark]]) -> dict[str, str]:
        found: dict[str, str] = {}
        bare: list[tuple[str, Mark]] = []
        for text, mark in entries:
            need, equals, venue = (part.strip() for part in text.partition("="))
            if self._unknown(venue if equals else need, "venue", self.facts.venues, mark):
                continue
            if not equals:
                bare.append((need, mark))
            elif need not in self.exercise.sites:
                what = f"{self.exercise.id} has no site {quoted(need)}"
                self._error("E402", what, mark, tuple(self.exercise.sites), need)
            elif need in found:
                self._error("E311", f"the site {need} is listed twice", mark)
            else:
                found[need] = venue
        return found | self._matched(bare, [need for need in self.exercise.sites if need not in found])

    def _matched(self, bare: list[tuple[str, Mark]], needs: list[str]) -> dict[str, str]:
        able = {need: set(self.facts.candidates(self.exercise.sites[need])) for need in needs}
        taken: dict[str, int] = {}

        def place(n: int, tried: set[str]) -> bool:
            for need in needs:
                if bare[n][0] in able[need] and need not in tried:
                    tried.add(need)
                    if need not in taken or place(taken[need], tried):
                        taken[need] = n
                        return True
            return False

        left = [n for n in range(len(bare)) if not place(n, set())]
        free = [need for need in needs if need not in taken]
        for n in left:
            venue, mark = bare[n]
            if any(venue in able[need] for need in needs if need in taken):
                self._error("E404", f"every site that {venue} could meet has another venue", mark)
            elif len(left) == 1 and len(free) == 1:
                taken[free.pop()] = n
            else:
                what = f"no site of {self.exercise.id} can be met by {venue}; which one is meant?"
                self._error("E404", what, mark, tuple(self.exercise.sites))
        found = {need: bare[n][0] for need, n in taken.items()}
        for need in free:
            fitting = [venue for venue, _ in bare if venue in able[need]]
            if fitting:
                found[need] = fitting[0]
        return found

    # -- forces ---------------------------------------------------------------------------------------------

    def _forces(self, entries: list[tuple[str, Mark]]) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for text, mark in entries:
            match = _FORCE.fullmatch(text)
            if match is None:
                self._error("E309", f"{quoted(text)}: a force is written role=force:2 or force:2", mark)
                continue
            name, number = match["name"].strip(), int(match["number"] or 1)
            if self._unknown(name, "force", self.facts.forces, mark):
                continue
            role = match["role"].strip() if match["role"] else self._role_for(name, number, found, mark)
            if role is None:
                continue
            if role not in self.exercise.forces:
                what = f"{self.exercise.id} has no role {quoted(role)}"
                self._error("E402", what, mark, tuple(self.exercise.forces), role)
            elif name in found.get(role, {}):
                self._error("E311", f"{name} is listed twice in the role {role}", mark)
            else:
                found.setdefault(role, {})[name] = number
        return found

    def _role_for(self, force: str, number: int, found: dict[str, dict[str, int]], mark: Mark) -> str | None:
        roles = self.exercise.forces
        able = {role: self.facts.eligible(need) for role, need in roles.items()}
        fitting = sorted((r for r in roles if force in able[r]), key=lambda role: len(able[role]))
        open_roles = [role for role in fitting if force not in found.get(role, {})]
        roomy = [r for r in open_roles if not roles[r].need.over_by(sum(found.get(r, {}).values()) + number)]
        for choice in (roomy, open_roles, list(roles) if len(roles) == 1 else []):
            if choice:
                return choice[0]
        what = f"no role of {self.exercise.id} can be filled by {force}; which one is meant?"
        self._error("E404", what, mark, tuple(roles))
        return None
