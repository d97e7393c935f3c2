"""Things that the viewer may not know of, each put into a draft with numbers, words and dates at random.

Every word that only a hidden thing has holds `secret`, so that a test can look for it.
"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.access.programme import Body, Draft

Trick = Callable[[Draft, Random], None]

OTHERS = ("ARV", "BMK", "DOR")


def _word(dice: Random) -> str:
    """A name that sorts before or after those that are seen."""
    return f"{dice.choice(['a', 'm', 'z'])}-secret-{dice.randrange(1000)}"


def _range(dice: Random, longest: int = 20) -> str:
    start = date(2027, 1, 1) + timedelta(dice.randrange(300))
    return f"{start}/{start + timedelta(dice.randrange(longest))}"


def _some(dice: Random, options: tuple[str, ...] = OTHERS) -> list[str]:
    return dice.sample(options, dice.randint(1, len(options)))


def _put(draft: Draft, section: str, name: str, body: Any, *, dice: Random) -> None:
    """Add an entity at the front or the end of a section of the main file."""
    old = draft.main.get(section, {})
    draft.main[section] = {name: body} | old if dice.random() < 0.5 else old | {name: body}


def _say(draft: Draft, rule: Body, *, dice: Random, file: str = "programme.json") -> None:
    """Add a statement before or after others."""
    rules = draft.files[file].setdefault("rules", [])
    rules.insert(dice.randint(0, len(rules)), {"soft": 1, **rule})


def _line(draft: Draft, dice: Random, line: Body) -> None:
    draft.lines.insert(dice.randint(0, len(draft.lines)), line)


def hidden_exercise(draft: Draft, dice: Random) -> None:
    """An exercise of others, with series, sponsor, tags, template and roles of its own, perhaps held."""
    name, venue = _word(dice), _word(dice)
    _put(
        draft,
        "venues",
        venue,
        {"name": f"Secret range {venue}", "host": "DOR", "kind": "range"},
        dice=dice,
    )
    _put(draft, "planning", f"{name}-plan", {"Secret conference": dice.randint(2, 20)}, dice=dice)
    start = date(2027, 1, 20) + timedelta(dice.randrange(250))
    days = dice.randint(1, 12)
    body: Body = {
        "title": f"SECRET {name}",
        "series": f"{name}-series",
        "sponsor": f"Secret sponsor {name}",
        "tags": [f"secret-{dice.randrange(99)}"],
        "days": {"min": 1, "max": 12},
        "sites": {"place": {"any_of": [venue]}},
        "participants": {"must": ["DOR"], "may": dict.fromkeys(_some(dice, ("ARV", "BMK")), 1)},
        "planning": f"{name}-plan",
        "objectives": ["secret-aim"],
        "locked": {"startex": str(start)},
        "forms": {"secret-form": {"loses": 1, "kind": "TTX"}},
        "notes": "secret notes",
    }
    if dice.random() < 0.5:
        body |= {"release": _some(dice), "notes_release": _some(dice)}
    line: Body = {
        "exercise": name,
        "startex": str(start),
        "endex": str(start + timedelta(days - 1)),
        "sites": {"place": venue},
        "participants": {"DOR": "host"},
    }
    if dice.random() < 0.5:
        _on_common_ground(body, line, dice)
    if dice.random() < 0.3:
        body |= {"held": "may"}
    _put(draft, "exercises", name, body, dice=dice)
    if body.get("held") != "may" or dice.random() < 0.5:
        _line(draft, dice, line)
    _acts_of(draft, dice, name)


def _on_common_ground(body: Body, line: Body, dice: Random) -> None:
    """With a venue, forces and a pool that the viewer knows, at a time when these are free."""
    start = date(2027, 10, 20) + timedelta(dice.randrange(20))
    length = timedelta(dice.randint(0, 8))
    body["sites"]["ground"] = {"any_of": ["fell", "moor"]}
    body["forces"] = {"escort": {"need": "1..3", "capability": "frigate", "of": ["ARV"]}}
    body["draws"] = {"tankers": dice.randint(1, 10)}
    body["locked"] = {"startex": str(start)}
    line |= {"startex": str(start), "endex": str(start + length)}
    line["sites"]["ground"] = dice.choice(["fell", "moor"])
    line["forces"] = {"escort": {"arv-frigates": dice.randint(1, 3)}}


def _acts_of(draft: Draft, dice: Random, exercise: str) -> None:
    """What else speaks of a hidden exercise: acts, an earlier schedule, statements."""
    draft.main["acts"].insert(0, {"act": "notice", "exercise": exercise, "on": "2026-10-01"})
    schedules = draft.main["schedules"]
    line = {"exercise": exercise, "startex": "2027-02-01", "endex": "2027-02-02"}
    if dice.random() < 0.5:
        schedules["published"]["lines"].insert(0, line)
    if dice.random() < 0.5:
        draft.main["schedules"] = {f"{exercise}-before": {"lines": [line]}} | schedules
    for rule in (
        {"rule": "exercise_window", "exercise": exercise, "startex": _range(dice, 60)},
        {"rule": "linked_exercises", "exercises": [exercise, "open-1"], "relation": "all_or_none"},
        {"rule": "precedence", "first": "open-1", "then": exercise, "release": ["CAL", "DOR"]},
        {"rule": "spacing", "days": 9, "where": {"exercises": ["open-1", exercise]}},
        {"rule": "spacing", "days": 9, "where": {"series": f"{exercise}-series"}},
        {"rule": "spacing", "days": 9, "where": {"sponsor": f"Secret sponsor {exercise}"}},
        {"rule": "periodicity", "series": f"{exercise}-series", "every": {"years": 1}},
        {"rule": "planning_event_capacity", "planning": f"{exercise}-plan", "most": 1},
        {"rule": "planning_event_capacity", "events": ["Secret conference"], "most": 1},
    ):
        if dice.random() < 0.6:
            _say(draft, rule, dice=dice)


def busy_exercise_differs(draft: Draft, dice: Random) -> None:
    """All of an exercise of which only the block is seen, but for its venue and the weeks it touches."""
    body, line = draft.exercise("dim"), draft.line("dim")
    start = date(2027, 5, 10) + timedelta(dice.randrange(3))
    days = dice.randint(1, 4)
    body |= {
        "title": f"SECRET DIM {dice.randrange(9)}",
        "kind": dice.choice(["LIVEX", "CPX"]),
        "days": {"min": 1, "max": dice.randint(5, 9)},
        "tags": ["secret-dim"],
        "strength": dice.randint(1, 5000),
        "participants": {"must": ["ARV"], "may": {"DOR": 1}, "count": "1.."},
        "deploy": dice.randint(0, 20),
        "source": "secret source",
    }
    line |= {"startex": str(start), "endex": str(start + timedelta(days)), "participants": {"ARV": "host"}}
    if dice.random() < 0.5:
        line["participants"]["DOR"] = "full"


def hidden_participant(draft: Draft, dice: Random) -> None:
    """A nation whose part in a visible exercise is hidden, with its forces, venues, locks and statements."""
    body, line = draft.exercise("open-1"), draft.line("open-1")
    force, crew = _word(dice), _word(dice)
    facts = {"name": f"Secret {force}", "nation": "DOR", "domain": "medical", "elements": 2}
    draft.files["dorvik.json"]["forces"][force] = facts
    draft.files["dorvik.json"]["forces"][crew] = facts | {"name": f"Secret {crew}", "domain": "air"}
    side = dice.choice(["must", "may"])
    parts = body["participants"]
    told: list[str] = dice.choice([[], ["DOR"], ["ARV", "DOR"]])
    if side == "must":
        parts["must"] = {"DOR": {"release": told, "strength": 7}} | {n: {} for n in parts["must"]}
    else:
        parts["may"] = {"DOR": {"worth": dice.randint(1, 9), "release": told}} | parts["may"]
    body["forces"]["brigade"]["any_of"].insert(dice.randint(0, 2), force)
    body["forces"]["secret-role"] = {"need": "0..2", "any_of": [crew]}
    body["forms"]["cpx"]["forces"]["secret-role"] = {"need": "0..1", "any_of": [crew, force]}
    body["command"] = "DOR"
    _in_locks_and_past(draft, force, crew, dice)
    body["sites"]["secret-port"] = {"any_of": ["fjord"]}
    line["participants"] = {"DOR": "full"} | line["participants"]
    line["forces"]["brigade"] = {force: 1} | line["forces"]["brigade"]
    line["forces"]["secret-role"] = {crew: dice.randint(1, 2)}
    line["sites"]["secret-port"] = "fjord"
    for rule in (
        {"rule": "required_participants", "exercises": ["open-1"], "all_of": ["DOR", "CAL"]},
        {"rule": "locked_line", "exercise": "open-1", "participants": ["DOR", "ARV", "CAL", "BMK"]},
        {"rule": "locked_line", "exercise": "open-1", "forces": {"secret-role": {crew: 1}}},
        {"rule": "locked_line", "exercise": "open-1", "sites": {"secret-port": "fjord"}},
        {"rule": "conditional_participation", "nation": "DOR", "only_if": {"tags": ["secret-x"]}},
    ):
        if dice.random() < 0.6:
            _say(draft, rule, dice=dice)


def _in_locks_and_past(draft: Draft, force: str, crew: str, dice: Random) -> None:
    """The hidden nation in what is locked, and in the line of an earlier schedule."""
    locked = draft.exercise("open-1")["locked"]
    locked["sites"] = {"secret-port": "fjord"} | locked["sites"]
    locked["participants"] = dice.sample(["DOR", "ARV", "CAL", "BMK"], 4)
    locked["participants"].sort(key=lambda nation: (nation == "BMK", nation == "CAL"))
    locked["forces"]["brigade"] = {force: 1} | locked["forces"]["brigade"]
    published = draft.main["schedules"]["published"]["lines"][-1]
    published["sites"]["secret-port"] = "fjord"
    published["participants"] = {"DOR": "host"} | published["participants"]
    published["forces"]["brigade"] = {force: 1} | published["forces"]["brigade"]
    published["forces"]["secret-role"] = {crew: 1}


def hidden_least_numbers(draft: Draft, dice: Random) -> None:
    """Least numbers of an exercise that the viewer did not write."""
    body = draft.exercise("open-1")
    body["participants"]["count"] = f"{dice.randint(1, 3)}..{dice.randint(4, 9)}"
    body["forces"]["escort"] |= {"need": f"{dice.randint(0, 3)}..6", "nations": f"{dice.randint(1, 2)}.."}


def labels_differ(draft: Draft, dice: Random) -> None:
    """Who else may see what the viewer sees."""
    draft.exercise("open-2")["release"] = ["CAL", *_some(dice)]
    draft.exercise("dim")["busy"] = ["CAL", *_some(dice, ("DOR",))]
    draft.main["cover"]["moor-taken"]["release"] = ["CAL", *_some(dice)]
    draft.exercise("open-1")["notes_release"] = _some(dice)
    _say(draft, {"rule": "host_load", "nation": "ARV", "exercises": 3, "release": _some(dice)}, dice=dice)


def statements_of_others(draft: Draft, dice: Random) -> None:
    """What other nations say, or is said of them."""
    for rule in (
        {"rule": "abroad_load", "nation": "ARV", "exercises": 5, "id": _word(dice)},
        {"rule": "incompatible_participants", "nations": ["BMK", "CAL"], "owner": "BMK"},
        {"rule": "tempo_cap", "force": "arv-brigade", "days": dice.randint(50, 90), "within": 365},
        {"rule": "range_days_cap", "venue": "fell", "max": dice.randint(100, 200)},
        {"rule": "season_window", "months": [5], "tags": ["secret-tag"]},
        {"rule": "spacing", "days": dice.randint(1, 5), "where": {"tags": ["secret-tag"]}},
        {"rule": "moratorium", "parties": ["ARV"], "dates": "2027-12-24/2027-12-26"},
    ):
        if dice.random() < 0.7 and rule["rule"] != "season_window":
            _say(draft, rule, dice=dice)
    own = {"rule": "host_load", "nation": "BMK", "exercises": dice.randint(3, 9)}
    _say(draft, own, dice=dice, file="belmark.json")


def words_in_statements(draft: Draft, dice: Random) -> None:
    """Words of hidden exercises in statements that the viewer sees."""
    for rule in draft.main["rules"]:
        if rule["rule"] == "spacing" and rule["days"] == 40:
            rule["where"] = {"tags": ["live-fire", f"secret-{dice.randrange(9)}", "staff"]}
            rule["source"] = "secret source"
        if rule["rule"] == "dated_act":
            rule["exempt"] = [f"secret-{dice.randrange(9)}", "staff"]


def entities_nobody_needs(draft: Draft, dice: Random) -> None:
    """Venues, forces, areas, pools, periods, agreements, past exercises that nothing seen refers to."""
    name = _word(dice)
    for section, body in (
        ("venues", {"name": f"Secret {name}", "host": "BMK", "kind": "hq"}),
        ("forces", {"name": f"Secret {name}", "nation": "ARV", "domain": "space"}),
        ("areas", {"venues": ["fell"], "notes": "secret"}),
        ("pools", {"units": dice.randint(1, 9)}),
        ("periods", {"dates": _range(dice), "why": "secret"}),
        ("agreements", {"kind": "INFOSEC", "parties": ["ARV", "BMK"], "source": "secret"}),
        ("planning", {"Secret event": 3}),
        ("history", {"dates": "2025-05-01/2025-05-09", "hosts": ["BMK"], "participants": ["DOR"]}),
        ("cover", {"venue": "fell", "dates": _range(dice), "release": _some(dice)}),
    ):
        if dice.random() < 0.7:
            _put(draft, section, f"{name}-{section}", body, dice=dice)


def areas_list_hidden_venues(draft: Draft, dice: Random) -> None:
    """A venue in a visible area that nothing seen could use is no member of it."""
    name = _word(dice)
    area, groups = f"{name}-area", draft.main["areas"]
    _put(draft, "venues", name, {"name": "Secret", "host": "DOR", "kind": "cyber_range"}, dice=dice)
    groups[area] = {"venues": [name]}
    draft.main["areas"] = dict(sorted(groups.items(), reverse=dice.random() < 0.5))


def private_facts(draft: Draft, dice: Random) -> None:
    """Facts that belong to other nations, and notes."""
    venues = draft.files["arvania.json"]["venues"]["fell"]
    venues |= {"notes": "secret", "cost_per_day": dice.randint(1, 99)}
    venues["closed"][0] |= {"why": f"secret {dice.randrange(99)}", "source": "secret"}
    draft.files["arvania.json"]["forces"]["arv-brigade"] |= {
        "home": [dice.randint(40, 60), 10],
        "mobility": {"mode": "road", "km_per_day": 900},
        "away": [{"dates": "2027-11-01/2027-11-20", "why": "secret"}],
        "recovery": dice.randint(0, 5),
        "notes": "secret",
        "cost_per_day": dice.randint(1, 99),
    }
    draft.main["nations"]["ARV"]["notes"] = f"secret {dice.randrange(99)}"
    draft.exercise("open-1").update({"notes": f"secret {dice.randrange(99)}", "source": "secret"})
    draft.main["programme"]["notes"] = f"secret {dice.randrange(99)}"
    draft.main["pools"]["tankers"]["source"] = "secret"
    draft.main["periods"]["leave"]["why"] = f"secret {dice.randrange(99)}"
    draft.main["acts"][-1]["source"] = "secret"
    draft.main["agreements"]["sofa"]["source"] = "secret"
    past = draft.main["history"]["open-2025"]
    past |= {"notes": "secret", "forces": past["forces"] | {"arv-brigade": dice.randint(1, 3)}}
    past["wishes_refused"]["ARV"] = dice.randint(1, 5)
    past["holidays_lost"] = {"BMK": dice.randint(1, 5)}
    draft.main["schedules"]["published"]["source"] = "secret"


def goals_and_settings(draft: Draft, dice: Random) -> None:
    """What the authority aims at, and how it solves."""
    tiers: list[list[Any]] = [["hold_exercises"], ["soft_rules"], ["wanted_dates"]]
    dice.shuffle(tiers)
    draft.main["goals"] = [*tiers, [{"goal": "stability", "against": "published", "weight": 3}]]
    draft.main["solve"] = {"time_limit": dice.randint(1, 500), "give_back": f"{dice.randint(0, 9)}%"}


def order_of_the_files(draft: Draft, dice: Random) -> None:
    """In which order files, sections, entities, statements and lines were written; the viewer's own stays."""
    dice.shuffle(draft.main["include"])
    dice.shuffle(draft.main["rules"])
    dice.shuffle(draft.lines)
    for line in draft.lines:
        for part in ("participants", "forces", "sites"):
            line[part] = dict(dice.sample(list(line.get(part, {}).items()), len(line.get(part, {}))))
    for name, body in draft.files.items():
        for section in ("exercises", "venues", "forces", "nations", "areas"):
            if section in body and name != "calder.json":
                entries = list(body[section].items())
                dice.shuffle(entries)
                body[section] = dict(entries)


TRICKS: dict[str, Trick] = {
    trick.__name__: trick
    for trick in (
        hidden_exercise,
        busy_exercise_differs,
        hidden_participant,
        hidden_least_numbers,
        labels_differ,
        statements_of_others,
        words_in_statements,
        entities_nobody_needs,
        areas_list_hidden_venues,
        goals_and_settings,
        private_facts,
        order_of_the_files,
    )
}
"""In the order in which they are applied."""
