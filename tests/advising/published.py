"""A small year of three exercises for questions that brute force can answer."""

from collections.abc import Mapping

from exsched.domain.schedule import Schedule
from exsched.intake import load_text, read_schedule
from exsched.rulekit.problem import Problem

TEXT = """\
programme: {id: tiny, title: Tiny programme, horizon: 2027-01-01/2027-01-12, as_of: 2026-12-01}
nations: {ARV: {name: Arvania}, BMK: {name: Belmark}, CAL: {name: Calder}}
venues:
  north: {name: North range, host: ARV, kind: range, takes: {exercises: 1}}
  south: {name: South range, host: BMK, kind: range, takes: {exercises: 1}}
forces:
  guards: {name: Guards, nation: ARV, domain: land, capabilities: [infantry]}
  rifles: {name: Rifles, nation: BMK, domain: land, capabilities: [infantry]}
exercises:
  alpha:
    title: ALPHA
    state: committed
    days: 2
    startex: 2027-01-02/2027-01-08
    sites: {land: [north, south]}
    participants: {must: [ARV], may: {CAL: 1}}
  bravo:
    title: BRAVO
    state: agreed
    held: may
    days: 3
    startex: 2027-01-03/2027-01-09
    sites: {land: north}
    forces: {infantry: {need: 1, capability: infantry}}
  charlie:
    title: CHARLIE
    state: requested
    held: may
    days: 2
    startex: 2027-01-04/2027-01-10
    sites: {land: south}
    participants: {must: [BMK], may: [CAL]}
rules:
  - {id: apart, rule: spacing, hard: true, where: {exercises: [alpha, charlie]}, days: 2}
goals: [[hold_exercises], [wanted_participation]]
"""

PUBLISHED = """\
programme: tiny
lines:
  - exercise: alpha
    startex: 2027-01-04
    endex: 2027-01-05
    sites: {land: north}
    participants: {ARV: full, CAL: full}
  - exercise: bravo
    startex: 2027-01-06
    endex: 2027-01-08
    sites: {land: north}
    forces: {infantry: {guards: 1}}
  - exercise: charlie
    startex: 2027-01-09
    endex: 2027-01-10
    sites: {land: south}
    participants: {BMK: full}
"""


def small(edits: Mapping[str, str] | None = None) -> tuple[Problem, Schedule]:
    """The programme, with some text put in place of other text, and its published schedule."""
    text = TEXT
    for old, new in (edits or {}).items():
        assert old in text, old
        text = text.replace(old, new)
    loaded = load_text(text)
    assert loaded.problem is not None, [d.render() for d in loaded.diagnostics]
    schedule, found = read_schedule("-", loaded.problem, stdin=PUBLISHED.encode())
    assert schedule is not None, [d.render() for d in found]
    return loaded.problem, schedule
