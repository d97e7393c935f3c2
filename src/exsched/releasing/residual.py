"""The residual leak: how much of a hidden exercise's dates the visible plan gives away, before its release.

As long as visible exercises make room for hidden ones, some of it shows. What remains is measured here: for
each nation and each exercise that it must not see, the number of weeks in which the exercise may still start
for somebody who sees that nation's view only; and the same for two nations that put their views together.
See `attack` for who the attacker is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from exsched.access.label import label_of_exercise
from exsched.access.viewer import Role, Viewer
from exsched.access.visible import Sight, visible
from exsched.releasing.attack import Effort, Weeks, start_weeks
from exsched.rulekit.verdict import Answer

THRESHOLD = 4
"""Fewer weeks than this are told as a warning."""
MOST_PLACEMENTS = 100_000
"""How many placements are tried for one report."""


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
    """Every nation and every exercise held that is hidden from it, and every pair that knows more together.

    `views` are the answers as each nation sees them, by nation. Exercises whose file says who may see them
    come first. One of which a nation sees a reserved block is not hidden: its weeks are told on purpose.
    """
    effort = Effort(most)
    alone: dict[tuple[str, str], Weeks] = {}
    leaks: list[Leak] = []
    left_out = 0
    for nations, exercise in _cases(whole, views):
        if effort.left <= 0:
            left_out += 1
            continue
        before = [alone[nation, exercise] for nation in nations] if len(nations) > 1 else []
        if any((nation, exercise) not in alone for nation in nations) and before:
            continue
        found = start_weeks(whole, tuple(views[nation] for nation in nations), exercise, effort)
        if effort.left <= 0:
            left_out += 1
            continue
        if len(nations) == 1:
            alone[nations[0], exercise] = found
        if not before or len(found.possible) < min(len(weeks.possible) for weeks in before):
            leaks.append(Leak(nations, exercise, len(found.possible), len(found.asked), threshold))
    leaks.sort(key=lambda leak: (leak.weeks_possible, len(leak.nations), leak.exercise, leak.nations))
    return Report(tuple(leaks), left_out)


def _cases(whole: Answer, views: Mapping[str, Answer]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Nations and hidden exercise: restricted exercises first, single nations before pairs."""
    hidden = {
        exercise: [nation for nation in sorted(views) if _is_hidden(whole, nation, exercise)]
        for exercise in whole.laydown.held
    }
    restricted = [name for name in hidden if whole.problem.exercises[name].release is not None]
    others = [name for name in hidden if name not in restricted]
    for size, names in ((1, restricted), (2, restricted), (1, others)):
        for name in names:
            yield from ((nations, name) for nations in combinations(hidden[name], size))


def _is_hidden(whole: Answer, nation: str, exercise: str) -> bool:
    label = label_of_exercise(whole.problem, exercise, whole.laydown)
    return visible(Viewer(Role.PLANNER, nation), label) is Sight.NONE
