"""What the solver's process does with one job."""

import gc
import threading
import time

from ortools.sat.python import cp_model

from exsched.domain.schedule import Schedule
from exsched.solving.build import TooLarge, build
from exsched.solving.child import Channel, Inbox, Job
from exsched.solving.confirming import confirmed, other_formulation
from exsched.solving.hinting import hint
from exsched.solving.opinion import Word
from exsched.solving.pieces.course import Course, by_pieces
from exsched.solving.search import TierSearch, confirm_impossible
from exsched.solving.spawning import give_back
from exsched.solving.starting import what_stands

_CONFIRMING = 5.0
"""Seconds that a confirmation may take, or as long as the search took."""


def work(job: Job, channel: Channel, inbox: Inbox) -> None:
    """Build the model, search tier by tier, confirm an `impossible`, and say how it ended."""
    running, stop = list[TierSearch](), inbox.stop
    threading.Thread(target=_stop_when_told, args=(stop, running), daemon=True).start()
    channel.tell("building")
    gc.disable()  # nothing of what is built now is thrown away: looking for garbage would take a third more
    try:
        model = build(job.problem)
    except TooLarge as error:
        channel.tell("too_large", why=str(error))
        return
    proto = model.cp.proto
    channel.tell("built", variables=len(proto.variables), constraints=len(proto.constraints))
    search = TierSearch(job.problem, model, job.limits, channel.tell, stop.is_set, begun=job.begun)
    running.append(search)
    course = Course(search) if by_pieces(search) else None
    if job.hint is not None:
        _start_from(job.hint, search, known=job.known, large=course is not None)
    elif course is not None and inbox.start is not None:
        _start_from(inbox.start, search, known=True, large=True)
        course.listed = True
    channel.tell("engine", engine="pieces" if course else "exact")
    if course is not None:
        course.prepare()
    gc.freeze()
    gc.enable()
    give_back()
    ended = course.run() if course else search.run()
    if ended == "impossible":
        channel.tell("confirming")
        ended = _confirmed(search, time.monotonic() - job.begun)
    channel.tell("ended", how=ended, second=_second(search, ended, job, stop))


def _start_from(start: Schedule, search: TierSearch, *, known: bool, large: bool) -> None:
    """Suggest a schedule. Of one that is not allowed a large search takes what stands as its first."""
    left = None if known or not large else what_stands(search.problem, start)
    hint(search.model, search.problem, left or start)
    if known or left:
        search.know(left or start)
    if left:
        told = left.model_dump(mode="json")
        search.tell("solution", tier=0, schedule=told, claimed=search.values[0])


def _second(search: TierSearch, ended: str, job: Job, stop: threading.Event) -> Word:
    """What the second formulation says of a final answer; only in what is left of the time."""
    final = ended == "impossible" or (ended == "found" and search.proved)
    if not (final and job.limits.confirm) or stop.is_set() or job.limits.reproducible:
        return Word.SILENT
    spent = time.monotonic() - job.begun
    left = min(job.limits.seconds - spent, max(_CONFIRMING, spent))
    values = [search.reached[tier] for tier in sorted(search.reached)] if ended == "found" else None
    return confirmed(job.problem, values, job.limits.seed, left, other_formulation)


def _confirmed(search: TierSearch, spent: float) -> str:
    limits = search.limits
    left = limits.seconds if limits.reproducible else limits.seconds - spent
    second = confirm_impossible(search, max(5.0, left))
    return {cp_model.INFEASIBLE: "impossible", cp_model.UNKNOWN: "unconfirmed"}.get(second, "contradicted")


def _stop_when_told(stop: threading.Event, running: list[TierSearch]) -> None:
    """Once told, stop every running solver again and again: a stop before a search begins is lost."""
    stop.wait()
    while True:
        for search in running:
            for solver in list(search.running):
                solver.stop_search()
        time.sleep(0.1)
