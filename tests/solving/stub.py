"""A solver's process that is faulty in one way, started in the place of ours: `python stub.py FAULT`.

It reads a real job from the pipe, tells the schedule that came with it when a fault is to happen after that,
and then does what its name says.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from exsched.solving.child import Job, read_job


def tell(word: str, **data: Any) -> None:
    """Send one message."""
    sys.stdout.write(json.dumps({"word": word, "seconds": 0.0, **data}) + "\n")
    sys.stdout.flush()


def solution(job: Job, claimed: int = 3, start: int = 15) -> None:
    """Tell the schedule of the job, its second exercise held for five days from a day of January."""
    assert job.hint is not None
    schedule = job.hint.model_dump(mode="json")
    schedule["lines"][1] |= {"startex": f"2027-01-{start}", "endex": f"2027-01-{start + 4}"}
    tell("solution", tier=0, claimed=claimed, schedule=schedule)


def segfault(job: Job) -> None:
    """Die as of a wild pointer."""
    os.kill(os.getpid(), signal.SIGSEGV)


def abort(job: Job) -> None:
    """Die as of a failed assertion of the engine."""
    os.abort()


def abort_late(job: Job) -> None:
    """Find a schedule, then die."""
    solution(job)
    os.abort()


def frozen(job: Job) -> None:
    """Stop, as if the machine had no time for it."""
    os.kill(os.getpid(), signal.SIGSTOP)


def frozen_late(job: Job) -> None:
    """Find a schedule, then stop."""
    solution(job)
    os.kill(os.getpid(), signal.SIGSTOP)


def deaf(job: Job) -> None:
    """Hear neither `stop` nor polite signals."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    time.sleep(600)


def family(job: Job) -> None:
    """Start another process, and die alone."""
    subprocess.Popen([sys.executable, "-c", f"import time; time.sleep(600)  # of {os.getppid()}."])
    os.abort()


def mute(job: Job) -> None:
    """Close the output and stay."""
    os.close(1)
    time.sleep(600)


def unread(job: Job) -> None:
    """End politely without an answer."""


def wrong_schedule(job: Job) -> None:
    """Tell a schedule that breaks a rule."""
    solution(job, start=12)
    tell("ended", how="found")


def another_programme(job: Job) -> None:
    """Tell a schedule that is no schedule of this programme."""
    assert job.hint is not None
    schedule = job.hint.model_dump(mode="json") | {"programme": "other"}
    tell("solution", tier=0, claimed=3, schedule=schedule)


def unknown_exercise(job: Job) -> None:
    """Tell a schedule with an exercise that nobody knows."""
    assert job.hint is not None
    schedule = job.hint.model_dump(mode="json")
    schedule["lines"][0]["exercise"] = "ghost"
    tell("solution", tier=0, claimed=3, schedule=schedule)


def wrong_objective(job: Job) -> None:
    """Claim a value that the schedule has not."""
    solution(job, claimed=2)
    tell("ended", how="found")


def wrong_bound(job: Job) -> None:
    """Claim that nothing below 4 is possible, with a schedule of 3."""
    solution(job)
    tell("tier_done", tier=0, value=3, bound=4, proved=True)
    tell("ended", how="found")


def false_impossible(job: Job) -> None:
    """Say that there is no schedule."""
    tell("ended", how="impossible")


def unconfirmed(job: Job) -> None:
    """Say that there is no schedule, and that a second configuration could not confirm it."""
    tell("ended", how="unconfirmed")


def contradicted_late(job: Job) -> None:
    """Say that the second formulation says otherwise."""
    solution(job)
    tell("tier_done", tier=0, value=3, bound=3, proved=True)
    tell("ended", how="found", second="contradicts")


def confirmed_late(job: Job) -> None:
    """Nothing is wrong: say that the second formulation agrees."""
    solution(job)
    tell("tier_done", tier=0, value=3, bound=3, proved=True)
    tell("ended", how="found", second="agrees")


def found_nothing(job: Job) -> None:
    """Say that a schedule was found, and show none."""
    tell("ended", how="found")


def garbage(job: Job) -> None:
    """Send bytes."""
    os.write(1, bytes(range(256)) * 100 + b"\n")
    time.sleep(600)


def garbage_late(job: Job) -> None:
    """Find a schedule, then send bytes."""
    solution(job)
    garbage(job)


def half_a_message(job: Job) -> None:
    """Die in the middle of a word."""
    os.write(1, b'{"word": "solu')
    os.kill(os.getpid(), signal.SIGSEGV)


def no_numbers(job: Job) -> None:
    """Send a bound that is no number."""
    tell("bound", tier=0, bound="high")
    time.sleep(600)


def no_tier(job: Job) -> None:
    """Speak of a tier that is not there."""
    tell("bound", tier=7, bound=1)
    time.sleep(600)


def nested(job: Job) -> None:
    """Send JSON that no reader survives."""
    os.write(1, b"[" * 200_000 + b"\n")
    time.sleep(600)


def one_long_line(job: Job) -> None:
    """Send a gigabyte without the end of a line."""
    block = b"x" * 2**20
    for _ in range(1024):
        os.write(1, block)


def chatter(job: Job) -> None:
    """Send a gigabyte of messages that mean nothing."""
    block = b'{"word":"noise"}\n' * 60_000
    for _ in range(1024):
        os.write(1, block)
    time.sleep(600)


def noise(job: Job) -> None:
    """Write a hundred megabytes of errors, then die."""
    for _ in range(100):
        os.write(2, b"error " * 170_000 + b"\n")
    os.write(2, b"the last word\n")
    os.abort()


def memory(job: Job) -> None:
    """Ask for more memory than there is leave for."""
    resource.setrlimit(resource.RLIMIT_AS, (2**29, 2**29))
    kept = []
    while True:
        kept.append(bytearray(2**24))


FAULTS: dict[str, Callable[[Job], None]] = {
    fault.__name__: fault
    for fault in (
        segfault,
        abort,
        abort_late,
        frozen,
        frozen_late,
        deaf,
        family,
        mute,
        unread,
        wrong_schedule,
        another_programme,
        unknown_exercise,
        wrong_objective,
        wrong_bound,
        false_impossible,
        unconfirmed,
        contradicted_late,
        confirmed_late,
        found_nothing,
        garbage,
        garbage_late,
        half_a_message,
        no_numbers,
        no_tier,
        nested,
        one_long_line,
        chatter,
        noise,
        memory,
    )
}

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    FAULTS[sys.argv[1]](read_job(sys.stdin.buffer))
