"""Tokens and sessions."""

from typing import Annotated, Literal

from pydantic import Field

from exsched.service.models.base import Id, Instant, Label, Model
from exsched.service.storage import records


class NewToken(Model):
    """A token to make; a planner's needs a nation."""

    label: Annotated[Label, Field(examples=["Norwegian planning cell"])]
    role: Literal["authority", "planner", "auditor"] = "planner"
    nation: Annotated[Id | None, Field(description="Of a planner.", examples=["NOR"])] = None
    programme: Annotated[Id | None, Field(description="The only programme it is good for.")] = None
    expires: Instant | None = None


class Token(Model):
    """A token without its secret."""

    id: str
    label: str
    role: str
    nation: str | None
    programme: str | None
    created: Instant
    expires: Instant | None
    revoked: Instant | None
    last_used: Instant | None
    uses: int


def shown(token: records.Token) -> Token:
    """A stored token as it may be shown."""
    return Token(**{name: getattr(token, name) for name in Token.model_fields})


class MadeToken(Model):
    """A token just made; the secret is shown this once, and not again when the request is repeated."""

    token: Token
    secret: str | None


class Login(Model):
    """A token to begin a browser session with."""

    token: Annotated[str, Field(min_length=1, max_length=8192)]


class Who(Model):
    """Whom the service takes you for; `account` is false on a machine without tokens."""

    role: str
    nation: str | None
    programme: str | None
    label: str
    account: bool
