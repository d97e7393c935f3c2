"""What the solver's process does with one job."""

import os
import sys
import threading
import time

from ortools.sat.python import cp_model

from exsched.solving.build import TooLarge, build
from exsched.solving.child import Channel, Job
from exsched.solving.hinting import hint
from exsched.solving.search import TierSearch, confirm_impossible

_ALONE = 9
"""Exit status of a solver whose parent is gone; nobody reads it."""


def work(job: Job, channel: Channel) -> None:
    """Build the model, search tier by tier, confirm an `impossible`, and say how it ended."""
    stop, running = threading.Event(), list[TierSearch]()
    threading.Thread(target=_listen, args=(stop,), daemon=True).start()
    threading.Thread(target=_stop_when_told, args=(stop, running), daemon=True).start()
    channel.tell("building")
    try:
        model = build(job.problem)
    except TooLarge as error:
        channel.tell("too_large", why=str(error))
        return
    if job.hint is not None:
        hint(model, job.problem, job.hint)
    proto = model.cp.proto
    channel.tell("built", variables=len(proto.variables), constraints=len(proto.constraints))
    search = TierSearch(job.problem, model, job.limits, channel.tell, stop.is_set, begun=job.begun)
    if job.hint is not None and job.known:
        search.know(job.hint)
    running.append(search)
    ended = search.run()
    if ended == "impossible":
        channel.tell("confirming")
        ended = _confirmed(search, time.monotonic() - job.begun)
    channel.tell("ended", how=ended)


def _confirmed(search: TierSearch, spent: float) -> str:
    limits = search.limits
    left = limits.seconds if limits.reproducible else limits.seconds - spent
    second = confirm_impossible(search, max(5.0, left))
    return {cp_model.INFEASIBLE: "impossible", cp_model.UNKNOWN: "unconfirmed"}.get(second, "contradicted")


def _listen(stop: threading.Event) -> None:
    """Hear `stop`; at the end of the stream nobody is left to hear the answer, and the process ends at once.

    Asking the solver to stop would not do then, for while it simplifies a model it may not listen.
    """
    while sys.stdin.buffer.readline():
        stop.set()
    os._exit(_ALONE)


def _stop_when_told(stop: threading.Event, running: list[TierSearch]) -> None:
    """Once told, stop every running solver again and again: a stop before a search begins is lost."""
    stop.wait()
    while True:
        for search in running:
            for solver in list(search.running):
                solver.stop_search()
        time.sleep(0.1)
