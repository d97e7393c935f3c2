"""HiGHS on a time-indexed program of our exact model: a column for each start day, tier after tier.

The formulation is the product's second opinion, which says of a tier what is best, and nothing before that.
"""

import time

from benchmarks.peers.plain import Effort, Listener
from exsched.rulekit.problem import Problem
from exsched.solving.anatomy.take_apart import take_apart
from exsched.solving.bounds.opinion import Opinion, second_opinion
from exsched.solving.build import build


def search(problem: Problem, effort: Effort, listener: Listener) -> None:
    """Prove the best of one tier after the other, until the time is over."""
    ends, anatomy, ceilings = time.monotonic() + effort.seconds, take_apart(build(problem)), dict[int, int]()
    for tier in range(len(anatomy.tiers)):
        left = ends - time.monotonic()
        said, value = second_opinion(anatomy, tier, ceilings, left) if left > 0 else (Opinion.UNDECIDED, None)
        if said is not Opinion.BEST or value is None:
            return
        listener.bounded(tier, value)
        ceilings[tier] = value + value * problem.settings.give_back_permille // 1000
