"""What an exercise can choose from: days to start on, venues, forces, nations."""

from datetime import date, timedelta

from exsched.domain.exercises import Exercise, ForceNeed, SiteNeed
from exsched.domain.programme import Programme

Stretch = tuple[date, date]
"""First and last day, both included."""


def possible_starts(facts: Programme, line: Exercise) -> tuple[Stretch, ...]:
    """The days on which an exercise can start: in its ranges, with room for least days and footprint."""
    first, last = limits_of(facts, line)
    ranges = ((window.start, window.end) for window in line.startex or (facts.horizon,))
    common = ((max(start, first), min(end, last)) for start, end in ranges)
    return tuple((start, end) for start, end in common if start <= end)


def limits_of(facts: Programme, line: Exercise) -> Stretch:
    """The first and last STARTEX that the horizon and `endex_by` leave; reversed when they leave none."""
    first = facts.horizon.start + timedelta(line.deploy)
    return first, last_end(facts, line) - timedelta(line.days.min - 1)


def last_end(facts: Programme, line: Exercise) -> date:
    """The last possible ENDEX."""
    end = facts.horizon.end - timedelta(line.redeploy)
    return min(end, line.endex_by) if line.endex_by else end


class Choices:
    """What fits a need, looked up once for needs that are alike."""

    def __init__(self, facts: Programme) -> None:
        self._facts = facts
        self._venues: dict[tuple[object, ...], tuple[str, ...]] = {}
        self._forces: dict[tuple[object, ...], tuple[str, ...]] = {}
        self._starts: dict[str, tuple[Stretch, ...]] = {}

    def starts(self, line: Exercise) -> tuple[Stretch, ...]:
        """The days on which an exercise can start."""
        if line.key not in self._starts:
            self._starts[line.key] = possible_starts(self._facts, line)
        return self._starts[line.key]

    def days_near(self, line: Exercise, day: date) -> list[date]:
        """The days on which an exercise can start, the nearest to a day first."""
        allowed = {
            first + timedelta(n) for first, last in self.starts(line) for n in range((last - first).days + 1)
        }
        return sorted(allowed, key=lambda start: (abs((start - day).days), start))

    def venues(self, need: SiteNeed) -> tuple[str, ...]:
        """The venues that fit a site."""
        key = (need.any_of, need.provides, need.hosts, need.area)
        if key not in self._venues:
            self._venues[key] = self._facts.candidates(need)
        return self._venues[key]

    def forces(self, need: ForceNeed) -> tuple[str, ...]:
        """The forces that can fill a role."""
        key = (need.any_of, need.capability, need.domain, need.of)
        if key not in self._forces:
            self._forces[key] = self._facts.eligible(need)
        return self._forces[key]

    def nations(self, line: Exercise) -> set[str]:
        """Every nation that could take part."""
        hosts = {
            self._facts.venues[venue].host for need in line.sites.values() for venue in self.venues(need)
        }
        owners = {
            self._facts.forces[name].nation for need in line.forces.values() for name in self.forces(need)
        }
        return set(line.participants.must) | set(line.participants.may) | hosts | owners
