"""Finds the caller of a request; every way to fail gives the same answer."""

import logging

from fastapi import Request

from exsched.access.viewer import Role, Viewer
from exsched.service import clock, oidc
from exsched.service.caller import LOCAL, Caller
from exsched.service.context import Service
from exsched.service.peers import from_this_machine, peer
from exsched.service.problems import ApiProblem, too_many, unauthenticated
from exsched.service.storage import sessions, tokens
from exsched.service.storage.records import Token

LOG = logging.getLogger("exsched.service")
COOKIE = "exsched_session"
LONGEST = 8192  # letters of a credential


def identify(service: Service, request: Request) -> Caller:
    """The caller.

    Raises:
        ApiProblem: 401 without a valid credential, 429 after too many wrong ones from one address.
        Unavailable: the database does not answer.
    """
    header = request.headers.get("authorization")
    session = request.cookies.get(cookie_name(service))
    try:
        if header is not None:
            return _by_header(service, header)
        if session is not None:
            return _by_session(service, session)
        return _alone(service, request)
    except ApiProblem as refusal:
        if header or session:
            raise _counted(service, request, refusal) from None
        raise


def checked(service: Service, request: Request, secret: str) -> Caller:
    """The caller with this API token.

    Raises:
        ApiProblem: 401, or 429 after too many wrong ones from one address.
    """
    try:
        return _by_secret(service, secret)
    except ApiProblem as refusal:
        raise _counted(service, request, refusal) from None


def _counted(service: Service, request: Request, refusal: ApiProblem) -> ApiProblem:
    wait = service.limits.refused.take(peer(request.scope, service.settings.trusted_proxies))
    LOG.warning("credential refused")
    return too_many("There were too many wrong tokens from your address.", wait) if wait else refusal


def cookie_name(service: Service) -> str:
    """The session cookie; on https with the prefix that binds it to this host."""
    return f"__Host-{COOKIE}" if service.settings.https else COOKIE


def _by_header(service: Service, header: str) -> Caller:
    scheme, _, secret = header.strip().partition(" ")
    secret = secret.strip()
    if scheme.lower() != "bearer" or not secret or len(secret) > LONGEST:
        raise unauthenticated()
    if "." in secret:
        return oidc.caller(service, secret)
    return _by_secret(service, secret)


def _by_secret(service: Service, secret: str) -> Caller:
    with service.database.reading() as connection:
        found = tokens.find(connection, secret[:LONGEST])
    if found is None or found.kind != "api" or not found.usable(clock.now()):
        raise unauthenticated()
    service.uses.count(found.id)
    return _caller(service, found)


def _by_session(service: Service, secret: str) -> Caller:
    with service.database.reading() as connection:
        token = sessions.find(connection, secret[:LONGEST])
    if token is None or not token.usable(clock.now()):
        raise unauthenticated()
    return _caller(service, token)


def _alone(service: Service, request: Request) -> Caller:
    if not (service.settings.loopback and from_this_machine(request.scope)) or service.settings.oidc_issuer:
        raise unauthenticated()
    with service.database.reading() as connection:
        if tokens.any_api(connection):
            raise unauthenticated()
    viewer = Viewer(Role.AUTHORITY, None, service.installation.secret)
    return Caller(viewer, LOCAL, "this machine, no account")


def _caller(service: Service, token: Token) -> Caller:
    viewer = Viewer(Role(token.role), token.nation, service.installation.secret)
    return Caller(viewer, token.id, token.label, token.programme)
