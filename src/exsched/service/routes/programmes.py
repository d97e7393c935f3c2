"""Programmes: made by the authority, seen by the nations that are in them."""

from typing import Annotated

from fastapi import Depends, Path, Request, Response
from sqlalchemy import Connection

from exsched.service import reach, rendering
from exsched.service.answering import created
from exsched.service.caller import AuthorityDep, Caller, CallerDep
from exsched.service.context import Service, service_of
from exsched.service.idempotent import OnceDep
from exsched.service.models.programmes import NewProgramme, ProgrammeSeen
from exsched.service.paging import Page, PagingDep
from exsched.service.problems import conflict, forbidden
from exsched.service.record import record
from exsched.service.routing import api_router
from exsched.service.storage import programmes
from exsched.service.storage.errors import Exists
from exsched.service.storage.records import Programme

ROUTER = api_router("programmes")


async def _service(request: Request) -> Service:
    return service_of(request)


ServiceDep = Annotated[Service, Depends(_service)]
ProgrammePath = Annotated[
    str, Path(max_length=64, description="id of the programme", examples=["first-steps"])
]
_CHUNK = 100


@ROUTER.get("/programmes")
def list_programmes(service: ServiceDep, caller: CallerDep, paging: PagingDep) -> Page[ProgrammeSeen]:
    """The programmes that the caller may see, newest first."""
    found: list[Programme] = []
    with service.database.reading() as connection:
        after = paging.after
        while len(found) < paging.look and (chunk := programmes.page(connection, after, _CHUNK)):
            found += [one for one in chunk if _visible(service, connection, caller, one)]
            after = (chunk[-1].created, chunk[-1].id)
        found = found[: paging.look]
        shown = [_seen(service, connection, caller, one) for one in found]
    return paging.page(shown, [(one.created, one.id) for one in found])


@ROUTER.post("/programmes", status_code=201, response_model=ProgrammeSeen)
def make_programme(service: ServiceDep, caller: AuthorityDep, new: NewProgramme, once: OnceDep) -> Response:
    """Make a programme, to which constraint files are then submitted."""
    if caller.programme is not None and caller.programme != new.id:
        raise forbidden("Your token is for another programme.")
    with service.database.writing() as connection:
        if (given := once.before(connection)) is not None:
            return given
        try:
            made = programmes.add(connection, new.id, new.title)
        except Exists:
            raise conflict("exists", "There is a programme with this id.", "choose another id") from None
        record(connection, caller, "programme.make", made.id)
        seen = ProgrammeSeen(id=made.id, title=made.title, created=made.created, revision=0)
        return once.keep(connection, created(seen, f"/programmes/{made.id}"))


@ROUTER.get("/programmes/{programme}")
def get_programme(service: ServiceDep, caller: CallerDep, programme: ProgrammePath) -> ProgrammeSeen:
    """One programme."""
    with service.database.reading() as connection:
        found = reach.programme(service, connection, caller, programme)
        return _seen(service, connection, caller, found)


def _visible(service: Service, connection: Connection, caller: Caller, found: Programme) -> bool:
    if caller.programme is not None and caller.programme != found.id:
        return False
    return reach.visible(service, connection, caller, found)


def _seen(service: Service, connection: Connection, caller: Caller, found: Programme) -> ProgrammeSeen:
    nations = reach.nations(service, connection, found)
    seen = ProgrammeSeen(id=found.id, title=found.title, created=found.created, nations=nations)
    if not caller.viewer.sees_everything:
        return seen
    usable = rendering.usable(connection, found.id)
    more = {
        "revision": found.revision,
        "usable": usable.number if usable else None,
        "counts": usable.counts if usable else None,
    }
    return seen.model_copy(update=more)
