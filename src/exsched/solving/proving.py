"""Lets a SAT solver find out that clauses cannot all be true, and write down why."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

Proof = list[str]
"""Lines in the DRUP format."""


class NoProver(Exception):
    """The optional package that finds proofs is not installed."""


class NotSettled(Exception):
    """Stopped, or out of time."""


def prover() -> Any:
    """The class of the SAT solver.

    Raises:
        NoProver: it is not installed.
    """
    try:
        from pysat.solvers import Glucose4  # noqa: PLC0415 - optional, and only who asks for a proof needs it
    except ImportError:
        raise NoProver from None
    return Glucose4


def prove(
    clauses: Sequence[Sequence[int]], seconds: float, stop: Callable[[], bool] = lambda: False
) -> Proof | None:
    """The proof that the clauses contradict each other; None when they do not.

    Raises:
        NoProver: no SAT solver is installed.
        NotSettled: it was stopped, or did not find out in time.
    """
    if any(not clause for clause in clauses):
        return []
    with prover()(bootstrap_with=[list(clause) for clause in clauses], with_proof=True) as solver:
        found, done = list[bool | None](), threading.Event()

        def work() -> None:
            try:
                found.append(solver.solve_limited(expect_interrupt=True))
            finally:
                done.set()

        # in a thread of its own, so that Ctrl-C is heard while the engine works; an event says when it is
        # done, for a `join` that Ctrl-C interrupts takes the thread for dead (Python issue 90882)
        threading.Thread(target=work, daemon=True).start()
        until = time.monotonic() + seconds
        try:
            while not done.wait(0.1) and not stop() and time.monotonic() < until:
                pass
        finally:
            _end(solver, done)
        if not found or found[0] is None:
            raise NotSettled
        return None if found[0] else list(solver.get_proof())


def _end(solver: Any, done: threading.Event) -> None:
    """Wait for the engine, whatever happens: it may not be taken away while it works."""
    while not done.is_set():
        solver.interrupt()
        try:
            done.wait(0.1)
        except KeyboardInterrupt:
            continue
