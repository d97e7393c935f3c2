"""Examples of answers, for the description of the API; a test holds each of them against its model."""

from typing import Any

Example = dict[str, Any]

_JOB = "job_0123456789abcdef0123456789abcdef"
_SCHEDULE = "sch_0123456789abcdef0123456789abcdef"
_RELEASE = "rel_0123456789abcdef0123456789abcdef"
_SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_AT = "2026-12-01T08:00:00Z"

PROGRAMME: Example = {
    "id": "first-steps",
    "title": "First steps",
    "created": _AT,
    "nations": ["ARV", "BMK", "CAL"],
    "revision": 1,
    "usable": 1,
    "counts": {"exercises": 2, "nations": 3, "forces": 0, "venues": 1, "rules": 1, "facts": 2, "tiers": 3},
}
FOUND: Example = {
    "code": "W606",
    "severity": "warning",
    "message": "no site of any exercise could be met by south-range",
    "where": {"file": "submissions/BMK.yaml", "line": 3, "column": 3},
    "path": "venues.south-range",
    "hint": "name it in a site, or delete it",
}
SUBMISSION: Example = {
    "id": "sub_0123456789abcdef0123456789abcdef",
    "programme": "first-steps",
    "owner": "BMK",
    "number": 1,
    "sha256": _SHA256,
    "media_type": "application/yaml",
    "submitted_by": "planner BMK",
    "at": _AT,
    "diagnostics": [FOUND],
}
ACCEPTED: Example = {"submission": SUBMISSION, "fresh": True, "usable": None}
CHECKED: Example = {"programme": "first-steps", "of": "BMK", "accepted": True, "diagnostics": [FOUND]}
SOLVE: Example = {
    "id": _JOB,
    "programme": "first-steps",
    "of": "whole",
    "state": "running",
    "parameters": {"seconds": 60, "workers": 0, "memory_mb": 4096, "seed": 0, "reproducible": False},
    "hint": None,
    "queued": _AT,
    "started": _AT,
    "ended": None,
    "stop_requested": False,
    "cancel_requested": False,
    "schedule": None,
    "outcome": None,
    "problem": None,
    "revision": 1,
    "asked_by": "authority",
}
_WISH = "polar-fox is held with STARTEX on 2027-05-03/2027-05-31"
QUESTION: Example = {
    "id": "qst_0123456789abcdef0123456789abcdef",
    "programme": "first-steps",
    "of": "whole",
    "question": "why-not",
    "state": "succeeded",
    "asked": {"question": "why-not", "exercise": "polar-fox", "startex": "2027-05-03/2027-05-31"},
    "queued": _AT,
    "started": _AT,
    "ended": _AT,
    "cancel_requested": False,
    "problem": None,
    "revision": 1,
    "asked_by": "authority",
    "lines": [
        "Because north-range is closed on 2027-05-01/2027-05-31 (nesting season) (programme.yaml:7)",
        "    and polar-fox needs one venue for land: one of north-range (programme.yaml:10)",
        f"  it cannot be that {_WISH} (E3: confirmed by a second configuration and a second formulation)",
    ],
    "answer": {
        "wish": _WISH,
        "word": "impossible",
        "conflict": {
            "statements": [
                {
                    "key": "venues.north-range.closed[0]",
                    "rule": "venue_closure",
                    "sentence": "north-range is closed on 2027-05-01/2027-05-31 (nesting season)",
                    "place": "programme.yaml:7:14",
                    "owner": None,
                    "authority": None,
                    "may_be_eased": True,
                }
            ],
            "smallest": True,
            "evidence": "E3",
        },
        "costs": [],
        "exact": False,
        "before": None,
        "after": None,
        "changes": [],
    },
}
STEPS: Example = {
    "state": "running",
    "steps": [{"number": 3, "at": _AT, "kind": "better", "data": {"tier": 1, "value": 4, "bound": 2}}],
}
_LINE: Example = {
    "exercise": "polar-fox",
    "held": True,
    "startex": "2027-04-26",
    "endex": "2027-05-07",
    "sites": {"land": "north-range"},
    "participants": {"ARV": "full", "BMK": "full"},
    "forces": {},
}
_CERTIFICATE: Example = {
    "verdict": "allowed",
    "rules_checked": 9,
    "hard_broken": 0,
    "soft_broken": 0,
    "undecided": 0,
    "input_sha256": _SHA256,
    "schedule_sha256": _SHA256,
    "checker": "exsched",
}
SCHEDULE: Example = {
    "id": _SCHEDULE,
    "programme": "first-steps",
    "of": "whole",
    "title": "made by hand",
    "allowed": True,
    "sha256": _SHA256,
    "job": None,
    "at": _AT,
    "revision": 1,
    "lines": [_LINE],
    "certificate": _CERTIFICATE,
    "outcome": None,
}
JUDGED: Example = {
    "allowed": True,
    "verdict": {**_CERTIFICATE, "values": [], "broken": [], "cannot_be_decided": []},
}
RELEASE: Example = {
    "id": _RELEASE,
    "programme": "first-steps",
    "number": 1,
    "state": "proposed",
    "comment": "First programme of the year",
    "created": _AT,
    "proposed": _AT,
    "released": None,
    "silence": {
        "until": "2026-12-06T08:00:00Z",
        "asked": ["ARV", "BMK"],
        "answers": [{"nation": "ARV", "act": "concurred", "reason": None, "note": None, "at": _AT}],
        "may_release": False,
        "why_not": "silence runs until 6 Dec 2026 at 08:00 UTC; BMK can still break it",
    },
    "schedule": _SCHEDULE,
    "outdated": False,
    "decision": {"chosen": _SCHEDULE, "rejected": [], "why": "best dates for both live exercises"},
    "override": None,
    "certificate": _CERTIFICATE,
    "copy_sha256": _SHA256,
}
CHANGES: Example = {
    "release": _RELEASE,
    "of": "BMK",
    "since": 1,
    "changes": [
        {
            "exercise": "steel-heron",
            "kinds": ["cancelled"],
            "sentence": "STEEL HERON 27 is cancelled; it was planned for 19–28 Apr 2027.",
            "before": {"title": "STEEL HERON 27", "startex": "2027-04-19", "endex": "2027-04-28"},
            "after": None,
        }
    ],
}
LEAKS: Example = {
    "release": _RELEASE,
    "threshold": 4,
    "leaks": [
        {
            "nations": ["CAL"],
            "exercise": "steel-heron",
            "weeks_possible": 14,
            "weeks_asked": 21,
            "warn": False,
            "sentence": "steel-heron: whoever sees what CAL may see is left with 14 of 21 weeks",
        }
    ],
    "left_out": 0,
}
