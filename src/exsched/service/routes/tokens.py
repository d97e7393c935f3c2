"""Tokens of the API: made and revoked by the scheduling authority."""

from fastapi import Request, Response

from exsched.access.viewer import Role
from exsched.service import issuing
from exsched.service.caller import AuthorityOfAllDep, AuthorityOrAuditorOfAllDep, CallerDep
from exsched.service.context import service_of
from exsched.service.idempotent import OnceDep
from exsched.service.models.tokens import MadeToken, NewToken, Token, shown
from exsched.service.paging import Page, PagingDep
from exsched.service.problems import forbidden, not_found
from exsched.service.record import record
from exsched.service.routing import api_router
from exsched.service.storage import records, tokens

ROUTER = api_router("tokens")


@ROUTER.get("/tokens")
def list_tokens(request: Request, _caller: AuthorityOrAuditorOfAllDep, paging: PagingDep) -> Page[Token]:
    """All tokens, newest first, without their secrets."""
    with service_of(request).database.reading() as connection:
        found = tokens.page(connection, "api", after=paging.after, limit=paging.look)
    return paging.page([shown(token) for token in found], [(token.created, token.id) for token in found])


@ROUTER.post("/tokens", status_code=201, response_model=MadeToken)
def make_token(request: Request, caller: AuthorityOfAllDep, once: OnceDep, wanted: NewToken) -> Response:
    """Make a token; its secret is in this answer only."""
    with service_of(request).database.writing() as connection:
        if (given := once.before(connection)) is not None:
            return given
        token, secret = issuing.issue(connection, caller, wanted)
        once.keep(connection, _made(token, None))
        issuing.entered(connection, caller, token)
    return _made(token, secret)


@ROUTER.delete("/tokens/{token_id}", status_code=204)
def revoke_token(request: Request, caller: CallerDep, token_id: str) -> None:
    """Revoke a token, at once and for good; everybody may revoke their own."""
    of_all = caller.role is Role.AUTHORITY and caller.programme is None
    if not of_all and token_id != caller.token:
        raise forbidden("Only the authority may revoke other tokens than its own.")
    with service_of(request).database.writing() as connection:
        found = tokens.get(connection, token_id)
        if found is None or found.kind != "api":
            raise not_found()
        if found.revoked is None:
            tokens.revoke(connection, token_id)
            record(connection, caller, "token.revoke", token_id)


def _made(token: records.Token, secret: str | None) -> Response:
    body = MadeToken(token=shown(token), secret=secret).model_dump_json()
    location = f"/api/v1/tokens/{token.id}"
    return Response(body, 201, headers={"Location": location}, media_type="application/json")
