"""The base of all bodies: frozen, nothing unknown; texts and ids follow the rules of programme files."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from exsched.domain.names import Id, Name, Note


class Model(BaseModel):
    """A body of a request or an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


Label = Annotated[Name, Field(description="What people call it: one line, up to 200 letters.")]
Instant = AwareDatetime

__all__ = ["Id", "Instant", "Label", "Model", "Note"]
