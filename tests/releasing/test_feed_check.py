"""The checker of feeds: every rule can fail, and a good feed breaks none."""

from datetime import timedelta

import pytest

from exsched.releasing.audience import Audience, Kind
from exsched.releasing.feed_check import RULES, Level, disagreements, findings, findings_between
from exsched.releasing.publication import Order, publication
from exsched.releasing.snapshot import Unpublishable
from tests.releasing import plans
from tests.releasing.faults import FEED_FAULTS, PAIR_FAULTS, Fault

GOOD = plans.snapshot_of(plans.base(), Audience(kind=Kind.NATION, id="ARV"), {}, plans.AT).body


def codes(found: tuple[object, ...]) -> set[str]:
    """The codes of findings."""
    return {str(one)[:3] for one in found}


def test_good_feed_breaks_no_rule() -> None:
    """Nothing is found in it, and nothing as the successor of itself."""
    assert findings(GOOD) == findings_between(GOOD, GOOD) == ()


@pytest.mark.parametrize(
    ("code", "fault"), FEED_FAULTS, ids=[f"{n}-{c}" for n, (c, _) in enumerate(FEED_FAULTS)]
)
def test_fault_is_found(code: str, fault: Fault) -> None:
    """A planted fault brings up its rule."""
    assert code in codes(findings(fault(GOOD)))


@pytest.mark.parametrize(
    ("code", "before", "after"), PAIR_FAULTS, ids=[f"{n}-{c}" for n, (c, _, _) in enumerate(PAIR_FAULTS)]
)
def test_fault_between_versions_is_found(code: str, before: Fault, after: Fault) -> None:
    """A planted fault of the later version brings up its rule."""
    assert code in codes(findings_between(before(GOOD), after(GOOD)))


def test_every_rule_has_a_planted_fault() -> None:
    """No rule is there that nothing could break; E31 has its own test."""
    planted = {code for code, *_ in FEED_FAULTS} | {code for code, *_ in PAIR_FAULTS}
    assert planted | {"E31"} == set(RULES)


def test_dates_of_the_schedule_are_compared() -> None:
    """The only way to see that a last day was left out."""
    expected = {
        f"ex-{held.id}@cell.example": (held.execution.start, held.execution.end)
        for held in Audience(kind=Kind.NATION, id="ARV").selection.held(plans.base())
    }
    assert disagreements(GOOD, expected) == ()
    start, end = expected["ex-air-ring-27@cell.example"]
    wrong = expected | {"ex-air-ring-27@cell.example": (start, end + timedelta(1))}
    assert codes(disagreements(GOOD, wrong)) == {"E31"}
    assert codes(disagreements(GOOD, expected | {"ex-other@cell.example": (start, end)})) == {"E31"}


def test_publication_stops_at_a_bad_successor() -> None:
    """Errors between two versions stop the publication of every feed; the sentence says which and why."""
    good = plans.snapshot_of(plans.base(), Audience(), {}, plans.AT)
    order = Order(Audience(), plans.base(), body=good.body)
    with pytest.raises(Unpublishable, match=r"the calendar \*/whole breaks \d+ rules for feeds: V0"):
        publication([order], plans.AT + timedelta(1), plans.press())


def test_findings_say_whether_they_stop_publication() -> None:
    """A missing character of a title stops nothing, a missing UID does."""
    level = {
        code: next(f for f in findings(fault(GOOD)) if f.code == code).level for code, fault in FEED_FAULTS
    }
    assert (level["B13"], level["E28"], level["E01"]) == (Level.WARNING, Level.WARNING, Level.ERROR)
