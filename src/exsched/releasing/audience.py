"""The audience of a feed: whose eyes it is made for, and what of the programme it shows."""

from dataclasses import dataclass
from enum import StrEnum

from exsched.exporting import Selection

_EVERYBODY = "*"
_PROPOSALS = "+proposals"


class Kind(StrEnum):
    """What a feed shows: all that its viewer may see, or one nation, force, venue or exercise of that."""

    WHOLE = "whole"
    NATION = "nation"
    FORCE = "force"
    VENUE = "venue"
    EXERCISE = "exercise"


@dataclass(frozen=True, order=True)
class Audience:
    """A viewer (a nation, or '' for those who may see everything) and what its feed is about.

    `proposals` feeds show the newest proposed release, as tentative, where there is one.
    """

    viewer_nation: str = ""
    kind: Kind = Kind.WHOLE
    id: str = ""
    proposals: bool = False

    @property
    def key(self) -> str:
        """`NOR/venue/setermoen`, `NOR/whole`, `*/whole` for the authority's; `+proposals` behind it."""
        about = f"{self.kind}/{self.id}" if self.id else f"{self.kind}"
        return f"{self.viewer_nation or _EVERYBODY}/{about}{_PROPOSALS * self.proposals}"

    @classmethod
    def of(cls, key: str) -> "Audience":
        """The audience with that key."""
        plain = key.removesuffix(_PROPOSALS)
        viewer, kind, *about = plain.split("/")
        nation = "" if viewer == _EVERYBODY else viewer
        return cls(nation, Kind(kind), about[0] if about else "", proposals=plain != key)

    @property
    def selection(self) -> Selection:
        """What is taken out of the viewer's projection."""
        asked = {kind: self.id if kind is self.kind else None for kind in Kind}
        return Selection(
            asked[Kind.NATION], asked[Kind.FORCE], asked[Kind.VENUE], exercise=asked[Kind.EXERCISE]
        )

    def name(self, title: str) -> str:
        """The name of its calendar: the programme's title, with whom and what it is for."""
        words = [f"for {self.viewer_nation}"] if self.viewer_nation else []
        words += [f"{self.kind} {self.id}"] if self.id else []
        words += ["with proposals"] if self.proposals else []
        return f"{title} ({', '.join(words)})" if words else title
