"""What a release does to the feeds: for every audience its calendar, made from that audience's projection.

First everything that is needed is read (`gather`), then feeds are made without any transaction (`rendered`),
then storage takes them together with the change of state, and refuses when anything came in between.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from exsched.access.answers import project_for_feed
from exsched.access.viewer import Viewer
from exsched.checking.judge import judge
from exsched.domain.schedule import Schedule
from exsched.exporting.ical import Press, Publisher
from exsched.intake.normal_form import write_problem
from exsched.releasing.audience import Audience
from exsched.releasing.publication import Order, publication
from exsched.releasing.snapshot import Snapshot, Unpublishable
from exsched.releasing.stamps import Stamp
from exsched.rulekit.verdict import Answer
from exsched.service import clock, rendering
from exsched.service.context import Service
from exsched.service.problems import conflict
from exsched.service.storage import feeds, records, releases, revisions, schedules, tokens
from exsched.service.storage.errors import Stale
from exsched.service.storage.locks import hold_programme
from exsched.service.storage.records import NewRendering, Release

_FIELDS = ("uid", "sha256", "sequence", "created", "modified", "status", "cancelled", "entry")


@dataclass(frozen=True)
class Shown:
    """Which releases feeds show: the one in force, and the newest proposal, if there are any."""

    in_force: Release | None
    proposed: Release | None

    def of(self, audience: Audience) -> Release | None:
        """The release that an audience is shown."""
        return (self.proposed if audience.proposals else None) or self.in_force


@dataclass(frozen=True)
class _Before:
    """What an audience was served last."""

    stamps: Mapping[str, Stamp]
    body: bytes


@dataclass(frozen=True)
class Gathered:
    """All that feeds are made from, read in one transaction.

    Args:
        revision: of the programme's constraint files, against which labels were compared.
        known: the keys of all audiences that were looked at.
        answers: the whole answer of each release that is shown, by its id; under '' one with nothing in it.
        before: what each audience was served, by key.
    """

    programme: str
    revision: int
    shown: Shown
    known: frozenset[str]
    answers: Mapping[str, Answer]
    before: Mapping[str, _Before]


def shown_after(connection: Connection, programme: str, change: Release, state: str) -> Shown:
    """What feeds show once this release has that state."""
    in_force, proposed = releases.in_force(connection, programme), releases.proposed(connection, programme)
    if state == "proposed":
        return Shown(in_force, change)
    if proposed is not None and proposed.id == change.id:
        proposed = _older(connection, change)
    return Shown(change if state == "released" else in_force, proposed)


def _older(connection: Connection, change: Release) -> Release | None:
    """The newest proposal besides this one."""
    open_ = releases.page(connection, change.programme, ("proposed",))
    rest = [one for one in open_ if one.id != change.id]
    return max(rest, key=lambda one: one.number or 0, default=None)


def gather(
    service: Service, connection: Connection, programme: str, shown: Shown, *, proposals_only: bool = False
) -> Gathered:
    """Read what the feeds of all audiences are made from: everybody's whole view, and all that have or had a
    subscriber. `proposals_only` where what is in force stays as it is.
    """
    nations: Iterable[str] = ()
    if shown.in_force is not None:
        nations = whole_answer(service, connection, shown.in_force).problem.programme.nations
    known = {*tokens.audiences(connection, programme), *feeds.audiences(connection, programme)}
    known |= {Audience(nation).key for nation in ("", *nations)}
    wanted = {key for key in known if Audience.of(key).proposals or not proposals_only}
    return _gathered(service, connection, programme, shown, wanted)


def _gathered(
    service: Service, connection: Connection, programme: str, shown: Shown, wanted: Iterable[str]
) -> Gathered:
    keys = sorted(wanted)
    answers = {
        one.id: whole_answer(service, connection, one) for one in (shown.in_force, shown.proposed) if one
    }
    if keys and (last := releases.page(connection, programme, limit=1)):
        answers[""] = _emptied(whole_answer(service, connection, last[0]))
    before = {key: _before(connection, programme, key) for key in keys}
    newest = revisions.current(connection, programme)
    return Gathered(programme, newest.number if newest else 0, shown, frozenset(keys), answers, before)


def _before(connection: Connection, programme: str, key: str) -> _Before:
    kept = feeds.rendering(connection, programme, key)
    stamps = {
        uid: Stamp(**{name: getattr(stamp, name) for name in _FIELDS})
        for uid, stamp in feeds.stamps(connection, programme, key).items()
    }
    return _Before(stamps, kept.body if kept else b"")


def complete(connection: Connection, gathered: Gathered, *, proposals_only: bool = False) -> None:
    """Make sure that nobody subscribed as a new audience, and that no constraint files came in, since.

    Part of the transaction that publishes: a label whose narrowing was acknowledged before it holds in it.

    Raises:
        Stale: somebody did, or they did.
    """
    if hold_programme(connection, gathered.programme) != gathered.revision:
        raise Stale("constraint files came in in between")
    now = {
        key
        for key in tokens.audiences(connection, gathered.programme)
        if Audience.of(key).proposals or not proposals_only
    }
    if not now <= gathered.known:
        raise Stale("a new audience subscribed in between")


def rendered(service: Service, gathered: Gathered) -> tuple[NewRendering, ...]:
    """The feeds, all of them good.

    Raises:
        ApiProblem: a feed would break a rule for feeds, so nothing may be published.
    """
    domain = service.installation.domain
    press = Press(Publisher(domain=domain))
    orders = (_order(service, gathered, Audience.of(key)) for key in sorted(gathered.known))
    try:
        made = publication([order for order in orders if order is not None], clock.now(), press)
    except Unpublishable as broken:
        raise conflict(
            "unpublishable",
            f"Nothing was published: {broken}.",
            "correct the texts that the calendar cannot carry, and try again",
        ) from None
    return tuple(_new(key, snapshot) for key, snapshot in made.items())


def rendering_of(
    service: Service, connection: Connection, programme: str, audience: Audience
) -> NewRendering | None:
    """The feed of one audience that is new; None before there is anything to show."""
    shown = Shown(releases.in_force(connection, programme), releases.proposed(connection, programme))
    if shown.of(audience) is None:
        return None
    return rendered(service, _gathered(service, connection, programme, shown, [audience.key]))[0]


def _order(service: Service, gathered: Gathered, audience: Audience) -> Order | None:
    """What an audience gets; None when it never got anything and there is nothing for it."""
    before = gathered.before[audience.key]
    release = gathered.shown.of(audience)
    if release is None and not before.stamps:
        return None
    answer = gathered.answers[release.id if release else ""]
    if audience.viewer_nation:
        answer = _projected(service, answer, release, audience.viewer_nation)
    tentative = release is not None and release is gathered.shown.proposed and audience.proposals
    return Order(audience, answer, tentative, before.stamps, before.body)


def _projected(service: Service, answer: Answer, release: Release | None, nation: str) -> Answer:
    viewer = rendering.viewer_of(service, nation)
    if release is None:
        return project_for_feed(answer, viewer)
    key = ("feed", release.schedule, nation)
    return rendering.kept(service, key, lambda: project_for_feed(answer, viewer))


def whole_answer(service: Service, connection: Connection, release: Release) -> Answer:
    """The schedule of a release with everything in it."""
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
    """Nothing at all, and no word of what that would break: nobody proposes it."""
    nothing = Schedule(programme=answer.schedule.programme)
    return Answer(answer.problem, nothing, replace(judge(answer.problem, nothing), broken=()))


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
