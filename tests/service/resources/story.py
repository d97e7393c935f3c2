"""The planned course of a programme, told over HTTP: submitted, solved, released, changed, released again."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from exsched.service.clock import CLOCK
from tests.commands.process import ROOT
from tests.service.api import CSV, Api, done

FIRST_STEPS = (ROOT / "examples" / "first-steps" / "programme.yaml").read_text(encoding="utf-8")
SECOND = FIRST_STEPS.replace(
    "rules:\n",
    """\
  amber-lynx: {title: AMBER LYNX 27, days: 5, startex: 2027-06-01/2027-07-20,
    sites: {land: north-range}, participants: {must: [CAL]}}
rules:
""",
).replace(
    "  steel-heron: {title: STEEL HERON 27, days: 10,",
    "  steel-heron: {title: STEEL HERON 27, held: may, days: 10,",
)
"""The same with an exercise more, and one that may be dropped."""

LINES = """\
exercise,startex,endex,sites,participants,forces
polar-fox,2027-06-07,2027-06-18,land=north-range,ARV; BMK,
amber-lynx,2027-07-05,2027-07-09,land=north-range,CAL,
"""
"""The second plan: POLAR FOX moved, STEEL HERON cancelled, AMBER LYNX added."""

BEGIN = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


class Clockwork:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = BEGIN

    def __enter__(self) -> "Clockwork":
        CLOCK.set_to(lambda: self.now)
        return self

    def __exit__(self, *_: object) -> None:
        CLOCK.set_to(None)

    def pass_days(self, days: float) -> None:
        """Let days go by."""
        self.now += timedelta(days=days)


def submitted(authority: Api) -> str:
    """Make the programme with its bundle; gives the ETag."""
    authority.made("/programmes", {"id": "first-steps", "title": "First steps"})
    answer = authority.put(
        "/programmes/first-steps/bundle", FIRST_STEPS.encode(), headers={"If-None-Match": "*"}
    )
    done(answer)
    etag: str = answer.headers["etag"]
    return etag


def kept(authority: Api, lines: str) -> str:
    """Keep a schedule made by hand."""
    path = "/api/v1/programmes/first-steps/schedules"
    id_: str = done(authority.send("POST", path, content=lines.encode(), kind=CSV))["id"]
    return id_


def drafted(authority: Api, schedule: str, comment: str = "") -> str:
    """Draft a release."""
    wanted = {"schedule": schedule, "comment": comment, "decision": {"why": "it fits", "rejected": []}}
    id_: str = authority.made("/programmes/first-steps/releases", wanted)["id"]
    return id_


def feed(caller: Api, **wanted: Any) -> str:
    """Subscribe; gives the path of the feed."""
    made = caller.made("/programmes/first-steps/feeds", {"label": "test", "kind": "whole", **wanted})
    path: str = "/" + made["url"].partition("://")[2].partition("/")[2]
    return path


def events(caller: Api, path: str) -> dict[str, dict[str, str]]:
    """The events of a feed: by summary, its properties on one line each.

    Asked twice: the first request may still get the state before, and makes the service look again.
    """
    caller.of(None).send("GET", path)
    time.sleep(0.5)
    answer = caller.of(None).send("GET", path)
    assert answer.status_code == 200, answer.text
    text = answer.text.replace("\r\n ", "")
    found = {}
    for block in text.split("BEGIN:VEVENT\r\n")[1:]:
        lines = block.partition("END:VEVENT")[0].splitlines()
        event = {line.partition(":")[0]: line.partition(":")[2] for line in lines}
        found[event["SUMMARY"]] = event
    return found
