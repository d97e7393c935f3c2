"""What statements cost, against enumeration with each of them left out."""

import json
from dataclasses import replace

import pytest

from exsched.advising.one_step import eased
from exsched.advising.price import Search, price
from exsched.advising.prices import may_be_eased
from exsched.rulekit.problem import Problem
from exsched.rules.exercise_window import ExerciseWindow
from exsched.rules.precedence import Precedence
from exsched.solving.limits import Limits
from tests.advising.small import a_small_problem, every_allowed
from tests.agreement import allowed_by_post
from tests.universe import key_of

LIMITS = Limits(seconds=90, workers=1)


def a_problem() -> Problem:
    """ALDER wants to be first and has to come second; BIRCH has to begin early anyway."""
    return a_small_problem(
        Precedence.model_validate({"first": "birch", "then": "alder", "id": "order"}),
        ExerciseWindow.model_validate(
            {"exercise": "birch", "startex": ["2027-03-01/2027-03-03"], "id": "early"}
        ),
    )


def without(problem: Problem, key: str) -> tuple[int, ...]:
    """The best values when one statement is left out."""
    kept = tuple(said for said in problem.statements if said.key != key)
    return every_allowed(replace(problem, statements=kept))[0][0]


def test_prices_agree_with_enumeration() -> None:
    """Each gain is that of the best schedule without the statement; what is called free gains nothing."""
    problem = a_problem()
    best, laydown = every_allowed(problem)[0]
    found = price(problem, laydown.schedule, LIMITS)
    assert (found.values, found.proved, found.better) == (best, True, False)
    assert [cost.statement.key for cost in found.costs] == ["order"]
    for cost in found.costs:
        assert cost.proved
        assert cost.gain == tuple(
            old - new for old, new in zip(best, without(problem, cost.statement.key), strict=True)
        )
        assert cost.step is not None
        assert cost.step.proved
        assert cost.step.values == every_allowed(eased(problem, cost.statement.key))[0][0]
    for said in found.free:
        assert may_be_eased(said)
        assert without(problem, said.key) == best
    assert (found.untried, found.untested) == ((), 0)
    assert "tier 2 gains 2 (proved): alder starts" in "\n".join(found.lines())
    assert json.loads(json.dumps(found.as_json()))["costs"][0]["statement"] == "order"


@pytest.mark.parametrize("by", [1, 2])
def test_posting_and_checking_agree_on_one_step(by: int) -> None:
    """Exactly the schedules that break the statement by so much at most are left."""
    problem = a_small_problem(
        ExerciseWindow.model_validate(
            {"exercise": "alder", "startex": ["2027-03-02/2027-03-02"], "id": "day"}
        )
    )
    stepped = eased(problem, "day", by)
    checked = {key_of(laydown) for _, laydown in every_allowed(stepped)}
    assert allowed_by_post(stepped) == checked
    assert len(checked) > len(every_allowed(problem))


def test_gains_count_from_the_best_with_all_kept() -> None:
    """A schedule that is no good is not held against the statements."""
    problem = a_problem()
    every = every_allowed(problem)
    found = price(problem, every[-1][1].schedule, LIMITS)
    assert (found.values, found.better) == (every[0][0], True)
    assert "gains count from it" in found.lines()[0]


def test_what_the_search_gains_is_not_laid_on_a_statement() -> None:
    """A better schedule that keeps the statement that was dropped is what gains count from, from then on."""
    problem = a_problem()
    every = every_allowed(problem)
    search = Search(problem, LIMITS, stop=lambda: False, tell=lambda _: None)
    search.keep(every[-1][1].schedule, every[-1][0])
    free = next(said for said in problem.statements if said.key == "early")
    order = next(said for said in problem.statements if said.key == "order")
    assert search.parts([order], 0) == []
    assert [cost.gain[1] for cost in search.ranked()] == [every[-1][0][1] - without(problem, "order")[1]]
    assert search.parts([free], 0) == []
    assert search.values == every[0][0]
    assert [(cost.statement.key, cost.gain) for cost in search.ranked()] == [
        ("order", tuple(old - new for old, new in zip(every[0][0], without(problem, "order"), strict=True)))
    ]
    assert search.free == [free]
