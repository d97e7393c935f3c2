"""What is certain about an exercise before anything is chosen: who is there, where, and when it cannot be."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from exsched.domain.dates import Period
from exsched.domain.exercises import COUNTED_ROLES, Exercise, Role
from exsched.domain.programme import Programme
from exsched.intake.choices import Choices

_FORCE_OR_HOST = frozenset({Role.FULL, Role.HOST})


@dataclass(frozen=True)
class Sure:
    """One form of an exercise, and what holds in it whatever is chosen."""

    facts: Programme
    line: Exercise
    choices: Choices

    @cached_property
    def options(self) -> tuple[tuple[str, ...], ...]:
        """For each site, the venues that could meet it."""
        return tuple(self.choices.venues(need) for need in self.line.sites.values())

    @cached_property
    def hosts(self) -> frozenset[str]:
        """Nations in which a site lies, whichever venues are chosen."""
        return frozenset().union(*(self._only({self._host(v) for v in option}) for option in self.options))

    def _host(self, venue: str) -> str:
        return self.facts.venues[venue].host

    @staticmethod
    def _only(names: set[str]) -> frozenset[str]:
        return frozenset(names) if len(names) == 1 else frozenset()

    @cached_property
    def forces(self) -> dict[str, int]:
        """Forces that some role cannot do without, each with the least elements of it."""
        found: dict[str, int] = {}
        for need in self.line.forces.values():
            able = {name: self.facts.forces[name].elements for name in self.choices.forces(need)}
            for name, elements in able.items():
                least = (need.need.least or 0) - (sum(able.values()) - elements)
                if least > 0:
                    found[name] = max(found.get(name, 0), least)
        return found

    @cached_property
    def roles(self) -> dict[str, frozenset[Role]]:
        """Nations that are there whatever is chosen, each with the roles that it can have."""
        owners = {self.facts.forces[name].nation for name in self.forces}
        there = {*self.line.participants.must, *self.hosts, *owners}
        return {nation: self._roles_of(nation) for nation in sorted(there)}

    def _roles_of(self, nation: str) -> frozenset[Role]:
        declared = self.line.declared_role(nation)
        return frozenset({declared}) if declared else _FORCE_OR_HOST

    def certain(self, nation: str, roles: frozenset[Role] = COUNTED_ROLES) -> bool:
        """Whether the nation is there, in one of these roles."""
        return nation in self.roles and self.roles[nation] <= roles

    def participants(self, roles: frozenset[Role] = COUNTED_ROLES) -> frozenset[str]:
        """Nations that are certain to be there in one of these roles."""
        return frozenset(nation for nation in self.roles if self.certain(nation, roles))

    @cached_property
    def possible(self) -> frozenset[str]:
        """Nations that could be there at all."""
        return frozenset(self.choices.nations(self.line))

    def somewhere_in(self, venues: frozenset[str]) -> bool:
        """Whether some site lies at one of these venues, whatever is chosen."""
        return any(option and venues.issuperset(option) for option in self.options)

    def starts(self) -> Iterator[date]:
        """Every STARTEX that its own data allow."""
        for first, last in self.choices.starts(self.line):
            yield from (first + timedelta(n) for n in range((last - first).days + 1))

    def never_free(self, barred: tuple[Period, ...], *, footprint: bool) -> bool:
        """Whether on every allowed STARTEX one of its days lies on a barred one, however short it is held."""
        before = self.line.deploy if footprint else 0
        after = self.line.days.min - 1 + (self.line.redeploy if footprint else 0)
        return self.on_every_start(
            lambda day: any(
                period.start <= day + timedelta(after) and day - timedelta(before) <= period.end
                for period in barred
            )
        )

    def on_every_start(self, test: Callable[[date], bool]) -> bool:
        """Whether something holds on every allowed STARTEX, of which there is at least one."""
        found = False
        for day in self.starts():
            found = True
            if not test(day):
                return False
        return found

    @property
    def least_footprint(self) -> int:
        """Footprint days of the exercise at its shortest."""
        return self.line.deploy + self.line.days.min + self.line.redeploy


class Sureties:
    """What is certain about every exercise, looked up once."""

    def __init__(self, facts: Programme, choices: Choices) -> None:
        self.facts = facts
        self._choices = choices
        self._by_line: dict[str, tuple[Sure, ...]] = {}

    def forms(self, exercise: str) -> tuple[Sure, ...]:
        """The exercise in each of its forms."""
        if exercise not in self._by_line:
            line = self.facts.exercises[exercise]
            self._by_line[exercise] = tuple(
                Sure(self.facts, form, self._choices) for form in line.in_every_form
            )
        return self._by_line[exercise]

    @cached_property
    def with_nation(self) -> dict[str, list[str]]:
        """By nation, the exercises in which it is certain to be, in every form."""
        found: dict[str, list[str]] = {}
        for name in self.facts.exercises:
            forms = self.forms(name)
            for nation in frozenset.intersection(*(frozenset(sure.roles) for sure in forms)):
                found.setdefault(nation, []).append(name)
        return found

    @cached_property
    def with_force(self) -> dict[str, list[str]]:
        """By force, the exercises that cannot do without it, in any form."""
        found: dict[str, list[str]] = {}
        for name in self.facts.exercises:
            forms = self.forms(name)
            for force in frozenset.intersection(*(frozenset(sure.forces) for sure in forms)):
                found.setdefault(force, []).append(name)
        return found
