"""A small world with every kind of object, and with something hidden from each planner.

`alpha` has ARV and BMK; `omega` only COR, so that it is hidden from the others' planners. Of `alpha`, the
exercise `quiet` is BMK's alone.
"""

from dataclasses import dataclass, field

from tests.service.api import CSV, Api, done

NEW = {"If-None-Match": "*"}

ALPHA = """\
programme: {id: alpha, title: Alpha, horizon: 2027-01-01/2027-03-31}
nations: {ARV: {name: Arvania}, BMK: {name: Belmark}}
venues:
  north: {name: North range, host: ARV, kind: range, takes: {exercises: 1}}
  south: {name: South range, host: BMK, kind: range, takes: {exercises: 1}}
exercises:
  shared:
    title: SHARED
    days: 3
    startex: 2027-01-04/2027-01-20
    sites: {land: north}
    participants: {must: [ARV], may: {BMK: 5}}
  quiet:
    title: QUIET
    days: 5
    startex: 2027-02-01/2027-02-20
    sites: {land: south}
    participants: {must: [BMK]}
    release: [BMK]
goals: [[hold_exercises]]
"""

OMEGA = """\
programme: {id: omega, title: Omega, horizon: 2027-01-01/2027-03-31}
nations: {COR: {name: Corland}}
venues:
  west: {name: West range, host: COR, kind: range, takes: {exercises: 1}}
exercises:
  lone:
    title: LONE
    days: 3
    startex: 2027-01-04/2027-01-20
    sites: {land: west}
    participants: {must: [COR]}
goals: [[hold_exercises]]
"""

WHOLE = """\
exercise,startex,endex,sites,participants,forces
shared,2027-01-11,2027-01-13,land=north,ARV; BMK,
quiet,2027-02-08,2027-02-12,land=south,BMK,
"""
SEEN_BY_ARV = "".join(WHOLE.splitlines(keepends=True)[:2])
OF_OMEGA = "exercise,startex,endex,sites,participants,forces\nlone,2027-01-11,2027-01-13,land=west,COR,\n"

OWN = {
    "ARV": "owner: ARV\nvenues:\n  arctic: {name: Arctic range, host: ARV, kind: range}\n",
    "BMK": "owner: BMK\nvenues:\n  bay: {name: Bay, host: BMK, kind: range}\n",
    "COR": "owner: COR\nvenues:\n  creek: {name: Creek, host: COR, kind: range}\n",
}


@dataclass
class World:
    """Secrets of the callers, and the objects that lie in the service."""

    tokens: dict[str, str | None] = field(default_factory=dict)
    objects: dict[str, dict[str, str]] = field(default_factory=dict)


def build(local: Api) -> World:
    """Fill an empty service; `local` speaks for the authority without an account."""
    authority = local.of(local.new_token("authority"))
    tokens = {
        "authority": authority.token,
        "auditor": authority.new_token("auditor"),
        "ARV": authority.new_token("planner", "ARV"),
        "BMK": authority.new_token("planner", "BMK"),
        "COR": authority.new_token("planner", "COR"),
        "anonymous": None,
    }
    for programme, bundle in (("alpha", ALPHA), ("omega", OMEGA)):
        authority.made("/programmes", {"id": programme, "title": programme.title()})
        done(authority.put(f"/programmes/{programme}/bundle", bundle.encode(), headers=NEW))
    world = World(tokens)
    world.objects["own"] = _of_nation(local, world, "alpha", "ARV", SEEN_BY_ARV)
    world.objects["other"] = _of_nation(local, world, "alpha", "BMK", WHOLE)
    world.objects["hidden"] = _of_nation(local, world, "omega", "COR", OF_OMEGA)
    for kind, programme, schedule, proposed in (
        ("other", "alpha", WHOLE, False),
        ("own", "alpha", WHOLE, True),
        ("hidden", "omega", OF_OMEGA, True),
    ):
        world.objects[kind] |= _release(authority, programme, schedule, proposed)
    world.tokens["feed"] = world.objects["own"].pop("feed_secret")
    return world


def _of_nation(local: Api, world: World, programme: str, nation: str, schedule: str) -> dict[str, str]:
    planner, authority = local.of(world.tokens[nation]), local.of(world.tokens["authority"])
    kept = done(
        planner.put(f"/programmes/{programme}/submissions/{nation}", OWN[nation].encode(), headers=NEW)
    )
    hand_made = done(
        planner.send("POST", f"/api/v1/programmes/{programme}/schedules", content=schedule.encode(), kind=CSV)
    )
    feed = authority.made(f"/programmes/{programme}/feeds", {"label": f"{nation} feed", "nation": nation})
    token = authority.made("/tokens", {"label": "spare", "role": "planner", "nation": nation})
    return {
        "programme": programme,
        "nation": nation,
        "submission": kept["submission"]["id"],
        "schedule": hand_made["id"],
        "job": planner.made(f"/programmes/{programme}/solves", {"seconds": 5})["id"],
        "question": planner.made(f"/programmes/{programme}/questions", {"question": "explain"})["id"],
        "feed_id": feed["feed"]["id"],
        "feed_secret": feed["url"].rpartition("/")[2].removesuffix(".ics"),
        "token_id": token["token"]["id"],
        "format": "csv",
    }


def _release(authority: Api, programme: str, schedule: str, proposed: bool) -> dict[str, str]:
    kept = done(
        authority.send(
            "POST", f"/api/v1/programmes/{programme}/schedules", content=schedule.encode(), kind=CSV
        )
    )
    release: str = authority.made(
        f"/programmes/{programme}/releases", {"schedule": kept["id"], "comment": "first"}
    )["id"]
    if proposed:
        authority.made(f"/releases/{release}/propose", {"silence_days": 5})
    return {"release": release, "draft_of": kept["id"]}
