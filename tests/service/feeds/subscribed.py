"""The first-steps programme released once, with one subscriber."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx2

from tests.service.api import Api
from tests.service.resources import story

NONE: Mapping[str, str] = {}
LINES = """\
exercise,startex,endex,sites,participants,forces
polar-fox,2027-06-07,2027-06-18,land=north-range,ARV; BMK,
steel-heron,2027-04-05,2027-04-14,land=north-range,ARV; BMK,
"""
MOVED = LINES.replace("2027-04-05,2027-04-14", "2027-04-19,2027-04-28")


@dataclass(frozen=True)
class Subscribed:
    """A feed, its subscriber, and the authority."""

    authority: Api
    path: str
    id: str

    def ask(self, headers: Mapping[str, str] = NONE, method: str = "GET") -> httpx2.Response:
        """One request of the subscriber's calendar."""
        return self.authority.of(None).send(method, self.path, headers=headers)


def subscribed(local: Api) -> Subscribed:
    """A programme with a release in force and a feed of ARV's view."""
    authority = local.of(local.new_token("authority"))
    story.submitted(authority)
    released(authority)
    return subscribe(authority)


def released(authority: Api, lines: str = LINES) -> None:
    """Put a plan in force, whatever silence says."""
    release = story.drafted(authority, story.kept(authority, lines))
    authority.made(f"/releases/{release}/publish", {"override": "for the test"})


def subscribe(authority: Api, **wanted: object) -> Subscribed:
    """One more feed."""
    made = authority.made("/programmes/first-steps/feeds", {"label": "Outlook", "nation": "ARV"} | wanted)
    return Subscribed(authority, urlsplit(made["url"]).path, made["feed"]["id"])
