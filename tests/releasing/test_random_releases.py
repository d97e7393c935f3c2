"""Random histories of releases: whatever is decided, every feed follows the rules from version to version."""

import random
from collections.abc import Mapping
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from exsched.releasing.audience import Audience, Kind
from exsched.releasing.feed_check import findings, findings_between
from exsched.releasing.snapshot import Snapshot
from exsched.rulekit.verdict import Answer
from tests.releasing import plans
from tests.releasing.readers import by_icalendar, complaints

AUDIENCES = (Audience(), Audience(kind=Kind.VENUE, id="kaldbay"), Audience(kind=Kind.EXERCISE, id="mercy-27"))


def decided(pick: random.Random) -> Answer:
    """The sample with some exercises dropped, some moved and some as they were."""
    changes: dict[str, Mapping[str, Any] | None] = {}
    for line in plans.base().schedule.lines:
        what = pick.random()
        if line.held and what < 0.2:
            changes[line.exercise] = None
        elif line.startex and line.endex and what < 0.4:
            by = timedelta(pick.choice([-7, 1, 7]))
            changes[line.exercise] = {"startex": line.startex + by, "endex": line.endex + by}
    return plans.plan(changes)


@pytest.mark.parametrize("seed", range(5))
def test_random_history_follows_the_rules(seed: int) -> None:
    """Six releases from a day to fifty days apart, proposals among them; no SEQUENCE ever falls."""
    pick = random.Random(seed)
    at = plans.AT
    made: list[list[Snapshot]] = []
    highest: list[dict[str, int]] = [{} for _ in AUDIENCES]
    for _ in range(6):
        at += timedelta(pick.choice([1, 5, 20, 29, 31, 50]))
        before = made[-1] if made else [None] * len(AUDIENCES)
        answer, tentative = decided(pick), pick.random() < 0.3
        made.append(
            [
                plans.snapshot_of(answer, audience, old.stamps if old else {}, at, tentative)
                for audience, old in zip(AUDIENCES, before, strict=True)
            ]
        )
        for most, feed in zip(highest, made[-1], strict=True):
            for uid, row in by_icalendar(feed.body).items():
                assert row.sequence >= most.get(uid, 0)
                most[uid] = row.sequence
        if len(made) > 1:
            for old, new in zip(made[-2], made[-1], strict=True):
                assert complaints(old.body, new.body, at) == []
    assert [found for release in made for feed in release for found in findings(feed.body)] == []
    pairs = [(o.body, n.body) for old, new in pairwise(made) for o, n in zip(old, new, strict=True)]
    assert [found for old, new in pairs for found in findings_between(old, new)] == []
