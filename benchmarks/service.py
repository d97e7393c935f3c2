"""Measure the service from outside: feeds under load, and a large release.

Usage: `python -m benchmarks.service [SCENARIO …] [--seconds S] [--json FILE]`, from the top of the checkout.

Client and server share the machine. Scenarios: `conditional` (unchanged feeds polled as fast as they come),
`refetch` (5,000 subscribers fetch a new release), `solving` (polls while two solves run), `release` (1,000
exercises for 40 audiences). Machines are noisy: compare ratios within one run, not seconds between runs.
"""

import argparse
import itertools
import json
import os
import platform
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from exsched.releasing.audience import Audience
from exsched.service.storage import tokens
from exsched.service.storage.database import Database
from exsched.service.storage.records import NewToken
from tests.commands.process import hard
from tests.service.api import CSV, Api, done
from tests.service.clients.load import get, load
from tests.service.server import Server

SUBSCRIBERS = 5_000
CONNECTIONS = 64
EXERCISES, AUDIENCES = 1_000, 40
NEW = {"If-None-Match": "*"}
Figures = dict[str, Any]


# -- programmes and schedules made up -------------------------------------------------------------------


def programme(exercises: int, nations: int) -> tuple[bytes, list[str]]:
    """Constraint files of so many exercises, and the lines of a schedule that they allow."""
    names = [f"N{number:02}" for number in range(nations)]
    text = ["programme: {id: large, title: Large, horizon: 2027-01-01/2031-12-31}", "nations:"]
    text += [f"  {name}: {{name: Nation {name}}}" for name in names]
    text += ["venues:"]
    text += [f"  v{name}: {{name: Range of {name}, host: {name}, kind: range}}" for name in names]
    text += ["exercises:"]
    lines = []
    for number in range(exercises):
        host, guest = names[number % nations], names[(number * 7 + 1) % nations]
        start = date(2027, 1, 4) + timedelta(number * 1750 // exercises)
        with_guest = f", may: {{{guest}: 1}}" if guest != host else ""
        text.append(
            f"  ex-{number:04}: {{title: EXERCISE {number}, days: 5, "
            f"startex: {start}/{start + timedelta(9)}, sites: {{land: v{host}}}, "
            f"participants: {{must: [{host}]{with_guest}}}}}"
        )
        guests = f"; {guest}" if guest != host else ""
        lines.append(
            f"ex-{number:04},{start + timedelta(2)},{start + timedelta(6)},land=v{host},{host}{guests},"
        )
    return "\n".join([*text, "goals: [[hold_exercises]]", ""]).encode(), lines


def schedule(lines: list[str]) -> bytes:
    """Lines as a schedule file."""
    return "\n".join(["exercise,startex,endex,sites,participants,forces", *lines, ""]).encode()


def moved(lines: list[str]) -> list[str]:
    """The same with every exercise a day later."""
    later = []
    for line in lines:
        exercise, start, end, rest = line.split(",", 3)
        shifted = (date.fromisoformat(day) + timedelta(1) for day in (start, end))
        later.append(",".join([exercise, *map(str, shifted), rest]))
    return later


def put(authority: Api, bundle: bytes) -> None:
    """Make the programme `large` with this bundle."""
    authority.made("/programmes", {"id": "large", "title": "Large"})
    done(authority.put("/programmes/large/bundle", bundle, headers=NEW))


def draft(authority: Api, lines: list[str]) -> str:
    """Keep a schedule and propose it; the id of the release."""
    path = "/api/v1/programmes/large/schedules"
    kept = done(authority.send("POST", path, content=schedule(lines), kind=CSV))
    assert kept["allowed"], "the schedule made up is not allowed"
    made: str = authority.made("/programmes/large/releases", {"schedule": kept["id"]})["id"]
    done(authority.post(f"/releases/{made}/propose", {"silence_days": 5}))
    return made


def publish(authority: Api, release: str) -> float:
    """Put it in force; the seconds that it took."""
    begun = time.perf_counter()
    done(authority.post(f"/releases/{release}/publish", {"override": "a measurement"}))
    return time.perf_counter() - begun


def feeds(authority: Api, number: int, nations: int) -> list[str]:
    """The paths of so many new feeds, one for each nation and then again."""
    paths = []
    for n in range(number):
        wanted = {"label": f"subscriber {n}", "nation": f"N{n % nations:02}"}
        paths.append(authority.made("/programmes/large/feeds", wanted)["url"])
    return ["/feeds/" + url.rpartition("/")[2] for url in paths]


def more_feeds(server: Server, number: int, nations: int) -> list[str]:
    """The paths of many more feeds of the same audiences, written in one transaction."""
    database = Database(server.database)
    paths = []
    with database.writing() as connection:
        for n in range(number):
            nation = f"N{n % nations:02}"
            new = NewToken(
                kind="feed",
                role="feed",
                label=f"subscriber {n}",
                made_by="local",
                nation=nation,
                programme="large",
                scope={"kind": "whole"},
                audience=Audience(nation).key,
            )
            paths.append(f"/feeds/{tokens.create(connection, new)[1]}.ics")
    database.close()
    return paths


# -- scenarios -------------------------------------------------------------------------------------------


@contextmanager
def served(
    exercises: int, nations: int, subscribers: int
) -> Iterator[tuple[Server, Api, list[str], list[str]]]:
    """A server with a release in force; its authority, the lines, and the paths of the feeds."""
    slots = {"EXSCHED_SLOTS": "2"}
    with (
        tempfile.TemporaryDirectory(prefix="exsched-") as folder,
        Server(Path(folder), environment=slots) as server,
    ):
        authority = server.local.of(server.local.new_token("authority"))
        bundle, lines = programme(exercises, nations)
        put(authority, bundle)
        paths = feeds(authority, min(subscribers, nations), nations)
        paths += more_feeds(server, subscribers - len(paths), nations)
        publish(authority, draft(authority, lines))
        yield server, authority, lines, paths


def conditional(seconds: float) -> Figures:
    """Polls with the tag that is in force, over keep-alive connections."""
    with served(200, 20, 200) as (server, authority, _, paths):
        del authority
        polls = itertools.cycle(polled(server, paths))
        load(server.port, polls, connections=CONNECTIONS, seconds=1)
        return load(server.port, polls, connections=CONNECTIONS, seconds=seconds).as_json()


def refetch(seconds: float) -> Figures:
    """5,000 subscribers with a connection each, all polling with the old tag after a release."""
    del seconds
    most_connections()  # the server inherits the limit
    with served(200, 20, SUBSCRIBERS) as (server, authority, lines, paths):
        polls = polled(server, paths)
        publish(authority, draft(authority, moved(lines)))
        settle(server, paths[0], polls[0])
        tally = load(server.port, iter(polls), connections=min(SUBSCRIBERS, most_connections()))
        return {"subscribers": len(paths), "connections": most_connections()} | tally.as_json()


def solving(seconds: float) -> Figures:
    """200 polls a second, alone and while two solves run."""
    with served(200, 20, 200) as (server, authority, _, paths):
        polls = itertools.cycle(polled(server, paths))
        alone = load(server.port, polls, connections=20, seconds=seconds, apart=0.1)
        jobs = solves(server, authority, 3 * seconds)
        wait_until_running(authority, jobs)
        beside = load(server.port, polls, connections=20, seconds=seconds, apart=0.1)
        for job in jobs:
            authority.post(f"/solves/{job}/cancel")
    return {"alone": alone.as_json(), "beside_two_solves": beside.as_json()}


def release(seconds: float) -> Figures:
    """1,000 exercises for 40 audiences: the first release, and a second that moves everything."""
    del seconds
    with served(EXERCISES, AUDIENCES, 0) as (server, authority, lines, _):
        feeds(authority, AUDIENCES, AUDIENCES)
        second = publish(authority, draft(authority, moved(lines)))
        third = publish(authority, draft(authority, moved(moved(lines))))
        body = server.client.get(feeds(authority, 1, AUDIENCES)[0]).content
    return {
        "exercises": EXERCISES,
        "audiences": AUDIENCES,
        "publish_seconds": [round(second, 2), round(third, 2)],
        "events_of_one_nation": body.count(b"BEGIN:VEVENT"),
    }


SCENARIOS: dict[str, Callable[[float], Figures]] = {
    "conditional": conditional,
    "refetch": refetch,
    "solving": solving,
    "release": release,
}


# -- what they need ----------------------------------------------------------------------------------------


def polled(server: Server, paths: list[str]) -> list[bytes]:
    """A conditional request for each feed, with the tag of now."""
    tags: dict[str, str] = {}
    requests = []
    for path in paths:
        tags[path] = server.client.head(path).headers["ETag"]
        requests.append(get(path, server.port, f"If-None-Match: {tags[path]}"))
    return requests


def settle(server: Server, path: str, request: bytes) -> None:
    """Wait until the new release is what is served."""
    tag = request.partition(b"If-None-Match: ")[2].partition(b"\r\n")[0].decode()
    while server.client.head(path).headers["ETag"] == tag:
        time.sleep(0.1)


def solves(server: Server, authority: Api, seconds: float) -> list[str]:
    """Two what-ifs that keep the solver busy, one of each nation."""
    authority.made("/programmes", {"id": "tiny", "title": "Hard"})
    done(authority.put("/programmes/tiny/bundle", Path(hard(server.folder)).read_bytes(), headers=NEW))
    planners = [server.local.of(authority.new_token("planner", nation)) for nation in ("ARV", "BMK")]
    wanted = {"seconds": int(seconds), "workers": 1}
    return [planner.made("/programmes/tiny/solves", wanted)["id"] for planner in planners]


def wait_until_running(authority: Api, jobs: list[str]) -> None:
    """Until all of them run."""
    while any(done(authority.get(f"/solves/{job}"))["state"] == "queued" for job in jobs):
        time.sleep(0.2)


def most_connections() -> int:
    """As many as this process may open, with some left for the rest."""
    soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(most, 2 * SUBSCRIBERS)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
    return min(SUBSCRIBERS, wanted - 200)


def main() -> None:
    """Run the scenarios asked for and tell their figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("scenario", nargs="*", help=f"of {', '.join(SCENARIOS)}; all if left out")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    if unknown := set(asked.scenario) - set(SCENARIOS):
        parser.error(f"no such scenario: {', '.join(sorted(unknown))}")
    report: Figures = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
    }
    for name in asked.scenario or SCENARIOS:
        report[name] = SCENARIOS[name](asked.seconds)
        print(f"{name}: {json.dumps(report[name])}", flush=True)
    if asked.json:
        asked.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
