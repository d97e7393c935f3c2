"""Contradictions that are seen without solving, and those that are left to the solver."""

import pytest

from exsched.intake import load_text
from tests.intake.programmes import HEAD, a_loaded, errors

HEAD_WITHOUT_VENUES = HEAD[: HEAD.index("venues:")]
AT_HALL = """\
exercises:
  alpha: {title: A, days: 4, startex: 2027-03-02/2027-03-12, sites: {land: hall}}
"""

FORCES = """\
forces:
  guns: {name: Guns, nation: ARV, domain: land, capabilities: [artillery], elements: 2}
  ships: {name: Ships, nation: BMK, domain: maritime, capabilities: [frigate]}
"""
ALPHA = """\
exercises:
  alpha:
    title: Alpha
    days: {min: 5, max: 7}
    startex: 2027-03-01/2027-03-31
    sites: {land: north}
    participants: {must: [ARV], may: [BMK]}
    forces: {fire: {need: 0..3, capability: artillery}}
"""


@pytest.mark.parametrize(
    ("lock", "message"),
    [
        ("{startex: 2027-03-05, endex: 2027-03-10}", None),
        ("{sites: {land: north}, participants: [ARV, BMK], forces: {fire: {guns: 2}}}", None),
        (
            "{startex: 2027-04-05}",
            "STARTEX is locked on 2027-04-05, which its window 2027-03-01/2027-03-31 does not allow",
        ),
        ("{endex: 2026-12-30}", "ENDEX is locked on 2026-12-30, before the horizon 2027-01-01/2027-12-31"),
        ("{endex: 2028-01-05}", "ENDEX is locked on 2028-01-05, later than 2027-12-31"),
        (
            "{startex: 2027-03-05, endex: 2027-03-15}",
            "it is locked from 2027-03-05 to 2027-03-15: 11 days, allowed are 5 to 7",
        ),
        ("{participants: [ARV, CAL]}", "CAL is locked, but is not among those who could take part"),
        ("{participants: [BMK]}", "ARV must take part, but is not among the locked participants"),
        ("{forces: {fire: {ships: 1}}}", "ships is locked for fire, which it cannot fill"),
        ("{forces: {fire: {guns: 3}}}", "3 elements of guns are locked, which has 2"),
    ],
)
def test_lock_must_agree_with_the_exercise(lock: str, message: str | None) -> None:
    """A lock against the window, the length, the choices or the supply is refused; any other is not."""
    loaded = a_loaded(FORCES, ALPHA, f"    locked: {lock}")
    assert errors(loaded) == ([("E504", f"alpha: {message}")] if message else [])


def test_lock_of_a_venue_that_does_not_fit_is_refused() -> None:
    """The locked venue must be one that the site could take."""
    loaded = a_loaded(
        "areas: {far: {nations: [CAL]}, near: {nations: [ARV]}}",
        "exercises: {alpha: {title: A, days: 3, sites: {land: {area: near, provides: []}},",
        "  locked: {sites: {land: north}}}}",
    )
    assert errors(loaded) == []
    far = a_loaded(
        "groups: {NEAR: [ARV]}",
        "agreements: {pact: {kind: SOFA, parties: [ARV, BMK]}}",
        "exercises: {alpha: {title: A, days: 3, held: may, sites: {land: {hosts: [BMK]}},",
        "  locked: {sites: {land: north}}}}",
    )
    assert errors(far) == [("E504", "alpha: north is locked for land, which it does not fit")]


@pytest.mark.parametrize("kept", ["soft: 5", "valid: 2027-06-01/.."])
def test_lock_that_does_not_always_hold_is_left_to_the_solver(kept: str) -> None:
    """A soft lock, or one with an end, makes nothing wrong by itself."""
    loaded = a_loaded(
        FORCES, ALPHA, f"rules: [{{rule: locked_line, exercise: alpha, startex: 2027-05-01, {kept}}}]"
    )
    assert errors(loaded) == []


def test_rules_may_only_name_sites_and_roles_that_there_are() -> None:
    """A statement about a site or role that the exercise does not have is refused."""
    loaded = a_loaded(
        FORCES,
        ALPHA,
        "rules:",
        "  - {rule: site_need, exercise: alpha, site: sea}",
        "  - {rule: force_need, exercise: alpha, role: cover}",
        "  - {rule: locked_line, exercise: alpha, forces: {cover: {guns: 1}}}",
    )
    assert errors(loaded) == [
        ("E402", 'alpha has no site "sea"'),
        ("E402", 'alpha has no role "cover"'),
        ("E402", 'alpha has no role "cover"'),
    ]


@pytest.mark.parametrize(
    ("need", "message"),
    [
        ("{need: 2, capability: artillery}", None),
        ("{need: 0.., capability: submarine}", None),
        (
            "{need: 3, capability: artillery}",
            "the role fire of alpha needs 3 elements, and all that can fill it have 2",
        ),
        (
            "{need: 1, capability: artillery, nations: 2..}",
            "the role fire of alpha needs 2 nations, and 1 can fill it",
        ),
    ],
)
def test_role_that_nobody_could_fill_is_impossible(need: str, message: str | None) -> None:
    """More elements or nations than there are cannot be had; none at all is always possible."""
    loaded = a_loaded(FORCES, f"exercises: {{alpha: {{title: A, days: 3, forces: {{fire: {need}}}}}}}")
    assert errors(loaded) == ([("E507", message)] if message else [])


@pytest.mark.parametrize(
    ("count", "code"), [("2", None), ("..1", "E507"), ("3..", "E507"), ("1..2", None), ("..2", None)]
)
def test_count_of_nations_must_be_within_reach(count: str, code: str | None) -> None:
    """Observers do not count; those who must take part do."""
    loaded = a_loaded(
        "exercises: {alpha: {title: A, days: 3, participants:",
        f"  {{must: [ARV, BMK], may: {{CAL: {{role: observer}}}}, count: {count}}}}}}}",
    )
    assert [found for found, _ in errors(loaded)] == ([code] if code else [])


def test_hosts_and_owners_of_forces_could_take_part() -> None:
    """A nation can become a participant by its venue or its force."""
    loaded = a_loaded(
        FORCES,
        "exercises: {alpha: {title: A, days: 3, sites: {land: north}, participants: {count: 2..},",
        "  forces: {fleet: {need: 0..1, capability: frigate}}}}",
    )
    assert errors(loaded) == []


@pytest.mark.parametrize(
    ("closed", "code"),
    [
        ("[{dates: 2027-03-01/2027-03-10}, {dates: 2027-03-11/2027-03-20}]", "E508"),
        ("[{dates: 2027-03-01/2027-03-05}, {dates: 2027-03-11/2027-03-20}]", None),
        ("[{dates: 2027-03-01/2027-03-20, tags: [live-fire]}]", None),
    ],
)
def test_venue_closed_on_every_possible_day_is_impossible(closed: str, code: str | None) -> None:
    """Closures and set-up together may leave no day; a single free gap is enough."""
    venue = f"  hall: {{name: Hall, host: ARV, kind: hq, setup: 1, closed: {closed}}}"
    loaded = load_text(f"{HEAD_WITHOUT_VENUES}venues:\n{venue}\n{AT_HALL}")
    assert [found for found, _ in errors(loaded)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("takes", "strength", "code"),
    [
        ("{exercises: 0}", "", "E507"),
        ("{strength: 500}", "strength: 600, ", "E507"),
        ("{strength: 600}", "strength: 600, ", None),
        ("{strength: 500}", "", None),
    ],
)
def test_venue_that_is_too_small_is_impossible(takes: str, strength: str, code: str | None) -> None:
    """`exercises: 0` means closed; a strength that is not written is not held against a venue."""
    venue = f"  hall: {{name: Hall, host: ARV, kind: hq, takes: {takes}}}"
    exercise = AT_HALL.replace("days:", f"{strength}days:")
    loaded = load_text(f"{HEAD_WITHOUT_VENUES}venues:\n{venue}\n{exercise}")
    assert [found for found, _ in errors(loaded)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("gaps", "code"),
    [(("1..", "1.."), "E506"), (("-30..", "1.."), None), (("..5", "1.."), None)],
)
def test_circle_is_refused_only_when_it_is_one(gaps: tuple[str, str], code: str | None) -> None:
    """A gap that lets the second start first is no step in a circle."""
    loaded = a_loaded(
        "exercises: {alpha: {title: A, days: 3}, bravo: {title: B, days: 3}}",
        "rules:",
        f"  - {{rule: precedence, first: alpha, then: bravo, gap: {gaps[0]}}}",
        f"  - {{rule: precedence, first: bravo, then: alpha, gap: {gaps[1]}}}",
    )
    assert [found for found, _ in errors(loaded)] == ([code] if code else [])


def test_circles_are_found_from_every_side() -> None:
    """Two circles that share an exercise, and a tail that leads into them, give two errors."""
    loaded = a_loaded(
        "exercises: {a1: {title: A, days: 1}, b1: {title: B, days: 1}, c1: {title: C, days: 1},",
        "  d1: {title: D, days: 1}}",
        "rules:",
        "  - {rule: precedence, first: d1, then: a1}",
        "  - {rule: precedence, first: a1, then: b1}",
        "  - {rule: precedence, first: b1, then: a1}",
        "  - {rule: precedence, first: a1, then: c1}",
        "  - {rule: precedence, first: c1, then: a1}",
        "  - {rule: precedence, first: d1, then: c1}",
    )
    assert [message.partition(":")[0] for _, message in errors(loaded)] == [
        "a1 before b1 before a1",
        "a1 before c1 before a1",
    ]


def test_window_that_deployment_pushes_out_is_refused() -> None:
    """Before the first arrival there must be room inside the horizon."""
    loaded = a_loaded("exercises: {alpha: {title: A, days: 3, deploy: 30, startex: 2027-01-05/2027-01-10}}")
    why = "it deploys for 30 days, so 2027-01-31 is the first possible day"
    what = f"no allowed STARTEX leaves room for alpha: {why}"
    assert errors(loaded) == [("E502", what)]
