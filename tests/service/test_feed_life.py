"""What a subscriber is served over weeks: entries that are cancelled, leave, and come back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from exsched.service.clock import CLOCK
from tests.service.api import CSV, Api, done
from tests.service.built import changeable
from tests.service.world import WHOLE, World

LINES = WHOLE.splitlines(keepends=True)
BOTH, SHARED_ONLY = WHOLE, "".join(LINES[:2])


class Life:
    """A programme whose exercises may be dropped, a subscriber of all of it, and a clock."""

    def __init__(self, local: Api, world: World) -> None:
        self.authority = local.of(world.tokens["authority"])
        self.nobody = local.of(None)
        path = "/programmes/alpha/bundle"
        answer = self.authority.get(path)
        bundle = answer.text.replace("    days:", "    held: may\n    days:")
        done(self.authority.put(path, bundle.encode(), headers={"If-Match": answer.headers["ETag"]}))
        url = self.authority.made("/programmes/alpha/feeds", {"label": "all"})["url"]
        self.feed = "/feeds/" + url.rpartition("/")[2]

    def release(self, on: datetime, schedule: str) -> str:
        """Release a schedule on that day; what the subscriber is served then."""
        CLOCK.set_to(lambda: on)
        path = "/api/v1/programmes/alpha/schedules"
        kept = done(self.authority.send("POST", path, content=schedule.encode(), kind=CSV))
        made = self.authority.made("/programmes/alpha/releases", {"schedule": kept["id"]})["id"]
        done(self.authority.post(f"/releases/{made}/publish", {"override": "no time for silence"}))
        return self.nobody.send("GET", self.feed).text


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    """The small world, with time in the test's hands."""
    with changeable(tmp_path) as (local, world):
        yield Life(local, world)
    CLOCK.set_to(None)


def test_cancelled_entry_leaves_after_thirty_days_and_comes_back_higher(life: Life) -> None:
    """Each of these releases is published; SEQUENCE goes on where it was when the entry comes back."""
    day = datetime(2026, 12, 1, 12, tzinfo=UTC)
    assert sequence(life.release(day, BOTH)) == 0
    assert sequence(life.release(day + timedelta(days=1), SHARED_ONLY)) == 1
    assert sequence(life.release(day + timedelta(days=32), SHARED_ONLY)) is None
    assert sequence(life.release(day + timedelta(days=33), BOTH)) == 2


def test_entry_of_the_past_leaves_without_being_cancelled(life: Life) -> None:
    """Nobody is told that an exercise is off that was over before."""
    assert sequence(life.release(datetime(2026, 12, 1, 12, tzinfo=UTC), BOTH)) == 0
    assert sequence(life.release(datetime(2027, 3, 1, 12, tzinfo=UTC), SHARED_ONLY)) is None


def sequence(feed: str) -> int | None:
    """SEQUENCE of the exercise `quiet`, None when the feed does not hold it."""
    for event in feed.split("BEGIN:VEVENT")[1:]:
        if "UID:ex-quiet@" in event:
            return int(event.partition("SEQUENCE:")[2].split()[0])
    return None
