"""Measure how long the feeds of a release take.

Usage: `python benchmarks/feeds_rendering.py [--exercises N] [--audiences N]`.

An invented programme with planning events and dated acts, one feed for each nation from its own projection,
and the authority's: first release, then one in which every tenth exercise moves, then the same again. The
time of the projections is told apart. Feeds include their check. Machines are noisy: compare processor time.
"""

import argparse
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from exsched.access.answers import project_for_feed
from exsched.access.viewer import Role, Viewer
from exsched.domain.schedule import Schedule
from exsched.exporting.ical import Links, Press, Publisher
from exsched.releasing.audience import Audience
from exsched.releasing.publication import Order, publication
from exsched.releasing.snapshot import Snapshot
from exsched.rulekit.verdict import Answer
from tests.exporting.large import CODES, answer


def moved(found: Answer, every: int) -> Answer:
    """The same answer with every so many-th exercise a week later."""
    week = timedelta(7)
    lines = tuple(
        line.model_copy(update={"startex": line.startex + week, "endex": line.endex + week})
        if n % every == 0 and line.startex and line.endex
        else line
        for n, line in enumerate(found.schedule.lines)
    )
    return replace(found, schedule=Schedule(programme=found.schedule.programme, lines=lines))


def projected(found: Answer, audiences: list[Audience]) -> dict[str, Answer]:
    """The answer as each audience sees it."""
    used = time.process_time()
    views = {
        audience.key: project_for_feed(found, Viewer(Role.FEED, audience.viewer_nation))
        if audience.viewer_nation
        else found
        for audience in audiences
    }
    print(f"{len(views)} projections: {time.process_time() - used:.2f} s on the processor; ", end="")
    return views


def release(
    found: Answer, audiences: list[Audience], before: dict[str, Snapshot], at: datetime
) -> dict[str, Snapshot]:
    """All feeds of one release, with its time and size told."""
    views = projected(found, audiences)
    begun, used = time.perf_counter(), time.process_time()
    links = Links("https://cell.example/p/large", "https://cell.example/p/large/exercises/")
    press = Press(Publisher("cell.example", "planning"), links)
    orders = []
    for audience in audiences:
        old = before.get(audience.key)
        last = (old.stamps, old.body) if old else ({}, b"")
        orders.append(Order(audience, views[audience.key], False, *last))
    made = publication(orders, at, press)
    octets = sum(len(feed.body) for feed in made.values())
    events = sum(feed.events for feed in made.values())
    changed = sum(old.etag != made[key].etag for key, old in before.items())
    seconds, cpu = time.perf_counter() - begun, time.process_time() - used
    print(f"{len(made)} feeds, {events:,} events, {octets:,} octets, {changed} changed: ", end="")
    print(f"{cpu:.2f} s on the processor, {seconds:.2f} s on the clock")
    return made


def main() -> None:
    """Three releases."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--exercises", type=int, default=1000)
    asked.add_argument("--audiences", type=int, default=40)
    numbers = asked.parse_args()
    found = answer(numbers.exercises, last_year=2041, apart=5)
    found = replace(found, verdict=replace(found.verdict, broken=()))  # nations see nothing of a refused one
    audiences = [Audience(), *(Audience(code) for code in CODES)]
    at = datetime(2026, 11, 30, 8, tzinfo=UTC)
    before: dict[str, Snapshot] = {}
    for number, said in enumerate((found, moved(found, 10), moved(found, 10))):
        before = release(said, audiences[: numbers.audiences], before, at + timedelta(number))


if __name__ == "__main__":
    main()
