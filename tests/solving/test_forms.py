"""The solver takes a lesser form where the full one does not fit or costs more, and says which it took."""

from datetime import date

from exsched.goals.hold_exercises import HoldExercises
from exsched.rulekit.problem import Problem, Statement
from exsched.rules import RULES
from exsched.rules.dated_act import DatedAct
from exsched.solving.limits import Limits
from exsched.solving.solve import solve
from tests.builders import a_programme, an_exercise

NOTICE = DatedAct.model_validate(
    {"rule": "dated_act", "act": "notice", "to": "all", "days": 42, "strength": "9000.."}
)


def a_problem_with(**parts: object) -> Problem:
    """One exercise of 20,000 troops in a month that is too near for 42 days of notice."""
    line = an_exercise(strength=20_000, days=5, sites={"land": ["north"]}, worth=9, **parts)
    facts = a_programme(exercises={"shield": line})
    said = [
        Statement(f"{kind.__name__}:{n}", rule)
        for kind in RULES.values()
        for n, (_, rule) in enumerate(kind.from_facts(facts))
    ]
    return Problem(facts, (*said, Statement("notice", NOTICE)), ((HoldExercises(),),))


def test_strength_is_shaped_below_a_threshold() -> None:
    """The smaller form needs no notice, so it is held; its loss is what the goal counts."""
    forms = {"small": {"loses": 3, "strength": 8_900}, "staff": {"loses": 5, "kind": "CPX", "strength": 100}}
    solved = solve(a_problem_with(forms=forms), Limits(seconds=20, workers=1))
    assert solved.answer is not None
    line = solved.answer.schedule.line("shield")
    assert (line.form, solved.answer.verdict.tier_values(), solved.answer.acts) == ("small", (3,), ())


def test_without_forms_it_is_impossible() -> None:
    """The same exercise in its full form only cannot be notified in time."""
    assert solve(a_problem_with(), Limits(seconds=20, workers=1)).answer is None


def test_locked_form_is_kept() -> None:
    """What is locked is held, though another form would lose less."""
    forms = {"small": {"loses": 3, "strength": 8_900}, "staff": {"loses": 5, "strength": 100, "days": 2}}
    solved = solve(a_problem_with(forms=forms, locked={"form": "staff"}), Limits(seconds=20, workers=1))
    assert solved.answer is not None
    line = solved.answer.schedule.line("shield")
    assert line.startex is not None and line.endex is not None
    assert (line.form, (line.endex - line.startex).days + 1) == ("staff", 2)
    assert line.startex >= date(2027, 1, 1)
