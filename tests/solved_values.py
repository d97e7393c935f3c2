"""What the solver proves to be best, tier by tier, without a process of its own."""

from exsched.rulekit.problem import Problem
from exsched.solving.build import build
from exsched.solving.limits import Limits
from exsched.solving.search import TierSearch


def solved_values(problem: Problem) -> tuple[int, ...] | None:
    """The tier values that the solver proves; None when it proves that there is no schedule."""
    values: dict[int, int] = {}

    def tell(word: str, **data: object) -> None:
        if word == "tier_done":
            assert data["proved"], data
            values[int(str(data["tier"]))] = int(str(data["value"]))

    search = TierSearch(problem, build(problem), Limits(seconds=60, workers=1), tell, lambda: False)
    ended = search.run()
    assert ended in {"found", "impossible"}
    return tuple(values[tier] for tier in sorted(values)) if ended == "found" else None
