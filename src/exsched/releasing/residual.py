"""The residual leak: how much of a hidden exercise's dates the visible plan gives away, before its release.

As long as visible exercises make room for hidden ones, some of it shows. What remains is measured here: for
each nation and each exercise that it must not see, the number of weeks in which the exercise may still start
for somebody who sees that nation's view only; and the same for two nations that put their views together.
See `attack` for who the attacker is.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from exsched.access.label import label_of_exercise
from exsched.access.viewer import Role, Viewer
from exsched.access.visible import Sight, visible
from exsched.releasing.attack import Effort, Weeks, start_weeks
from exsched.rulekit.laydown import Held
from exsched.rulekit.verdict import Answer

THRESHOLD = 4
"""Fewer weeks than this are told as a warning."""
MOST_PLACEMENTS = 5_000
"""How many placements are tried for one report: about ten seconds for a programme of 70 exercises."""


@dataclass(frozen=True)
class Leak:
    """What is left of one hidden exercise before the views of one nation, or of two together."""

    nations: tuple[str, ...]
    exercise: str
    weeks_possible: int
    weeks_asked: int
    threshold: int = THRESHOLD

    @property
    def warn(self) -> bool:
        """Whether so few weeks are left that the dates are nearly known."""
        return self.weeks_possible < self.threshold

    def sentence(self) -> str:
        """The leak in words."""
        who = " and ".join(self.nations)
        return (
            f"{self.exercise}: whoever sees what {who} may see is left with {self.weeks_possible} of "
            f"{self.weeks_asked} weeks in which it can start"
        )


@dataclass(frozen=True)
class Report:
    """The leaks found, worst first; `left_out` cases were not measured because the bound was reached."""

    leaks: tuple[Leak, ...]
    left_out: int = 0

    @property
    def warnings(self) -> tuple[Leak, ...]:
        """Those below the threshold."""
        return tuple(leak for leak in self.leaks if leak.warn)


def report(
    whole: Answer,
    views: Mapping[str, Answer],
    threshold: int = THRESHOLD,
    most: int = MOST_PLACEMENTS,
) -> Report:
    """Every nation and every exercise held that is hidden from it, and pairs that know more together.

    `views` are the answers as each nation sees them, by nation. Exercises whose file says who may see them
    come first. One of which a nation sees a reserved block is not hidden: its weeks are told on purpose.
    Pairs are asked for those, of nations that each see a venue, force or pool of the hidden exercise in use.
    """
    measuring = _Measuring(whole, views, Effort(most))
    leaks: list[Leak] = []
    left_out = 0
    for nations, exercise in measuring.cases():
        found = measuring.weeks(nations, exercise)
        if found is None:
            left_out += 1
        elif len(nations) == 1 or len(found.possible) < measuring.least_alone(nations, exercise):
            leaks.append(Leak(nations, exercise, len(found.possible), len(found.asked), threshold))
    leaks.sort(key=lambda leak: (leak.weeks_possible, len(leak.nations), leak.exercise, leak.nations))
    return Report(tuple(leaks), left_out)


class _Measuring:
    """The cases of one report, each attacker with the same knowledge measured once."""

    def __init__(self, whole: Answer, views: Mapping[str, Answer], effort: Effort) -> None:
        self._whole = whole
        self._views = views
        self._effort = effort
        self._known: dict[str, str] = {}
        self._found: dict[tuple[str, ...], Weeks] = {}

    def cases(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Nations and hidden exercise: restricted ones first, nations first that see its means in use."""
        held = self._whole.laydown.held
        hidden = {name: [n for n in sorted(self._views) if self._is_hidden(n, name)] for name in held}
        near = {
            name: [n for n in nations if self._sees_its_means(n, name)] for name, nations in hidden.items()
        }
        restricted = [name for name in held if held[name].exercise.release is not None]
        others = [name for name in held if name not in restricted]
        for size, names, nations in (
            (1, restricted, near),
            (2, restricted, near),
            (1, restricted, hidden),
            (1, others, near),
            (1, others, hidden),
        ):
            for name in names:
                rest = nations[name] if nations is near else [n for n in hidden[name] if n not in near[name]]
                yield from ((group, name) for group in combinations(rest, size))

    def weeks(self, nations: tuple[str, ...], exercise: str) -> Weeks | None:
        """The weeks that are left; None when the bound was reached."""
        key = (exercise, *sorted({self._knowledge(nation) for nation in nations}))
        if key not in self._found:
            if self._effort.left <= 0:
                return None
            views = tuple(self._views[nation] for nation in nations)
            found = start_weeks(self._whole, views, exercise, self._effort)
            if self._effort.left <= 0:
                return None
            self._found[key] = found
        return self._found[key]

    def least_alone(self, nations: tuple[str, ...], exercise: str) -> int:
        """The fewest weeks that are left to one of them alone; 0 when that was not measured."""
        alone = [self.weeks((nation,), exercise) for nation in nations]
        return min(len(found.possible) if found else 0 for found in alone)

    def _knowledge(self, nation: str) -> str:
        """What a nation's attack rests on, the same for nations that see the same."""
        if nation not in self._known:
            problem, schedule = self._views[nation].problem, self._views[nation].schedule
            facts = problem.programme
            rules = [statement.rule for statement in problem.statements if not statement.fact]
            known = [facts.venues, facts.forces, facts.pools, facts.areas, facts.history, facts.exercises]
            self._known[nation] = hashlib.sha256(repr((schedule.lines, rules, known)).encode()).hexdigest()
        return self._known[nation]

    def _is_hidden(self, nation: str, exercise: str) -> bool:
        label = label_of_exercise(self._whole.problem, exercise, self._whole.laydown)
        return visible(Viewer(Role.PLANNER, nation), label) is Sight.NONE

    def _sees_its_means(self, nation: str, exercise: str) -> bool:
        """Whether the nation sees another exercise with a venue, force or pool of this one."""
        means = _means(self._whole.laydown.held[exercise])
        return any(means & _means(held) for held in self._views[nation].laydown.held.values())


def _means(held: Held) -> set[tuple[str, str]]:
    pools = {*held.exercise.draws, *held.exercise.lift}
    return {
        *(("venue", name) for name in held.venues),
        *(("force", commitment.force.id) for commitment in held.commitments),
        *(("pool", name) for name in pools),
    }
