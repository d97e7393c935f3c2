"""What is wrong with a programme, and how it looks to the caller."""

import json

from sqlalchemy import Connection

from exsched.intake.spelling import spell
from exsched.service import reach, rendering
from exsched.service.caller import CallerDep
from exsched.service.models.found import found
from exsched.service.models.programmes import Checked, Seen
from exsched.service.parsing import Submitted
from exsched.service.problems import conflict
from exsched.service.routes.programmes import ProgrammePath, ServiceDep
from exsched.service.routing import api_router
from exsched.service.storage import revisions, submissions
from exsched.service.submitting import check_own, file_name

ROUTER = api_router("programmes")
WHOLE = "whole"


@ROUTER.get("/programmes/{programme}/check")
def check_programme(service: ServiceDep, caller: CallerDep, programme: ProgrammePath) -> Checked:
    """Everything that is wrong or doubtful, with its place.

    For the authority all files together; for a planner its own file, checked against what it may see.
    """
    with service.database.reading() as connection:
        reach.programme(service, connection, caller, programme)
        if caller.viewer.sees_everything:
            return _whole(connection, programme)
        file = _own_file(connection, programme, caller.nation)
    told = check_own(service, programme, caller.nation, file)
    return Checked(programme=programme, of=caller.nation, accepted=_solvable(told), diagnostics=found(told))


@ROUTER.get("/programmes/{programme}/view")
def view_programme(service: ServiceDep, caller: CallerDep, programme: ProgrammePath) -> Seen:
    """The programme as the caller may see it, as files that `exsched` reads again."""
    with service.database.reading() as connection:
        reach.programme(service, connection, caller, programme)
        base = reach.base(connection, caller, programme)
        problem = rendering.seen(service, connection, programme, base, caller.viewer)
    files = {name: json.loads(content) for name, content in spell(problem).items()}
    return Seen(programme=programme, of=reach.own_view(caller) or WHOLE, files=files)


def _whole(connection: Connection, programme: str) -> Checked:
    revision = revisions.current(connection, programme)
    if revision is None:
        raise conflict("no_bundle", "This programme has no constraint files yet.", "put a bundle first")
    return Checked(
        programme=programme,
        of=WHOLE,
        accepted=bool(revision.input_hash) and _solvable(tuple(revision.diagnostics)),
        revision=revision.number,
        counts=revision.counts or None,
        diagnostics=found(revision.diagnostics),
    )


def _solvable(told: tuple[dict[str, object], ...]) -> bool:
    return all(one["severity"] != "error" for one in told)


def _own_file(connection: Connection, programme: str, nation: str) -> Submitted | None:
    kept = submissions.current(connection, programme, nation)
    if kept is None:
        return None
    content = submissions.content(connection, kept.id)
    assert content is not None
    return Submitted(content, file_name(nation, kept.media_type))
