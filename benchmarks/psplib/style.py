"""Instances in the style of ProGen, for measuring without the originals: they are NOT instances of PSPLIB.

Usage: `python -m benchmarks.psplib.style FOLDER [--jobs 30] [--modes 1] [--complexity 1.8] [--factor 0.5]
[--strength 0.2] [--seed 0] [--count 10]`.

Network complexity is arcs for each node, resource factor the share of the resources that a job asks for,
resource strength the place of each level between the least that allows the jobs at all (0) and the peak of
the earliest schedule (1). After R. Kolisch, A. Sprecher and A. Drexl, Management Science 41 (1995),
1693-1703; simplified.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.psplib.instance import Activity, Instance, Mode
from benchmarks.psplib.reading import MARK
from benchmarks.psplib.writing import text

RENEWABLE = 4


@dataclass(frozen=True)
class Style:
    """The parameters of a set of instances."""

    jobs: int = 30
    modes: int = 1
    complexity: float = 1.8
    factor: float = 0.5
    strength: float = 0.2
    seed: int = 0

    @property
    def resources(self) -> tuple[int, int]:
        """Four renewable ones; with several modes two and two, as is usual there."""
        return (RENEWABLE, 0) if self.modes == 1 else (2, 2)


def instance(style: Style) -> Instance:
    """The instance of these parameters; the same ones give the same instance."""
    dice = Random(repr(style))
    followers = _network(style, dice)
    modes = {job: _modes(style, dice) for job in range(2, style.jobs + 2)}
    ends = Mode(0, (0,) * style.resources[0], (0,) * style.resources[1])
    last = style.jobs + 2
    modes |= {1: (ends,), last: (ends,)}
    jobs = tuple(Activity(n, modes[n], tuple(sorted(followers[n]))) for n in range(1, last + 1))
    levels = [_level(style, jobs, n) for n in range(style.resources[0])]
    stores = [_store(style, jobs, n) for n in range(style.resources[1])]
    name = f"style{style.jobs}-{style.modes}-{style.seed}"
    return Instance(name, jobs, tuple(levels), tuple(stores), MARK)


def _network(style: Style, dice: Random) -> dict[int, set[int]]:
    """One arc into and out of each job, then further ones until there are enough."""
    last = style.jobs + 2
    followers: dict[int, set[int]] = {n: set() for n in range(1, last + 1)}
    starts = max(2, style.jobs // 10)
    for job in range(2, last):
        followers[1 if job < 2 + starts else dice.randrange(max(2, job - 12), job)].add(job)
    for _ in range(20 * style.jobs):
        if sum(map(len, followers.values())) >= style.complexity * last:
            break
        first = dice.randrange(2, last - 1)
        followers[first].add(dice.randrange(first + 1, min(last, first + 15)))
    for job in range(2, last):
        if not followers[job]:
            followers[job].add(last)
    return followers


def _modes(style: Style, dice: Random) -> tuple[Mode, ...]:
    """Longer modes ask for less each day and less in all."""
    renewable, nonrenewable = style.resources
    asked = [dice.random() < style.factor for _ in range(renewable)]
    asked[dice.randrange(renewable)] = True
    found = []
    for days in sorted(dice.sample(range(1, 11), style.modes)):
        ease = 1.0 if style.modes == 1 else 1.3 - days / 12
        units = [max(1, round(ease * dice.randint(1, 10))) if yes else 0 for yes in asked]
        in_all = [max(1, round(ease * dice.randint(1, 10))) for _ in range(nonrenewable)]
        found.append(Mode(days, tuple(units), tuple(in_all)))
    return tuple(found)


def _level(style: Style, jobs: tuple[Activity, ...], resource: int) -> int:
    """Between what the largest job needs, in its least mode, and the peak when everything starts early."""
    needs = {job.number: min(mode.renewable[resource] for mode in job.modes) for job in jobs}
    begin = dict.fromkeys(needs, 0)
    for job in jobs:  # numbers are in topological order
        for after in job.followers:
            begin[after] = max(begin[after], begin[job.number] + job.modes[0].days)
    use: dict[int, int] = {}
    for job in jobs:
        for day in range(begin[job.number], begin[job.number] + job.modes[0].days):
            use[day] = use.get(day, 0) + job.modes[0].renewable[resource]
    least, most = max(needs.values()), max(use.values(), default=0)
    return least + round(style.strength * max(0, most - least))


def _store(style: Style, jobs: tuple[Activity, ...], resource: int) -> int:
    """Between what the most sparing and what the most lavish modes take; never less than the first."""
    least = sum(min(mode.nonrenewable[resource] for mode in job.modes) for job in jobs)
    most = sum(max(mode.nonrenewable[resource] for mode in job.modes) for job in jobs)
    return least + round(max(style.strength, 0.4) * (most - least))


def main() -> int:
    """Write so many instances into a folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    for name, usual in (("jobs", 30), ("modes", 1), ("seed", 0), ("count", 10)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    for name, share in (("complexity", 1.8), ("factor", 0.5), ("strength", 0.2)):
        parser.add_argument(f"--{name}", type=float, default=share)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for seed in range(given.seed, given.seed + given.count):
        style = Style(given.jobs, given.modes, given.complexity, given.factor, given.strength, seed)
        made = instance(style)
        kind = "sm" if style.modes == 1 else "mm"
        (given.folder / f"{made.name}.{kind}").write_text(text(made), encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main())
