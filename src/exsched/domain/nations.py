"""Nations, groups of them, and the agreements in force between them."""

from pydantic import Field

from exsched.domain.dates import ALWAYS, Frozen, Validity
from exsched.domain.names import Id, Name, NationsOrGroups, Note, Tag


class Nation(Frozen):
    """A State, or an organisation that commits forces of its own."""

    id: Id
    name: Name
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2 code")
    source: Note | None = None
    notes: Note | None = None


class Agreement(Frozen):
    """A legal instrument between parties, such as a status-of-forces agreement."""

    id: Id
    kind: Tag | Name = Field(description="SOFA, SUPPLEMENTARY, TRANSIT, INFOSEC … ; rules ask by this word")
    parties: NationsOrGroups = Field(min_length=2, description="nations or groups, each bound to each other")
    valid: Validity = ALWAYS
    source: Note | None = None
