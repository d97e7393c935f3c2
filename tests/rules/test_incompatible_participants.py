"""Nations that will not be brought together."""

from typing import Any

import pytest

from exsched.domain.exercises import Role
from exsched.domain.schedule import Line
from exsched.rulekit.finding import Undecided, Violation
from exsched.rules.incompatible_participants import IncompatibleParticipants
from tests.builders import a_line, a_problem, an_exercise, findings
from tests.rules.worsening import an_example, best_with_and_without

LINE = an_exercise(deploy=3, redeploy=3, sites={"land": ["north", "coast", "east"]})
FACTS: dict[str, Any] = {
    "groups": {"pact": ["CAL", "DOR"]},
    "areas": {"bay": {"venues": ["north", "coast"]}, "orient": {"venues": ["east"]}},
    "venues": {
        "north": {"name": "North", "host": "ARV", "kind": "range"},
        "coast": {"name": "Coast", "host": "ARV", "kind": "port"},
        "east": {"name": "East", "host": "EST", "kind": "port"},
    },
    "exercises": {"alder": LINE, "birch": LINE},
}


def a_rule(**parts: Any) -> IncompatibleParticipants:
    """Belmark and Calder keep apart."""
    return IncompatibleParticipants.model_validate({"nations": ["BMK", "CAL"]} | parts)


def out(exercise: str = "alder", startex: str = "2027-01-05", land: str = "north", **roles: Role) -> Line:
    """An exercise of two days with these nations."""
    return a_line(exercise, startex, 2, sites={"land": land}, participants=roles)


BOTH = {"BMK": Role.FULL, "CAL": Role.STAFF}
TOGETHER = Violation(("alder",), "BMK and CAL both take part in alder")


def test_incompatible_participants_is_never_a_fact() -> None:
    """It is always said by somebody, and hard."""
    assert list(IncompatibleParticipants.from_facts(a_problem(**FACTS).programme)) == []
    assert (a_rule().cost, a_rule(soft=4).cost, a_rule().unit) == (None, 4, "case")


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({}, "BMK, CAL will not exercise together in one exercise"),
        ({"scope": "same_site"}, "BMK, CAL will not exercise together at one site on the same days"),
        ({"scope": "same_area"}, "BMK, CAL will not exercise together in one area on the same days"),
        (
            {"scope": "same_area", "area": "bay", "nations": ["BMK", "pact"], "unless_present": "ARV"},
            "BMK, CAL, DOR will not exercise together in bay on the same days, unless ARV takes part",
        ),
        ({"nations": ["BMK"], "against": ["pact"]}, "BMK will not exercise with CAL, DOR in one exercise"),
    ],
)
def test_incompatible_participants_explains_itself(parts: dict[str, Any], sentence: str) -> None:
    """The sentence says who, how near is too near, and the exception."""
    assert a_rule(**parts).explain(a_problem(**FACTS)) == sentence


@pytest.mark.parametrize("scope", ["same_exercise", "same_site", "same_area"])
def test_incompatible_participants_never_share_an_exercise(scope: str) -> None:
    """Two nations in one exercise are together under every scope."""
    assert findings(a_rule(scope=scope), out(**BOTH), **FACTS) == [TOGETHER]
    assert findings(a_rule(scope=scope), out(BMK=Role.FULL), **FACTS) == []


def test_incompatible_participants_counts_each_pair() -> None:
    """Each pair of a set that meets is one case."""
    found = findings(a_rule(nations=["BMK", "pact"]), out(**BOTH, DOR=Role.FULL), **FACTS)
    sentence = "{} and {} both take part in alder"
    pairs = ("BMK", "CAL"), ("BMK", "DOR"), ("CAL", "DOR")
    assert found == [Violation(("alder",), sentence.format(*pair)) for pair in pairs]


@pytest.mark.parametrize(("who", "broken"), [("BMK", 2), ("CAL", 1), ("DOR", 1)])
def test_incompatible_participants_against_others_may_meet_their_own_side(who: str, broken: int) -> None:
    """With `against` only pairs of one from each side count, also when a nation stands on both."""
    line = out(**BOTH, DOR=Role.FULL)
    against = ["pact"] if who == "BMK" else ["pact", who]
    assert len(findings(a_rule(nations=[who], against=against), line, **FACTS)) == broken


def test_incompatible_participants_against_others_between_exercises() -> None:
    """Two of the other side may be at one site, one of each side may not."""
    rule = a_rule(nations=["BMK"], against=["pact"], scope="same_site")
    theirs = out(CAL=Role.FULL), out("birch", DOR=Role.FULL)
    mixed = out(CAL=Role.FULL), out("birch", BMK=Role.FULL)
    assert [len(findings(rule, *lines, **FACTS)) for lines in (theirs, mixed)] == [0, 1]


def test_incompatible_participants_name_an_area_with_its_scope_only() -> None:
    """An area under another scope would be silently ignored, so it is refused."""
    with pytest.raises(ValueError, match="same_area"):
        a_rule(area="bay")


@pytest.mark.parametrize(("exempt", "broken"), [(["observer"], 0), ([], 1), (["observer", "full"], 0)])
def test_incompatible_participants_exempts_roles(exempt: list[str], broken: int) -> None:
    """Nations in an exempt role do not count; observers are exempt unless said otherwise."""
    line = out(BMK=Role.FULL, CAL=Role.OBSERVER)
    assert len(findings(a_rule(exempt=exempt), line, **FACTS)) == broken


@pytest.mark.parametrize(("role", "broken"), [(Role.STAFF, 0), (Role.OBSERVER, 1)])
def test_incompatible_participants_may_have_a_chaperon(role: Role, broken: int) -> None:
    """The rule is silent where the nation of `unless_present` takes part, not where it observes."""
    assert len(findings(a_rule(unless_present="DOR"), out(**BOTH, DOR=role), **FACTS)) == broken


@pytest.mark.parametrize(
    ("scope", "here", "there", "where"),
    [
        ("same_exercise", "north", "north", None),
        ("same_site", "north", "north", "north"),
        ("same_site", "north", "coast", None),
        ("same_area", "north", "coast", "coast, north"),
        ("same_area", "north", "east", None),
    ],
)
def test_incompatible_participants_meet_between_exercises(
    scope: str, here: str, there: str, where: str | None
) -> None:
    """Exercises on the same days bring nations together at one site, or in one area."""
    lines = out(land=here, BMK=Role.FULL), out("birch", "2027-01-06", there, CAL=Role.FULL)
    sentence = f"BMK in alder and CAL in birch meet at {where}"
    expected = [Violation(("alder", "birch"), sentence)] if where else []
    assert findings(a_rule(scope=scope), *lines, **FACTS) == expected


def test_incompatible_participants_minds_the_area_that_is_named() -> None:
    """With `area` other areas do not count."""
    lines = out(land="north", BMK=Role.FULL), out("birch", land="coast", CAL=Role.FULL)
    found = [findings(a_rule(scope="same_area", area=area), *lines, **FACTS) for area in ("bay", "orient")]
    assert [len(f) for f in found] == [1, 0]


def test_incompatible_participants_are_not_incompatible_with_themselves() -> None:
    """The same nation in two exercises is no pair."""
    lines = out(BMK=Role.FULL), out("birch", BMK=Role.FULL)
    assert findings(a_rule(scope="same_site"), *lines, **FACTS) == []


@pytest.mark.parametrize(("startex", "broken"), [("2027-01-06", 1), ("2027-01-07", 0), ("2027-01-03", 0)])
def test_incompatible_participants_may_follow_each_other(startex: str, broken: int) -> None:
    """Execution days count; one exercise may begin the day after the other ended."""
    lines = out(BMK=Role.FULL), out("birch", startex, CAL=Role.FULL)
    assert len(findings(a_rule(scope="same_site"), *lines, **FACTS)) == broken


@pytest.mark.parametrize(
    ("valid", "broken"),
    [("../2027-01-04", 0), ("../2027-01-05", 1), ("2027-01-06/..", 1), ("2027-01-07/..", 0)],
)
def test_incompatible_participants_applies_within_validity(valid: str, broken: int) -> None:
    """An exercise counts when one of its days lies within the validity."""
    assert len(findings(a_rule(valid=valid), out(**BOTH), **FACTS)) == broken


def test_incompatible_participants_ignores_dropped_exercises() -> None:
    """An exercise that is not held brings nobody together."""
    lines = out(BMK=Role.FULL), Line(exercise="birch", held=False)
    assert findings(a_rule(scope="same_site"), *lines, **FACTS) == []


def test_incompatible_participants_make_the_best_schedule_worse() -> None:
    """With the rule a nation stays at home, and trying everything finds the same values."""
    problem = an_example("incompatible_participants")
    with_it, without = best_with_and_without(problem, "incompatible_participants")
    assert with_it is not None and without is not None and with_it > without


def test_incompatible_participants_may_meet_in_an_area_that_is_drawn() -> None:
    """Two exercises on one day are open while both may lie in the area, and not when one surely does not."""
    facts = FACTS | {
        "areas": {"sea": {"geojson": {"type": "Polygon", "coordinates": [[[1, 1], [2, 1], [2, 2], [1, 1]]]}}}
    }
    rule = a_rule(scope="same_area", area="sea")
    lines = out("alder", BMK=Role.FULL), out("birch", land="east", CAL=Role.FULL)
    what = "whether BMK in alder and CAL in birch are in sea is not known"
    missing = "venues.east.at, venues.north.at"
    assert findings(rule, *lines, **facts) == [Undecided(("alder", "birch"), what, missing)]
    placed = FACTS["venues"] | {"east": FACTS["venues"]["east"] | {"at": [50, 9]}}
    assert findings(rule, *lines, **facts | {"venues": placed}) == []
    later = out("birch", "2027-01-07", "east", CAL=Role.FULL)
    assert findings(rule, lines[0], later, **facts) == []
