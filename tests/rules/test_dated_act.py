"""An act is due so many days before STARTEX, and the regimes that ship."""

from datetime import date
from typing import Any

import pytest

from exsched.domain.exercises import Role
from exsched.domain.schedule import Line
from exsched.rulekit.act import Act, Duty
from exsched.rulekit.finding import Undecided, Violation
from exsched.rulekit.problem import Problem
from exsched.rules.dated_act import DatedAct
from tests.builders import a_laydown, a_line, a_problem, an_exercise
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

LINE: dict[str, Any] = {
    "title": "ALDER",
    "kind": "LIVEX",
    "domains": ["land"],
    "tags": ["landing"],
    "days": {"min": 1, "max": 9},
    "strength": 1000,
    "equipment": {"tanks": 40},
    "sites": {"land": ["north", "south"]},
    "participants": {"must": ["ARV"], "may": {"CAL": 1}},
}
FACTS: dict[str, Any] = {
    "programme": {"id": "t", "title": "T", "horizon": "2027-01-01/2027-12-31", "as_of": "2027-01-01"},
    "groups": {"signatories": ["BMK", "DOR"], "nobody": []},
    "areas": {"arctic": {"venues": ["north"]}, "coast": {"nations": ["BMK"]}},
    "venues": {
        "north": {"name": "North", "host": "ARV", "kind": "range"},
        "south": {"name": "South", "host": "BMK", "kind": "range"},
    },
}


def an_act(**parts: Any) -> DatedAct:
    """A notice of ten days."""
    basis = {"act": "notice", "days": 10, "to": "the neighbours", "paragraph": "12"}
    return DatedAct.model_validate(basis | parts)


def a_case(rule: DatedAct, line: dict[str, Any] | None = None, **facts: Any) -> Problem:
    """A programme with ALDER, changed in some keys, as of 1 January 2027."""
    return a_problem(rule, **(FACTS | facts), exercises={"alder": LINE | (line or {})})


def out(startex: str = "2027-01-05", venue: str = "north", **roles: Role) -> Line:
    """ALDER held for two days."""
    return a_line("alder", startex, 2, sites={"land": venue}, participants={"ARV": Role.FULL} | roles)


def findings(rule: DatedAct, line: Line, facts: dict[str, Any] | None = None, **more: Any) -> list[object]:
    """What the rule finds when ALDER is held so."""
    problem = a_case(rule, facts, **more)
    return list(rule.check(problem, a_laydown(problem, line)))


def test_dated_act_is_in_time_when_due_on_as_of() -> None:
    """STARTEX less the days may be `as_of` itself, and not a day earlier."""
    assert findings(an_act(), out("2027-01-11")) == []
    late = "notice for alder was due on 2026-12-31, 1 day before 2027-01-01, and is not on record"
    assert findings(an_act(), out("2027-01-10")) == [Violation(("alder",), late, 1)]


def test_dated_act_counts_the_days_since_it_was_due() -> None:
    """The amount is what the due date lies before `as_of`."""
    found = findings(an_act(), out("2027-01-01"))
    assert [f.amount for f in found if isinstance(f, Violation)] == [10]


def test_dated_act_takes_the_first_day_of_the_horizon_without_as_of() -> None:
    """A programme that names no `as_of` is judged on its first day."""
    head = {"id": "t", "title": "T", "horizon": "2027-01-03/2027-12-31"}
    assert findings(an_act(), out("2027-01-13"), programme=head) == []
    assert len(findings(an_act(), out("2027-01-12"), programme=head)) == 1


def test_dated_act_on_record_is_done() -> None:
    """The record names act and exercise; another act, or another exercise, does not help."""
    done = {"act": "notice", "exercise": "alder", "on": "2026-12-01"}
    assert findings(an_act(), out(), acts=[done]) == []
    assert len(findings(an_act(), out(), acts=[done | {"act": "call"}])) == 1
    assert len(findings(an_act(), out(), acts=[done | {"exercise": "birch"}])) == 1


@pytest.mark.parametrize(
    ("parts", "concerned"),
    [
        ({"strength": "1000.."}, True),
        ({"strength": "1001.."}, False),
        ({"strength": "..1000"}, True),
        ({"strength": "..999"}, False),
        ({"kinds": ["FTX", "LIVEX"]}, True),
        ({"kinds": ["CPX"]}, False),
        ({"domains": ["land", "air"]}, True),
        ({"domains": ["air"]}, False),
        ({"tags": ["landing", "night"]}, True),
        ({"tags": ["night"]}, False),
        ({"hosts": ["ARV"]}, True),
        ({"hosts": ["signatories"]}, False),
        ({"hosts": ["nobody"]}, False),
        ({"parties": ["ARV"]}, True),
        ({"parties": ["BMK"]}, False),
        ({"parties": ["nobody"]}, False),
        ({"strength": "1000..", "tags": ["night"]}, False),
        ({"band": {"troops": 1000}}, True),
        ({"band": {"troops": 1001}}, False),
        ({"band": {"troops": 1000, "above": True}}, False),
        ({"band": {"tanks": 40}}, True),
        ({"band": {"tanks": 41}}, False),
        ({"band": {"troops": 5000, "tanks": 40}}, True),
        ({"band": {"troops": 1000}, "below": {"tanks": 40}}, False),
        ({"band": {"troops": 1000}, "below": {"tanks": 41}}, True),
        ({"exempt": ["landing"]}, False),
        ({"exempt": ["night"]}, True),
        ({"zone": ["arctic"]}, True),
        ({"zone": ["coast"]}, False),
        ({"zone": ["coast", "arctic"]}, True),
    ],
)
def test_dated_act_is_for_exercises_that_meet_every_key(parts: dict[str, Any], concerned: bool) -> None:
    """Keys are joined by and, the words of one key by or."""
    rule = an_act(**parts)
    problem = a_case(rule)
    laydown = a_laydown(problem, out())
    assert bool(list(rule.check(problem, laydown))) is concerned
    assert bool(list(rule.acts(problem, laydown))) is concerned


def test_dated_act_looks_at_the_site_that_was_chosen() -> None:
    """A group may have members that are no nations of the programme."""
    assert len(findings(an_act(hosts=["signatories"]), out(venue="south"))) == 1


def test_dated_act_does_not_count_observers_as_parties() -> None:
    """A party takes part in another role than observer."""
    found = [
        len(
            findings(
                an_act(parties=["CAL"]), out(CAL=role), {"participants": {"must": {"CAL": {"role": role}}}}
            )
        )
        for role in (Role.OBSERVER, Role.STAFF)
    ]
    assert found == [0, 1]


@pytest.mark.parametrize(
    ("line", "parts", "missing"),
    [
        ({"strength": None}, {"strength": "500.."}, "exercises.alder.strength"),
        ({"domains": []}, {"domains": ["land"]}, "exercises.alder.domains"),
        (
            {"strength": None, "domains": []},
            {"strength": "500..", "domains": ["land"]},
            "exercises.alder.strength, exercises.alder.domains",
        ),
        ({"strength": None}, {"band": {"troops": 500, "tanks": 41}}, "exercises.alder.strength"),
        ({"equipment": {}}, {"band": {"troops": 1001, "tanks": 40}}, "exercises.alder.equipment"),
        ({"equipment": {}}, {"band": {"troops": 1000}, "below": {"tanks": 9}}, "exercises.alder.equipment"),
        (
            {"strength": None, "equipment": {}},
            {"band": {"troops": 9, "tanks": 9, "acvs": 9}},
            "exercises.alder.strength, exercises.alder.equipment",
        ),
    ],
)
def test_dated_act_cannot_be_decided_without_data(
    line: dict[str, Any], parts: dict[str, Any], missing: str
) -> None:
    """Missing strength or domains are never silently in order, even when there is time enough."""
    unknown = Undecided(("alder",), "whether notice is due for alder is not known", missing)
    for startex in ("2027-01-05", "2027-06-01"):
        assert findings(an_act(**parts), out(startex), line) == [unknown]


def test_dated_act_yields_no_act_when_it_cannot_be_decided() -> None:
    """What is not known to be due is not listed as due."""
    rule = an_act(strength="500..")
    problem = a_case(rule, {"strength": None})
    assert list(rule.acts(problem, a_laydown(problem, out()))) == []


@pytest.mark.parametrize(
    "parts",
    [
        {"strength": "500..", "kinds": ["CPX"]},
        {"strength": "500..", "tags": ["night"]},
        {"strength": "500..", "domains": ["air"]},
        {"strength": "500..", "hosts": ["BMK"]},
        {"strength": "500..", "parties": ["BMK"]},
    ],
)
def test_dated_act_is_decided_when_something_else_rules_it_out(parts: dict[str, Any]) -> None:
    """An exercise that is not concerned anyway needs no strength."""
    assert findings(an_act(**parts), out(), {"strength": None}) == []


@pytest.mark.parametrize(
    ("line", "parts", "concerned"),
    [
        ({"strength": None}, {"band": {"troops": 500, "tanks": 40}}, True),
        ({"equipment": {}}, {"band": {"troops": 1000, "tanks": 41}}, True),
        ({"strength": None}, {"band": {"tanks": 40}, "below": {"troops": 9, "tanks": 40}}, False),
    ],
)
def test_dated_act_is_decided_when_another_number_suffices(
    line: dict[str, Any], parts: dict[str, Any], concerned: bool
) -> None:
    """One number that is known can rule an exercise in, or beyond the tier, whatever the others are."""
    found = findings(an_act(**parts), out(), line)
    assert [type(f) for f in found] == ([Violation] if concerned else [])


def test_dated_act_cannot_be_decided_where_the_site_may_lie_in_the_zone() -> None:
    """A venue without a position may lie in an area that is a shape."""
    square = {"type": "Polygon", "coordinates": [[[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]]]}
    venues = FACTS["venues"] | {"south": FACTS["venues"]["south"] | {"at": [60.0, 20.0]}}
    facts: dict[str, Any] = {"areas": {"square": {"geojson": square}}, "venues": venues}
    unknown = Undecided(("alder",), "whether notice is due for alder is not known", "venues.north.at")
    rule = an_act(zone=["square"])
    assert findings(rule, out(), **facts) == [unknown]
    assert findings(rule, out(venue="south"), **facts) == []
    problem = a_case(rule, **facts)
    assert list(rule.acts(problem, a_laydown(problem, out()))) == []


def test_dated_act_looks_at_the_form_that_was_chosen() -> None:
    """A smaller form needs no notice."""
    forms = {"forms": {"small": {"strength": 999}}}
    rule = an_act(band={"troops": 1000})
    assert len(findings(rule, out(), forms)) == 1
    assert findings(rule, out().model_copy(update={"form": "small"}), forms) == []


def test_dated_act_says_its_duty() -> None:
    """Every kind of act has a word."""
    words = "notification registration listing clearance warning invitation authorisation conference"
    assert [str(duty) for duty in Duty] == words.split()
    for duty in Duty:
        rule = an_act(duty=str(duty))
        problem = a_case(rule)
        assert [act.duty for act in rule.acts(problem, a_laydown(problem, out()))] == [duty]


def test_dated_act_has_one_measure_of_size() -> None:
    """A range of troops beside a band would say two things."""
    with pytest.raises(ValueError, match="either strength, or band and below"):
        an_act(strength="9..", band={"troops": 9})


def test_dated_act_on_record_needs_no_strength() -> None:
    """What is done is done, whether it had to be or not."""
    done = {"act": "notice", "exercise": "alder", "on": "2026-12-01"}
    assert findings(an_act(strength="500.."), out(), {"strength": None}, acts=[done]) == []


def test_dated_act_applies_inside_its_validity() -> None:
    """One execution day inside `valid` is enough."""
    assert findings(an_act(valid="2027-01-07/.."), out("2027-01-05")) == []
    assert len(findings(an_act(valid="2027-01-06/.."), out("2027-01-05"))) == 1


def test_dated_act_leaves_a_dropped_exercise_alone() -> None:
    """What is not held needs no notice."""
    problem = a_case(an_act())
    assert list(an_act().check(problem, a_laydown(problem))) == []
    assert list(an_act().acts(problem, a_laydown(problem))) == []


def test_dated_act_lists_acts_open_and_on_record() -> None:
    """Every exercise concerned, with the first day on record; an act without a paragraph has none."""
    rule = an_act()
    problem = a_case(rule)
    due = date(2027, 5, 22)
    laydown = a_laydown(problem, out("2027-06-01"))
    assert list(rule.acts(problem, laydown)) == [Act(due, "alder", "notice", "the neighbours", "12", None)]
    records = [{"act": "notice", "exercise": "alder", "on": on} for on in ("2026-12-24", "2026-12-01")]
    done = a_case(an_act(paragraph=None), acts=records)
    act = Act(due, "alder", "notice", "the neighbours", "", date(2026, 12, 1), Duty.NOTIFICATION)
    assert list(an_act(paragraph=None).acts(done, a_laydown(done, out("2027-06-01")))) == [act]


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"paragraph": None}, "notice is due 10 days before STARTEX to the neighbours"),
        (
            {
                "days": 1,
                "strength": "9000..",
                "kinds": ["FTX", "LIVEX"],
                "domains": ["land"],
                "tags": ["landing"],
                "hosts": ["ARV"],
                "parties": ["BMK", "CAL"],
            },
            "notice is due 1 day before STARTEX to the neighbours (12), "
            "for at least 9000 troops, FTX/LIVEX, land, landing, in ARV, with BMK/CAL",
        ),
        (
            {
                "band": {"troops": 9000, "tanks": 250},
                "below": {"troops": 40000, "above": True},
                "zone": ["coast"],
            },
            "notice is due 10 days before STARTEX to the neighbours (12), "
            "for at least 9,000 troops or 250 battle tanks, not more than 40,000 troops, in coast",
        ),
        (
            {"exempt": ["night"]},
            "notice is due 10 days before STARTEX to the neighbours (12), for not night",
        ),
    ],
)
def test_dated_act_says_what_it_means(parts: dict[str, Any], sentence: str) -> None:
    """The sentence names the act, its days, the addressee and who is concerned."""
    assert an_act(**parts).explain(a_problem()) == sentence


def test_dated_act_alone_makes_the_best_worse() -> None:
    """Too late for notice of the whole, in time for the smaller form."""
    line = an_exercise(days=1, worth=9, strength=9000, forms={"small": {"strength": 8999, "loses": 4}})
    problem = a_framed_problem(
        an_act(band={"troops": 9000}),
        programme={"id": "tiny", "title": "Tiny", "horizon": "2027-01-01/2027-01-02"},
        exercises={"alder": line},
    )
    assert best_with_and_without(problem, "dated_act") == ((4, 0), (0, 0))
