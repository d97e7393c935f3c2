"""Statements of treaties and laws of the invented region: notice, lists, large activities, ceilings."""

from collections.abc import Iterator

from benchmarks.generator.scale import Facts
from benchmarks.generator.scene import Scene
from exsched.domain.venues import VenueKind

NOTIFIABLE, LARGE = 4000, 8000
LISTED = "annual-calendar"


def of_regimes(scene: Scene) -> Iterator[Facts]:
    """Every statement that hangs on a threshold."""
    codes = scene.scale.codes
    notice: Facts = {"rule": "dated_act", "act": "prior-notification", "to": "all parties"}
    yield notice | {"days": 42, "band": {"troops": LARGE}}
    yield notice | {"days": 28, "band": {"troops": NOTIFIABLE}, "below": {"troops": LARGE}}
    yield {
        "rule": "dated_act",
        "act": "range-warning",
        "to": "hydrographic office",
        "duty": "warning",
        "days": 5,
        "domains": ["maritime"],
    }
    yield {
        "rule": "dated_act",
        "act": "clearance",
        "to": "host",
        "duty": "clearance",
        "days": 60,
        "hosts": scene.nations(0.1),
    }
    yield {
        "rule": "annual_listing",
        "act": LISTED,
        "to": "all parties",
        "deadline": "11-15",
        "band": {"troops": LARGE},
    }
    yield {"rule": "observation_duty", "days": 1, "band": {"troops": LARGE}}
    for band, by in ((NOTIFIABLE, "host"), (LARGE, "command")):
        yield {"rule": "large_activity_cap", "nations": codes, "most": 1, "band": {"troops": band}, "by": by}
    yield {"rule": "simultaneity_cap", "nations": codes, "most": 1, "band": {"troops": NOTIFIABLE}}
    for host in scene.nations(0.15):
        yield {"rule": "strength_ceiling", "host": host, "most": 6000}
    yield {"rule": "strength_ceiling", "area": "disputed-waters", "most": 4000}
    ranges = sorted(venue.id for venue in scene.programme.venues.values() if venue.kind is VenueKind.RANGE)
    for venue in ranges[:4]:
        yield {"rule": "range_days_cap", "venue": venue, "max": 40, "per": "year", "tags": ["live-fire"]}
