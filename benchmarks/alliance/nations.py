"""What a nation brings: its places, its forces, and when they are not there."""

from random import Random
from typing import Any

from benchmarks.alliance.sizes import NAMES, Sizes, week_range

Facts = dict[str, Any]


class Land:
    """One nation of the alliance: large, middling or small, by the sea or not."""

    def __init__(self, number: int, sizes: Sizes) -> None:
        self.number, self.sizes = number, sizes
        self.code, self.name = sizes.codes[number], NAMES[number]
        self.random = Random(f"{sizes.seed} {self.code}")
        self.rank = (3, 1, 2, 1, 2, 1)[number % 6]
        self.coastal = number % 3 != 2
        self.at = (-18.0 - 4.0 * (number // 6), -26.0 + 5.0 * (number % 6))

    @property
    def stem(self) -> str:
        """How the ids of its places and forces begin."""
        return self.code.lower()

    def near(self, reach: float = 1.2) -> list[float]:
        """A place somewhere in the nation."""
        return [round(c + self.random.uniform(-reach, reach), 2) for c in self.at]

    def venues(self) -> Facts:
        """Training area, air base, and what else its size and its coast give."""
        found = {"fields": self._fields(), "air": self._base("air")}
        if self.rank > 1:
            found["range"] = self._range()
        if self.number % 3 == 0:
            found["centre"] = self._centre()
        if self.coastal:
            found["port"] = self._base("port")
            found["sea"] = self._base("sea")
        return {f"{self.stem}-{key}": body for key, body in found.items()}

    def _base(self, key: str) -> Facts:
        kind, provides, takes = {
            "air": ("airbase", ["air-combat"], 2),
            "port": ("port", ["deep-water"], 2),
            "sea": ("sea_area", ["gunnery"], 2),
        }[key]
        name = {"air": "main air base", "port": "naval port", "sea": "coastal waters"}[key]
        facts: Facts = {"name": f"{self.name}, {name}", "host": self.code, "kind": kind, "at": self.near()}
        if key != "sea":
            facts["changeover"] = 2
        return facts | {"provides": provides, "takes": {"exercises": takes}}

    def _fields(self) -> Facts:
        start = self.random.randint(15, 20)
        crowded = {"days_per_year": 170} if self.rank == 3 else {}
        return {
            "name": f"{self.name}, manoeuvre area",
            "host": self.code,
            "kind": "training_area",
            "at": self.near(),
            "provides": ["manoeuvre", "live-fire"] if self.rank > 1 else ["manoeuvre"],
            "takes": {"exercises": 1 + self.rank // 2, "strength": 6000 + 4000 * self.rank},
            "changeover": 3,
            **crowded,
            "closed": [
                {"dates": week_range(year, start, 2), "why": "nesting season"}
                for year in self.sizes.each_year
            ],
        }

    def _range(self) -> Facts:
        start = self.random.randint(28, 32)
        return {
            "name": f"{self.name}, firing range",
            "host": self.code,
            "kind": "range",
            "at": self.near(),
            "provides": ["live-fire", "air-to-ground"],
            "takes": {"exercises": 1, "strength": 6000},
            "changeover": 2,
            "closed": [
                {"dates": week_range(year, start, 3), "why": "range maintenance"}
                for year in self.sizes.each_year
            ],
        }

    def _centre(self) -> Facts:
        return {
            "name": f"{self.name}, joint simulation centre",
            "host": self.code,
            "kind": "simulation_centre",
            "at": self.near(),
            "provides": ["command-post"],
            "takes": {"exercises": 1},
            "setup": 3,
            "changeover": 4,
        }

    def forces(self) -> Facts:
        """Brigades, battlegroups, squadrons, ships, and a few specialists."""
        found = {"brigade": self._unit("Brigade", "land", 3800, (1, 2, 2)[self.rank - 1], 21)}
        found["battlegroups"] = self._unit("Battlegroups", "land", 900, 1 + self.rank, 14)
        found["fighters"] = self._unit("Fighter detachments", "air", 160, 1 + self.rank, 7)
        found["special"] = self._unit("Special operations teams", "special", 80, 2, 10)
        if self.number % 2 == 0:
            found["hospital"] = self._unit("Field hospital", "medical", 220, 1, 14)
        if self.coastal:
            found["frigates"] = self._unit("Frigates", "maritime", 170, 1 + self.rank, 10)
            found["minehunters"] = self._unit("Minehunters", "maritime", 40, 2, 7)
        return {f"{self.stem}-{key}": body for key, body in found.items()}

    def _unit(self, what: str, domain: str, strength: int, elements: int, recovery: int) -> Facts:
        mode, speed = {"land": ("road", 350), "maritime": ("sea", 600), "air": ("air", 3000)}.get(
            domain, ("air", 2000)
        )
        word = {"Brigade": "brigade", "Battlegroups": "battlegroup", "Fighter detachments": "fighter"}.get(
            what
        )
        word = word or {"Frigates": "frigate", "Minehunters": "minehunter"}.get(what, domain)
        facts: Facts = {
            "name": f"{what} of {self.name}",
            "nation": self.code,
            "domain": domain,
            "strength": strength + 20 * self.random.randint(0, 10),
            "home": self.near(0.8),
            "capabilities": [word],
            "elements": elements,
            "mobility": {"mode": mode, "km_per_day": speed, "fixed_days": 0 if domain == "maritime" else 1},
            "recovery": recovery,
        }
        if word == "brigade":
            facts |= {"tempo": {"days": 100, "within": 365}, "away": self._leave()}
        if word == "frigate":
            facts["away"] = self._upkeep(elements)
        return facts

    def _leave(self) -> list[Facts]:
        week = self.random.randint(28, 31)
        return [{"dates": week_range(year, week, 3), "why": "leave"} for year in self.sizes.each_year]

    def _upkeep(self, elements: int) -> list[Facts]:
        weeks = {y: self.random.randint(4, 40) for y in self.sizes.each_year if self.random.random() < 0.5}
        return [
            {"dates": week_range(year, week, 10), "available": elements - 1, "why": "maintenance"}
            for year, week in weeks.items()
        ]


def lands(sizes: Sizes) -> list[Land]:
    """Every nation of the alliance."""
    return [Land(number, sizes) for number in range(sizes.nations)]
