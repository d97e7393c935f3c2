"""What is allowed and yet probably not meant."""

from exsched.intake import Severity, lint, load_text
from exsched.rules.venue_closure import VenueClosure
from tests.builders import a_problem as built
from tests.intake.programmes import a_problem, a_text, warnings

ALPHA = (
    "exercises: {alpha: {title: A, days: 3, strength: 900, sites: {land: north}, participants: [ARV, BMK]}}"
)


def test_lint_is_silent_about_a_sound_programme() -> None:
    """Nothing is found where nothing is odd."""
    assert warnings(ALPHA) == []


def test_lint_never_refuses() -> None:
    """Everything that lint finds is a warning."""
    found = lint(a_problem("exercises: {}"))
    assert [d.severity for d in found] == [Severity.WARNING] * 2


def test_lint_says_when_there_is_nothing_to_schedule() -> None:
    """A programme without exercises is allowed, and said to be empty."""
    assert [code for code, _, _ in warnings("exercises: {}")] == ["W608", "W606"]


def test_lint_finds_a_window_that_is_never_used() -> None:
    """One of several ranges that leaves no room is named with its place."""
    said = warnings(
        "exercises:",
        "  alpha:",
        "    title: A",
        "    days: 30",
        "    sites: {land: north}",
        "    startex: [2027-03-01/2027-03-31, 2027-12-20/2027-12-31]",
    )
    what = (
        "alpha can never start within 2027-12-20/2027-12-31: "
        "from 2027-12-20 to 2027-12-31 are 12 days, it needs 30"
    )
    assert said == [("W601", 9, what)]


def test_lint_finds_rules_that_can_never_bite() -> None:
    """A rule about nations, venues or dates that no exercise can touch is named with the reason."""
    said = warnings(
        ALPHA,
        "rules:",
        "  - {rule: incompatible_participants, nations: [ARV, CAL]}",
        "  - {rule: incompatible_participants, nations: [ARV, BMK]}",
        "  - {rule: venue_closure, venue: north, dates: 2029-05-01}",
        "  - {rule: host_refusal, nation: CAL, hosts: [ARV]}",
        "  - {rule: host_refusal, nation: BMK, hosts: [CAL]}",
        "  - {rule: blackout_period, nations: [CAL], dates: 2027-05-01}",
        "  - {rule: blackout_period, nations: [BMK], dates: 2027-05-01}",
        "  - {rule: host_load, nation: BMK, exercises: 1}",
        "  - {rule: spacing, where: {tags: [winter]}, days: 10}",
    )
    assert [(code, line) for code, line, _ in said] == [
        ("W602", 6),
        ("W602", 8),
        ("W602", 9),
        ("W602", 10),
        ("W602", 11),
        ("W602", 13),
        ("W602", 14),
    ]
    assert said[0][2] == "incompatible_participants can never bite: no two of these nations could ever meet"


def test_lint_finds_rules_out_of_date() -> None:
    """A rule whose `valid` was over before the date at which the programme is planned is named."""
    text = a_text(
        ALPHA, "rules: [{rule: venue_closure, venue: north, dates: 2027-05-01, valid: ../2027-05-31}]"
    ).replace("2027-12-31}", "2027-12-31, as_of: 2027-06-01}", 1)
    problem = load_text(text).problem
    assert problem is not None
    what = "valid ../2027-05-31: no day of the horizon 2027-01-01/2027-12-31 from 2027-06-01 on"
    assert [(d.code, d.place.line if d.place else 0, d.message) for d in lint(problem)] == [("W603", 5, what)]


def test_lint_finds_exercises_that_can_never_be_held() -> None:
    """One that may be dropped and asks for more than there is will always be dropped."""
    said = warnings(
        "pools: {awacs: {units: 1}}",
        "exercises: {alpha: {title: A, days: 3, held: may, sites: {land: north}, draws: {awacs: 2}}}",
    )
    what = "alpha draws 2 of awacs, which has 1, so alpha can never be held"
    assert said == [("W604", 5, what)]


def test_lint_finds_forces_and_venues_that_nobody_can_use() -> None:
    """Means that no exercise can take are named."""
    said = warnings("forces: {guns: {name: Guns, nation: ARV, domain: land}}", "exercises: {}")
    assert [(code, what) for code, _, what in said] == [
        ("W608", "the programme has no exercises: nothing to schedule"),
        ("W606", "no site of any exercise could be met by north"),
        ("W605", "no role of any exercise could be filled by guns"),
    ]


def test_lint_leaves_unused_library_data_alone() -> None:
    """Reference data are there to be chosen from."""
    text = (
        "programme: {id: tiny, title: Tiny, horizon: 2027-01-01/2027-12-31}\n"
        "include: [library:reference/nations, library:reference/venues, library:reference/forces]\n"
        "exercises: {alpha: {title: A, days: 3, participants: [NOR]}}\n"
    )
    problem = load_text(text).problem
    assert problem is not None
    assert lint(problem) == ()


def test_lint_names_missing_data() -> None:
    """Positions for travel, and strengths for limits, are asked for where a rule needs them."""
    said = warnings(
        "forces: {guns: {name: Guns, nation: ARV, domain: land, mobility: {km_per_day: 400}}}",
        "exercises:",
        "  alpha: {title: A, days: 3, sites: {land: north}, forces: {fire: {need: 1, any_of: [guns]}}}",
        "rules: [{rule: host_load, nation: ARV, strength: 5000}]",
    )
    assert said == [
        ("W607", 3, "north has no position (`at:`), so the travel of forces to it is not known"),
        ("W607", 4, "guns has `mobility:` but no `home:`"),
        ("W607", 6, "alpha has no `strength:`, which the limit of troops in ARV needs"),
    ]


def test_lint_asks_for_the_strength_that_a_notice_depends_on() -> None:
    """A dated act with a threshold cannot be judged without the number of troops."""
    said = warnings(
        "exercises: {alpha: {title: A, days: 3, sites: {land: north}}}",
        "rules: [{rule: dated_act, act: notice, days: 42, to: OSCE, strength: 9000..}]",
    )
    assert said == [("W607", 4, "alpha has no `strength:`, which the dated act notice needs")]


def test_lint_finds_costs_that_count_for_nothing() -> None:
    """Soft rules need their goal, and weights of 0 do nothing."""
    said = warnings(
        ALPHA,
        "rules:",
        "  - {rule: venue_closure, venue: north, dates: 2027-05-01, soft: 5}",
        "  - {rule: venue_closure, venue: north, dates: 2027-06-01, soft: 0}",
        "goals: [[{goal: hold_exercises, weight: 0}]]",
    )
    assert said == [
        ("W609", 6, "soft rules cost nothing: no tier has the goal soft_rules"),
        ("W610", 7, "`soft: 0` makes this rule count for nothing"),
        ("W610", 8, "hold_exercises has the weight 0 and counts for nothing"),
    ]


def test_lint_finds_what_is_released_to_nobody() -> None:
    """An empty release is allowed; it means that nobody but the owner sees it."""
    said = warnings(
        "exercises: {alpha: {title: A, days: 3, sites: {land: north}, release: []}}",
        "rules: [{rule: venue_closure, venue: north, dates: 2027-05-01, release: []}]",
    )
    assert [(code, line) for code, line, _ in said] == [("W611", 4), ("W611", 5)]


def test_lint_finds_who_must_take_part_and_may_not_know() -> None:
    """Left out of the release of the exercise, or of its own part; under `may` that may be meant."""
    said = warnings(
        "exercises:",
        "  alpha:",
        "    {title: A, days: 3, sites: {land: north}, release: [ARV], participants: [ARV, BMK]}",
        "  bravo:",
        "    title: B",
        "    days: 3",
        "    sites: {land: north}",
        "    participants: {must: {ARV: {release: [BMK]}}, may: {CAL: {release: [ARV]}}}",
    )
    assert said == [
        ("W618", 6, "BMK must take part in alpha, but its `release` does not name it"),
        ("W618", 11, "ARV must take part in bravo, and may not know of it"),
    ]


def test_lint_finds_cover_blocks_that_stand_out() -> None:
    """Reserved blocks are in whole weeks; one that is not would be known for a cover."""
    said = warnings(
        "exercises: {alpha: {title: A, days: 3, sites: {land: north}}}",
        "cover:",
        "  weeks: {venue: north, dates: 2027-03-01/2027-03-07, release: [CAL]}",
        "  days: {venue: north, dates: 2027-03-01/2027-03-05, release: [CAL]}",
    )
    assert said == [("W619", 7, "cover block days is not in whole weeks, as reserved blocks are")]


def test_lint_finds_a_circle_that_only_drops_can_break() -> None:
    """A circle of precedence is a warning when one of its exercises may be dropped."""
    said = warnings(
        "exercises:",
        "  alpha: {title: A, days: 3, sites: {land: north}}",
        "  bravo: {title: B, days: 3, held: may}",
        "rules:",
        "  - {rule: precedence, first: alpha, then: bravo}",
        "  - {rule: precedence, first: bravo, then: alpha}",
    )
    what = (
        "alpha before bravo before alpha: no dates can satisfy all of these "
        "(programme.yaml:8:5, programme.yaml:9:5)"
    )
    assert said == [("W614", 9, what)]


def test_lint_works_on_a_problem_that_was_not_loaded() -> None:
    """Without files there are no places, and the same warnings."""
    rule = VenueClosure.model_validate({"rule": "venue_closure", "venue": "north", "dates": "2029-01-01"})
    said = [(d.code, d.place) for d in lint(built(rule, exercises={"a": {"title": "A", "days": 1}}))]
    assert said == [("W606", None), ("W602", None)]


def test_lint_judges_rules_about_places_and_forces() -> None:
    """Venues, areas, periods and forces that nobody can use make a rule idle; others do not."""
    said = warnings(
        "areas: {here: {venues: [north]}, far: {nations: [CAL]}}",
        "periods: {past: {dates: 2020-05-01}}",
        "forces: {guns: {name: Guns, nation: ARV, domain: land}}",
        "exercises:",
        "  alpha: {title: A, days: 3, strength: 9, sites: {land: north}, participants: [ARV, BMK]}",
        "  bravo: {title: B, days: 3, strength: 9, sites: {land: north}, participants: [ARV]}",
        "rules:",
        "  - {rule: incompatible_participants, nations: [ARV, CAL], scope: same_area}",
        "  - {rule: incompatible_participants, nations: [ARV, BMK], scope: same_site}",
        "  - {rule: force_availability, force: guns, dates: 2027-05-01}",
        "  - {rule: no_double_commitment, force: guns}",
        "  - {rule: blackout_period, period: past, nations: [ARV]}",
        "  - {rule: blackout_period, areas: [far], dates: 2027-05-01}",
        "  - {rule: blackout_period, areas: [here], dates: 2027-05-01}",
        "  - {rule: abroad_load, nation: CAL, exercises: 1}",
        "  - {rule: spacing, days: 10}",
    )
    idle = [(line, what.partition(": ")[2]) for code, line, what in said if code == "W602"]
    assert idle == [
        (11, "no two of these nations could ever meet"),
        (13, "no exercise could use guns"),
        (14, "no exercise could use guns"),
        (15, "its dates lie outside the horizon"),
        (16, "no exercise could be held there"),
        (18, "CAL could never take part in anything"),
    ]


def test_lint_judges_dates_of_rules_about_forces() -> None:
    """A force that can be used, away on days that are not planned, makes the rule idle."""
    said = warnings(
        "forces: {guns: {name: Guns, nation: ARV, domain: land}}",
        "exercises:",
        "  alpha: {title: A, days: 3, sites: {land: north}, forces: {fire: {need: 1, any_of: [guns]}}}",
        "rules: [{rule: force_availability, force: guns, dates: 2030-05-01}]",
    )
    assert [(code, line) for code, line, _ in said] == [("W602", 7)]


def test_lint_asks_for_domains_and_strengths_at_limits() -> None:
    """A venue's limit and a dated act about domains need data that are not written."""
    said = warnings(
        "exercises: {alpha: {title: A, days: 3, sites: {land: north}}}",
        "rules:",
        "  - {rule: venue_capacity, venue: north, strength: 500}",
        "  - {rule: dated_act, act: notice, days: 5, to: NAVAREA, domains: [maritime]}",
    )
    assert said == [
        ("W607", 4, "alpha has no `strength:`, which the limit of troops at north needs"),
        ("W607", 4, "alpha has no `domains:`, which the dated act notice needs"),
    ]


def test_lint_finds_troops_abroad_that_are_not_written() -> None:
    """A limit of troops abroad needs the strength of the nation's part, or of its forces."""
    (found,) = lint(
        a_problem(
            "exercises:",
            "  alpha: {title: A, days: 3, sites: {land: north}, participants: {must: [ARV], may: {BMK: 5}}}",
            "  bravo:",
            "    title: B",
            "    days: 3",
            "    sites: {land: north}",
            "    participants: {must: [ARV], may: {BMK: {strength: 40}}}",
            "rules:",
            "  - {rule: abroad_load, id: bmk-abroad, nation: BMK, strength: 300}",
            "  - {rule: abroad_load, nation: ARV, strength: 300}",
        )
    )
    assert (found.code, found.path, found.message, found.hint) == (
        "W607",
        "exercises.alpha.participants.may.BMK",
        "BMK in alpha has no `strength:`, which bmk-abroad (abroad_load) needs",
        "write its troops, such as `may: {BMK: {worth: 5, strength: 400}}`",
    )


def test_lint_finds_wanted_dates_that_are_not_allowed() -> None:
    """A preference that no allowed STARTEX can meet was hardly meant."""
    said = warnings(
        "exercises:",
        "  alpha: {title: A, days: 3, startex: 2027-03-01/2027-03-31, wanted: 2027-04-10}",
        "  bravo: {title: B, days: 3, startex: 2027-03-01/2027-03-31, wanted: 2027-03-10}",
        "  cedar: {title: C, days: 3, wanted: 2028-01-10, sites: {land: north}}",
    )
    assert said == [
        ("W615", 5, "alpha wants to start on 2027-04-10, and can start only on 2027-03-01/2027-03-31"),
        ("W615", 7, "cedar wants to start on 2028-01-10, and can start only on 2027-01-01/2027-12-29"),
    ]
