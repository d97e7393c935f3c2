"""A publication: the feeds of all audiences at one instant, all of them good or none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from exsched.exporting.ical import Press
from exsched.releasing.audience import Audience
from exsched.releasing.feed_check import Level, findings_between
from exsched.releasing.snapshot import Snapshot, Unpublishable, snapshot
from exsched.releasing.stamps import Stamp
from exsched.rulekit.verdict import Answer


@dataclass(frozen=True)
class Order:
    """What an audience shall get: the answer as its viewer sees it, and what it got last.

    `stamps` and `body` are those of its last publication, empty when there was none. `tentative` is for a
    proposal.
    """

    audience: Audience
    answer: Answer
    tentative: bool = False
    stamps: Mapping[str, Stamp] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)


def publication(orders: Iterable[Order], instant: datetime, press: Press) -> dict[str, Snapshot]:
    """The feeds by key of their audience, each checked alone and as the successor of what was served.

    Raises:
        Unpublishable: for the first feed that breaks a rule; then none may be published.
    """
    return {order.audience.key: _checked(order, instant, press) for order in orders}


def _checked(order: Order, instant: datetime, press: Press) -> Snapshot:
    made = snapshot(order.answer, order.audience, order.stamps, instant, press, order.tentative)
    told = findings_between(order.body, made.body) if order.body else ()
    if errors := tuple(found for found in told if found.level is Level.ERROR):
        raise Unpublishable(order.audience, errors)
    return made
