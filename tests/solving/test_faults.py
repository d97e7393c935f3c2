"""Whatever the solver's process does, a solve ends in time, in the right state, never wrongly."""

import os
import resource
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from exsched.domain.outcome import Evidence, Status
from exsched.domain.schedule import Schedule
from exsched.solving import process
from exsched.solving.limits import Crashed, Limits, Refused, Solved
from exsched.solving.run import GRACE
from exsched.solving.solve import solve
from tests.builders import a_line, a_schedule
from tests.solving.stub import FAULTS
from tests.solving.test_solve import one_after_the_other, two

STUB = Path(__file__).with_name("stub.py")
SHORT, AMPLE = 1.0, 30.0
"""Limits for faults that only the limit ends, and for those that end by themselves on a busy machine."""
WRONG = a_schedule(a_line("alder", "2027-01-10", 5), a_line("birch", "2027-01-12", 5))
"""Breaks a rule; the stub makes the best schedule of it when its fault comes late."""
LATER = a_schedule(a_line("alder", "2027-01-10", 5), a_line("birch", "2027-01-18", 5))
"""Allowed, and three days worse than the best."""


class Expected(NamedTuple):
    """How a solve ends: what is raised, or nothing when the best so far is kept; and part of the words."""

    ends: type[Exception] | None
    says: str


EXPECTED = {
    "segfault": Expected(Crashed, "ended by SIGSEGV"),
    "abort": Expected(Crashed, "ended by SIGABRT"),
    "abort_late": Expected(None, "ended by SIGABRT"),
    "frozen": Expected(None, "killed 5 s after the time limit of 1 s"),
    "frozen_late": Expected(None, "killed 5 s after the time limit of 1 s"),
    "deaf": Expected(None, "killed 5 s after the time limit of 1 s"),
    "family": Expected(Crashed, "ended by SIGABRT"),
    "mute": Expected(Crashed, "closed its output"),
    "unread": Expected(Crashed, "ended with status 0"),
    "wrong_schedule": Expected(Refused, "the checker refuses"),
    "another_programme": Expected(Crashed, "a schedule of another programme"),
    "unknown_exercise": Expected(Crashed, "a schedule that names what is not there"),
    "wrong_objective": Expected(Refused, "claimed 2, recomputed 3"),
    "wrong_bound": Expected(Refused, "bound 4 lies above the schedule's value 3"),
    "false_impossible": Expected(None, "two configurations agree"),
    "unconfirmed": Expected(None, "could not confirm it"),
    "contradicted_late": Expected(None, "the claim is withdrawn"),
    "confirmed_late": Expected(None, "None"),
    "found_nothing": Expected(Refused, "shows none"),
    "garbage": Expected(Crashed, "that are not JSON"),
    "garbage_late": Expected(None, "that are not JSON"),
    "half_a_message": Expected(Crashed, "ended by SIGSEGV"),
    "no_numbers": Expected(Crashed, "bound that is no whole number"),
    "no_tier": Expected(Crashed, "of a tier that is not there"),
    "nested": Expected(Crashed, "that are not JSON"),
    "one_long_line": Expected(Crashed, "bytes in one line"),
    "chatter": Expected(None, "killed 5 s after the time limit of 1 s"),
    "noise": Expected(Crashed, "SIGABRT: the last word"),
    "memory": Expected(Crashed, "MemoryError"),
}
LATE = {name for name in FAULTS if name.endswith("_late")}
DENIALS = ("false_impossible", "unconfirmed")
WRONG_RESULTS = {"wrong_schedule", "wrong_objective", "wrong_bound", "contradicted_late", *DENIALS}
MOST_KB = 200 * 1024
"""Memory of the parent that a gigabyte of words may cost."""


def run_with(fault: str, monkeypatch: pytest.MonkeyPatch, hint: Schedule = WRONG) -> Solved:
    """Solve with a faulty process; from the hint it knows what a schedule looks like."""
    monkeypatch.setattr(process, "CHILD", (sys.executable, str(STUB), fault))
    return solve(two(one_after_the_other()), Limits(seconds=limit_of(fault)), hint=hint)


def limit_of(fault: str) -> float:
    """The time limit in seconds."""
    return SHORT if "time limit" in EXPECTED[fault].says else AMPLE


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_faulty_process_ends_in_the_right_state(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within limit and grace: an error that says what happened, or the best so far with the reason."""
    begun, expected, memory = time.monotonic(), EXPECTED[fault], peak()
    if expected.ends is not None:
        with pytest.raises(expected.ends) as raised:
            run_with(fault, monkeypatch)
        assert expected.says in str(raised.value)
    else:
        solved = run_with(fault, monkeypatch)
        assert expected.says in str(solved.outcome.why)
        assert (solved.answer is not None) == (fault in LATE)
    assert time.monotonic() - begun < limit_of(fault) + GRACE + 2
    assert peak() - memory < MOST_KB
    assert children() == []


def test_every_fault_has_an_expected_end() -> None:
    """No fault of the stub goes without a promise."""
    assert set(FAULTS) == set(EXPECTED)


@pytest.mark.parametrize("fault", sorted(LATE | WRONG_RESULTS | {"abort", "unknown_exercise"}))
def test_known_schedule_survives_every_fault(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the checker had allowed before stays, or the solve is refused; nothing worse takes its place."""
    try:
        solved = run_with(fault, monkeypatch, LATER)
    except Refused:
        assert fault in WRONG_RESULTS
        return
    assert solved.answer is not None
    assert solved.answer.verdict.allowed
    assert solved.answer.verdict.tier_values()[0] <= 6


@pytest.mark.parametrize("fault", DENIALS)
def test_false_impossible_is_refuted_by_a_known_schedule(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A schedule at hand that keeps every rule makes `impossible` a contradiction."""
    with pytest.raises(Refused, match="another has one"):
        run_with(fault, monkeypatch, LATER)


def test_false_impossible_is_no_more_than_a_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one, it stays what it is: said by a solver, confirmed by nobody."""
    solved = run_with("false_impossible", monkeypatch)
    assert (solved.outcome.status, solved.outcome.evidence) == (Status.IMPOSSIBLE, Evidence.CLAIMED)


@pytest.mark.parametrize("fault", ["abort", "memory", "garbage", "mute", "deaf"])
def test_schedule_of_the_list_survives_a_faulty_process(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was placed while the process began is kept when that comes to nothing, with the reason."""
    monkeypatch.setattr(process, "CHILD", (sys.executable, str(STUB), fault))
    solved = solve(two(one_after_the_other()), Limits(seconds=limit_of(fault)))
    assert solved.answer is not None
    assert solved.answer.verdict.allowed
    assert (solved.outcome.status, solved.died) == (Status.FEASIBLE, fault != "deaf")
    assert EXPECTED[fault].says in str(solved.outcome.why)


@pytest.mark.parametrize("fault", DENIALS)
def test_false_impossible_is_refuted_by_the_list(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that found a schedule needs nobody to suggest one."""
    monkeypatch.setattr(process, "CHILD", (sys.executable, str(STUB), fault))
    with pytest.raises(Refused, match="another has one"):
        solve(two(one_after_the_other()), Limits(seconds=AMPLE))


def test_agreement_of_a_second_formulation_raises_the_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    """What two formulations say is confirmed, and is called the best possible."""
    outcome = run_with("confirmed_late", monkeypatch).outcome
    assert (outcome.status, outcome.evidence) == (Status.OPTIMAL, Evidence.CONFIRMED)
    assert outcome.headline().startswith("optimal: the best possible (E3")


def test_stop_ends_a_deaf_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that does not hear `stop` is ended two seconds later."""
    monkeypatch.setattr(process, "CHILD", (sys.executable, str(STUB), "deaf"))
    begun = time.monotonic()
    solved = solve(two(one_after_the_other()), Limits(seconds=60), stop=lambda: True)
    assert (solved.answer, solved.outcome.why) == (None, "stopped on request")
    assert time.monotonic() - begun < 5


def peak() -> int:
    """The most memory that this process has had, in kB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def children() -> list[str]:
    """Processes that a solve of this one has left behind: those with a stub in their command line."""
    own = str(os.getpid())
    return [text for entry in Path("/proc").glob("[0-9]*") if (text := stub_of(entry, own))]


def stub_of(entry: Path, own: str) -> str:
    """The command line of a living stub or of what it had started; empty for all others."""
    try:
        command = (entry / "cmdline").read_text(errors="replace").replace("\0", " ")
        parent = (entry / "stat").read_text().rsplit(")", 1)[1].split()[1]
    except OSError:
        return ""
    ours = str(STUB) in command and parent == own
    return command if ours or f"# of {own}." in command else ""
