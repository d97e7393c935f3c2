"""Who asks: found once per request, before its body is read, from a token, a session, or being alone here.

Without any API token in the database, requests from this machine to a service that only this machine can
reach are the scheduling authority's own. As soon as one token exists, everybody needs one.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from exsched.access.viewer import Role, Viewer
from exsched.service.problems import ApiProblem, forbidden, not_found

LOCAL = "local"


@dataclass(frozen=True)
class Caller:
    """Who asks, and in which role.

    Args:
        token: the id of the token; `local` without accounts.
        label: the token's label at this time, for records.
        programme: the only programme that the token is good for; None = all.
    """

    viewer: Viewer
    token: str
    label: str
    programme: str | None = None

    @property
    def role(self) -> Role:
        """The role."""
        return self.viewer.role

    @property
    def nation(self) -> str:
        """The nation spoken for; empty for the authority and the auditor."""
        return self.viewer.nation or ""

    @property
    def is_authority(self) -> bool:
        """Whether the scheduling authority asks."""
        return self.role is Role.AUTHORITY

    @property
    def is_planner(self) -> bool:
        """Whether a nation's planner asks."""
        return self.role is Role.PLANNER

    def enter(self, programme: str) -> None:
        """Make sure that the token is good for this programme.

        Raises:
            ApiProblem: 404.
        """
        if self.programme is not None and self.programme != programme:
            raise not_found()


_BEARER = HTTPBearer(auto_error=False, description="A token from the scheduling authority (`exs_…`).")


async def current(  # async like those below: what waits for nothing needs no thread
    request: Request, _header: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)] = None
) -> Caller:
    """The caller that the route found before it read the body."""
    found = request.state.caller
    assert isinstance(found, Caller)
    return found


CallerDep = Annotated[Caller, Depends(current)]
Allowed = Callable[[Caller], Coroutine[Any, Any, Caller]]


_NAMES = {Role.AUTHORITY: "the authority", Role.PLANNER: "a planner", Role.AUDITOR: "an auditor"}


def wrong_role(caller: Caller, *roles: Role) -> ApiProblem:
    """Only these roles may do this, and the caller has another one."""
    names = " and ".join(_NAMES[role] for role in roles)
    if caller.token == LOCAL:
        hint = "use a token of the nation: `exsched tokens create --role planner --nation NATION LABEL`"
        return forbidden(f"Only {names} may do this; without tokens you are the authority.", hint)
    return forbidden(f"Only {names} may do this; your token is that of {_NAMES[caller.role]}.")


def allow(*roles: Role) -> Allowed:
    """A dependency that lets only these roles through."""

    async def allowed(caller: CallerDep) -> Caller:
        if caller.role not in roles:
            raise wrong_role(caller, *roles)
        return caller

    return allowed


def of_all(*roles: Role) -> Allowed:
    """A dependency for what is about all programmes: a token of one programme does not open it."""
    fits = allow(*roles)

    async def allowed(caller: CallerDep) -> Caller:
        if caller.programme is not None:
            raise forbidden("Your token is for one programme; this is about all of them.")
        return await fits(caller)

    return allowed


AuthorityDep = Annotated[Caller, Depends(allow(Role.AUTHORITY))]
AuthorityOrAuditorDep = Annotated[Caller, Depends(allow(Role.AUTHORITY, Role.AUDITOR))]
WriterDep = Annotated[Caller, Depends(allow(Role.AUTHORITY, Role.PLANNER))]
AuthorityOfAllDep = Annotated[Caller, Depends(of_all(Role.AUTHORITY))]
AuthorityOrAuditorOfAllDep = Annotated[Caller, Depends(of_all(Role.AUTHORITY, Role.AUDITOR))]
