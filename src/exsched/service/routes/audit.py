"""The audit log: read it, and check that nobody changed it."""

from dataclasses import asdict
from typing import Annotated

from fastapi import Query, Request

from exsched.service.caller import AuthorityOrAuditorOfAllDep
from exsched.service.context import service_of
from exsched.service.models.audit import Checked, Entries, Entry, Fault
from exsched.service.routing import api_router
from exsched.service.storage import audit

ROUTER = api_router("audit")


@ROUTER.get("/audit")
def read_audit(
    request: Request,
    _caller: AuthorityOrAuditorOfAllDep,
    after: Annotated[int, Query(ge=0, le=2**53, description="The number of the last entry seen.")] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Entries:
    """Entries in the order in which they were made."""
    with service_of(request).database.reading() as connection:
        found = audit.page(connection, after, limit)
    more = found[-1].number if len(found) == limit else None
    return Entries(items=tuple(Entry(**asdict(entry)) for entry in found), next=more)


@ROUTER.get("/audit/check")
def check_audit(request: Request, _caller: AuthorityOrAuditorOfAllDep) -> Checked:
    """Whether the chain is whole, entry by entry."""
    with service_of(request).database.reading() as connection:
        found = audit.verify(connection)
    faults = tuple(Fault(number=fault.number, sentence=fault.sentence) for fault in found.faults)
    return Checked(intact=not faults, entries=found.entries, sha256=found.sha256, faults=faults)
