"""A realistic answer for the export tests: 15 exercises of 8 invented nations, with all that belongs."""

from datetime import date, timedelta
from typing import Any

from exsched.checking.judge import judge
from exsched.domain.outcome import Evidence, GoalValue, Outcome, Status, TierResult
from exsched.domain.programme import Programme
from exsched.domain.schedule import Line, Schedule
from exsched.goals.hold_exercises import HoldExercises
from exsched.rulekit.problem import Place, Problem, Statement
from exsched.rulekit.rule import Rule
from exsched.rulekit.verdict import Answer
from exsched.rules import RULES
from exsched.rules.abroad_load import AbroadLoad
from exsched.rules.blackout_period import BlackoutPeriod
from exsched.rules.dated_act import DatedAct
from exsched.rules.host_load import HostLoad
from exsched.rules.precedence import Precedence
from exsched.rules.shared_asset_pool import SharedAssetPool
from exsched.rules.venue_closure import VenueClosure

NATIONS = {
    "ARV": "Arvania",
    "BMK": "Belmark",
    "CLD": "Caldria",
    "DOR": "Dorvik",
    "ESK": "Eskeland",
    "FYR": "Fyrland",
    "GOT": "Gotmark",
    "HAV": "Havenia",
}
VENUES: dict[str, dict[str, Any]] = {
    "ostfell": {"name": "Ostfell training area", "host": "ARV", "kind": "training_area", "at": [68.9, 18.3]},
    "narvik-roads": {"name": "Nordhavn roads", "host": "ARV", "kind": "port", "at": [68.4, 17.4]},
    "kaldbay": {"name": "Kaldbay air base", "host": "ARV", "kind": "airbase", "at": [67.3, 14.4]},
    "rugen-sea": {"name": "Southern sea area", "host": "BMK", "kind": "sea_area", "at": [54.7, 14.5]},
    "grau": {"name": "Grauheide range", "host": "BMK", "kind": "range", "at": [53.0, 13.0]},
    "fort-cal": {"name": "Fort Calder", "host": "CLD", "kind": "training_area", "at": [57.1, 24.6]},
    "cyber-hall": {"name": "Cyber hall", "host": "CLD", "kind": "cyber_range", "at": [59.4, 24.7]},
    "dorsund": {"name": "Dorsund naval base", "host": "DOR", "kind": "port", "at": [56.2, 15.6]},
    "eskmoor": {"name": "Eskmoor", "host": "ESK", "kind": "training_area", "at": [60.9, 26.9]},
    "fyr-jhq": {"name": "Fyrholm joint headquarters", "host": "FYR", "kind": "hq", "at": [55.7, 12.6]},
}
PERSIAN = "\u062a\u0645\u0631\u06cc\u0646 \u0633\u067e\u0631"


def _venues() -> dict[str, dict[str, Any]]:
    found = {name: dict(facts) for name, facts in VENUES.items()}
    found["ostfell"] |= {
        "takes": {"exercises": 2, "strength": 12000},
        "setup": 2,
        "closed": [{"dates": "2027-05-05/2027-06-10", "why": "reindeer calving"}],
    }
    found["grau"]["closed"] = [{"dates": "2027-07-01/2027-08-15", "why": "fire season"}]
    found["fort-cal"]["takes"] = {"exercises": 1, "strength": 6000}
    return found


def _forces() -> dict[str, dict[str, Any]]:
    def force(
        name: str, nation: str, domain: str, strength: int, elements: int = 1, **rest: Any
    ) -> dict[str, Any]:
        return {
            "name": name,
            "nation": nation,
            "domain": domain,
            "strength": strength,
            "elements": elements,
        } | rest

    road = {"mode": "road", "km_per_day": 400, "fixed_days": 1}
    return {
        "brigade-north": force(
            "Brigade North", "ARV", "land", 4500, home=[69.1, 18.5], mobility=road, recovery=14
        ),
        "frigates-arv": force("Arvanian frigates", "ARV", "maritime", 150, 4),
        "armoured-bde": force("2nd Armoured Brigade", "BMK", "land", 4000, home=[52.5, 13.4], mobility=road),
        "frigates-bmk": force("Belmark frigates", "BMK", "maritime", 170, 3),
        "fighters-bmk": force("Fighter wing 71", "BMK", "air", 300, 2),
        "battle-group": force(
            "Battle Group Calder",
            "CLD",
            "land",
            1200,
            away=[{"dates": "2027-07-05/2027-08-01", "why": "leave"}],
        ),
        "mcm-squadron": force("Mine countermeasures squadron", "DOR", "maritime", 60, 5),
        "jaegers": force("Jaeger Brigade", "ESK", "land", 3000),
        "marines": force("Marine Battalion", "FYR", "land", 900),
        "fighters-fyr": force("Fyrland fighter squadron", "FYR", "air", 250),
        "airlift": force("Airlift wing", "GOT", "air", 200, 3),
        "signals": force("Signals regiment", "HAV", "land", 500),
    }


def _exercise(
    title: str, kind: str, domains: str, days: int, startex: str, wanted: str, **rest: Any
) -> dict[str, Any]:
    return {
        "title": title,
        "kind": kind,
        "domains": domains.split(),
        "days": days,
        "startex": startex,
        "wanted": wanted,
    } | rest


def _land(need: int, *names: str) -> dict[str, Any]:
    return {"need": need, "any_of": list(names)}


def _exercises() -> dict[str, dict[str, Any]]:
    return {
        "cold-shield-27": _exercise(
            *(
                "COLD SHIELD 27",
                "LIVEX",
                "land maritime air",
                19,
                "2027-02-20/2027-03-20",
                "2027-03-01/2027-03-08",
            ),
            deploy=10,
            redeploy=7,
            strength=11500,
            worth=100,
            sites={"land": ["ostfell"], "port": ["narvik-roads"], "air": ["kaldbay"]},
            participants={
                "must": ["ARV", "BMK", "FYR", "ESK"],
                "may": {"GOT": 5, "HAV": {"worth": 1, "role": "observer"}},
            },
            forces={
                "arctic": _land(1, "brigade-north"),
                "armour": _land(1, "armoured-bde"),
                "ships": {"need": 4, "domain": "maritime"},
            },
            draws={"awacs": 1, "tankers": 2},
            planning="livex",
        ),
        "northern-anvil-27": _exercise(
            *("NORTHERN ANVIL 27", "FTX", "land", 12, "2027-04-10/2027-05-10", "2027-04-19/2027-04-26"),
            deploy=5,
            redeploy=4,
            strength=5200,
            sites={"main": ["ostfell"]},
            participants=["ARV", "ESK"],
            forces={"jaegers": _land(1, "jaegers")},
            planning="livex",
        ),
        "baltic-sweep-27": _exercise(
            *("BALTIC SWEEP 27", "LIVEX", "maritime", 14, "2027-05-20/2027-06-20", "2027-06-04/2027-06-07"),
            deploy=3,
            redeploy=3,
            strength=3500,
            sites={"sea": ["rugen-sea"], "port": ["dorsund"]},
            participants=["BMK", "DOR", "ARV", "FYR", "CLD"],
            forces={"mcm": _land(4, "mcm-squadron"), "escort": _land(3, "frigates-bmk", "frigates-arv")},
            draws={"awacs": 1},
            planning="livex",
        ),
        "calder-storm-27": _exercise(
            *("CALDER STORM 27", "FTX", "land", 15, "2027-05-01/2027-06-15", "2027-05-17/2027-05-24"),
            deploy=6,
            redeploy=5,
            strength=5600,
            sites={"main": ["fort-cal"]},
            participants=["CLD", "BMK", "HAV"],
            forces={"bg": _land(1, "battle-group"), "armour": _land(1, "armoured-bde")},
            planning="livex",
        ),
        "air-ring-27": _exercise(
            *("AIR RING 27", "LIVEX", "air", 11, "2027-06-01/2027-07-15", "2027-06-07/2027-06-14"),
            deploy=4,
            redeploy=3,
            strength=2600,
            sites={"base": ["kaldbay"]},
            participants=["ARV", "BMK", "FYR", "GOT"],
            forces={"fighters": _land(3, "fighters-bmk", "fighters-fyr"), "lift": _land(2, "airlift")},
            draws={"awacs": 2, "tankers": 3},
        ),
        "locked-net-27": _exercise(
            *("LOCKED NET 27", "CYBER", "cyber", 5, "2027-04-15/2027-05-15", "2027-04-26/2027-04-26"),
            sites={"hall": ["cyber-hall"]},
            participants=["CLD", "DOR", "ESK", "HAV", "GOT", "ARV", "BMK", "FYR"],
            planning="cpx",
        ),
        "grey-map-27": _exercise(
            *("GREY MAP 27", "CPX", "joint", 8, "2027-01-15/2027-03-01", "2027-02-01/2027-02-08"),
            strength=900,
            sites={"hq": ["fyr-jhq"]},
            participants=["FYR", "ARV", "BMK", "DOR"],
            planning="cpx",
        ),
        "esk-frost-27": _exercise(
            *("ESK FROST 27", "FTX", "land", 10, "2027-01-20/2027-03-10", "2027-01-25/2027-02-01"),
            deploy=4,
            redeploy=3,
            strength=4100,
            sites={"main": ["eskmoor"]},
            participants=["ESK", "CLD"],
            forces={"bg": _land(1, "battle-group")},
        ),
        "grey-heath-27": _exercise(
            *("GREY HEATH 27", "FTX", "land air", 10, "2027-06-10/2027-07-20", "2027-06-21/2027-06-28"),
            deploy=3,
            redeploy=2,
            strength=4800,
            sites={"range": ["grau"]},
            participants=["BMK", "GOT"],
            forces={"lift": _land(1, "airlift")},
        ),
        "iron-gate-27": _exercise(
            *("IRON GATE 27", "LIVEX", "land air", 16, "2027-09-01/2027-10-10", "2027-09-06/2027-09-13"),
            deploy=8,
            redeploy=6,
            strength=9400,
            sites={"main": ["grau"], "second": {"any_of": ["fort-cal"], "strength": 2500}},
            participants=["BMK", "CLD", "FYR", "GOT", "HAV"],
            forces={
                "armour": _land(1, "armoured-bde"),
                "marines": _land(1, "marines"),
                "fighters": _land(2, "fighters-bmk"),
            },
            draws={"awacs": 1, "tankers": 2},
            planning="livex",
        ),
        "deep-keel-27": _exercise(
            *("DEEP KEEL 27", "LIVEX", "maritime", 12, "2027-09-10/2027-10-20", "2027-09-20/2027-09-27"),
            deploy=2,
            redeploy=2,
            strength=2200,
            sites={"sea": ["rugen-sea"]},
            participants=["BMK", "DOR", "ARV"],
            forces={"ships": _land(4, "frigates-arv", "frigates-bmk")},
        ),
        "persian-name-27": _exercise(
            *(f"{PERSIAN} 27", "TTX", "joint", 3, "2027-10-01/2027-11-01", "2027-10-11/2027-10-11"),
            strength=120,
            sites={"hq": ["fyr-jhq"]},
            participants=["HAV", "FYR"],
        ),
        "mercy-27": _exercise(
            *(
                "MERCY 27",
                "STAFFEX",
                "medical logistics",
                5,
                "2027-11-01/2027-11-30",
                "2027-11-08/2027-11-15",
            ),
            strength=400,
            sites={"hq": ["fyr-jhq"]},
            participants=["FYR", "GOT", "HAV"],
            planning="cpx",
        ),
        "winter-lift-27": _exercise(
            *(
                "WINTER LIFT 27",
                "DEPLOYEX",
                "air logistics",
                9,
                "2027-11-10/2027-12-10",
                "2027-11-22/2027-11-29",
            ),
            deploy=2,
            redeploy=2,
            strength=1500,
            sites={"base": ["kaldbay"]},
            participants=["GOT", "ARV"],
            forces={"lift": _land(2, "airlift")},
        ),
        "marsh-wolf-27": _exercise(
            *("MARSH WOLF 27", "FTX", "land", 10, "2027-05-10/2027-06-05", "2027-05-17/2027-05-24"),
            held="may",
            worth=15,
            strength=3000,
            sites={"main": ["ostfell"]},
            participants=["ARV", "HAV"],
        ),
    }


def programme() -> Programme:
    """The programme."""
    return Programme.model_validate(
        {
            "programme": {
                "id": "northern-2027",
                "title": "Northern exercise programme 2027",
                "horizon": "2027-01-01/2027-12-31",
                "as_of": "2026-11-01",
                "organiser": "Northern planning cell",
            },
            "nations": {code: {"name": name} for code, name in NATIONS.items()},
            "venues": _venues(),
            "forces": _forces(),
            "pools": {
                "awacs": {
                    "name": "Airborne early warning",
                    "units": 3,
                    "less": [{"dates": "2027-06-01/2027-06-12", "units": 1, "why": "operations"}],
                },
                "tankers": {"units": 4},
            },
            "planning": {
                "livex": {"CDC": 60, "IPC": 40, "MPC": 24, "FPC": 12, "MEL/MIL": 8},
                "cpx": {"IPC": 26, "MPC": 16, "FPC": 8},
            },
            "exercises": _exercises(),
            "acts": [{"act": "manoeuvre-notice", "exercise": "iron-gate-27", "on": "2026-10-12"}],
        }
    )


_STARTS: dict[str, tuple[str, dict[str, dict[str, int]]]] = {
    "cold-shield-27": (
        "2027-03-03",
        {
            "arctic": {"brigade-north": 1},
            "armour": {"armoured-bde": 1},
            "ships": {"frigates-arv": 2, "frigates-bmk": 2},
        },
    ),
    "northern-anvil-27": ("2027-04-19", {"jaegers": {"jaegers": 1}}),
    "baltic-sweep-27": (
        "2027-06-04",
        {"mcm": {"mcm-squadron": 4}, "escort": {"frigates-arv": 1, "frigates-bmk": 2}},
    ),
    "calder-storm-27": ("2027-05-19", {"bg": {"battle-group": 1}, "armour": {"armoured-bde": 1}}),
    "air-ring-27": (
        "2027-06-09",
        {"fighters": {"fighters-bmk": 2, "fighters-fyr": 1}, "lift": {"airlift": 2}},
    ),
    "locked-net-27": ("2027-04-26", {}),
    "grey-map-27": ("2027-02-08", {}),
    "esk-frost-27": ("2027-01-25", {"bg": {"battle-group": 1}}),
    "grey-heath-27": ("2027-06-21", {"lift": {"airlift": 1}}),
    "iron-gate-27": (
        "2027-09-13",
        {"armour": {"armoured-bde": 1}, "marines": {"marines": 1}, "fighters": {"fighters-bmk": 2}},
    ),
    "deep-keel-27": ("2027-10-04", {"ships": {"frigates-arv": 2, "frigates-bmk": 2}}),
    "persian-name-27": ("2027-10-11", {}),
    "mercy-27": ("2027-11-08", {}),
    "winter-lift-27": ("2027-11-24", {"lift": {"airlift": 2}}),
}


def schedule(facts: Programme) -> Schedule:
    """A schedule that drops one exercise and breaks two soft rules."""
    lines = []
    for name, exercise in facts.exercises.items():
        if name not in _STARTS:
            lines.append(Line(exercise=name, held=False))
            continue
        start, forces = _STARTS[name]
        first = date.fromisoformat(start)
        sites = {need: site.any_of[0] for need, site in exercise.sites.items()}
        parts = exercise.participants.must | exercise.participants.may
        lines.append(
            Line(
                exercise=name,
                startex=first,
                endex=first + timedelta(exercise.days.min - 1),
                sites=sites,
                participants={nation: part.role for nation, part in parts.items()},
                forces=forces,
            )
        )
    return Schedule(programme="northern-2027", lines=tuple(lines))


def problem(facts: Programme) -> Problem:
    """The programme with its rules and goals, facts on entities among them."""
    place = Place("programme.yaml", 212, 5)
    rules: tuple[tuple[dict[str, Any], type[Rule]], ...] = (
        (
            {
                "act": "manoeuvre-notice",
                "days": 120,
                "to": "host",
                "strength": "5000..",
                "paragraph": "par. 69",
            },
            DatedAct,
        ),
        (
            {
                "venue": "grau",
                "dates": ["2027-06-19/2027-07-02"],
                "soft": 25,
                "owner": "BMK",
                "reason": "midsummer",
            },
            VenueClosure,
        ),
        ({"first": "calder-storm-27", "then": "baltic-sweep-27", "gap": "7..", "soft": 40}, Precedence),
        ({"pool": "awacs", "soft": 30}, SharedAssetPool),
        ({"nation": "ARV", "exercises": 2, "strength": 12000}, HostLoad),
        ({"nation": "BMK", "strength": 9000}, AbroadLoad),
        ({"nation": "ARV", "exercises": 3, "valid": "2027-05-01/2027-08-31"}, AbroadLoad),
        (
            {"nations": ["ESK", "ARV"], "dates": ["2027-12-20/2027-12-31"], "reason": "year's end"},
            BlackoutPeriod,
        ),
    )
    said = [
        Statement(f"rules[{n}]", kind.model_validate(data), place) for n, (data, kind) in enumerate(rules)
    ]
    implied = (rule for kind in RULES.values() for _, rule in kind.from_facts(facts))
    keep = (rule for rule in implied if not (isinstance(rule, SharedAssetPool) and rule.pool == "awacs"))
    fact = [Statement(f"fact-{n}", rule, fact=True) for n, rule in enumerate(keep)]
    return Problem(facts, (*said, *fact), ((HoldExercises(),),), input_hash="5d" * 32)


def outcome() -> Outcome:
    """What a solver could have said about it."""
    held = GoalValue(goal="hold_exercises", unit="worth", value=15, weight=1)
    soft = GoalValue(goal="soft_rules", unit="cost", value=480, weight=1)
    wanted = GoalValue(goal="wanted_dates", unit="day", value=9, weight=1)
    return Outcome(
        status=Status.WITHIN,
        evidence=Evidence.CLAIMED,
        tiers=(
            TierResult(goals=(held,), value=15, bound=15, proved=True),
            TierResult(goals=(soft, wanted), value=489, bound=466),
        ),
        within_percent=4.7,
        reproducible=True,
        seed=7,
        parameters={"time_limit": 60, "workers": 2},
        versions={"exsched": "0.1.0", "ortools": "9.15"},
    )


def answer(facts: Programme | None = None, *, solved: bool = True) -> Answer:
    """A checked answer; `solved=False` is a schedule typed by hand."""
    facts = facts or programme()
    said = problem(facts)
    lines = schedule(facts)
    return Answer(said, lines, judge(said, lines), outcome() if solved else None)


def refused() -> Answer:
    """The answer with one exercise moved into a closure of its venue: a hard rule is broken."""
    found = answer()
    moved = {"startex": date(2027, 5, 6), "endex": date(2027, 5, 17)}
    lines = tuple(
        line.model_copy(update=moved) if line.exercise == "northern-anvil-27" else line
        for line in found.schedule.lines
    )
    plan = Schedule(programme="northern-2027", lines=lines)
    return Answer(found.problem, plan, judge(found.problem, plan), found.outcome)
