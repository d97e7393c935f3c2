"""The equity ledger: what each nation gives and forgoes, in this programme and in the years before it.

What is not known is never counted as nothing: a nation whose public holidays the programme does not have
has no figure for them, and travel of which a position or a strength is missing is `at_least`.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from exsched.domain.history import PastExercise
from exsched.geography import distance_km
from exsched.rulekit.laydown import Commitment, Held
from exsched.rulekit.verdict import Answer

MEASURES = ("hosted", "days hosted", "travel", "holidays lost", "wishes refused")
"""What is counted, in the order of the columns; travel in thousand troop-km, there and back."""


@dataclass(frozen=True)
class Entry:
    """One measure of one nation: in the schedule, and before it; None where nothing is known."""

    now: int | None
    before: int | None = None
    at_least: bool = False
    """Some of it is not known, so that the true figure can be higher."""

    @property
    def total(self) -> int | None:
        """Over all years that are known; None when none is."""
        known = [figure for figure in (self.now, self.before) if figure is not None]
        return sum(known) if known else None


@dataclass(frozen=True)
class Row:
    """What one nation gives and forgoes, one entry for each of `MEASURES`."""

    nation: str
    entries: tuple[Entry, ...]


def ledger(answer: Answer) -> tuple[Row, ...]:
    """One row for each nation that hosts, takes part or is asked for, by id."""
    now = {name: count(answer) for name, count in _NOW.items()}
    before = {name: _before(answer, name) for name in MEASURES}
    nations = {nation for counter in (*now.values(), *before.values()) for nation in counter or ()}
    nations |= {nation for held in answer.laydown.held.values() for nation in held.participants()}
    short, observed = _far(answer), _holidays(answer)

    def entry(nation: str, name: str) -> Entry:
        known = name != "holidays lost" or nation in observed
        told = before[name]
        past = told[nation] if told and (nation in told or name in _TELLS_OF_ALL) else None
        return Entry(now[name][nation] if known else None, past, name == "travel" and nation in short)

    return tuple(Row(nation, tuple(entry(nation, name) for name in MEASURES)) for nation in sorted(nations))


def _hosted(answer: Answer) -> Counter[str]:
    return Counter(nation for held in answer.laydown.held.values() for nation in held.hosts)


def _days_hosted(answer: Answer) -> Counter[str]:
    found: Counter[str] = Counter()
    for held in answer.laydown.held.values():
        for nation in held.hosts:
            found[nation] += held.execution.days
    return found


def _travel(answer: Answer) -> Counter[str]:
    troop_km: Counter[str] = Counter()
    for held in answer.laydown.held.values():
        for commitment in held.commitments:
            troops = commitment.elements * commitment.force.strength
            troop_km[commitment.force.nation] += round(2 * troops * (_distance(held, commitment) or 0))
    return Counter({nation: round(sum_ / 1000) for nation, sum_ in troop_km.items()})


def _far(answer: Answer) -> frozenset[str]:
    """Nations of whose forces some go nobody knows how far, or with how many troops."""
    return frozenset(
        commitment.force.nation
        for held in answer.laydown.held.values()
        for commitment in held.commitments
        if _distance(held, commitment) is None or not commitment.force.strength
    )


def _distance(held: Held, commitment: Commitment) -> float | None:
    """Km from home to the site of the role; None when a position is not known."""
    role = held.exercise.forces.get(commitment.need)
    first = next(iter(held.exercise.sites), "")
    site = held.sites.get((role.site if role else None) or first)
    home = commitment.force.home
    return distance_km(home, site.at) if home and site and site.at else None


def _holidays_lost(answer: Answer) -> Counter[str]:
    """Execution days on public holidays of a nation that takes part, as far as the programme has them."""
    holidays = _holidays(answer)
    found: Counter[str] = Counter()
    for held in answer.laydown.held.values():
        for nation in held.participants() & holidays.keys():
            found[nation] += sum(day in holidays[nation] for day in held.execution.each_day())
    return found


def _holidays(answer: Answer) -> dict[str, frozenset[date]]:
    """The days of the whole country's public holidays, for each nation that the programme has them of."""
    facts = answer.problem.programme
    by_country: dict[str, set[date]] = {}
    for period in facts.periods.values():
        if period.public_holidays and not period.public_holidays.region:
            days = (day for stretch in period.dates for day in stretch.each_day())
            by_country.setdefault(period.public_holidays.country, set()).update(days)
    return {
        nation.id: frozenset(by_country[nation.country])
        for nation in facts.nations.values()
        if nation.country in by_country
    }


def _wishes_refused(answer: Answer) -> Counter[str]:
    """Exercises it may join and does not; those that need it and are dropped, or start off the wish."""
    found: Counter[str] = Counter()
    for name, line in answer.problem.exercises.items():
        held = answer.laydown.held.get(name)
        if held is None or (line.wanted and held.execution.start not in line.wanted):
            found.update(line.participants.must.keys())
        if held is not None:
            found.update(set(line.participants.may) - set(held.roles))
    return found


_NOW: dict[str, Callable[[Answer], Counter[str]]] = {
    "hosted": _hosted,
    "days hosted": _days_hosted,
    "travel": _travel,
    "holidays lost": _holidays_lost,
    "wishes refused": _wishes_refused,
}

_BEFORE: dict[str, Callable[[PastExercise], dict[str, int]]] = {
    "hosted": lambda past: dict.fromkeys(past.hosts, 1),
    "days hosted": lambda past: dict.fromkeys(past.hosts, past.dates.days),
    "holidays lost": lambda past: dict(past.holidays_lost),
    "wishes refused": lambda past: dict(past.wishes_refused),
}
"""What history tells, by nation; of travel it tells nothing."""

_TELLS_OF_ALL = frozenset({"hosted", "days hosted"})
"""Who is not named as host did not host; of holidays and wishes, who is not named is not known."""


def _before(answer: Answer, measure: str) -> Counter[str] | None:
    """What is on record for each nation that it names; None when history does not tell of it at all."""
    tells = _BEFORE.get(measure)
    told = [tells(past) for past in answer.problem.programme.history.values()] if tells else []
    found: Counter[str] = Counter()
    for figures in told:
        found.update(figures)
    return found if any(told) else None
