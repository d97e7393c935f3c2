"""The reasoning of a proof is followed step by step, and nothing that does not follow is let through."""

import random
from itertools import combinations, product

import pytest

from exsched.proof.reasoning import NotProved, check

ALL_FOUR = [(1, 2), (-1, 2), (1, -2), (-1, -2)]
"""Two literals that can be neither true nor false."""


def pigeons(count: int) -> list[tuple[int, ...]]:
    """So many pigeons in one hole fewer: literal p * (count - 1) + h + 1 puts pigeon p into hole h."""
    holes = count - 1
    at = [[pigeon * holes + hole + 1 for hole in range(holes)] for pigeon in range(count)]
    alone = [(-at[a][h], -at[b][h]) for h in range(holes) for a, b in combinations(range(count), 2)]
    return [*map(tuple, at), *alone]


def test_proof_that_follows_holds() -> None:
    """One clause added, and the contradiction is there."""
    assert check(ALL_FOUR, ["2 0", "0"]) == 1


@pytest.mark.parametrize(
    ("proof", "says"),
    [
        (["3 0"], "step 1 does not follow"),
        (["0"], "step 1 does not follow"),
        ([], "ends without a contradiction"),
        (["d 1 2 0", "2 0"], "step 2 does not follow"),
        (["2"], "step 1 is no clause"),
        (["two 0"], "step 1 is no clause"),
        (["1 0 2 0"], "step 1 is no clause"),
        ([""], "step 1 is no clause"),
    ],
)
def test_step_that_does_not_follow_is_refused(proof: list[str], says: str) -> None:
    """A leap, an early end, a clause that was deleted, a line that is no clause: each is named."""
    with pytest.raises(NotProved, match=says):
        check(ALL_FOUR, proof)


def test_deleting_what_is_not_there_changes_nothing() -> None:
    """A deletion of an unknown clause is passed over."""
    assert check(ALL_FOUR, ["d 7 8 0", "2 0"]) == 1


def test_clauses_that_contradict_each_other_at_once_need_no_proof() -> None:
    """What propagation alone finds out is accepted with an empty proof; an empty clause is one."""
    assert check([(1,), (-1, 2), (-2,)], []) == 0
    assert check([()], []) == 0


def test_no_proof_makes_what_can_be_true_impossible() -> None:
    """Whatever is written down as a proof, clauses that can be true together are never refuted."""
    dice = random.Random(7)
    tried = 0
    while tried < 300:
        clauses = [tuple(dice.choice([-1, 1]) * n for n in dice.sample(range(1, 6), 3)) for _ in range(14)]
        if not any(
            all(any((lit > 0) == world[abs(lit) - 1] for lit in clause) for clause in clauses)
            for world in product([False, True], repeat=5)
        ):
            continue
        tried += 1
        lines = [" ".join(str(dice.choice([-1, 1]) * dice.randint(1, 5)) for _ in range(dice.randint(0, 2)))]
        proof = [f"{line} 0" for line in lines * 3] + ["0"]
        with pytest.raises(NotProved):
            check(clauses, proof)


def test_proof_of_a_solver_is_accepted_and_none_without_a_clause_that_matters() -> None:
    """Six pigeons do not fit into five holes; with any clause left out they do, and the same proof fails."""
    solvers = pytest.importorskip("pysat.solvers")
    clauses = pigeons(6)
    with solvers.Glucose4(bootstrap_with=[list(c) for c in clauses], with_proof=True) as solver:
        assert solver.solve() is False
        proof = solver.get_proof()
    assert check(clauses, proof) > 0
    for place in range(0, len(clauses), 5):
        with pytest.raises(NotProved):
            check(clauses[:place] + clauses[place + 1 :], proof)
