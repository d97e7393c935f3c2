"""A force is certified in time before its stand-by begins."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Violation
from exsched.rules.certification_deadline import CertificationDeadline
from tests.builders import a_line, a_problem, an_exercise, findings
from tests.rules.framed import a_framed_problem
from tests.rules.worsening import best_with_and_without

LINE = an_exercise(
    kind="LIVEX",
    tags=["evaluation"],
    forces={"unit": {"need": "0..2", "any_of": ["aster", "briar"]}},
    forms={"desk": {"kind": "CPX", "tags": []}},
)


def facts(**more: Any) -> dict[str, Any]:
    """Two exercises for two forces."""
    forces = {n: {"name": n.title(), "nation": "ARV", "domain": "land"} for n in ("aster", "briar")}
    return {"forces": forces, "exercises": {"alder": LINE, "birch": LINE}} | more


def rule(**said: Any) -> CertificationDeadline:
    """Certified by an evaluation 5 to 10 days before 20 January."""
    basis = {
        "force": "aster",
        "standby_start": "2027-01-20",
        "days": "5..10",
        "where": {"tags": ["evaluation"]},
    }
    return CertificationDeadline.model_validate(basis | said)


def out(name: str, endex: int, force: str = "aster", **more: Any) -> Line:
    """An exercise of two days held with a force."""
    return a_line(name, f"2027-01-{endex - 1:02}", 2, forces={"unit": {force: 1}}, **more)


def broken(said: CertificationDeadline, *lines: Line, **parts: Any) -> bool:
    """Whether the deadline is missed."""
    return bool(findings(said, *lines, **facts(**parts)))


@pytest.mark.parametrize(("endex", "missed"), [(9, True), (10, False), (15, False), (16, True)])
def test_certification_deadline_goes_by_endex(endex: int, missed: bool) -> None:
    """Both ends of the range are in time."""
    assert broken(rule(), out("alder", endex)) is missed


@pytest.mark.parametrize(
    ("days", "endex", "missed"),
    [
        ("..10", 20, False),
        ("..10", 21, True),
        ("5..", 2, False),
        ("5..", 16, True),
        (7, 13, False),
        (7, 14, True),
    ],
)
def test_certification_deadline_takes_open_ranges(days: Any, endex: int, missed: bool) -> None:
    """Without a least, ENDEX may be the first day of stand-by; without a most, any day before."""
    assert broken(rule(days=days), out("alder", endex)) is missed


def test_certification_deadline_asks_even_when_nothing_is_held() -> None:
    """No exercise at all is a deadline missed."""
    sentence = "no exercise that certifies aster ends on 2027-01-10/2027-01-15"
    assert findings(rule(), **facts()) == [Violation((), sentence)]


@pytest.mark.parametrize(
    "line",
    [
        out("alder", 12, "briar"),
        out("alder", 12, form="desk"),
        a_line("alder", "2027-01-11", 2),
    ],
)
def test_certification_deadline_needs_the_force_in_an_eligible_exercise(line: Line) -> None:
    """Another force, another form, or no force: nobody is certified."""
    assert broken(rule(), line)


def test_certification_deadline_is_met_once() -> None:
    """One exercise in time suffices; those that are not are named when none is."""
    assert not broken(rule(), out("alder", 20), out("birch", 12))
    found = findings(rule(), out("alder", 20), out("birch", 8), **facts())
    sentence = (
        "no exercise that certifies aster ends on 2027-01-10/2027-01-15: "
        "alder ends on 2027-01-20, birch ends on 2027-01-08"
    )
    assert found == [Violation(("alder", "birch"), sentence)]


@pytest.mark.parametrize(
    ("past", "missed"),
    [
        ({}, False),
        ({"dates": "2026-12-20/2026-12-29"}, True),
        ({"tags": []}, True),
        ({"forces": {"briar": 1}}, True),
        ({"forces": {}}, True),
    ],
)
def test_certification_deadline_knows_the_past(past: dict[str, Any], missed: bool) -> None:
    """A past evaluation of the force counts when it ended in time."""
    larch = {"dates": "2026-12-20/2026-12-30", "tags": ["evaluation"], "forces": {"aster": 1}} | past
    assert broken(rule(days="5..21"), history={"larch": larch}) is missed


def test_certification_deadline_does_not_trust_a_past_that_is_not_known() -> None:
    """History does not record domains, so a filter by them is not met by it."""
    larch = {"dates": "2026-12-20/2026-12-30", "forces": {"aster": 1}}
    assert broken(rule(days="5..21", where={"domains": ["land"]}), history={"larch": larch})
    assert not broken(rule(days="5..21", where={}), history={"larch": larch})


@pytest.mark.parametrize(
    ("valid", "missed"), [("2027-01-20/..", True), ("2027-01-21/..", False), ("../2027-01-19", False)]
)
def test_certification_deadline_applies_when_stand_by_begins_within_validity(
    valid: str, missed: bool
) -> None:
    """The first day of stand-by decides."""
    assert broken(rule(valid=valid)) is missed


def test_certification_deadline_explains_itself() -> None:
    """The sentence names the force, the exercises and the range."""
    end = "before its stand-by of 2027-01-20"
    said = "aster is certified by an exercise (evaluation) that ends 5 to 10 days"
    assert rule().explain(a_problem()) == f"{said} {end}"
    said = "aster is certified by an exercise that ends at least 5 days"
    assert rule(days="5..", where={}).explain(a_problem()) == f"{said} {end}"
    assert (rule().cost, rule().unit) == (None, "case")


@pytest.mark.parametrize("days", ["-3..5", "..-1", "5..4000"])
def test_certification_deadline_is_before_stand_by(days: str) -> None:
    """A range that ends after the stand-by begins makes no sense."""
    with pytest.raises(ValueError, match=r"range from 0"):
        rule(days=days)


def test_certification_deadline_alone_makes_the_best_worse() -> None:
    """The force has one element, and the evaluation in time costs the better exercise on the same days."""
    need = {"unit": {"need": 1, "any_of": ["aster"]}}
    lines = {
        "alder": an_exercise(days=2, held="may", worth=3, tags=["evaluation"], forces=need),
        "birch": an_exercise(days=2, held="may", worth=5, forces=need),
    }
    problem = a_framed_problem(
        rule(days="17..18"),
        **facts(
            exercises=lines, programme={"id": "tiny", "title": "Tiny", "horizon": "2027-01-01/2027-01-03"}
        ),
    )
    assert best_with_and_without(problem, "certification_deadline") == ((5, 0), (3, 0))
