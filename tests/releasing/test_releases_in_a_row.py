"""Feeds over three releases: a move, a cancellation, an addition, a re-siting; then all of it taken back."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from exsched.releasing.audience import Audience, Kind
from exsched.releasing.feed_check import findings, findings_between
from exsched.releasing.snapshot import Snapshot
from tests.exporting import feed_rules
from tests.releasing import plans
from tests.releasing.readers import by_icalendar, by_vobject, complaints


@pytest.fixture(scope="module")
def feeds() -> list[dict[str, Snapshot]]:
    """Every feed of three releases."""
    return plans.released(plans.three_releases(), plans.audiences())


def rows(feeds: list[dict[str, Snapshot]], name: str, key: str = "*/whole") -> list[tuple[object, ...]]:
    """Dates, status and sequence of one event in each release; nothing where it is not shown."""
    found = [by_icalendar(release[key].body).get(f"{name}@cell.example") for release in feeds]
    return [(row.first, row.last, row.status, row.sequence) if row else () for row in found]


def test_feeds_keep_every_rule_in_every_release(feeds: list[dict[str, Snapshot]]) -> None:
    """Neither our checker nor the one of the tests finds anything in any feed."""
    bodies = [feed.body for release in feeds for feed in release.values()]
    assert len(bodies) == 3 * len(plans.audiences())
    assert [found for body in bodies for found in findings(body)] == []
    assert [found for body in bodies for found in feed_rules.broken(body)] == []


def test_feeds_keep_every_rule_from_release_to_release(feeds: list[dict[str, Snapshot]]) -> None:
    """Neither our checker nor an independent reading finds anything between two releases."""
    pairs = [
        (old[key].body, new[key].body, plans.AT + timedelta(7 * number))
        for number, (old, new) in enumerate(pairwise(feeds), start=1)
        for key in new
    ]
    assert [found for old, new, _ in pairs for found in findings_between(old, new)] == []
    assert [found for old, new, at in pairs for found in complaints(old, new, at)] == []


def test_feeds_are_read_alike_by_two_parsers(feeds: list[dict[str, Snapshot]]) -> None:
    """icalendar and vobject read the same events with the same content and stamps."""
    bodies = {feed.body for release in feeds for feed in release.values()}
    assert [body for body in bodies if by_icalendar(body) != by_vobject(body)] == []


def test_feed_shows_a_move_and_its_roll_back(feeds: list[dict[str, Snapshot]]) -> None:
    """New dates with a higher SEQUENCE; back again with a still higher one."""
    first, moved = date(2027, 6, 9), date(2027, 6, 16)
    assert rows(feeds, "ex-air-ring-27") == [
        (first, date(2027, 6, 19), "CONFIRMED", 0),
        (moved, date(2027, 6, 26), "CONFIRMED", 1),
        (first, date(2027, 6, 19), "CONFIRMED", 2),
    ]


def test_feed_keeps_a_cancelled_event_on_its_dates(feeds: list[dict[str, Snapshot]]) -> None:
    """CANCELLED, and CONFIRMED again with a higher SEQUENCE; its planning events go with it."""
    dates = date(2027, 11, 8), date(2027, 11, 12)
    assert rows(feeds, "ex-mercy-27") == [
        (*dates, "CONFIRMED", 0),
        (*dates, "CANCELLED", 1),
        (*dates, "CONFIRMED", 2),
    ]
    assert [row[2:] for row in rows(feeds, "pe-mercy-27+FPC")] == [
        ("CONFIRMED", 0),
        ("CANCELLED", 1),
        ("CONFIRMED", 2),
    ]
    shown = by_icalendar(feeds[1]["*/whole"].body)["ex-mercy-27@cell.example"]
    assert shown.summary == "CANCELLED: MERCY 27 (STAFFEX)"
    assert shown.description.startswith(
        "Cancelled, or no longer part of this calendar, since 8 Dec 2026.\nSTARTEX 8 Nov 2027"
    )


def test_feed_shows_an_addition(feeds: list[dict[str, Snapshot]]) -> None:
    """A new event begins at SEQUENCE 0, CREATED with its release."""
    assert rows(feeds, "ex-marsh-wolf-27") == [
        (),
        (date(2027, 5, 17), date(2027, 5, 26), "CONFIRMED", 0),
        (date(2027, 5, 17), date(2027, 5, 26), "CONFIRMED", 0),
    ]
    created = by_icalendar(feeds[2]["*/whole"].body)["ex-marsh-wolf-27@cell.example"].created
    assert created == (plans.AT + timedelta(7)).replace(microsecond=0)


def test_feed_of_a_venue_loses_an_exercise_that_is_sited_elsewhere(feeds: list[dict[str, Snapshot]]) -> None:
    """Re-sited: cancelled at the old venue, new at the other, changed in the whole."""
    dates = date(2027, 10, 4), date(2027, 10, 15)
    assert rows(feeds[:2], "ex-deep-keel-27", "*/venue/rugen-sea") == [
        (*dates, "CONFIRMED", 0),
        (*dates, "CANCELLED", 1),
    ]
    assert rows(feeds[:2], "ex-deep-keel-27", "*/venue/dorsund") == [(), (*dates, "CONFIRMED", 0)]
    assert rows(feeds[:2], "ex-deep-keel-27") == [(*dates, "CONFIRMED", 0), (*dates, "CONFIRMED", 1)]


def test_feed_that_nothing_concerns_stays_as_it_is(feeds: list[dict[str, Snapshot]]) -> None:
    """Bytes, ETag and Last-Modified stay where nothing changes, whatever else is released."""
    same = [release["*/venue/eskmoor"] for release in feeds]
    assert [(feed.body, feed.etag, feed.modified) for feed in same] == [
        (same[0].body, same[0].etag, plans.AT.replace(microsecond=0))
    ] * 3


def test_feed_of_an_empty_audience_says_so(feeds: list[dict[str, Snapshot]]) -> None:
    """One entry explains an empty calendar; it is cancelled like any other when there are others."""
    key = "*/exercise/marsh-wolf-27"
    assert list(by_icalendar(feeds[0][key].body)) == ["none-northern-2027@cell.example"]
    assert {uid: row.status for uid, row in by_icalendar(feeds[1][key].body).items()} == {
        "none-northern-2027@cell.example": "CANCELLED",
        "ex-marsh-wolf-27@cell.example": "CONFIRMED",
    }


def test_feed_of_an_unknown_name_is_an_empty_one() -> None:
    """A feed outlives the venue that it was made for, and tells nobody whether a name exists."""
    gone = plans.released([plans.base()], [Audience("ARV", Kind.VENUE, "no-such-venue")])[0]
    assert list(by_icalendar(gone["ARV/venue/no-such-venue"].body)) == ["none-northern-2027@cell.example"]


def test_cancelled_event_goes_after_thirty_days_and_comes_back_higher() -> None:
    """Shown for 30 days, gone with the next release, and never again with an old SEQUENCE."""
    without = plans.plan({"grey-heath-27": None})
    made = plans.released(
        [plans.plan(), without, without, without, plans.plan()], [Audience()], timedelta(16)
    )
    dates = date(2027, 6, 21), date(2027, 6, 30)
    cancelled = (*dates, "CANCELLED", 1)
    assert rows(made, "ex-grey-heath-27") == [
        (*dates, "CONFIRMED", 0),
        cancelled,
        cancelled,
        (),
        (*dates, "CONFIRMED", 2),
    ]
    modified = [release["*/whole"].modified for release in made]
    assert [later - modified[0] for later in modified] == [timedelta(16 * n) for n in (0, 1, 1, 3, 4)]
    bodies = [release["*/whole"].body for release in made]
    assert [found for old, new in pairwise(bodies) for found in findings_between(old, new)] == []


def test_event_that_is_over_leaves_without_being_cancelled() -> None:
    """A programme that no longer lists last spring's exercise does not say that it was not held."""
    made = plans.released([plans.plan(), plans.plan({"grey-map-27": None})], [Audience()], timedelta(90))
    assert rows(made, "ex-grey-map-27") == [(date(2027, 2, 8), date(2027, 2, 15), "CONFIRMED", 0), ()]


def test_feed_of_a_proposal_is_tentative_until_it_is_released() -> None:
    """Every event turns from TENTATIVE to CONFIRMED with all three stamps."""
    audience = Audience(proposals=True)
    first = plans.released([plans.base()], [audience], tentative=True)[0]
    assert {row.status for row in by_icalendar(first[audience.key].body).values()} == {"TENTATIVE"}
    stamps = first[audience.key].stamps
    after = plans.snapshot_of(plans.base(), audience, stamps, plans.AT + timedelta(3))
    told = by_icalendar(after.body).values()
    assert {(row.status, row.sequence) for row in told} == {("CONFIRMED", 1)}
    assert findings_between(first[audience.key].body, after.body) == ()


def test_feed_of_two_changes_within_a_second_still_moves_forward() -> None:
    """Whatever the clock says, also when it goes back, a change is later than the change before."""
    audience = Audience()
    first = plans.snapshot_of(plans.base(), audience, {}, plans.AT)
    second = plans.snapshot_of(plans.plan(plans.AIR_RING_LATER), audience, first.stamps, plans.AT)
    third = plans.snapshot_of(plans.base(), audience, second.stamps, plans.AT - timedelta(days=2))
    assert findings_between(first.body, second.body) == findings_between(second.body, third.body) == ()
    assert first.modified < second.modified < third.modified


def test_header_stays_when_the_title_changes() -> None:
    """A new header would make some clients delete and create every event."""
    facts = plans.base().problem.programme
    title = facts.programme.model_copy(update={"title": "Northern programme, revised"})
    renamed = plans.with_facts(facts.model_copy(update={"programme": title}))
    made = plans.released([plans.base(), renamed], [Audience()])
    assert made[0]["*/whole"].body == made[1]["*/whole"].body
