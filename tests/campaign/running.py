"""What the long campaign runs, in several processes, and what it tells."""

import argparse
import sys
import time
from itertools import count
from multiprocessing import get_context

from exsched.rules import RULES
from tests.campaign.checks import Checked, check_proofs, check_relations
from tests.campaign.differential import Compared, compare

TOLD = 100
"""After so many programmes a process says how far it is."""


def differential(job: tuple[int, int, int, int]) -> Compared:
    """Compare so many programmes; every process takes its own seeds."""
    number, processes, programmes, wanted = job
    found = Compared()
    for seed in count(number, processes):
        if found.programmes >= programmes:
            return found
        if compare(seed, found, wanted) and found.programmes % TOLD == 0:
            rare = ", ".join(f"{rule} {found.bound[rule]}" for rule in found.rarest())
            wrong = len(found.disagreements)
            print(f"{number}: {found.programmes} programmes, {wrong} wrong; rarest: {rare}", file=sys.stderr)
    raise AssertionError


def relations(job: tuple[int, int, int]) -> Checked:
    """Check so many relations."""
    number, processes, checks = job
    found = Checked()
    for seed in count(number, processes):
        if found.done.total() >= checks:
            return found
        check_relations(seed, found)
    raise AssertionError


def proofs(job: tuple[int, int, int]) -> Checked:
    """Make so many proofs, and forge as many."""
    number, processes, wanted = job
    found = Checked()
    for seed in count(number, processes):
        if min(found.done["accepted"], found.done["refused"]) >= wanted:
            return found
        check_proofs(seed, found)
    raise AssertionError


def main() -> int:
    """Run what is asked for and say what was found; 0 when nothing disagrees."""
    asked = argparse.ArgumentParser(
        prog="python -m tests.campaign", description="All ways to an answer must agree."
    )
    asked.add_argument("--programmes", type=int, default=5000, help="tried, solved, and asked about again")
    asked.add_argument("--binding", type=int, default=100, help="programmes in which each rule is to bind")
    asked.add_argument("--checks", type=int, default=10_000, help="relations between two programmes")
    asked.add_argument("--proofs", type=int, default=300, help="accepted, and forged ones refused")
    asked.add_argument("--processes", type=int, default=2)
    wanted = asked.parse_args()
    n = wanted.processes
    with get_context("spawn").Pool(n) as pool:
        compared = Compared()
        begun = time.monotonic()
        share = [(i, n, -(-wanted.programmes // n), -(-wanted.binding // n)) for i in range(n)]
        for found in pool.imap_unordered(differential, share):
            compared.add(found)
        _tell_compared(compared, wanted.binding, time.monotonic() - begun)
        checked, begun = Checked(), time.monotonic()
        for part in pool.imap_unordered(relations, [(i, n, -(-wanted.checks // n)) for i in range(n)]):
            checked.add(part)
        for part in pool.imap_unordered(proofs, [(i, n, -(-wanted.proofs // n)) for i in range(n)]):
            checked.add(part)
        print(
            f"relations and proofs in {time.monotonic() - begun:.0f} s: {dict(sorted(checked.done.items()))}"
        )
    wrong = [*compared.disagreements, *checked.wrong]
    print("\n".join(wrong) or "nothing disagrees")
    return 1 if wrong else 0


def _tell_compared(compared: Compared, binding: int, seconds: float) -> None:
    rare = {rule: compared.bound[rule] for rule in sorted(RULES) if compared.bound[rule] < binding}
    print(f"{compared.programmes} programmes in {seconds:.0f} s, {compared.feasible} of them have a schedule")
    print(f"second opinions: {compared.opinions}; rules that bind in fewer than {binding}: {rare or 'none'}")
