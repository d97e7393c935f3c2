"""The life of a release: drafted, proposed, answered, published, withdrawn; each step in one transaction.

What takes long (projections, feeds) is done before the transaction begins. Storage compares what was read
with what is so then; when anything came in between, all of it is done again.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from exsched.releasing import silence
from exsched.rulekit.verdict import Answer
from exsched.service import clock, publishing, reach, rendering
from exsched.service.caller import Caller
from exsched.service.context import Service
from exsched.service.models.releases import Break, NewRelease, Propose, Publish
from exsched.service.narrowing import narrowed, sentence
from exsched.service.problems import ApiProblem, conflict, invalid
from exsched.service.record import record
from exsched.service.standing import Standing, standing
from exsched.service.storage import records, releases
from exsched.service.storage.errors import Stale
from exsched.service.storage.records import Concurrence, Proposal, Publication, Release

_TRIES = 4
_LONGEST = timedelta(days=365)

_FROM = {
    "proposed": ("draft",),
    "answered": ("proposed",),
    "released": ("draft", "proposed"),
    "withdrawn": ("draft", "proposed"),
}
"""The states from which each step leads."""
_ALREADY = {"proposed": (), "released": ("released", "superseded"), "withdrawn": ("withdrawn",)}
"""The states in which the step has been done before."""

Write = Callable[[Connection], Release]
Make = Callable[[], Write]


def draft(
    service: Service, connection: Connection, caller: Caller, programme: str, wanted: NewRelease
) -> Release:
    """Make a draft of a schedule of the whole programme; refused schedules may be drafted, to be compared.

    Raises:
        ApiProblem: 422, there is no such schedule, or it is a nation's what-if.
    """
    named = (wanted.schedule, *(one.schedule for one in wanted.decision.rejected))
    for id_ in named:
        kept = reach.schedule(service, connection, caller, id_)
        if kept.programme != programme or kept.viewer:
            raise invalid("other_schedule", f"{id_} is no schedule of this whole programme.")
    made = releases.draft(
        connection,
        records.NewRelease(
            programme=programme,
            schedule=wanted.schedule,
            comment=wanted.comment,
            decision=wanted.decision.model_dump(mode="json") | {"chosen": wanted.schedule},
            token=caller.token,
        ),
    )
    record(connection, caller, "release.draft", f"{programme}/{made.id}", schedule=wanted.schedule)
    return made


def propose(service: Service, caller: Caller, id_: str, wanted: Propose) -> Release:
    """Open the silence period of a draft.

    Raises:
        ApiProblem: it is no draft, its schedule is refused, or the period cannot be used.
    """
    until = _until(wanted)

    def read(connection: Connection, found: Release) -> Make:
        answer = _allowed(service, connection, found)
        shown = publishing.shown_after(connection, found.programme, found, "proposed")
        gathered = publishing.gather(service, connection, found.programme, shown, proposals_only=True)

        def make() -> Write:
            feeds = publishing.rendered(service, gathered)
            proposal = Proposal(copy=publishing.copy_of(answer), silence_until=until)

            def write(connection: Connection) -> Release:
                publishing.complete(connection, gathered, proposals_only=True)
                made = releases.propose(connection, id_, proposal, feeds)
                record(connection, caller, "release.propose", _name(made), until=until.isoformat())
                return made

            return write

        return make

    return _change(service, caller, id_, "proposed", read)


def answer(service: Service, caller: Caller, id_: str, said: Break | None) -> Release:
    """Concur, or break silence with a reason, for the caller's nation; a later answer replaces an earlier.

    Raises:
        ApiProblem: the nation is not asked, or silence is over.
    """
    with service.database.reading() as connection:
        found = reach.release(service, connection, caller, id_)
        _demand(found, _FROM["answered"], "answered")
        now = standing(service, connection, found)
    step = silence.Step.BREAK if said else silence.Step.CONCUR
    assert found.silence_until is not None
    who = frozenset(now.asked)
    if why := silence.may_speak(caller.nation, who, step, found.silence_until, clock.now()):
        raise conflict("out_of_turn", f"{why[:1].upper()}{why[1:]}.")
    new = Concurrence(
        release=id_,
        nation=caller.nation,
        act=(silence.Word.BROKEN if said else silence.Word.CONCURRED).value,
        reason=said.reason.value if said else None,
        note=(said.note or None) if said else None,
        token=caller.token,
        at=clock.now(),
    )
    try:
        with service.database.writing() as connection:
            releases.say(connection, new)
            record(connection, caller, f"release.{new.act}", _name(found), reason=new.reason)
    except Stale:
        raise _not_in("answered") from None
    return found


def publish(service: Service, caller: Caller, id_: str, wanted: Publish) -> Release:
    """Put a release in force: feeds of all audiences change in the same transaction. Again changes nothing.

    Raises:
        ApiProblem: silence was broken or still runs and nobody overrides it, the constraint files have
            changed since and nobody confirms it, or a feed would be broken.
    """

    def read(connection: Connection, found: Release) -> Make:
        answer = _allowed(service, connection, found)
        now = standing(service, connection, found)
        overridden = _may(now, caller, wanted.override)
        if outdated(service, connection, found) and not wanted.outdated:
            raise conflict(
                "outdated",
                "The constraint files have changed since the schedule of this release was made.",
                "solve again, or confirm with `outdated: true`",
            )
        previous = releases.in_force(connection, found.programme)
        shown = publishing.shown_after(connection, found.programme, found, "released")
        gathered = publishing.gather(service, connection, found.programme, shown)

        def make() -> Write:
            feeds = publishing.rendered(service, gathered)
            publication = Publication(
                state=found.state,
                previous=previous.id if previous else None,
                acts=now.acts,
                copy=publishing.copy_of(answer) if found.copy_sha256 is None else None,
                override=overridden,
            )

            def write(connection: Connection) -> Release:
                publishing.complete(connection, gathered)
                made = releases.publish(connection, id_, publication, feeds)
                if made.fresh:
                    facts = {"override": bool(overridden), "feeds": len(feeds)}
                    record(connection, caller, "release.publish", _name(made.release), **facts)
                return made.release

            return write

        return make

    return _change(service, caller, id_, "released", read)


def withdraw(service: Service, caller: Caller, id_: str) -> Release:
    """Take a draft or proposal back. Again changes nothing.

    Raises:
        ApiProblem: 409, it was released: calendars have it already.
    """

    def read(connection: Connection, found: Release) -> Make:
        shown = publishing.shown_after(connection, found.programme, found, "withdrawn")
        gathered = publishing.gather(service, connection, found.programme, shown, proposals_only=True)

        def make() -> Write:
            feeds = publishing.rendered(service, gathered) if found.state == "proposed" else ()

            def write(connection: Connection) -> Release:
                publishing.complete(connection, gathered, proposals_only=True)
                made = releases.withdraw(connection, id_, found.state, feeds)
                record(connection, caller, "release.withdraw", _name(made))
                return made

            return write

        return make

    return _change(service, caller, id_, "withdrawn", read)


def _change(
    service: Service, caller: Caller, id_: str, wanted: str, read: Callable[[Connection, Release], Make]
) -> Release:
    """Read in one transaction, make ready in none, write in another; again when anything came in between."""
    for _ in range(_TRIES):
        with service.database.reading() as connection:
            found = reach.release(service, connection, caller, id_)
            if found.state in _ALREADY[wanted]:
                return found
            _demand(found, _FROM[wanted], wanted)
            make = read(connection, found)
        write = make()
        try:
            with service.database.writing() as connection:
                return write(connection)
        except Stale:
            continue
    raise ApiProblem(
        503,
        "busy",
        "Other changes keep coming in; nothing was changed.",
        hint="try again in a minute",
        headers={"Retry-After": "30"},
    )


def _demand(found: Release, states: tuple[str, ...], done: str) -> None:
    if found.state not in states:
        raise _not_in(done, found.state)


def _not_in(done: str, state: str = "no longer proposed") -> ApiProblem:
    hint = None
    if state in {"released", "superseded"} and done == "withdrawn":
        hint = "calendars have it already: publish another release in its place"
    return conflict("wrong_state", f"The release is {state}, so it cannot be {done}.", hint)


def _allowed(service: Service, connection: Connection, found: Release) -> Answer:
    answer = rendering.answer(service, connection, publishing.schedule_of(connection, found))
    if not answer.verdict.allowed:
        raise conflict(
            "schedule_refused",
            "The schedule of this release breaks hard rules, so it cannot be released.",
            "GET …/schedules/{id}/verdict lists them",
        )
    newest = reach.usable(connection, found.programme).number
    if gone := narrowed(answer, rendering.whole(service, connection, found.programme, newest)):
        hint = "solve or keep a schedule of the present constraint files, and release that"
        raise conflict("label_narrowed", f"{sentence(gone)}.", hint)
    return answer


def outdated(service: Service, connection: Connection, found: Release) -> bool:
    """Whether the newest problem is another than the one that the release answers."""
    answer = publishing.whole_answer(service, connection, found)
    return reach.usable(connection, found.programme).input_hash != answer.problem.input_hash


def _may(now: Standing, caller: Caller, override: str | None) -> dict[str, object] | None:
    """Nothing when silence held; who overrides it and why; else the refusal."""
    if now.why_not is None:
        return None
    if override is None:
        raise conflict(
            "silence_not_held",
            f"{now.why_not[:1].upper()}{now.why_not[1:]}.",
            "wait, propose another schedule, or record an `override` with its reason",
        )
    return {"by": caller.token, "label": caller.label, "why": override, "broken": list(now.broken)}


def _until(wanted: Propose) -> datetime:
    now = clock.now()
    if (wanted.silence_days is None) == (wanted.silence_until is None):
        raise invalid("silence_period", "Say how long silence runs: `silence_days` or `silence_until`.")
    until = wanted.silence_until or now + timedelta(days=wanted.silence_days or 0)
    if not now < until <= now + _LONGEST:
        raise invalid("silence_period", "The silence period must end within a year from now.")
    return until


def _name(found: Release) -> str:
    return f"{found.programme}/{found.id}"
