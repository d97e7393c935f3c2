"""What a caller may reach: what is hidden from it and what does not exist end in the same 404."""

from sqlalchemy import Connection

from exsched.access.viewer import Role
from exsched.service import rendering, views
from exsched.service.caller import Caller, wrong_role
from exsched.service.context import Service
from exsched.service.problems import conflict, not_found
from exsched.service.storage import jobs, programmes, releases, schedules, submissions
from exsched.service.storage.records import Job, Programme, Release, Revision, Schedule, Submission
from exsched.service.views import Base

DRAFT, WITHDRAWN = "draft", "withdrawn"


def programme(service: Service, connection: Connection, caller: Caller, id_: str) -> Programme:
    """A programme; a planner reaches those that name its nation.

    Raises:
        ApiProblem: 404.
    """
    caller.enter(id_)
    found = programmes.get(connection, id_)
    if found is None or not visible(service, connection, caller, found):
        raise not_found()
    return found


def visible(service: Service, connection: Connection, caller: Caller, found: Programme) -> bool:
    """Whether the caller may know of a programme."""
    if caller.viewer.sees_everything:
        return True
    return caller.is_planner and caller.nation in nations(service, connection, found)


def nations(service: Service, connection: Connection, found: Programme) -> tuple[str, ...]:
    """The nations of a programme, sorted; none before there is a usable revision."""
    base = views.base(connection, found.id)
    if base is None:
        return ()
    problem = rendering.whole(service, connection, found.id, base.revision)
    return tuple(sorted(problem.programme.nations))


def usable(connection: Connection, id_: str) -> Revision:
    """The newest revision of a programme that can be solved.

    Raises:
        ApiProblem: 409.
    """
    found = rendering.usable(connection, id_)
    if found is None:
        raise conflict(
            "no_bundle",
            "This programme has no constraint files yet, or none that can be used.",
            "the scheduling authority puts a bundle first; GET …/check says what is wrong with it",
        )
    return found


def base(connection: Connection, caller: Caller, id_: str) -> Base:
    """On what the caller's view of a programme rests.

    Raises:
        ApiProblem: 409.
    """
    if caller.viewer.sees_everything:
        return Base(usable(connection, id_).number)
    return base_of_nations(connection, id_)


def base_of_nations(connection: Connection, id_: str) -> Base:
    """On what the view of every nation rests.

    Raises:
        ApiProblem: 409.
    """
    usable(connection, id_)
    found = views.base(connection, id_)
    assert found is not None, "the first bundle is always in order"
    return found


def own_view(caller: Caller) -> str:
    """Whose view jobs and schedules of this caller are about: '' for the whole, else its nation."""
    return "" if caller.viewer.sees_everything else caller.nation


def job(service: Service, connection: Connection, caller: Caller, id_: str) -> Job:
    """A solve: all for authority and auditor, its own nation's for a planner.

    Raises:
        ApiProblem: 404.
    """
    found = _job(service, connection, caller, id_)
    if found.question is not None:
        raise not_found()
    return found


def question(service: Service, connection: Connection, caller: Caller, id_: str) -> Job:
    """A question: all for authority and auditor, its own nation's for a planner.

    Raises:
        ApiProblem: 404.
    """
    found = _job(service, connection, caller, id_)
    if found.question is None:
        raise not_found()
    return found


def _job(service: Service, connection: Connection, caller: Caller, id_: str) -> Job:
    found = jobs.get(connection, id_)
    if found is None or not _own(caller, found.viewer):
        raise not_found()
    programme(service, connection, caller, found.programme)
    return found


def schedule(service: Service, connection: Connection, caller: Caller, id_: str) -> Schedule:
    """A schedule: all for authority and auditor, those of its own view for a planner.

    Raises:
        ApiProblem: 404.
    """
    found = schedules.get(connection, id_)
    if found is None or not _own(caller, found.viewer):
        raise not_found()
    programme(service, connection, caller, found.programme)
    return found


def submission(service: Service, connection: Connection, caller: Caller, id_: str) -> Submission:
    """A submission: all for authority and auditor, its own nation's for a planner.

    Raises:
        ApiProblem: 404.
    """
    found = submissions.get(connection, id_)
    if found is None or not _own(caller, found.owner):
        raise not_found()
    programme(service, connection, caller, found.programme)
    return found


def release(service: Service, connection: Connection, caller: Caller, id_: str) -> Release:
    """A release: drafts and withdrawn drafts are hidden from planners, and so are other programmes'.

    Raises:
        ApiProblem: 404.
    """
    found = releases.get(connection, id_)
    if found is None or not shown(caller, found):
        raise not_found()
    programme(service, connection, caller, found.programme)
    return found


def shown(caller: Caller, found: Release) -> bool:
    """Whether the state of a release lets this caller know of it."""
    return caller.viewer.sees_everything or (found.state not in {DRAFT, WITHDRAWN})


def for_nation(caller: Caller, nation: str) -> None:
    """Make sure that the caller speaks for this nation: its planner, or the authority.

    Raises:
        ApiProblem: 404 for another nation's planner, 403 for the auditor.
    """
    if caller.is_authority:
        return
    if not caller.is_planner:
        raise wrong_role(caller, Role.AUTHORITY, Role.PLANNER)
    if caller.nation != nation:
        raise not_found()


def _own(caller: Caller, viewer: str) -> bool:
    return caller.viewer.sees_everything or (caller.is_planner and viewer == caller.nation != "")
