"""What a release does to the feeds: for every audience its calendar, made from that audience's projection.

Feeds are made outside of the transaction that puts the release in force; storage compares what was read with
what is so then, and refuses when anything came in between.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from exsched.access.viewer import Viewer
from exsched.checking.judge import judge
from exsched.domain.schedule import Schedule
from exsched.exporting.ical import Links, Press, Publisher
from exsched.intake.normal_form import write_problem
from exsched.releasing.audience import Audience
from exsched.releasing.publication import Order, publication
from exsched.releasing.snapshot import Snapshot, Unpublishable
from exsched.releasing.stamps import Stamp
from exsched.rulekit.verdict import Answer
from exsched.service import clock, rendering
from exsched.service.context import Service
from exsched.service.problems import conflict
from exsched.service.storage import feeds, records, releases, schedules, tokens
from exsched.service.storage.records import NewRendering, Release


@dataclass(frozen=True)
class Shown:
    """Which releases feeds show: the one in force, and the newest proposal, if there are any."""

    in_force: Release | None
    proposed: Release | None


def shown_after(connection: Connection, programme: str, change: Release, state: str) -> Shown:
    """What feeds show once this release has that state."""
    in_force = releases.in_force(connection, programme)
    proposed = releases.proposed(connection, programme)
    if state == "released":
        return Shown(change, None if proposed is None or proposed.id == change.id else proposed)
    if state == "proposed":
        return Shown(in_force, change)
    gone = proposed is not None and proposed.id == change.id
    return Shown(in_force, _older(connection, change) if gone else proposed)


def _older(connection: Connection, change: Release) -> Release | None:
    """The newest proposal besides this one."""
    open_ = releases.page(connection, change.programme, ("proposed",))
    rest = [one for one in open_ if one.id != change.id]
    return max(rest, key=lambda one: one.number or 0, default=None)


def renderings(
    service: Service, connection: Connection, programme: str, shown: Shown, *, proposals_only: bool = False
) -> tuple[NewRendering, ...]:
    """The feeds of all audiences; `proposals_only` where what is in force stays as it is.

    Raises:
        ApiProblem: a feed would break a rule for feeds, so nothing may be published.
    """
    wanted = [
        one
        for one in _audiences(service, connection, programme, shown)
        if one.proposals or not proposals_only
    ]
    return _rendered(service, connection, programme, shown, wanted)


def rendering_of(
    service: Service, connection: Connection, programme: str, audience: Audience
) -> NewRendering | None:
    """The feed of one audience that is new; None before there is anything to show."""
    shown = Shown(releases.in_force(connection, programme), releases.proposed(connection, programme))
    if shown.in_force is None and (shown.proposed is None or not audience.proposals):
        return None
    return _rendered(service, connection, programme, shown, [audience])[0]


def _audiences(service: Service, connection: Connection, programme: str, shown: Shown) -> Iterator[Audience]:
    """Everybody's whole view, and every audience that has a subscriber or had one."""
    release = shown.in_force or shown.proposed
    nations: Iterable[str] = ()
    if release is not None:
        nations = sorted(_answer(service, connection, release).problem.programme.nations)
    known = {*tokens.audiences(connection, programme), *feeds.audiences(connection, programme)}
    known |= {Audience(nation).key for nation in ("", *nations)}
    yield from (Audience.of(key) for key in sorted(known))


def _rendered(
    service: Service, connection: Connection, programme: str, shown: Shown, audiences: Iterable[Audience]
) -> tuple[NewRendering, ...]:
    press = Press(Publisher(domain=service.installation.domain), _links(service, programme))
    orders = [
        order
        for audience in audiences
        if (order := _order(service, connection, programme, shown, audience)) is not None
    ]
    try:
        made = publication(orders, clock.now(), press)
    except Unpublishable as broken:
        raise conflict(
            "unpublishable",
            f"Nothing was published: {broken}.",
            "correct the texts that the calendar cannot carry, and try again",
        ) from None
    return tuple(_new(key, snapshot) for key, snapshot in made.items())


def _order(
    service: Service, connection: Connection, programme: str, shown: Shown, audience: Audience
) -> Order | None:
    """What an audience gets; None when it never got anything and there is nothing for it."""
    tentative = audience.proposals and shown.proposed is not None
    release = shown.proposed if tentative else shown.in_force
    stamps = {
        uid: Stamp(**{name: getattr(stamp, name) for name in _FIELDS})
        for uid, stamp in feeds.stamps(connection, programme, audience.key).items()
    }
    if release is None and not stamps:
        return None
    before = feeds.rendering(connection, programme, audience.key)
    answer = _seen(service, connection, release or _last(connection, programme), audience)
    shown_answer = answer if release is not None else _emptied(answer)
    return Order(audience, shown_answer, tentative, stamps, before.body if before else b"")


_FIELDS = ("uid", "sha256", "sequence", "created", "modified", "status", "cancelled", "entry")


def _last(connection: Connection, programme: str) -> Release:
    """The release made last: its problem names what the empty feeds are about."""
    return releases.page(connection, programme, limit=1)[0]


def _seen(service: Service, connection: Connection, release: Release, audience: Audience) -> Answer:
    whole = _answer(service, connection, release)
    if not audience.viewer_nation:
        return whole
    viewer = rendering.viewer_of(service, audience.viewer_nation)
    return answer_of(service, connection, release, viewer)


def _answer(service: Service, connection: Connection, release: Release) -> Answer:
    return rendering.answer(service, connection, schedule_of(connection, release))


def answer_of(service: Service, connection: Connection, release: Release, viewer: Viewer) -> Answer:
    """The schedule of a release as a viewer sees it."""
    return rendering.answer_for(service, connection, schedule_of(connection, release), viewer)


def schedule_of(connection: Connection, release: Release) -> records.Schedule:
    """The stored schedule of a release."""
    stored = schedules.get(connection, release.schedule)
    assert stored is not None
    return stored


def _emptied(answer: Answer) -> Answer:
    nothing = Schedule(programme=answer.schedule.programme)
    return Answer(answer.problem, nothing, judge(answer.problem, nothing))


def _links(service: Service, programme: str) -> Links:
    page = f"{service.settings.url}/programmes/{programme}"
    return Links(programme=page)


def _new(key: str, made: Snapshot) -> NewRendering:
    stamps = tuple(
        records.Stamp(**{name: getattr(stamp, name) for name in _FIELDS}) for stamp in made.stamps.values()
    )
    return NewRendering(
        audience=key,
        etag=made.etag,
        modified=made.modified,
        events=made.events,
        body=made.body,
        stamps=stamps,
    )


def copy_of(answer: Answer) -> bytes:
    """The immutable copy: problem, schedule and certificate as one JSON document."""
    document = {
        "problem": json.loads(write_problem(answer.problem)),
        "schedule": answer.schedule.model_dump(mode="json"),
        "certificate": answer.verdict.certificate(),
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
