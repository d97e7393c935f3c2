"""The series of exercises and their editions: one line of the programme for each edition."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from benchmarks.alliance.nations import Facts, Land
from benchmarks.alliance.sizes import BIRDS, TREES, Sizes, days, monday


@dataclass(frozen=True)
class Profile:
    """What the exercises of one sort have in common."""

    kind: str
    domains: tuple[str, ...]
    tags: tuple[str, ...]
    length: tuple[int, int]
    travel: tuple[int, int]
    strength: tuple[int, int]
    site: str
    provides: str
    forces: tuple[tuple[str, int, int], ...] = ()
    draws: tuple[tuple[str, int], ...] = ()
    planning: str = "livex"
    weeks: tuple[int, int] = (6, 46)
    worth: int = 40


GRAND = Profile(
    "LIVEX", ("land", "maritime", "air"), ("grand", "live-fire"), (14, 18), (6, 5), (11000, 13900), "land",
    "live-fire", (("brigade", 2, 1), ("battlegroup", 2, 2), ("fighter", 2, 2)),
    (("awacs", 1), ("wagons", 120), ("tankers", 1)), "livex", (9, 41), 200,
)  # fmt: skip
BRIGADE = Profile(
    "FTX", ("land",), ("live-fire",), (12, 16), (4, 3), (4000, 6500), "land", "live-fire",
    (("brigade", 1, 1),), (("wagons", 60),), "ftx", (8, 44), 90,
)  # fmt: skip
BATTLEGROUP = Profile(
    "FTX", ("land",), ("field",), (8, 12), (2, 2), (900, 2200), "land", "manoeuvre",
    (("battlegroup", 1, 1),), (("wagons", 20),), "ftx", (6, 47), 35,
)  # fmt: skip
NAVAL = Profile(
    "LIVEX", ("maritime",), ("naval",), (8, 12), (2, 1), (800, 2500), "sea", "gunnery",
    (("frigate", 3, 2),), (("patrol-aircraft", 1),), "livex", (8, 46), 70,
)  # fmt: skip
MINES = Profile(
    "LIVEX", ("maritime",), ("naval", "mine-warfare"), (7, 11), (2, 1), (200, 500), "sea", "gunnery",
    (("minehunter", 3, 2),), (), "ftx", (10, 44), 40,
)  # fmt: skip
AIR = Profile(
    "LIVEX", ("air",), ("air-combat",), (8, 12), (2, 2), (700, 1800), "base", "air-combat",
    (("fighter", 4, 3),), (("awacs", 1), ("tankers", 1)), "livex", (7, 46), 60,
)  # fmt: skip
STAFF = Profile(
    "CPX", ("joint",), ("command-post",), (6, 11), (1, 1), (200, 900), "staff", "command-post",
    (), (("scripting-teams", 1),), "cpx", (4, 48), 50,
)  # fmt: skip
RAIDERS = Profile(
    "FTX", ("special",), ("special",), (8, 14), (2, 1), (150, 400), "land", "manoeuvre",
    (("special", 2, 2),), (), "ftx", (6, 46), 30,
)  # fmt: skip
MEDICS = Profile(
    "FTX", ("medical",), ("medical",), (6, 10), (2, 2), (300, 700), "land", "manoeuvre",
    (("medical", 1, 1),), (("wagons", 15),), "ftx", (12, 42), 25,
)  # fmt: skip
MIX = (
    GRAND, BATTLEGROUP, AIR, NAVAL, STAFF, BRIGADE, BATTLEGROUP, MINES, RAIDERS, AIR, BATTLEGROUP, BRIGADE,
    STAFF, NAVAL, BATTLEGROUP, MEDICS,
)  # fmt: skip


class Series:
    """A series: who holds it, with whom, how often, and where it may go."""

    def __init__(self, number: int, name: str, sizes: Sizes, nations: list[Land]) -> None:
        self.number, self.name, self.sizes, self.nations = number, name, sizes, nations
        self.profile = MIX[number % len(MIX)]
        self.random = Random(f"{sizes.seed} {name}")
        self.every = self._interval()
        self.hosts = self._hosts()
        self.week = self.random.randint(*self.profile.weeks)
        others = [n.code for n in nations if n.code not in self.hosts]
        self.random.shuffle(others)
        firm = 1 if len(self.hosts) > 1 else 2
        self.partners, self.guests = others[:firm], others[firm : firm + 2 + self.random.randint(0, 2)]
        self.length = self.random.randint(*self.profile.length)
        self.strength = self.random.randrange(*self.profile.strength, 100)

    def _interval(self) -> int:
        if self.profile is GRAND:
            return 2
        return self.random.choices((1, 2, 3), (88, 9, 3))[0]

    def _hosts(self) -> list[str]:
        able = [
            n.code
            for n in self.nations
            if any(self.profile.provides in v["provides"] for v in n.venues().values())
        ]
        start = self.random.randrange(len(able))
        turns = 3 if self.number % 3 == 0 and len(able) >= 3 else 1
        return [able[(start + 2 * k) % len(able)] for k in range(turns)]

    @property
    def rotates(self) -> bool:
        """Whether the host changes from edition to edition."""
        return len(set(self.hosts)) > 1

    @property
    def is_firm(self) -> bool:
        """Whether its interval is a law rather than a habit."""
        return self.profile is GRAND or self.profile is BRIGADE

    @property
    def last_year(self) -> int:
        """The year of the last edition before the horizon."""
        return self.sizes.first_year - 1 - (self.number // len(MIX)) % self.every

    def years(self) -> list[int]:
        """The years of the horizon in which an edition is due."""
        return [y for y in self.sizes.each_year if (y - self.last_year) % self.every == 0]

    def past(self) -> Facts:
        """The last edition, as it was held."""
        first = monday(self.last_year, self.week)
        nations = sorted({self.hosts[-1], *self.partners, *self.guests[:1]})
        return {
            "title": f"{self._title} {self.last_year % 100:02d}",
            "series": self.name,
            "kind": self.profile.kind,
            "tags": list(self.profile.tags),
            "dates": days(first, first + timedelta(self.length - 1)),
            "deploy": self.profile.travel[0],
            "redeploy": self.profile.travel[1],
            "hosts": [self.hosts[-1]],
            "participants": nations,
            "forces": {},
            "strength": self.strength,
        }

    @property
    def _title(self) -> str:
        return self.name.replace("-", " ").upper()

    def edition(self, year: int) -> Facts:
        """The line of one edition."""
        wanted, profile = monday(year, self.week), self.profile
        must = profile is GRAND or (self.number % 5 == 1 and year == self.sizes.first_year)
        facts: Facts = {
            "title": f"{self._title} {year % 100:02d}",
            "series": self.name,
            "kind": profile.kind,
            "domains": list(profile.domains),
            "sponsor": "Alliance staff" if self.rotates else self.hosts[0],
            "tags": list(profile.tags),
            "state": "announced" if year == self.sizes.first_year else "requested",
            "held": "must" if must else "may",
            "worth": profile.worth,
            "days": self._days(),
            "deploy": profile.travel[0],
            "redeploy": profile.travel[1],
            "startex": days(max(wanted - timedelta(28), monday(year, 2)), wanted + timedelta(28)),
            "wanted": days(wanted, wanted + timedelta(4)),
            "strength": self.strength,
            "sites": self._sites(),
            "participants": self._participants(),
        }
        facts |= {"forces": self._roles()} if profile.forces else {}
        facts |= {"draws": dict(profile.draws)} if profile.draws else {}
        return facts | {"planning": profile.planning}

    def _days(self) -> int | Facts:
        least = self.profile.length[0]
        if self.length <= least + 1:
            return self.length
        return {"min": least, "max": self.length, "wanted": self.length}

    def needs(self) -> dict[str, str]:
        """Each site and what it has to provide."""
        port = {"port": "deep-water"} if self.profile.site == "sea" else {}
        return {self.profile.site: self.profile.provides} | port

    def _sites(self) -> Facts:
        hosts = sorted(set(self.hosts))
        return {site: {"provides": [what], "hosts": hosts} for site, what in self.needs().items()}

    def firm(self) -> list[str]:
        """Everyone who must be there."""
        return self.partners if self.rotates else [*self.hosts, *self.partners]

    def nations_invited(self) -> list[str]:
        """Everyone who may be there."""
        return sorted({*self.hosts, *self.partners, *self.guests})

    def _participants(self) -> Facts:
        must = self.firm()
        others = [host for host in sorted(set(self.hosts)) if host not in must]
        worth = Random(f"{self.sizes.seed} {self.name} worth")
        return {
            "must": must,
            "may": {code: worth.randint(1, 5) for code in [*others, *self.guests]},
        }

    def _roles(self) -> Facts:
        roles: Facts = {}
        for capability, need, nations in self.profile.forces:
            of = self.who_may_send(capability)
            roles[capability] = {"need": need, "capability": capability, "of": of}
            if nations > 1:
                roles[capability]["nations"] = f"{nations}.."
        return roles

    def who_may_send(self, capability: str) -> list[str]:
        """Brigades come from hosts and firm partners, everything else from anybody invited."""
        return sorted({*self.hosts, *self.partners}) if capability == "brigade" else self.nations_invited()


def all_series(sizes: Sizes, nations: list[Land]) -> list[Series]:
    """Every series, with names drawn from the seed."""
    draw = Random(f"{sizes.seed} names")
    pairs = [f"{tree}-{bird}" for tree in TREES for bird in BIRDS]
    return [
        Series(number, name, sizes, nations) for number, name in enumerate(draw.sample(pairs, sizes.series))
    ]


def lines(series: list[Series], year: int) -> dict[str, Any]:
    """The editions due in one year, by the week in which they are wanted."""
    due = [s for s in series if year in s.years()]
    return {
        f"{s.name}-{year % 100:02d}": s.edition(year) for s in sorted(due, key=lambda s: (s.week, s.name))
    }
