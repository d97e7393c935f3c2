"""Releases: drafted by the authority, answered by the nations, put in force in one act."""

from typing import Annotated

from fastapi import Depends, Request, Response
from sqlalchemy import Connection

from exsched.access.viewer import Role
from exsched.rulekit.verdict import Answer
from exsched.service import proceeding, publishing, reach, rendering
from exsched.service.answering import created
from exsched.service.caller import AuthorityDep, Caller, CallerDep, allow
from exsched.service.context import Service
from exsched.service.idempotent import OnceDep
from exsched.service.models.releases import (
    Act,
    Break,
    NewRelease,
    Propose,
    Publish,
    ReleaseSeen,
    Silence,
)
from exsched.service.paging import Page, PagingDep
from exsched.service.routes.programmes import ProgrammePath, ServiceDep
from exsched.service.routing import api_router
from exsched.service.standing import Standing, standing
from exsched.service.storage import releases
from exsched.service.storage.records import Release

ROUTER = api_router("releases")
PlannerDep = Annotated[Caller, Depends(allow(Role.PLANNER))]
_SHOWN = ("proposed", "released", "superseded")


@ROUTER.post("/programmes/{programme}/releases", status_code=201, response_model=ReleaseSeen)
def draft_release(
    service: ServiceDep, caller: AuthorityDep, programme: ProgrammePath, wanted: NewRelease, once: OnceDep
) -> Response:
    """Make a draft, which only the authority and the auditor see."""
    with service.database.writing() as connection:
        reach.programme(service, connection, caller, programme)
        if (given := once.before(connection)) is not None:
            return given
        made = proceeding.draft(service, connection, caller, programme, wanted)
        return once.keep(
            connection, created(_seen(service, connection, caller, made), f"/releases/{made.id}")
        )


@ROUTER.get("/programmes/{programme}/releases")
def list_releases(
    service: ServiceDep, caller: CallerDep, programme: ProgrammePath, paging: PagingDep
) -> Page[ReleaseSeen]:
    """Releases, newest first; planners see those that are or were proposed or in force."""
    states = None if caller.viewer.sees_everything else _SHOWN
    with service.database.reading() as connection:
        reach.programme(service, connection, caller, programme)
        found = releases.page(connection, programme, states, paging.after, paging.look)
        shown = [_seen(service, connection, caller, one) for one in found]
    return paging.page(shown, [(one.created, one.id) for one in found])


@ROUTER.get("/releases/{release}")
def get_release(service: ServiceDep, caller: CallerDep, release: str) -> ReleaseSeen:
    """One release, and how its silence procedure stands."""
    with service.database.reading() as connection:
        return _seen(service, connection, caller, reach.release(service, connection, caller, release))


@ROUTER.post("/releases/{release}/propose")
def propose_release(
    service: ServiceDep,
    caller: AuthorityDep,
    release: str,
    wanted: Propose,
    request: Request,
) -> ReleaseSeen:
    """Open the silence period of a draft: it gets its number and its immutable copy."""
    changed = proceeding.propose(service, caller, release, wanted)
    request.app.state.feeds.forget()
    return _after(service, caller, changed)


@ROUTER.post("/releases/{release}/concur")
def concur(service: ServiceDep, caller: PlannerDep, release: str) -> ReleaseSeen:
    """Agree, for the caller's nation."""
    return _after(service, caller, proceeding.answer(service, caller, release, None))


@ROUTER.post("/releases/{release}/break")
def break_silence(service: ServiceDep, caller: PlannerDep, release: str, said: Break) -> ReleaseSeen:
    """Break silence, for the caller's nation."""
    return _after(service, caller, proceeding.answer(service, caller, release, said))


@ROUTER.post("/releases/{release}/publish")
def publish_release(
    service: ServiceDep,
    caller: AuthorityDep,
    release: str,
    wanted: Publish,
    request: Request,
) -> ReleaseSeen:
    """Put it in force: supersedes the one before, and changes every feed at once. Again changes nothing."""
    changed = proceeding.publish(service, caller, release, wanted)
    request.app.state.feeds.forget()
    return _after(service, caller, changed)


@ROUTER.post("/releases/{release}/withdraw")
def withdraw_release(
    service: ServiceDep,
    caller: AuthorityDep,
    release: str,
    request: Request,
) -> ReleaseSeen:
    """Take a draft or a proposal back."""
    changed = proceeding.withdraw(service, caller, release)
    request.app.state.feeds.forget()
    return _after(service, caller, changed)


def _after(service: Service, caller: Caller, changed: Release) -> ReleaseSeen:
    with service.database.reading() as connection:
        return _seen(service, connection, caller, reach.release(service, connection, caller, changed.id))


def _seen(service: Service, connection: Connection, caller: Caller, found: Release) -> ReleaseSeen:
    now = standing(service, connection, found) if found.proposed is not None else None
    seen = ReleaseSeen.model_validate(
        {name: getattr(found, name) for name in _FOR_ALL} | {"silence": _silence(caller, found, now)}
    )
    if not caller.viewer.sees_everything:
        return seen
    answer: Answer = rendering.answer(service, connection, publishing.schedule_of(connection, found))
    more = {
        "schedule": found.schedule,
        "outdated": proceeding.outdated(service, connection, found),
        "decision": found.decision,
        "override": found.override,
        "certificate": answer.verdict.certificate(),
        "copy_sha256": found.copy_sha256,
    }
    return seen.model_copy(update=more)


_FOR_ALL = ("id", "programme", "number", "state", "comment", "created", "proposed", "released")


def _silence(caller: Caller, found: Release, now: Standing | None) -> Silence | None:
    """Who is asked and what was answered; a planner learns of its own nation only."""
    if now is None:
        return None
    everything = caller.viewer.sees_everything
    acts = [one for one in now.acts if everything or one.nation == caller.nation]
    open_ = found.state == "proposed"
    return Silence(
        until=found.silence_until,
        asked=tuple(nation for nation in now.asked if everything or nation == caller.nation),
        answers=tuple(
            Act.model_validate({name: getattr(one, name) for name in Act.model_fields}) for one in acts
        ),
        may_release=now.why_not is None if everything and open_ else None,
        why_not=now.why_not if everything and open_ else None,
    )
