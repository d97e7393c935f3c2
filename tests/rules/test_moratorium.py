"""For a time, no exercises of one sort with any of the parties."""

from typing import Any

import pytest

from exsched.domain.exercises import Role
from exsched.domain.schedule import Line
from exsched.rulekit.finding import Undecided, Violation
from exsched.rules.moratorium import Moratorium
from tests.builders import a_line, a_problem, an_exercise, findings
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

SQUARE = {"type": "Polygon", "coordinates": [[[10, 50], [12, 50], [12, 52], [10, 52], [10, 50]]]}
FACTS: dict[str, Any] = {
    "groups": {"both": ["ARV", "BMK"]},
    "areas": {"strait": {"geojson": SQUARE}, "coast": {"venues": ["sound"]}},
    "periods": {"quiet": {"dates": ["2027-01-10/2027-01-12", "2027-01-20"]}},
    "venues": {
        "sound": {"name": "Sound", "host": "CAL", "kind": "sea_area"},
        "bay": {"name": "Bay", "host": "BMK", "kind": "sea_area", "at": [51, 11]},
        "far": {"name": "Far", "host": "CAL", "kind": "range", "at": [61, 11]},
    },
    "exercises": {
        "alder": an_exercise(
            kind="FTX",
            tags=["naval"],
            deploy=3,
            sites={"place": ["sound", "bay", "far"]},
            participants={"may": {"ARV": 1, "BMK": {"role": "observer"}}},
            forms={"staff": {"kind": "CPX"}, "rescue": {"tags": ["rescue"]}},
        )
    },
}


def a_rule(**parts: Any) -> Moratorium:
    """A moratorium of Arvania."""
    basis = {} if "dates" in parts else {"period": "quiet"}
    return Moratorium.model_validate(basis | {"parties": ["ARV"]} | parts)


def out(startex: str = "2027-01-10", days: int = 1, venue: str = "far", **rest: Any) -> Line:
    """ALDER held with Arvania."""
    more = {"participants": {"ARV": Role.FULL}} | rest
    return a_line("alder", startex, days, sites={"place": venue}, **more)


def broken(rule: Moratorium, line: Line) -> int:
    """In how many cases the rule is broken."""
    return sum(isinstance(found, Violation) for found in findings(rule, line, **FACTS))


@pytest.mark.parametrize(
    ("startex", "days", "times"),
    [
        ("2027-01-08", 2, 0),
        ("2027-01-09", 2, 1),
        ("2027-01-12", 3, 1),
        ("2027-01-13", 7, 0),
        ("2027-01-13", 8, 1),
        ("2027-01-12", 9, 1),
        ("2027-01-21", 1, 0),
    ],
)
def test_moratorium_is_broken_once_by_a_shared_execution_day(startex: str, days: int, times: int) -> None:
    """The edges are inside, deployment is free, two ranges or many days are one case."""
    assert broken(a_rule(), out(startex, days)) == times


def test_moratorium_is_broken_by_one_party() -> None:
    """One is enough; a host is a party that takes part, an observer is not."""
    assert broken(a_rule(parties=["both"]), out()) == 1
    assert broken(a_rule(), out(participants={})) == 0
    assert broken(a_rule(parties=["BMK"]), out(participants={"BMK": Role.OBSERVER})) == 0
    assert broken(a_rule(parties=["CAL"]), out(venue="far", participants={})) == 1
    assert broken(a_rule(), Line(exercise="alder", held=False)) == 0


@pytest.mark.parametrize(
    ("parts", "form", "times"),
    [
        ({"kinds": ["FTX", "LIVEX"]}, None, 1),
        ({"kinds": ["FTX"]}, "staff", 0),
        ({"tags": ["naval"]}, "staff", 1),
        ({"tags": ["naval", "other"]}, None, 1),
        ({"tags": ["naval"]}, "rescue", 0),
        ({"kinds": ["FTX"], "tags": ["other"]}, None, 0),
        ({"exempt_tags": ["rescue"]}, "rescue", 0),
        ({"exempt_tags": ["rescue"]}, None, 1),
        ({"exempt": ["alder"]}, None, 0),
    ],
)
def test_moratorium_is_about_one_sort_in_the_form_held(
    parts: dict[str, Any], form: str | None, times: int
) -> None:
    """Kinds and tags must both be met; what is exempt is free."""
    assert broken(a_rule(**parts), out(form=form)) == times


def test_moratorium_in_an_area_is_about_sites_there() -> None:
    """By name and by shape."""
    assert broken(a_rule(area="strait"), out(venue="bay")) == 1
    assert broken(a_rule(area="strait"), out()) == 0
    assert broken(a_rule(area="coast"), out(venue="sound")) == 1


def test_moratorium_in_an_area_is_undecided_without_a_position() -> None:
    """Whether the sound lies in the strait is not known."""
    sentence = "whether alder breaks a moratorium on 2027-01-10 depends on where it is held"
    found = findings(a_rule(area="strait"), out(venue="sound"), **FACTS)
    assert found == [Undecided(("alder",), sentence, "venues.sound.at")]
    assert findings(a_rule(area="strait"), out("2027-01-13", venue="sound"), **FACTS) == []


@pytest.mark.parametrize(
    ("valid", "times"),
    [("../2027-01-09", 0), ("../2027-01-10", 1), ("2027-01-12/..", 1), ("2027-01-13/2027-01-19", 0)],
)
def test_moratorium_holds_within_its_validity(valid: str, times: int) -> None:
    """Only days inside count."""
    assert broken(a_rule(valid=valid), out(days=3)) == times


def test_moratorium_says_what_it_means() -> None:
    """Time, sort, parties, area and exemptions are in the sentence."""
    problem = a_problem(**FACTS)
    sentence = "alder with ARV is held on 2027-01-10, during a moratorium"
    assert findings(a_rule(), out("2027-01-09", 9), **FACTS) == [Violation(("alder",), sentence)]
    assert a_rule().explain(problem) == "during quiet no exercise with ARV is held"
    rule = a_rule(
        parties=["both"],
        dates="2027-01-10",
        kinds=["FTX", "LIVEX"],
        tags=["naval"],
        area="strait",
        exempt=["alder"],
        exempt_tags=["rescue"],
    )
    told = "no FTX/LIVEX naval exercise with ARV, BMK is held in strait, but for alder, rescue"
    assert rule.explain(problem) == f"during 2027-01-10 {told}"
    assert (rule.cost, a_rule(soft=7).cost) == (None, 7)


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ({"dates": []}, "needs either dates or period"),
        ({"dates": "2027-01-10", "period": "quiet"}, "needs either dates or period"),
        ({"parties": []}, "at least 1"),
    ],
)
def test_moratorium_has_a_time_and_parties(parts: dict[str, Any], fault: str) -> None:
    """Anything else would mean nothing."""
    with pytest.raises(ValueError, match=fault):
        a_rule(**parts)


def test_moratorium_makes_the_best_schedule_worse() -> None:
    """Two exercises that fit only into it: both are dropped, or paid for when it is soft."""
    head = {"id": "tiny", "title": "Tiny", "horizon": "2027-01-09/2027-01-13"}
    line = an_exercise(days=2, held="may", startex="2027-01-10/2027-01-11", participants={"must": ["ARV"]})
    facts = {"programme": head, "periods": FACTS["periods"], "exercises": {"birch": line, "cedar": line}}
    for parts, best in (({}, (2, 0)), ({"soft": 3}, (0, 6))):
        problem = a_framed_problem(a_rule(**parts), **facts)
        assert best_with_and_without(problem, "moratorium") == (best, (0, 0))


@pytest.mark.parametrize(
    ("where", "sponsor", "found"),
    [
        ({"sponsor": "ARV"}, "ARV", [Violation]),
        ({"sponsor": "ARV"}, "BMK", []),
        ({"sponsor": "ARV"}, None, [Undecided]),
        ({"series": "tree"}, None, []),
    ],
)
def test_moratorium_of_some_exercises_leaves_the_others(
    where: dict[str, str], sponsor: str | None, found: list[type]
) -> None:
    """A sponsor suspends its own; who sponsors an exercise that does not say so is not known."""
    line = FACTS["exercises"]["alder"] | ({"sponsor": sponsor} if sponsor else {})
    facts = FACTS | {"exercises": {"alder": line}}
    assert [type(f) for f in findings(a_rule(where=where), out(), **facts)] == found
