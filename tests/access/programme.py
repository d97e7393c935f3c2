"""A small programme of four nations as constraint files, with something of everything that labels concern."""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from exsched.checking.judge import judge
from exsched.domain.schedule import Schedule
from exsched.intake import load
from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Answer

Body = dict[str, Any]

NATIONS = {"ARV": "Arvania", "BMK": "Belmark", "CAL": "Calder", "DOR": "Dorvik"}
VIEWER = "CAL"
"""The nation from which things are hidden."""

MAIN: Body = {
    "exsched": 1,
    "programme": {
        "id": "tiny",
        "title": "Tiny programme",
        "horizon": "2027-01-01/2027-12-31",
        "as_of": "2026-11-02",
    },
    "include": ["arvania.json", "belmark.json", "calder.json", "dorvik.json"],
    "groups": {"NORTH": ["ARV", "BMK"]},
    "nations": {name: {"name": title} for name, title in NATIONS.items()},
    "agreements": {"sofa": {"kind": "SOFA", "parties": ["ARV", "BMK", "CAL", "DOR"]}},
    "areas": {"uplands": {"venues": ["fell", "moor"]}},
    "pools": {"tankers": {"units": 10}},
    "periods": {"leave": {"dates": "2027-07-01/2027-07-31"}, "feast": {"observance": "christmas"}},
    "planning": {"livex": {"MPC": 12, "FPC": 6}},
    "exercises": {
        "open-1": {
            "title": "OPEN ONE",
            "series": "open",
            "kind": "LIVEX",
            "domains": ["land"],
            "sponsor": "North HQ",
            "tags": ["live-fire"],
            "days": 10,
            "deploy": 3,
            "redeploy": 2,
            "startex": "2027-03-01/2027-04-30",
            "wanted": "2027-03-01/2027-03-05",
            "strength": 3000,
            "sites": {"land": {"any_of": ["fell", "moor"]}},
            "participants": {"must": ["ARV", "CAL"], "may": {"BMK": 2}, "count": "2..6"},
            "forces": {
                "escort": {"need": "1..6", "capability": "frigate", "nations": "1.."},
                "brigade": {"need": "1..3", "any_of": ["arv-brigade", "cal-brigade"], "site": "land"},
            },
            "draws": {"tankers": 1},
            "planning": "livex",
            "objectives": ["joint-fires"],
            "forms": {"cpx": {"loses": 1, "kind": "CPX", "forces": {"staff": {"need": 1, "domain": "land"}}}},
            "locked": {
                "startex": "2027-03-08",
                "sites": {"land": "fell"},
                "participants": ["ARV", "CAL", "BMK"],
                "forces": {"brigade": {"arv-brigade": 1}},
            },
        },
        "open-2": {
            "title": "OPEN TWO",
            "held": "may",
            "tags": ["staff"],
            "days": {"min": 4, "max": 6},
            "sites": {"hall": {"area": "uplands"}},
            "participants": ["ARV", "BMK"],
            "release": ["NORTH", "CAL"],
        },
        "dim": {
            "title": "DIM",
            "days": 5,
            "sites": {"land": "fell"},
            "participants": ["ARV", "BMK"],
            "busy": ["CAL"],
        },
    },
    "rules": [
        {"rule": "spacing", "days": 40, "where": {"tags": ["live-fire", "staff"]}, "soft": 3},
        {"rule": "legal_cover", "kind": "SOFA"},
        {"rule": "event_avoidance", "period": "leave", "nations": ["CAL"]},
        {"rule": "event_avoidance", "period": "feast", "nations": ["CAL", "ARV"]},
        {"rule": "dated_act", "act": "notice", "days": 42, "to": "North HQ", "exempt": ["staff"]},
        {"rule": "programme_freeze", "days": 20, "against": "published"},
        {"id": "few-abroad", "rule": "abroad_load", "nation": "CAL", "exercises": 0, "soft": 1},
    ],
    "acts": [{"act": "notice", "exercise": "open-1", "on": "2026-10-30"}],
    "history": {
        "open-2025": {
            "series": "open",
            "dates": "2025-03-03/2025-03-12",
            "hosts": ["ARV"],
            "participants": ["ARV", "CAL"],
            "forces": {"cal-brigade": 1},
            "wishes_refused": {"CAL": 1},
        }
    },
    "schedules": {
        "published": {
            "lines": [
                {
                    "exercise": "open-1",
                    "startex": "2027-03-08",
                    "endex": "2027-03-17",
                    "sites": {"land": "fell"},
                    "participants": {"ARV": "host", "CAL": "full"},
                    "forces": {"escort": {"cal-frigates": 1}, "brigade": {"arv-brigade": 1}},
                }
            ]
        }
    },
    "cover": {"moor-taken": {"venue": "moor", "dates": "2027-09-06/2027-09-19", "release": ["CAL"]}},
    "goals": [["hold_exercises"], ["soft_rules", "wanted_dates"]],
    "solve": {"time_limit": 90},
}
OF_NATIONS: dict[str, Body] = {
    "arvania.json": {
        "owner": "ARV",
        "venues": {
            "fell": {
                "name": "The Fell",
                "host": "ARV",
                "kind": "training_area",
                "takes": {"exercises": 1},
                "closed": [
                    {"dates": "2027-06-01/2027-06-20"},
                    {"dates": "2027-08-01/2027-08-20", "tags": ["live-fire"]},
                ],
            }
        },
        "forces": {
            "arv-brigade": {"name": "Arvan brigade", "nation": "ARV", "domain": "land", "strength": 900},
            "arv-frigates": {
                "name": "Arvan frigates",
                "nation": "ARV",
                "domain": "maritime",
                "capabilities": ["frigate"],
                "elements": 3,
            },
        },
    },
    "belmark.json": {
        "owner": "BMK",
        "venues": {"moor": {"name": "The Moor", "host": "BMK", "kind": "range", "takes": {"exercises": 1}}},
    },
    "calder.json": {
        "owner": "CAL",
        "venues": {"cal-range": {"name": "Calder range", "host": "CAL", "kind": "range"}},
        "forces": {
            "cal-brigade": {
                "name": "Calder brigade",
                "nation": "CAL",
                "domain": "land",
                "strength": 800,
                "away": [{"dates": "2027-08-01/2027-08-31", "why": "leave"}],
                "recovery": 7,
            },
            "cal-frigates": {
                "name": "Calder frigates",
                "nation": "CAL",
                "domain": "maritime",
                "capabilities": ["frigate"],
                "elements": 2,
            },
        },
        "exercises": {
            "cal-own": {
                "title": "CALDER OWN",
                "days": 8,
                "sites": {"range": "cal-range"},
                "participants": {"must": ["CAL"], "may": {"ARV": 1}, "count": "1..3"},
                "forces": {"troops": {"need": 1, "any_of": ["cal-brigade"]}},
                "command": "CAL",
                "notes": "our own notes",
            }
        },
        "rules": [
            {"rule": "host_load", "nation": "CAL", "exercises": 1, "source": "our own source"},
            {"rule": "tempo_cap", "force": "cal-brigade", "days": 60, "within": 365},
        ],
    },
    "dorvik.json": {
        "owner": "DOR",
        "venues": {"fjord": {"name": "The Fjord", "host": "DOR", "kind": "port"}},
        "forces": {"dor-company": {"name": "Dorvik company", "nation": "DOR", "domain": "cyber"}},
    },
}
LINES: list[Body] = [
    {
        "exercise": "open-1",
        "startex": "2027-03-08",
        "endex": "2027-03-17",
        "sites": {"land": "fell"},
        "participants": {"ARV": "full", "CAL": "full", "BMK": "full"},
        "forces": {"escort": {"cal-frigates": 1, "arv-frigates": 2}, "brigade": {"arv-brigade": 1}},
    },
    {
        "exercise": "open-2",
        "startex": "2027-04-05",
        "endex": "2027-04-08",
        "sites": {"hall": "moor"},
        "participants": {"ARV": "full", "BMK": "host"},
    },
    {
        "exercise": "dim",
        "startex": "2027-05-11",
        "endex": "2027-05-15",
        "sites": {"land": "fell"},
        "participants": {"ARV": "host", "BMK": "full"},
    },
    {
        "exercise": "cal-own",
        "startex": "2027-10-04",
        "endex": "2027-10-11",
        "sites": {"range": "cal-range"},
        "participants": {"CAL": "host"},
        "forces": {"troops": {"cal-brigade": 1}},
    },
]


@dataclass
class Draft:
    """Constraint files and a schedule that a test can change before they are read."""

    files: dict[str, Body] = field(
        default_factory=lambda: {"programme.json": deepcopy(MAIN), **deepcopy(OF_NATIONS)}
    )
    lines: list[Body] = field(default_factory=lambda: deepcopy(LINES))

    @property
    def main(self) -> Body:
        """The main file."""
        return self.files["programme.json"]

    def exercise(self, name: str) -> Body:
        """An exercise of the main file."""
        found: Body = self.main["exercises"][name]
        return found

    def line(self, exercise: str) -> Body:
        """The line of an exercise."""
        return next(line for line in self.lines if line["exercise"] == exercise)

    def written(self) -> dict[str, bytes]:
        """The files as bytes."""
        return {name: json.dumps(body, indent=1).encode() for name, body in self.files.items()}

    def schedule(self) -> Schedule:
        """The schedule, its lines in the order in which they were put."""
        return Schedule.model_validate({"programme": "tiny", "lines": self.lines})


def write_files(files: Mapping[str, bytes], folder: Path) -> Path:
    """Put constraint files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def read_problem_of(files: Mapping[str, bytes], folder: Path) -> Problem:
    """The problem that constraint files stand for."""
    loaded = load(write_files(files, folder))
    assert loaded.problem is not None, "\n".join(d.render() for d in loaded.diagnostics)
    return loaded.problem


def answer_of(problem: Problem, schedule: Schedule) -> Answer:
    """The schedule judged over the problem."""
    return Answer(problem, schedule, judge(problem, schedule))
