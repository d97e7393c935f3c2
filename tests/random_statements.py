"""Random statements and goals of the whole catalogue, about the facts of `random_programmes`."""

from typing import Any, Protocol


class Chance(Protocol):
    """What is asked of the dice."""

    def pick(self, options: Any) -> Any:
        """One of the options."""

    def number(self, least: int, most: int) -> int:
        """A whole number."""

    def period(self, longest: int) -> str:
        """A range of days inside the horizon."""


def more_facts() -> dict[str, Any]:
    """Facts that the further rules look at: last year, and a schedule that was published."""
    published = {
        "exercise": "alpha",
        "startex": "2027-03-03",
        "endex": "2027-03-04",
        "sites": {"main": "range"},
    }
    past = {"dates": "2027-02-24/2027-02-26", "series": "yearly", "hosts": ["ARV"], "participants": ["CAL"]}
    return {
        "history": {"alpha-26": past | {"forces": {"brigade": 1}, "strength": 150, "command": "ARV"}},
        "schedules": {"published": {"lines": [published, {"exercise": "bravo", "held": False}]}},
        "planning": {"staff": {"IPC": 1}},
    }


def more_of_exercise(dice: Chance) -> dict[str, Any]:
    """What the further rules read of an exercise."""
    return {
        "series": dice.pick(["yearly", "yearly", "other"]),
        "kind": dice.pick(["LIVEX", "CPX"]),
        "sponsor": dice.pick(["ARV", "BMK"]),
        "command": dice.pick(["ARV", "CAL"]),
        "equipment": {"tanks": dice.pick([0, 40])},
        "movements": {"shots": dice.number(1, 3)},
        "objectives": dice.pick([[], ["fires"]]),
        "observers": dice.pick([1, 2]),
        "planning": "staff",
        "lift": dice.pick([{}, {}, {"awacs": 1}]),
        "cost": dice.number(0, 5),
        "cost_per_day": dice.number(0, 3),
    }


def of_time(dice: Chance, a: str, b: str) -> list[dict[str, Any]]:
    """Statements about days."""
    return [
        {
            "rule": "observance",
            "period": "vote",
            "nations": ["ARV"],
            "effect": dice.pick(["forbid", "no_live_activity"]),
        },
        {"rule": "moratorium", "parties": ["ARV", "BMK"], "dates": dice.period(3), "kinds": ["LIVEX"]},
        {
            "rule": "event_avoidance",
            "dates": dice.period(2),
            "before": 1,
            "after": dice.number(0, 1),
            "nations": ["BMK"],
        },
        {
            "rule": "third_state_exercise",
            "name": "far",
            "dates": dice.period(2),
            "buffer": 1,
            "area": "east",
        },
        {"rule": "season_window", "venue": "range", "allowed": ["03-03/03-06"]},
        {"rule": "umbrella", "parent": a, "children": [b]},
        {
            "rule": "periodicity",
            "series": "yearly",
            "every": {"days": dice.pick([3, 7])},
            "tolerance": dice.number(0, 2),
        },
        {"rule": "host_rotation", "series": "yearly", "no_repeat_within": 2},
        {"rule": "programme_freeze", "days": dice.number(1, 5), "against": "published"},
        {
            "rule": "reciprocal_restraint",
            "one": [a],
            "other": [b],
            "relation": dice.pick(["both_or_neither", "no_overlap"]),
        },
        {
            "rule": "certification_deadline",
            "force": "frigates",
            "where": {"exercises": [a, b]},
            "standby_start": "2027-03-09",
            "days": "1..5",
        },
        {"rule": "displaced_exercise", "exercise": a, "displaces": b},
        {"rule": "locked_line", "exercise": b, "startex": "2027-03-04"},
    ]


def of_forces(dice: Chance) -> list[dict[str, Any]]:
    """Statements about forces, places and means."""
    return [
        {"rule": "tempo_cap", "force": "brigade", "days": dice.number(2, 5), "within": dice.number(5, 9)},
        {"rule": "tempo_cap", "nation": "CAL", "days": dice.number(3, 6), "within": 8},
        {"rule": "dwell_ratio", "force": "brigade", "ratio": dice.number(1, 3)},
        {"rule": "exercise_count_cap", "nation": "CAL", "max": 1, "per": "year"},
        {"rule": "exercise_count_cap", "force": "frigates", "max": 1, "within": dice.number(3, 6)},
        {"rule": "white_space", "nation": dice.pick(["ARV", "CAL"]), "weeks": 1, "per": "horizon"},
        {
            "rule": "standby_exclusion",
            "force": "frigates",
            "dates": dice.period(4),
            "days": dice.number(1, 2),
        },
        {"rule": "surge_reserve", "nation": "CAL", "percent": 50, "dates": dice.period(4)},
        {"rule": "range_days_cap", "venue": "range", "max": dice.number(1, 4), "per": "year"},
        {"rule": "lift_pool", "pool": "awacs"},
        {"rule": "planning_event_capacity", "most": 1},
        {"rule": "budget_ceiling", "nation": "ARV", "ceiling": dice.number(3, 9)},
    ]


def of_politics(dice: Chance, a: str, b: str) -> list[dict[str, Any]]:
    """Statements about nations, and those of regimes."""
    band = dice.pick([{"troops": 150}, {"tanks": 30}, {"troops": 300, "tanks": 40}])
    return [
        {"rule": "conditional_participation", "nation": "CAL", "only_if": {"present": ["BMK"]}},
        {"rule": "conditional_participation", "nation": "BMK", "not_if": {"hosts": ["ARV"]}},
        {"rule": "role_limit", "nation": "CAL", "roles": ["observer"], "areas": ["east"]},
        {"rule": "content_limit", "nation": "BMK", "barred": ["live"]},
        {
            "rule": "disputed_area",
            "nations": ["CAL"],
            "area": "east",
            "scope": dice.pick(["own_forces", "whole_exercise"]),
        },
        {"rule": "national_geographic_limit", "nation": "BMK", "area": "east"},
        {"rule": "demilitarised_area", "area": "east", "exercises": [a]},
        {"rule": "border_standoff", "line": "border", "km": dice.number(50, 250), "band": band},
        {
            "rule": "consensus",
            "members": ["ARV", "BMK"],
            "exercises": [b],
            "deadline": "2027-02-01",
            "objections": ["BMK"],
        },
        {
            "rule": "host_authorisation",
            "host": "ARV",
            "authorisations": [
                {"title": "Law", "period": "2027-03-01/2027-03-06", "exercises": [a], "strength": 150}
            ],
        },
        {"rule": "annual_listing", "act": "calendar", "to": "all", "deadline": "11-15", "band": band},
        {
            "rule": "large_activity_cap",
            "nations": ["ARV"],
            "most": 1,
            "band": band,
            "by": dice.pick(["host", "command"]),
        },
        {"rule": "simultaneity_cap", "nations": ["ARV", "BMK"], "most": 1, "band": {"troops": 100}},
        {"rule": "observation_duty", "days": 2, "band": band},
        {
            "rule": "strait_tonnage",
            "sea": "sea",
            "littoral": ["BMK"],
            "state_tonnes": dice.pick([1000, 2000]),
        },
        {"rule": "strait_stay", "sea": "sea", "littoral": ["BMK"], "days": dice.number(1, 3)},
        {"rule": "strength_ceiling", "host": "ARV", "most": dice.number(90, 220)},
    ]


def more_goals(dice: Chance) -> list[dict[str, Any]]:
    """Goals beside those that every programme has."""
    return [
        {"goal": "wanted_sites"},
        {"goal": "low_travel"},
        {"goal": "low_cost"},
        {"goal": "interoperability", "nations": ["ARV", "CAL"], "meetings": dice.number(1, 2)},
        {
            "goal": "objective_coverage",
            "audience": ["ARV"],
            "objectives": ["fires"],
            "least": dice.number(1, 2),
        },
        {"goal": "fair_hosting", "nations": ["ARV", "BMK"]},
        {"goal": "burden_sharing", "nations": ["ARV", "CAL"]},
        {"goal": "fair_concessions", "nations": ["ARV", "CAL"]},
        {"goal": "stability", "against": "published"},
    ]
