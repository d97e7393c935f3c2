"""The plan behind the programme: a day, venues, forces and guests for every exercise that can have them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from random import Random

from benchmarks.generator.politics import Politics
from benchmarks.generator.requests import Request
from benchmarks.generator.scale import Scale
from benchmarks.generator.stock import Days, Stock
from exsched.domain.exercises import Exercise, Role
from exsched.domain.programme import Programme
from exsched.domain.schedule import Line

_OFFSETS = (0, 4, -5, 9, -11, 16, -18, 23, -25, 31, -33)
_AT_RANDOM = 14
_VENUES = 6


@dataclass
class Planner:
    """Puts one exercise after the other where there is still room; nothing is moved again."""

    scale: Scale
    politics: Politics
    programme: Programme

    def __post_init__(self) -> None:
        """Start with everything free."""
        self.stock = Stock(self.scale)
        self.dice: Random = self.scale.chance("plan")

    def place(self, request: Request) -> Line:
        """The line of an exercise: held where it fits, else not held."""
        line = self.programme.exercises[request.id]
        length = line.days.wanted or line.days.max
        for first in self._starts(request.about, line, length):
            days = (first, first + length - 1)
            for sites in self._sites(line, days):
                forces = self._forces(line, days, sites)
                if forces is None or not self._units(line, days):
                    continue
                guests = self._guests(line, sites, forces)
                if guests is not None:
                    return self._book(line, days, sites, forces, guests)
        return Line(exercise=line.id, held=False)

    def _starts(self, about: int, line: Exercise, length: int) -> Iterator[int]:
        """Days near the one that is wanted, then any, but none over the turn of the year or the horizon."""
        last = self.scale.days - line.redeploy - length - 8
        anywhere = [self.dice.randint(12, last) for _ in range(_AT_RANDOM)]
        for first in (*(about + offset for offset in _OFFSETS), *anywhere):
            ends = self.scale.day(first), self.scale.day(first + length - 1)
            calm = all("01-07" <= f"{day:%m-%d}" <= "12-19" for day in ends) and ends[0].year == ends[1].year
            if 12 <= first <= last and calm:
                yield first

    def _sites(self, line: Exercise, days: Days) -> Iterator[dict[str, str]]:
        """Ways to meet the site needs, the planner's order first."""
        able: list[list[str]] = []
        for need in line.sites.values():
            venues = (self.programme.venues[name] for name in self.programme.candidates(need))
            able.append([v.id for v in venues if self._has_place(line, v.id, days)])
        hosts = {name: self.programme.venues[name].host for names in able for name in names}
        firm = [*line.participants.must]
        tried = 0
        for chosen in product(*able):
            owners = sorted({hosts[name] for name in chosen})
            open_ = all(self.politics.lets(host, line.kind, line.tags) for host in owners)
            if open_ and self.politics.agrees(firm, owners):
                yield dict(zip(line.sites, chosen, strict=True))
                tried += 1
            if tried == _VENUES:
                return

    def _has_place(self, line: Exercise, venue: str, days: Days) -> bool:
        troops = line.strength or 0
        return self.stock.has_place(self.programme.venues[venue], days, troops, line.movements)

    def _forces(self, line: Exercise, days: Days, sites: dict[str, str]) -> dict[str, dict[str, int]] | None:
        """Elements for every role from nations that get on with all others; None when one is missing."""
        hosts = sorted({self.programme.venues[name].host for name in sites.values()})
        present = {*line.participants.must, *hosts}
        found: dict[str, dict[str, int]] = {}
        for name, role in line.forces.items():
            taken: dict[str, int] = {}
            least = role.nations.least if role.nations and role.nations.least else 1
            for force in self.programme.eligible(role):
                nation = self.programme.forces[force].nation
                open_ = (role.need.least or 0) - sum(taken.values())
                welcome = self.politics.lets(nation, line.kind, line.tags) and self.politics.agrees(
                    present | {nation}, hosts
                )
                owners = {self.programme.forces[one].nation for one in taken}
                spared = open_ - max(0, least - len(owners | {nation}))
                count = min(spared, self._free(force, line, days, sites)) if welcome and open_ else 0
                if count > 0 and not any(force in other for other in found.values()):
                    taken[force] = count
                    present.add(nation)
            owners = {self.programme.forces[one].nation for one in taken}
            if sum(taken.values()) < (role.need.least or 0) or len(owners) < least:
                return None
            found[name] = taken
        return found

    def _away(self, force: str, line: Exercise, days: Days, sites: dict[str, str]) -> Days:
        """From departure to return."""
        venue = self.programme.venues[next(iter(sites.values()))]
        travel = self.programme.travel_days(self.programme.forces[force], venue) or 0
        return days[0] - max(line.deploy, travel), days[1] + max(line.redeploy, travel)

    def _free(self, force: str, line: Exercise, days: Days, sites: dict[str, str]) -> int:
        away = self._away(force, line, days, sites)
        if away[0] < 0 or away[1] >= self.scale.days:
            return 0
        return self.stock.free(self.programme.forces[force], away)

    @staticmethod
    def _uses(line: Exercise, days: Days) -> Iterator[tuple[str, str, Days, int]]:
        """Pool, use, days and units."""
        for pool, units in line.draws.items():
            yield pool, "draws", days, units
        for pool, units in line.lift.items():
            yield pool, "lift", (days[0] - line.deploy, days[0] - 1), units
            yield pool, "lift", (days[1] + 1, days[1] + line.redeploy), units

    def _units(self, line: Exercise, days: Days) -> bool:
        uses = self._uses(line, days)
        return all(
            self.stock.has_units(self.programme.pools[pool], use, on, units) for pool, use, on, units in uses
        )

    def _guests(
        self, line: Exercise, sites: dict[str, str], forces: dict[str, dict[str, int]]
    ) -> list[str] | None:
        """All who must come, and most who may and get on with everybody; None when these are too few."""
        hosts = sorted({self.programme.venues[name].host for name in sites.values()})
        owners = {self.programme.forces[name].nation for taken in forces.values() for name in taken}
        present = {*line.participants.must, *hosts, *owners}
        least = (line.participants.count.least if line.participants.count else None) or 0
        for nation in line.participants.may:
            comes = nation in present or len(present) < least or self.dice.random() < 0.75
            if comes and self.politics.lets(nation, line.kind, line.tags):
                present |= {nation} if self.politics.agrees(present | {nation}, hosts) else set()
        if len(present) < least:
            return None
        return sorted(present & {*line.participants.must, *line.participants.may})

    def _book(
        self,
        line: Exercise,
        days: Days,
        sites: dict[str, str],
        forces: dict[str, dict[str, int]],
        guests: list[str],
    ) -> Line:
        for venue in sorted(set(sites.values())):
            self.stock.take_place(self.programme.venues[venue], days, line.strength or 0, line.movements)
        for taken in forces.values():
            for force, count in taken.items():
                away = self._away(force, line, days, sites)
                self.stock.commit(self.programme.forces[force], away, count)
        for pool, use, on, units in self._uses(line, days):
            self.stock.draw(self.programme.pools[pool], use, on, units)
        return Line(
            exercise=line.id,
            startex=self.scale.day(days[0]),
            endex=self.scale.day(days[1]),
            sites=sites,
            participants=dict.fromkeys(guests, Role.FULL),
            forces=forces,
        )
