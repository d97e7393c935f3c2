"""No case of the service is forgotten: each stands in the docstring of a test, here or where it is named."""

import re
from pathlib import Path

from tests.bad_inputs.service import CASES, OTHERWISE
from tests.commands.process import ROOT

HERE = Path(__file__).parent

ELSEWHERE = {
    "job-04": ("service/jobs/test_outage.py", "test_full_disk_does_not_end_a_solve"),
    "job-09": ("solving/test_solve.py", "test_process_that_ignores_the_limit_is_killed_and_the_best_kept"),
    "job-16": ("service/jobs/test_crash.py", "test_frozen_worker_changes_nothing_when_it_wakes"),
}
"""Cases that another test proves."""


def test_every_case_of_the_service_has_its_test() -> None:
    """All 51, and no test of a case that does not exist."""
    named = set()
    for file in HERE.glob("test_service_*.py"):
        for said in re.findall(r'"""((?:[a-z]+-\d\d(?:, )?)+):', file.read_text(encoding="utf-8")):
            named |= set(said.split(", "))
    assert named | ELSEWHERE.keys() == CASES.keys()
    assert named & ELSEWHERE.keys() == set()
    assert len(CASES) == 51


def test_cases_proved_elsewhere_are_proved_there() -> None:
    """The tests that are named exist."""
    for file, name in ELSEWHERE.values():
        assert f"def {name}(" in (ROOT / "tests" / file).read_text(encoding="utf-8"), f"{file}: {name}"


def test_other_statuses_have_their_reason() -> None:
    """What differs from the contract is about a case of it, and says why."""
    assert OTHERWISE.keys() <= CASES.keys()
    assert all(reason for _, reason in OTHERWISE.values())
