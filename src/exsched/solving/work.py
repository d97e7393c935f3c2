"""What the solver's process does with one job."""

import sys
import threading
import time

from ortools.sat.python import cp_model

from exsched.solving.build import TooLarge, build
from exsched.solving.child import Channel, Job
from exsched.solving.hinting import hint
from exsched.solving.search import TierSearch, confirm_impossible


def work(job: Job, channel: Channel) -> None:
    """Build the model, search tier by tier, confirm an `impossible`, and say how it ended."""
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
    stop = threading.Event()
    search = TierSearch(job.problem, model, job.limits, channel.tell, stop.is_set, begun=job.begun)
    if job.hint is not None and job.known:
        search.know(job.hint)
    threading.Thread(target=_listen, args=(stop, search), daemon=True).start()
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


def _listen(stop: threading.Event, search: TierSearch) -> None:
    """Wait for `stop` or the end of the stream, then stop every running solver until the process ends."""
    sys.stdin.buffer.readline()
    stop.set()
    while True:
        for solver in list(search.running):
            solver.stop_search()
        time.sleep(0.1)
