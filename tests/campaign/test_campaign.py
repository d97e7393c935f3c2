"""A few of each of what the long campaign does."""

import pytest

from tests.campaign.checks import Checked, check_proofs, check_relations
from tests.campaign.differential import Compared, compare
from tests.campaign.relations import CHANGES
from tests.long_form import by_form

CHUNKS = by_form(short=1, long=4)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_answers_agree_with_rules_that_are_seldom(chunk: int) -> None:
    """Solver and referee agree where statements of the rules that have bound least are said."""
    found = Compared()
    for seed in range(1000 + chunk, by_form(short=1012, long=1060), CHUNKS):
        compare(seed, found, wanted=1)
    assert found.disagreements == []
    assert found.programmes >= 5
    assert len(found.bound) >= by_form(short=3, long=5)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_changes_do_what_they_must_to_the_best(chunk: int) -> None:
    """Renamed, turned round, shifted, tightened, widened, pinned: each as it is known beforehand."""
    found = Checked()
    for seed in range(2000 + chunk, by_form(short=2005, long=2016), CHUNKS):
        check_relations(seed, found)
    assert found.wrong == []
    assert len(found.done) >= len(CHANGES) - 4


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_true_proofs_are_accepted_and_forged_ones_refused(chunk: int) -> None:
    """On random programmes, of every kind of forgery."""
    pytest.importorskip("pysat", reason="the package that finds proofs is not installed")
    found = Checked()
    for seed in range(3000 + chunk, by_form(short=3004, long=3012), CHUNKS):
        check_proofs(seed, found)
    assert found.wrong == []
    assert found.done["accepted"] >= 2
    assert found.done["refused"] >= 2
