"""The engines by the names that the command line knows; each fills a track within the time."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.compare.track import Track
from benchmarks.peers import plain, time_indexed
from exsched.rulekit.problem import Problem
from exsched.solving.limits import Crashed, Limits, Progress
from exsched.solving.listing import first_come
from exsched.solving.solve import solve


@dataclass(frozen=True)
class Ask:
    """What every engine is given."""

    seconds: float
    seed: int = 0
    workers: int = 2


Engine = Callable[[Problem, Ask, Track], None]


def exsched(problem: Problem, ask: Ask, track: Track) -> None:
    """The product itself, in its own process as always."""

    def listen(step: Progress) -> None:
        if step.bound is not None and step.word in {"bound", "tier_done"}:
            track.bounded(step.tier, step.bound)

    limits = Limits(seconds=ask.seconds, seed=ask.seed, workers=ask.workers, memory_mb=12_000)
    try:
        solve(problem, limits, listen=listen, found=track.found)
    except Crashed:
        return


def _plain(problem: Problem, ask: Ask, track: Track) -> None:
    plain.search(problem, plain.Effort(ask.seconds, ask.seed, ask.workers), track)


def _highs(problem: Problem, ask: Ask, track: Track) -> None:
    """It tells proved values of tiers and no schedule."""
    time_indexed.search(problem, plain.Effort(ask.seconds, ask.seed, ask.workers), track)


def _list(problem: Problem, ask: Ask, track: Track) -> None:
    """What a staff does with a list and the checker."""
    if schedule := first_come(problem, lambda: track.seconds > ask.seconds):
        track.found(schedule)


ENGINES: dict[str, Engine] = {"exsched": exsched, "plain": _plain, "highs": _highs, "list": _list}
