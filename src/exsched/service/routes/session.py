"""Sessions of the page: a token becomes a cookie that only this service gets."""

from datetime import timedelta

from fastapi import Request, Response

from exsched.service import clock
from exsched.service.caller import LOCAL, Caller, CallerDep
from exsched.service.context import Service, service_of
from exsched.service.identify import checked, cookie_name
from exsched.service.models.problem import RESPONSES
from exsched.service.models.tokens import Login, Who
from exsched.service.record import record
from exsched.service.routing import api_router, open_router
from exsched.service.storage import sessions

KNOWN = api_router("session")
ROUTER = open_router("session")


@KNOWN.get("/session")
def who(caller: CallerDep) -> Who:
    """Whom the service takes you for."""
    return _who(caller)


@ROUTER.post("/api/v1/session", responses=RESPONSES)
def begin(request: Request, response: Response, login: Login) -> Who:
    """Begin a browser session: the answer sets a cookie."""
    service = service_of(request)
    caller = checked(service, request, login.token)
    settings = service.settings
    ends = clock.now() + timedelta(hours=settings.session_hours)
    with service.database.writing() as connection:
        sessions.purge(connection)
        secret = sessions.create(connection, caller.token, ends)
        record(connection, caller, "session.begin", caller.token)
    _set(response, service, secret, settings.session_hours * 3600)
    return _who(caller)


@ROUTER.delete("/api/v1/session", status_code=204, responses=RESPONSES)
def end(request: Request, response: Response) -> None:
    """End the browser session; without one nothing happens."""
    service = service_of(request)
    secret = request.cookies.get(cookie_name(service))
    if secret:
        with service.database.writing() as connection:
            sessions.end(connection, secret)
    _set(response, service, "", 0)


def _set(response: Response, service: Service, secret: str, seconds: int) -> None:
    response.set_cookie(
        cookie_name(service),
        secret,
        max_age=seconds,
        path="/",
        secure=service.settings.https,
        httponly=True,
        samesite="strict",
    )


def _who(caller: Caller) -> Who:
    return Who(
        role=str(caller.role),
        nation=caller.viewer.nation,
        programme=caller.programme,
        label=caller.label,
        account=caller.token != LOCAL,
    )


ROUTER.include_router(KNOWN)
