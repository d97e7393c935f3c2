"""Reserved blocks in feeds: what a nation sees in the place of an exercise that it must not see."""

from datetime import date, timedelta

from exsched.access.answers import project_answer
from exsched.access.viewer import Role, Viewer
from exsched.releasing.audience import Audience, Kind
from exsched.releasing.feed_check import findings, findings_between
from exsched.rulekit.verdict import Answer
from tests.exporting import feed_rules
from tests.releasing import plans
from tests.releasing.readers import by_icalendar

DOR = Viewer(Role.FEED, "DOR", salt="a salt")


def with_block(**more: str) -> Answer:
    """WINTER LIFT 27 is for GOT alone; DOR sees that its venue is taken."""
    facts = plans.base().problem.programme
    secret = {"release": ("GOT",), "busy": ("DOR",), **more}
    line = facts.exercises["winter-lift-27"].model_copy(update=secret)
    return plans.with_facts(
        facts.model_copy(update={"exercises": facts.exercises | {"winter-lift-27": line}})
    )


def test_block_says_where_and_which_weeks_and_nothing_else() -> None:
    """A whole entry of the feed, the text of every field."""
    feed = plans.snapshot_of(project_answer(with_block(), DOR), Audience("DOR"), {}, plans.AT)
    assert feed_rules.broken(feed.body) == []
    assert findings(feed.body) == ()
    (uid, row), *more = [(uid, row) for uid, row in by_icalendar(feed.body).items() if "reserved" in uid]
    assert more == []
    block = uid.removeprefix("ex-").removesuffix("@cell.example")
    assert (row.first, row.last, row.status) == (date(2027, 11, 22), date(2027, 12, 5), "CONFIRMED")
    assert (row.summary, row.location, row.parent) == ("Reserved", "Kaldbay air base (ARV)", "")
    assert row.description == (
        "Reserved 22 Nov – 5 Dec 2027, both days included.\n"
        f"https://cell.example/p/northern/exercises/{block}"
    )
    assert b"WINTER LIFT" not in feed.body
    assert b"GOT" not in feed.body.split(block.encode())[1].split(b"END:VEVENT")[0]


def test_block_stands_in_the_feed_of_its_venue() -> None:
    """And not in that of another."""
    seen = project_answer(with_block(), DOR)
    at = plans.snapshot_of(seen, Audience("DOR", Kind.VENUE, "kaldbay"), {}, plans.AT)
    elsewhere = plans.snapshot_of(seen, Audience("DOR", Kind.VENUE, "eskmoor"), {}, plans.AT)
    assert [row.summary for row in by_icalendar(at.body).values()] == ["Reserved"]
    assert list(by_icalendar(elsewhere.body)) == ["none-northern-2027@cell.example"]


def test_block_does_not_move_with_days_that_stay_inside_its_weeks() -> None:
    """The same bytes when the hidden exercise moves within them or changes its name; a new week shows."""
    audience = Audience("DOR")
    first = plans.snapshot_of(project_answer(with_block(), DOR), audience, {}, plans.AT)
    within = plans.plan({"winter-lift-27": plans.days("2027-11-23", 9)}, with_block(title="ANOTHER NAME"))
    same = plans.snapshot_of(project_answer(within, DOR), audience, first.stamps, plans.AT + timedelta(1))
    assert same.body == first.body
    later = plans.plan({"winter-lift-27": plans.days("2027-12-07", 9)}, with_block())
    moved = plans.snapshot_of(project_answer(later, DOR), audience, first.stamps, plans.AT + timedelta(1))
    assert findings_between(first.body, moved.body) == ()
    assert [(r.first, r.sequence) for uid, r in by_icalendar(moved.body).items() if "reserved" in uid] == [
        (date(2027, 12, 6), 1)
    ]
