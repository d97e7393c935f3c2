"""Making tokens of the API, for the service and for the command that makes the first one."""

from sqlalchemy import Connection

from exsched.access.viewer import WHOLE
from exsched.service import clock
from exsched.service.caller import LOCAL, Caller
from exsched.service.models.tokens import NewToken
from exsched.service.problems import conflict, invalid
from exsched.service.record import record
from exsched.service.storage import programmes, records, tokens

OPERATOR = Caller(WHOLE, LOCAL, "the operator of this machine")
"""Who can write to the database itself."""


def issue(connection: Connection, caller: Caller, wanted: NewToken) -> tuple[records.Token, str]:
    """A new token and its secret; what remains is `entered`.

    Raises:
        ApiProblem: 409 or 422, such a token makes no sense.
    """
    if (wanted.role == "planner") != (wanted.nation is not None):
        raise invalid("invalid_token", "A planner's token needs a nation, and no other token has one.")
    if wanted.expires is not None and wanted.expires <= clock.now():
        raise invalid("invalid_token", "The token would have expired already.", "choose a later `expires`")
    if wanted.programme is not None and programmes.get(connection, wanted.programme) is None:
        raise invalid("unknown_programme", "There is no programme with this id.")
    if not tokens.any_api(connection) and (wanted.role != "authority" or wanted.programme or wanted.expires):
        raise conflict(
            "first_token",
            "The first token must be the authority's, for all programmes and without end: once there is one,"
            " everybody needs one.",
            "make one with role authority first",
        )
    new = records.NewToken(kind="api", made_by=caller.token, **wanted.model_dump())
    return tokens.create(connection, new)


def entered(connection: Connection, caller: Caller, token: records.Token) -> None:
    """Enter in the audit log that the token was made; last in the transaction."""
    record(
        connection,
        caller,
        "token.make",
        token.id,
        role=token.role,
        nation=token.nation,
        programme=token.programme,
    )
