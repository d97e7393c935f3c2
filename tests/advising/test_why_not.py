"""why-not against enumeration: what is called impossible is, and what it costs is what it costs."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from exsched.advising.why_not import why_not
from exsched.advising.wish import KEY, Wish
from exsched.domain.dates import Period
from exsched.rulekit.problem import Problem
from exsched.solving.limits import Limits
from tests.brute_force import TooMany, best_values
from tests.long_form import by_form
from tests.random_programmes import a_random_problem

LIMITS = Limits(seconds=60, workers=1)


def a_wish(problem: Problem, dice: random.Random) -> Wish:
    """Some exercise on some days, with or without somebody."""
    name = dice.choice(sorted(problem.exercises))
    first = problem.programme.horizon.start + timedelta(dice.randrange(6))
    who = (dice.choice(sorted(problem.programme.nations)),)
    return dice.choice(
        [
            Wish(exercise=name, startex=Period(start=first, end=first + timedelta(1))),
            Wish(exercise=name, with_nations=who),
            Wish(exercise=name, without_nations=who),
            Wish(exercise=name, held=False),
        ]
    )


@pytest.mark.timeout(by_form(short=120, long=900))
def test_answers_are_those_of_enumeration() -> None:
    """Impossible: no schedule has the wish; costs: the difference of the two bests."""
    words: set[str] = set()
    for seed in range(by_form(short=7, long=200)):
        problem, dice = a_random_problem(seed), random.Random(seed)
        wish = a_wish(problem, dice)
        wished = replace(problem, statements=(*problem.statements, wish.statement()))
        try:
            without, within = best_values(problem), best_values(wished)
        except TooMany:
            continue
        found = why_not(problem, wish, LIMITS)
        words.add(found.word)
        if found.word == "impossible":
            assert within is None, seed
            assert found.conflict is not None, seed
            assert KEY in found.conflict.keys, seed
            assert found.conflict.smallest, seed
        elif found.word == "no schedule":
            assert (without, within) == (None, None), seed
        elif found.word == "costs":
            assert found.exact, seed
            assert found.before is not None and found.after is not None, seed
            values = (found.before.verdict.tier_values(), found.after.verdict.tier_values())
            assert values == (without, within), seed
        else:
            assert found.word == "already", (seed, found.word)
            assert within == without, seed
    assert {"impossible", "costs"} <= words
