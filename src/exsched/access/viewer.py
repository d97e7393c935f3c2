"""The viewer: in which role, and for which nation, somebody looks at a programme."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is to a programme."""

    AUTHORITY = "authority"
    PLANNER = "planner"
    AUDITOR = "auditor"
    FEED = "feed"


@dataclass(frozen=True)
class Viewer:
    """Who looks; `salt` is the installation's secret that makes the ids of reserved blocks opaque.

    A planner or feed without a nation sees nothing of any nation's.
    """

    role: Role
    nation: str | None = None
    salt: str = ""

    @property
    def sees_everything(self) -> bool:
        """Whether nothing is hidden: the scheduling authority and the auditor."""
        return self.role in {Role.AUTHORITY, Role.AUDITOR}


WHOLE = Viewer(Role.AUTHORITY)
"""Who sees the whole programme."""
