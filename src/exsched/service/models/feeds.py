"""Feeds: secret addresses from which calendars are read."""

from typing import Annotated

from pydantic import Field

from exsched.releasing.audience import Kind
from exsched.service.models.base import Id, Instant, Label, Model


class NewFeed(Model):
    """A feed to make: one for each subscriber, so that each can be ended alone."""

    label: Annotated[Label, Field(description="Who subscribes.", examples=["Outlook of the planning cell"])]
    nation: Annotated[
        Id | None,
        Field(description="Whose view it shows; a planner's own. The authority's whole without one."),
    ] = None
    kind: Annotated[Kind, Field(description="What of that view it shows.")] = Kind.WHOLE
    about: Annotated[Id | None, Field(description="Id of the nation, force, venue or exercise.")] = None
    proposals: Annotated[bool, Field(description="Whether it shows the newest proposal, as tentative.")] = (
        False
    )
    expires: Annotated[Instant | None, Field(description="Left out: as the installation is set up.")] = None


class Feed(Model):
    """A feed without its secret address."""

    id: str
    programme: str
    label: str
    nation: str | None
    kind: Kind
    about: str | None
    proposals: bool
    created: Instant
    expires: Instant | None
    ends_soon: Annotated[
        bool, Field(description="It ends within 30 days, or has ended: rotate it or make another.")
    ]
    revoked: Instant | None
    last_used: Instant | None
    uses: int


class MadeFeed(Model):
    """A feed just made; the addresses are shown this once, and not again when the request is repeated."""

    feed: Feed
    url: str | None
    webcal: Annotated[
        str | None, Field(description="The same for a click; some programs then begin with http.")
    ]
