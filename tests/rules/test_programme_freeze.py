"""What is near is no longer changed."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rules.programme_freeze import ProgrammeFreeze
from tests.builders import a_laydown, a_line, a_problem, an_exercise
from tests.rules.worsening import an_example, best_with_and_without

LINE = an_exercise(
    sites={"land": ["north", "east"], "port": ["north", "east"]},
    participants={"may": ["CAR", "DOR"]},
    forces={"guard": {"need": "0..4", "capability": "guard"}},
    forms={"small": {"loses": 1}},
)
FORCE = {"name": "Guard", "domain": "land", "capabilities": ["guard"], "elements": 4}
FACTS: dict[str, Any] = {
    "programme": {"id": "tiny", "title": "T", "horizon": "2027-01-01/2027-12-31", "as_of": "2027-01-01"},
    "venues": {
        "north": {"name": "North", "host": "ARV", "kind": "range"},
        "east": {"name": "East", "host": "BEL", "kind": "port"},
    },
    "forces": {"ours": FORCE | {"nation": "ARV"}, "theirs": FORCE | {"nation": "CAR"}},
    "exercises": {"alder": LINE, "birch": LINE},
}
PLACES = {"land": "north", "port": "north"}


def out(startex: str = "2027-01-10", days: int = 2, **parts: Any) -> Line:
    """ALDER, with DORIA and two elements of Arvania's guard, at the north, changed in some parts."""
    basis = {"sites": PLACES, "participants": {"DOR": "full"}, "forces": {"guard": {"ours": 2}}}
    return a_line("alder", startex, days, **(basis | parts))


def a_rule(**parts: Any) -> ProgrammeFreeze:
    """Ten days from 1 January."""
    return ProgrammeFreeze.model_validate({"days": 10, "against": "published"} | parts)


def found(*lines: Line, rule: ProgrammeFreeze | None = None, was: list[Line] | None = None) -> list[Finding]:
    """What the rule finds when these are held, and those were published."""
    published = [line.model_dump(exclude_unset=True) for line in ([out()] if was is None else was)]
    problem = a_problem(**FACTS, schedules={"published": {"lines": published}})
    return list((rule or a_rule()).check(problem, a_laydown(problem, *lines)))


def frozen(said: str, amount: int = 1) -> list[Finding]:
    """A change of ALDER."""
    return [Violation(("alder",), f"alder is frozen: {said}", amount)]


def test_programme_freeze_allows_what_was_published() -> None:
    """The same line breaks nothing, whether hosts and owners of forces are written out or not."""
    assert found(out()) == []
    assert found(out(participants={"DOR": "full", "ARV": "full"})) == []


@pytest.mark.parametrize(
    ("line", "said", "amount"),
    [
        (out("2027-01-09", 3), "STARTEX 2027-01-09, not 2027-01-10", 1),
        (out(days=3), "ENDEX 2027-01-12, not 2027-01-11", 1),
        (out("2027-01-11"), "STARTEX 2027-01-11, not 2027-01-10, ENDEX 2027-01-12, not 2027-01-11", 2),
        (out(form="small"), "form small, not full", 1),
        (out(sites={"land": "east", "port": "north"}), "land at east, not north, BEL is new", 2),
        (out(sites={"land": "north"}), "port at no venue, not north", 1),
        (out(participants={"CAR": "staff"}), "CAR is new, DOR is gone", 2),
        (out(participants={"DOR": "staff"}), "", 0),
        (out(forces={"guard": {"ours": 4}}), "4 ours as guard, not 2", 2),
        (
            out(forces={"guard": {"ours": 1, "theirs": 1}}),
            "CAR is new, 1 ours as guard, not 2, 1 theirs as guard, not 0",
            3,
        ),
    ],
)
def test_programme_freeze_counts_every_change(line: Line, said: str, amount: int) -> None:
    """Days, form, sites, nations and force elements; a role is no change."""
    assert found(line) == (frozen(said, amount) if amount else [])


def test_programme_freeze_counts_a_dropped_line_once() -> None:
    """Of a line that is dropped nothing else is counted."""
    expected = [Violation(("alder",), "alder, frozen on 2027-01-10, is not held")]
    assert found() == expected
    assert found(Line(exercise="alder", held=False)) == expected


def test_programme_freeze_counts_a_new_line_once() -> None:
    """A line that was dropped, or was not there, is new within the freeze and free after it."""
    expected = [Violation(("alder",), "alder is new, within the freeze, on 2027-01-11")]
    for was in ([], [Line(exercise="alder", held=False)]):
        assert found(out("2027-01-11"), was=was) == expected
        assert found(out("2027-01-12"), was=was) == []


@pytest.mark.parametrize(
    ("was", "now", "changed"),
    [
        ("2027-01-11", "2027-02-01", True),
        ("2027-01-12", "2027-02-01", False),
        ("2027-02-01", "2027-01-11", True),
        ("2027-02-01", "2027-01-12", False),
        ("2027-01-01", "2027-02-01", True),
    ],
)
def test_programme_freeze_holds_both_ends(was: str, now: str, changed: bool) -> None:
    """Nothing is moved out of the freeze nor into it; ten days after `as_of` is the last day."""
    assert len(found(out(now), was=[out(was)])) == int(changed)


@pytest.mark.parametrize("startex", ["2027-01-11", "2027-01-12"])
def test_programme_freeze_lets_later_lines_be_dropped(startex: str) -> None:
    """What was published for after the freeze may be dropped."""
    assert len(found(was=[out(startex)])) == int(startex == "2027-01-11")


def test_programme_freeze_knows_exceptions() -> None:
    """Exercises that are excepted may be changed."""
    assert found(out(days=3), rule=a_rule(exceptions=["alder"])) == []


@pytest.mark.parametrize(
    ("valid", "changed"), [("../2027-01-09", 0), ("../2027-01-10", 1), ("2027-01-11/..", 0)]
)
def test_programme_freeze_holds_days_within_validity(valid: str, changed: int) -> None:
    """Days outside the validity are not frozen."""
    assert len(found(out(days=3), rule=a_rule(valid=valid))) == changed


def test_programme_freeze_outside_validity_freezes_nothing() -> None:
    """A freeze that lies wholly outside the validity holds no day."""
    assert found(rule=a_rule(valid="2027-03-01/..")) == []


def test_programme_freeze_cannot_judge_without_a_reference() -> None:
    """Without the schedule nothing can be compared."""
    what = "what changed within the freeze is not known without the reference"
    assert found(out(), rule=a_rule(against="lost")) == [Undecided((), what, "schedules.lost")]


def test_programme_freeze_explains_itself() -> None:
    """The sentence says how many days, and from which schedule."""
    said = "nothing that starts within 10 days differs from published"
    assert a_rule().explain(a_problem(**FACTS)) == said
    assert a_rule(exceptions=["birch"]).explain(a_problem(**FACTS)) == f"{said}, but for birch"
    assert (a_rule().cost, a_rule(soft=2).cost, a_rule().unit) == (None, 2, "change")


def test_programme_freeze_makes_the_best_schedule_worse() -> None:
    """With the rule wishes stay open, and trying everything finds the same values."""
    with_it, without = best_with_and_without(an_example("programme_freeze"), "programme_freeze")
    assert with_it is not None and without is not None and with_it > without
