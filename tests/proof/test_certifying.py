"""Proof files: what is best or impossible gets one, forged ones are refused, and what is not so gets none."""

import copy
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from exsched.domain.schedule import Schedule
from exsched.proof.check import Refused, follow, read
from exsched.proof.growing import OF_ONE_LINE, REPAIRABLE
from exsched.proof.numbers import TooLarge
from exsched.proof.trials import try_all
from exsched.rulekit.problem import Problem
from exsched.rules import RULES
from exsched.solving.certifying import Refuted, certify
from exsched.solving.proving import NotSettled, prove
from exsched.solving.recheck import recheck
from tests.brute_force import TooMany, best_values
from tests.builders import a_line, a_schedule
from tests.proof.forging import FORGERIES, Document, Forgery, forged
from tests.proof.test_reasoning import pigeons
from tests.random_programmes import a_random_problem
from tests.solving.test_solve import one_after_the_other, two

pytest.importorskip("pysat", reason="the package that finds proofs is not installed")

BEST = a_schedule(a_line("alder", "2027-01-10", 5), a_line("birch", "2027-01-15", 5))
WORSE = a_schedule(a_line("alder", "2027-01-10", 5), a_line("birch", "2027-01-16", 5))
WAYS = ("clauses", "trials")


def problem(**change: Any) -> Problem:
    """ALDER, then BIRCH, each near its wanted date."""
    return two(one_after_the_other(), **change)


@cache
def proved(way: str, possible: bool) -> Document:
    """A true proof file."""
    asked = problem() if possible else problem(days=20)
    return certify(asked, BEST if possible else None, way, 60)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("possible", [True, False])
def test_true_proof_is_accepted_and_says_what_is_trusted(way: str, possible: bool) -> None:
    """Made, checked against the programme, and ended by the sentence on what is taken on trust."""
    said = recheck(copy.deepcopy(proved(way, possible)), problem() if possible else problem(days=20))
    assert said[0] == "  checked: the programme is the one that the proof is about"
    assert said[-1].startswith("  trusted: ")


@pytest.mark.parametrize("possible", [True, False])
@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda forgery: forgery.__name__)
def test_forged_proof_is_refused(forgery: Forgery, possible: bool) -> None:
    """Whatever was changed, the check says no, and never fails in another way."""
    document = forged(proved("clauses", possible), forgery)
    with pytest.raises(Refused):
        recheck(document, problem() if possible else problem(days=20))


@pytest.mark.parametrize("way", WAYS)
def test_proof_of_another_programme_is_refused(way: str) -> None:
    """The same proof with a programme that differs in one length."""
    other = problem(days=4)
    document = proved(way, True) | {"input_sha256": other.input_hash}
    with pytest.raises(Refused):
        recheck(document, other)


def test_worse_schedule_cannot_be_passed_off_as_the_best() -> None:
    """Model, schedule and value are true; only the reasoning is missing, or is that of another claim."""
    true = proved("clauses", True)
    worse = true | {"schedule": WORSE.model_dump(mode="json"), "values": [4]}
    bad: tuple[list[Any], ...] = (true["proofs"], [["0"]], [[]])
    for proofs in bad:
        with pytest.raises(Refused, match="proof 1"):
            recheck(worse | {"proofs": proofs}, problem())


def test_forged_trials_are_refused() -> None:
    """Other numbers than trying again gives, or another best."""
    true = proved("trials", True)
    others: tuple[Document, ...] = ({}, true["tried"] | {"judged": 1}, true["tried"] | {"best": [2]})
    for tried in others:
        with pytest.raises(Refused):
            recheck(true | {"tried": tried}, problem())


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("schedule", [None, WORSE])
def test_what_is_not_so_is_not_proved(way: str, schedule: Schedule | None) -> None:
    """There is a schedule, or a better one: the command says so instead of writing a file."""
    with pytest.raises(Refuted, match=r"there is a schedule|lower than 4|the best schedule has"):
        certify(problem(), schedule, way, 60)


def test_stop_and_time_limit_end_the_search_for_a_proof() -> None:
    """Twelve pigeons keep the engine busy for minutes; it ends within a second all the same."""
    for seconds, stop in ((60.0, lambda: True), (0.3, lambda: False)):
        with pytest.raises(NotSettled):
            prove(pigeons(12), seconds, stop)


@pytest.mark.parametrize("seed", range(12))
def test_proofs_agree_with_trying_everything(seed: int) -> None:
    """On random programmes: what the referee finds is proved, and one unit less is impossible."""
    asked = a_random_problem(seed)
    try:
        expected = best_values(asked)
    except TooMany:
        pytest.skip("too many schedules for the referee")
    if expected is None:
        assert recheck(certify(asked, None, "clauses", 60), asked)
    else:
        with pytest.raises(Refuted):
            certify(asked, None, "clauses", 60)


@pytest.mark.parametrize("seed", range(6))
def test_trials_agree_with_the_referee(seed: int) -> None:
    """The trials of the product and those of the tests find the same best values."""
    asked = a_random_problem(seed)
    try:
        assert try_all(asked).best == best_values(asked)
    except (TooMany, TooLarge):
        pytest.skip("too many schedules")


def test_every_rule_is_known_to_the_trials() -> None:
    """A rule is in one of the two lists, or in neither, but no list names a rule that is not there."""
    assert set(RULES) >= OF_ONE_LINE | REPAIRABLE
    assert not OF_ONE_LINE & REPAIRABLE


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b'{"format": "exsched proof 1"}', b"\xff", b"[" * 100_000],
)
def test_file_that_is_no_proof_is_refused(content: bytes) -> None:
    """Anything else than a proof file is refused in one sentence."""
    with pytest.raises(Refused):
        read(content)


@pytest.mark.parametrize("place", ["domains", "parts", "tiers"])
@pytest.mark.parametrize("rubbish", [None, 3, "x", [1], [["Linear"]], [["Nothing", []]], [[[5], [1], 0]]])
def test_model_of_rubbish_is_refused(place: str, rubbish: object) -> None:
    """A model that cannot be read proves nothing, and ends in no other error."""
    document = copy.deepcopy(proved("clauses", True))
    document["model"][place] = rubbish
    with pytest.raises(Refused):
        follow(document)


def test_reasoning_needs_the_standard_library_only() -> None:
    """The check that stands alone loads no package but exsched, and of that the proof only."""
    code = (
        "import sys; before = set(sys.modules); import exsched.proof.check; "
        "new = {name.split('.')[0] for name in set(sys.modules) - before}; "
        "print(sorted(new - set(sys.stdlib_module_names)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "['exsched']\n"
