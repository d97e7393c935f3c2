"""How large the alliance is, and the names that it draws on."""

from dataclasses import dataclass
from datetime import date, timedelta

NAMES = (
    "Arvania",
    "Belmark",
    "Carvia",
    "Doria",
    "Elmeria",
    "Falmark",
    "Granovia",
    "Hesland",
    "Ilvania",
    "Kestria",
    "Lorvia",
    "Marovia",
    "Novaria",
    "Oldmere",
    "Pelland",
    "Quillia",
    "Ronmark",
    "Selland",
    "Tavia",
    "Undria",
    "Vesperia",
    "Wendmark",
    "Yssel",
    "Zelvania",
)
TREES = (
    "alder",
    "aspen",
    "beech",
    "birch",
    "cedar",
    "cherry",
    "cypress",
    "elder",
    "elm",
    "fir",
    "hawthorn",
    "hazel",
    "holly",
    "hornbeam",
    "juniper",
    "larch",
    "laurel",
    "lime",
    "maple",
    "medlar",
    "mulberry",
    "oak",
    "olive",
    "osier",
    "pine",
    "plane",
    "poplar",
    "quince",
    "rowan",
    "sallow",
    "spindle",
    "spruce",
    "sycamore",
    "tamarisk",
    "walnut",
    "whitebeam",
    "willow",
    "yew",
)
BIRDS = (
    "avocet",
    "bittern",
    "bunting",
    "bustard",
    "chough",
    "coot",
    "crane",
    "curlew",
    "dipper",
    "dunlin",
    "egret",
    "fieldfare",
    "finch",
    "gannet",
    "godwit",
    "grebe",
    "heron",
    "hoopoe",
    "jackdaw",
    "kestrel",
    "kite",
    "knot",
    "lapwing",
    "linnet",
    "martin",
    "merlin",
    "nuthatch",
    "oriole",
    "osprey",
    "ouzel",
    "pipit",
    "plover",
    "rail",
    "redstart",
    "ruff",
    "serin",
    "shrike",
    "siskin",
    "skua",
    "snipe",
    "stonechat",
    "tern",
    "thrush",
    "wagtail",
)


@dataclass(frozen=True)
class Sizes:
    """What a programme is made from; the same numbers give the same bytes."""

    nations: int = 18
    series: int = 96
    years: int = 5
    first_year: int = 2027
    seed: int = 27

    def __post_init__(self) -> None:
        """Refuse sizes for which there are no names, or no sense."""
        if not 8 <= self.nations <= len(NAMES):
            raise ValueError(f"nations: 8 to {len(NAMES)}")
        if not 16 <= self.series <= len(TREES) * len(BIRDS):  # sixteen make one of every sort
            raise ValueError(f"series: 16 to {len(TREES) * len(BIRDS)}")
        if not 1 <= self.years <= 10:
            raise ValueError("years: 1 to 10")

    @property
    def each_year(self) -> range:
        """The calendar years of the horizon."""
        return range(self.first_year, self.first_year + self.years)

    @property
    def codes(self) -> list[str]:
        """Three letters for each nation."""
        return [name[:3].upper() for name in NAMES[: self.nations]]


def monday(year: int, week: int) -> date:
    """The Monday of an ISO week."""
    return date.fromisocalendar(year, week, 1)


def days(first: date, last: date) -> str:
    """A range of dates as planners write it."""
    return f"{first}/{last}"


def week_range(year: int, week: int, weeks: int) -> str:
    """Whole weeks from a Monday to a Sunday."""
    first = monday(year, week)
    return days(first, first + timedelta(7 * weeks - 1))
