"""What the solver proves to be best, tier by tier, without a process of its own."""

from exsched.domain.schedule import Schedule
from exsched.rulekit.problem import Problem
from exsched.solving.build import build
from exsched.solving.limits import Limits
from exsched.solving.search import TierSearch


def solved_values(problem: Problem) -> tuple[int, ...] | None:
    """The tier values that the solver proves; None when it proves that there is no schedule."""
    return solved_best(problem)[0]


def solved_best(problem: Problem) -> tuple[tuple[int, ...] | None, Schedule | None]:
    """The tier values that the solver proves, and a schedule that has them; None twice when there is none."""
    values: dict[int, int] = {}

    def tell(word: str, **data: object) -> None:
        if word == "tier_done":
            assert data["proved"], data
            values[int(str(data["tier"]))] = int(str(data["value"]))

    search = TierSearch(problem, build(problem), Limits(seconds=60, workers=1), tell, lambda: False)
    ended = search.run()
    assert ended in {"found", "impossible"}
    return (tuple(values[tier] for tier in sorted(values)), search.best) if ended == "found" else (None, None)
