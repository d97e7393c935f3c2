"""A few of each of what the long campaign does."""

import pytest

from tests.campaign.checks import Checked, check_proofs, check_relations
from tests.campaign.differential import Compared, compare
from tests.campaign.relations import CHANGES


@pytest.mark.parametrize("chunk", range(4))
def test_answers_agree_with_rules_that_are_seldom(chunk: int) -> None:
    """Solver and referee agree where statements of the rules that have bound least are said."""
    found = Compared()
    for seed in range(1000 + chunk, 1060, 4):
        compare(seed, found, wanted=1)
    assert found.disagreements == []
    assert found.programmes >= 5
    assert len(found.bound) >= 5


@pytest.mark.parametrize("chunk", range(4))
def test_changes_do_what_they_must_to_the_best(chunk: int) -> None:
    """Renamed, turned round, shifted, tightened, widened, pinned: each as it is known beforehand."""
    found = Checked()
    for seed in range(2000 + chunk, 2016, 4):
        check_relations(seed, found)
    assert found.wrong == []
    assert len(found.done) >= len(CHANGES) - 4


@pytest.mark.parametrize("chunk", range(4))
def test_true_proofs_are_accepted_and_forged_ones_refused(chunk: int) -> None:
    """On random programmes, of every kind of forgery."""
    pytest.importorskip("pysat", reason="the package that finds proofs is not installed")
    found = Checked()
    for seed in range(3000 + chunk, 3012, 4):
        check_proofs(seed, found)
    assert found.wrong == []
    assert found.done["accepted"] >= 2
    assert found.done["refused"] >= 2
