"""Statements that leave an exercise no way of being held."""

import json

import pytest
import yaml

from exsched.intake import load_text
from exsched.rulekit.finding import Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem
from exsched.rules import RULES
from tests.intake.programmes import HEAD, a_loaded, a_text, errors, warnings
from tests.universe import every_laydown

ALPHA = """\
groups: {PAIR: [ARV, BMK]}
areas: {here: {venues: [north]}}
forces: {guns: {name: Guns, nation: BMK, domain: land, elements: 2}}
exercises:
  alpha:
    title: A
    days: {min: 3, max: 5}
    deploy: 2
    strength: 900
    tags: [live-fire]
    domains: [land]
    startex: 2027-03-10/2027-03-20
    sites: {land: north}
    participants: {must: {ARV: {}, CAL: {role: staff}}, may: [BMK]}
    forces: {fire: {need: 1, any_of: [guns]}}
"""

CLASHES = [
    (
        "incompatible_participants, nations: [PAIR]",
        "ARV and BMK, who will not take part together, are both sure to take part",
    ),
    (
        "incompatible_participants, nations: [ARV], against: [CAL]",
        "ARV and CAL, who will not take part together, are both sure to take part",
    ),
    (
        "host_refusal, nation: BMK, hosts: [ARV]",
        "BMK is sure to take part, and refuses every venue of one of its sites",
    ),
    (
        "host_refusal, nation: BMK, areas: [here]",
        "BMK is sure to take part, and refuses every venue of one of its sites",
    ),
    (
        "disputed_area, nations: [PAIR], area: here, scope: whole_exercise",
        "ARV is sure to take part, and stays away from here, where one of its sites is",
    ),
    (
        "demilitarised_area, area: here, tags: [winter]",
        "every venue of one of its sites lies in here, where it is not permitted",
    ),
    (
        "role_limit, nation: CAL, roles: [observer, non_combat]",
        "CAL is sure to be there as staff, and may be there as observer or non_combat only",
    ),
    (
        "content_limit, nation: CAL, barred: [live-fire]",
        "CAL is sure to take part, and keeps away from live-fire",
    ),
    (
        "content_limit, nation: CAL, only: [winter]",
        "CAL is sure to take part, and keeps away from live-fire",
    ),
    (
        "host_load, nation: ARV, exercises: 0",
        "every venue of one of its sites lies in ARV, which hosts 0 exercises",
    ),
    (
        "abroad_load, nation: CAL, exercises: 0",
        "CAL is sure to take part, which is abroad, and allows 0 exercises there",
    ),
    (
        "exercise_count_cap, nation: CAL, max: 0, per: year",
        "it counts for CAL, with a limit of 0 exercises",
    ),
    (
        "exercise_count_cap, force: guns, max: 0, within: 30",
        "it counts for guns, with a limit of 0 exercises",
    ),
    (
        "required_participants, exercises: [alpha], at_least: 4",
        "4 participants are required, and only 3 could take part",
    ),
    (
        "required_participants, exercises: [alpha], of: [ARV, CAL], at_most: 1",
        "2 are sure to take part, and at most 1 may",
    ),
    (
        "consensus, members: [ARV, BMK], exercises: [alpha], deadline: 2027-01-01, objections: [BMK]",
        "the objection of BMK is on record",
    ),
    (
        "host_authorisation, host: ARV, authorisations: []",
        "it is sure to bring BMK to ARV, and no authorisation can cover it",
    ),
    (
        "host_authorisation, host: ARV, authorisations: "
        "[{title: L, period: 2027-01-01/2027-12-31, exercises: [alpha], strength: 899}]",
        "it is sure to bring BMK to ARV, and no authorisation can cover it",
    ),
    (
        "host_authorisation, host: ARV, authorisations: [{title: L, period: 2027-03-09/2027-12-31}]",
        "it is sure to bring BMK to ARV, and no authorisation can cover it",
    ),
    (
        "host_authorisation, host: ARV, authorisations: "
        "[{title: L, period: 2027-01-01/2027-03-11, exercises: [alpha]}]",
        "it is sure to bring BMK to ARV, and no authorisation can cover it",
    ),
    (
        "strength_ceiling, exercise: alpha, most: 899",
        "it has 900 troops, above the ceiling of 899",
    ),
    (
        "conditional_participation, nation: CAL, only_if: {strength: ..899}",
        "CAL is sure to take part, only if the strength is at most 899 troops, which cannot be",
    ),
    (
        "conditional_participation, nation: CAL, not_if: {present: [BMK]}",
        "CAL is sure to take part, not if BMK takes part, which is sure to be",
    ),
    (
        "blackout_period, nations: [CAL], dates: 2027-03-12/2027-03-20",
        "every allowed STARTEX falls on days barred for CAL",
    ),
    (
        "blackout_period, venues: [north], counts: execution, dates: 2027-03-12/2027-03-20",
        "every allowed STARTEX falls on days barred",
    ),
    (
        "blackout_period, nations: [CAL], effect: no_startex, dates: 2027-03-01/2027-03-20",
        "every allowed STARTEX falls on days barred for CAL",
    ),
    (
        "moratorium, parties: [CAL], dates: 2027-03-12/2027-03-20",
        "CAL is sure to take part, and every allowed STARTEX falls into the moratorium",
    ),
    (
        "event_avoidance, hard: true, dates: 2027-03-15, before: 3, after: 3",
        "every allowed STARTEX falls on days kept free for an event",
    ),
    (
        "dated_act, act: notice, days: 79, to: OSCE, strength: 900..",
        "notice is not on record and comes too late on every allowed STARTEX, seen from 2027-01-01",
    ),
    (
        "annual_listing, act: list, to: OSCE, deadline: 11-15, hosts: [ARV]",
        "list is not on record, and every list that it could be on is closed on 2027-01-01",
    ),
    (
        "tempo_cap, nation: CAL, days: 4, within: 30",
        "CAL, which it cannot do without, has 5 footprint days in it, above its cap of 4",
    ),
    (
        "tempo_cap, force: guns, days: 2, within: 30",
        "guns, which it cannot do without, has 5 footprint days in it, above its cap of 4",
    ),
]

FREE = [
    "incompatible_participants, nations: [PAIR], exempt: [full, host, observer]",
    "incompatible_participants, nations: [PAIR], unless_present: CAL",
    "incompatible_participants, nations: [PAIR], soft: 5",
    "incompatible_participants, nations: [PAIR], valid: 2027-03-11/..",
    "host_refusal, nation: BMK, hosts: [CAL]",
    "disputed_area, nations: [PAIR], area: here, scope: own_forces",
    "demilitarised_area, area: here, exercises: [alpha]",
    "demilitarised_area, area: here, tags: [live-fire]",
    "role_limit, nation: CAL, roles: [staff]",
    "role_limit, nation: BMK, roles: [host, full]",
    "content_limit, nation: CAL, only: [live-fire, winter]",
    "host_load, nation: ARV, exercises: 1",
    "abroad_load, nation: ARV, exercises: 0",
    "exercise_count_cap, nation: CAL, max: 1, per: year",
    "exercise_count_cap, nation: CAL, max: 0, per: year, where: {tags: [winter]}",
    "required_participants, exercises: [alpha], at_least: 3",
    "consensus, members: [ARV], exercises: [alpha], deadline: 2027-01-01, objections: [BMK]",
    "host_authorisation, host: ARV, authorisations: "
    "[{title: L, period: 2027-03-18/2027-03-22, exercises: [alpha], strength: 900}]",
    "strength_ceiling, exercise: alpha, most: 900",
    "conditional_participation, nation: CAL, only_if: {strength: ..900, present: [BMK]}",
    "conditional_participation, nation: CAL, not_if: {present: [BMK], hosts: [CAL]}",
    "blackout_period, nations: [CAL], dates: 2027-03-13/2027-03-20, counts: execution",
    "blackout_period, nations: [CAL], dates: 2027-03-11/2027-03-17",
    "moratorium, parties: [CAL], dates: 2027-03-12/2027-03-20, exempt: [alpha]",
    "moratorium, parties: [CAL], dates: 2027-03-12/2027-03-20, where: {tags: [unheard-of]}",
    "moratorium, parties: [CAL], dates: 2027-03-12/2027-03-20, where: {sponsor: Unknown}",
    "event_avoidance, hard: true, dates: 2027-03-15, before: 3, after: 2",
    "event_avoidance, dates: 2027-03-15, before: 3, after: 3",
    "dated_act, act: notice, days: 78, to: OSCE",
    "dated_act, act: notice, days: 79, to: OSCE, strength: 901..",
    "dated_act, act: done, days: 79, to: OSCE",
    "annual_listing, act: list, to: OSCE, deadline: 11-15, hosts: [CAL]",
    "tempo_cap, nation: CAL, days: 5, within: 30",
    "tempo_cap, nation: CAL, days: 4, within: 4",
    "tempo_cap, force: guns, days: 3, within: 30",
]


@pytest.mark.parametrize(("rule", "why"), CLASHES)
def test_a_statement_that_nothing_can_keep_is_refused(rule: str, why: str) -> None:
    """An exercise that must be held, and a statement that forbids it whatever is chosen: exit 4."""
    loaded = a_loaded(ALPHA, f"rules: [{{rule: {rule}}}]")
    assert errors(loaded) == [("E509", f"alpha must be held, and {why}")]
    assert loaded.exit_code == 4


@pytest.mark.parametrize("rule", FREE)
def test_a_statement_that_can_be_kept_is_not_refused(rule: str) -> None:
    """One step to the other side of the edge, or soft, or not valid all the time: nothing is said."""
    done = "acts: [{act: done, exercise: alpha, on: 2026-11-01}]"
    assert errors(a_loaded(ALPHA, done, f"rules: [{{rule: {rule}}}]")) == []


@pytest.mark.parametrize(("rule", "why"), CLASHES)
def test_an_exercise_that_may_be_dropped_is_only_warned_of(rule: str, why: str) -> None:
    """It can never be held, and that is allowed."""
    text = ALPHA.replace("    title: A\n", "    title: A\n    held: may\n")
    assert errors(a_loaded(text, f"rules: [{{rule: {rule}}}]")) == []
    said = [what for code, _, what in warnings(text, f"rules: [{{rule: {rule}}}]") if code == "W604"]
    assert said == [f"alpha can never be held: {why}"]


def test_one_form_that_fits_is_enough() -> None:
    """A statement against the full form leaves a smaller one."""
    ceiling = "rules: [{rule: strength_ceiling, exercise: alpha, most: 899}]"
    smaller = ALPHA + "    forms: {small: {strength: 500}}\n"
    assert errors(a_loaded(smaller, ceiling)) == []
    too_small = ALPHA + "    forms: {small: {strength: 950}}\n"
    assert [code for code, _ in errors(a_loaded(too_small, ceiling))] == ["E509"]


TWO = """\
forces: {{guns: {{name: Guns, nation: BMK, domain: land, elements: 2, recovery: 4}}}}
exercises:
  alpha:
    title: A
    days: 3
    sites: {{land: north}}
    forces: {{fire: {{need: 1..2, any_of: [guns]}}}}
    locked: {{startex: 2027-03-10, sites: {{land: north}}, forces: {{fire: {{guns: 1}}}}}}
  bravo:
    title: B
    days: 3
    held: {held}
    sites: {{land: north}}
    forces: {{fire: {{need: 1..2, any_of: [guns]}}}}
    locked: {{startex: {day}, sites: {{land: {site}}}, forces: {{fire: {{guns: {guns}}}}}}}
"""
ONE_AT_A_TIME = (
    "venues: {north: {name: North range, host: ARV, kind: range, takes: {exercises: 1}, setup: 1}}"
)


@pytest.mark.parametrize(
    ("day", "guns", "held", "why"),
    [
        ("2027-03-16", 2, "must", "3 elements of guns, which has 2"),
        ("2027-03-17", 2, "must", None),
        ("2027-03-16", 1, "must", None),
        ("2027-03-16", 2, "may", None),
        ("2027-03-13", 1, "must", "north, which takes one exercise at a time"),
        ("2027-03-14", 1, "must", None),
    ],
)
def test_two_locks_on_one_force_or_venue_clash(day: str, guns: int, held: str, why: str | None) -> None:
    """Days of setup and recovery count; one day later, or with one element less, all is well."""
    text = HEAD.replace(HEAD.splitlines()[2], ONE_AT_A_TIME)
    text += TWO.format(day=day, guns=guns, held=held, site="north")
    said = f"alpha and bravo must be held, and are locked on the same days with {why}"
    assert errors(load_text(text)) == ([("E509", said)] if why else [])


def in_march(*parts: str) -> Problem:
    """The same programme with the days around alpha only, so that every schedule can be listed."""
    text = a_text(ALPHA, "acts: [{act: done, exercise: alpha, on: 2026-11-01}]", *parts)
    loaded = load_text(text.replace("2027-01-01/2027-12-31", "2027-03-06/2027-03-30, as_of: 2027-01-01", 1))
    assert loaded.problem is not None, loaded.diagnostics
    return loaded.problem


@pytest.fixture(scope="module")
def possible() -> list[Laydown]:
    """Every schedule that keeps the facts of the programme."""
    problem = in_march()
    rules = [said.rule for said in problem.statements if said.rule.cost is None]
    found = [
        laydown
        for laydown in every_laydown(problem)
        if laydown.held and not any(any(rule.check(problem, laydown)) for rule in rules)
    ]
    assert len(found) > 20
    return found


@pytest.mark.parametrize("rule", [rule for rule, _ in CLASHES])
def test_no_schedule_keeps_what_is_refused(possible: list[Laydown], rule: str) -> None:
    """What is called impossible is so: the checker finds a breach in each of all schedules."""
    body = yaml.safe_load(f"{{rule: {rule}}}")
    statement = RULES[body["rule"]].model_validate_json(json.dumps(body, default=str))
    problem = in_march()
    for laydown in possible:
        assert any(isinstance(found, Violation) for found in statement.check(problem, laydown))


PAIRS = """\
forces: {guns: {name: Guns, nation: BMK, domain: land}}
exercises:
  alpha: {title: A, days: {min: 3, max: 5}, startex: 2027-03-10/2027-03-20}
  bravo: {title: B, days: {min: 6, max: 8}, startex: 2027-03-10/2027-03-20, sites: {land: north},
    forces: {fire: {need: 0..1, any_of: [guns]}}}
  charlie: {title: C, days: 5, held: may}
"""


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (
            "umbrella, parent: alpha, children: [bravo]",
            "bravo must be held, and its 6 days do not fit into the 5 of alpha",
        ),
        ("umbrella, parent: bravo, children: [alpha]", None),
        ("umbrella, parent: alpha, children: [charlie]", None),
        (
            "displaced_exercise, exercise: alpha, displaces: bravo",
            "alpha and bravo must both be held, and can start in the same year only",
        ),
        ("displaced_exercise, exercise: alpha, displaces: charlie", None),
        # bravo ends between 15 and 27 March
        (
            "certification_deadline, force: guns, standby_start: 2027-04-01, days: ..4",
            "no exercise could certify guns in time for 2027-04-01",
        ),
        ("certification_deadline, force: guns, standby_start: 2027-04-01, days: ..5", None),
        ("certification_deadline, force: guns, standby_start: 2027-04-01, days: 17..", None),
        (
            "certification_deadline, force: guns, standby_start: 2027-04-01, days: 18..",
            "no exercise could certify guns in time for 2027-04-01",
        ),
    ],
)
def test_two_exercises_or_a_force_can_be_impossible_as_well(rule: str, why: str | None) -> None:
    """Lengths, years and deadlines are compared at their edges."""
    found = errors(a_loaded(PAIRS, f"rules: [{{rule: {rule}}}]"))
    assert found == ([("E509", why)] if why else [])
