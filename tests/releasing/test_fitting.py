"""Feeds that would grow too large for calendar clients."""

from datetime import UTC, date, datetime, timedelta
from functools import cache

from exsched.releasing.audience import Audience, Kind
from exsched.releasing.feed_check import findings, findings_between
from exsched.rulekit.verdict import Answer
from tests.exporting import feed_rules, large
from tests.releasing import plans
from tests.releasing.readers import by_icalendar

AT = datetime(2028, 6, 1, 8, tzinfo=UTC)


@cache
def many() -> Answer:
    """420 exercises over five years, with planning events and dated acts: some 2,900 entries."""
    return large.five_years()


def test_large_feed_is_cut_to_what_clients_take() -> None:
    """At most 1,000,000 octets: what is over goes first, then what is farthest; one entry says so."""
    feed = plans.snapshot_of(many(), Audience(), {}, AT)
    assert 950_000 < len(feed.body) <= 1_000_000
    assert feed_rules.broken(feed.body) == []
    rows = by_icalendar(feed.body)
    assert (
        rows.pop("full-large@cell.example").summary == "Not all of A large programme fits into this calendar"
    )
    assert [uid for uid, row in rows.items() if row.last < AT.date()] == []
    exercises = {uid for uid in rows if uid.startswith("ex-")}
    to_come = [held for held in many().laydown.held.values() if held.execution.end >= AT.date()]
    assert exercises == {f"ex-{held.id}@cell.example" for held in to_come}


def test_large_feed_moves_on_without_cancelling() -> None:
    """A year later others are shown; those cut are not called cancelled, those that return count on."""
    first = plans.snapshot_of(many(), Audience(), {}, AT)
    second = plans.snapshot_of(many(), Audience(), first.stamps, AT + timedelta(365))
    assert findings_between(first.body, second.body) == ()
    assert {row.status for row in by_icalendar(second.body).values()} == {"CONFIRMED"}
    assert second.etag != first.etag
    assert plans.snapshot_of(many(), Audience(), second.stamps, AT + timedelta(366)).etag == second.etag


def test_small_feed_of_a_large_programme_is_whole() -> None:
    """A narrower feed holds everything."""
    feed = plans.snapshot_of(
        many(), Audience(kind=Kind.VENUE, id="venue-3"), {}, datetime(2027, 1, 1, tzinfo=UTC)
    )
    assert findings(feed.body) == ()
    shown = {uid for uid in by_icalendar(feed.body) if uid.startswith("ex-")}
    assert shown == {f"ex-{held.id}@cell.example" for held in many().laydown.users_of("venue-3")}
    assert min(row.first for row in by_icalendar(feed.body).values()) < date(2027, 1, 1)
