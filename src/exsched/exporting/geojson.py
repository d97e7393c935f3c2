"""GeoJSON (RFC 7946): the venues in use as points, with the exercises held there and their dates."""

import json
from collections import defaultdict
from typing import Any

from exsched.exporting.selection import EVERYTHING, Selection
from exsched.exporting.standing import mark, refusal
from exsched.rulekit.laydown import Held
from exsched.rulekit.verdict import Answer


def write(answer: Answer, selection: Selection = EVERYTHING) -> bytes:
    """One feature for each venue in use, by id; `geometry` is null where no position is given."""
    users: dict[str, list[tuple[Held, str]]] = defaultdict(list)
    for held in selection.held(answer):
        for need, venue in held.sites.items():
            users[venue.id].append((held, need))
    collection = {
        "type": "FeatureCollection",
        "name": f"{mark(answer, selection)}{answer.problem.programme.programme.title}",
        "features": [_feature(answer, venue, users[venue]) for venue in sorted(users)],
        "certificate": answer.verdict.certificate(),
    }
    return (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode()


def _feature(answer: Answer, name: str, users: list[tuple[Held, str]]) -> dict[str, Any]:
    venue = answer.problem.programme.venues[name]
    point = {"type": "Point", "coordinates": [venue.at[1], venue.at[0]]} if venue.at else None
    return {
        "type": "Feature",
        "id": venue.id,
        "geometry": point,
        "properties": {
            "name": venue.name,
            "verdict": answer.verdict.word,
            "host": venue.host,
            "kind": venue.kind.value,
            "exercises": [
                {
                    "exercise": held.id,
                    "title": f"{refusal(answer)}{held.exercise.title}",
                    "site": need,
                    "startex": str(held.execution.start),
                    "endex": str(held.execution.end),
                    "venue_days": str(held.venue_days(need)),
                    "kind": held.exercise.kind.value,
                    "strength": held.exercise.strength,
                }
                | ({"form": held.line.form} if held.line.form else {})
                for held, need in users
            ],
        },
    }
