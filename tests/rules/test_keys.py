"""What facts stand for can be told apart by its key, in a programme as in a nation's view of it."""

from collections import Counter

from exsched.rules import RULES
from tests.random_programmes import a_random_problem


def test_every_fact_has_a_key_of_its_own() -> None:
    """No two rules stand for the same words of the file: a pool counts twice, for draws and for lift."""
    kinds = set()
    for seed in range(200):
        programme = a_random_problem(seed).programme
        paths = [path for kind in RULES.values() for path, _ in kind.from_facts(programme)]
        kinds |= {path[0] for path in paths}
        assert [path for path, times in Counter(paths).items() if times > 1] == [], seed
    assert {"exercises", "forces", "pools", "venues"} <= kinds
