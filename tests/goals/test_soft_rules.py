"""Break soft rules as little as possible."""

from exsched.goals.soft_rules import SoftRules
from exsched.rules.dated_act import DatedAct
from exsched.rules.exercise_window import ExerciseWindow
from exsched.rules.must_be_held import MustBeHeld
from exsched.rules.spacing import Spacing
from tests.builders import a_laydown, a_line, a_problem

LINES = {name: {"title": name.upper(), "days": 2, "held": "may"} for name in ("alder", "birch")}
WINDOW = ExerciseWindow.model_validate({"exercise": "alder", "startex": "2027-01-01", "soft": 5})


def test_soft_rules_add_up_amount_times_cost() -> None:
    """Four days at 5, two days at the default of 1, and one dropped exercise at 100."""
    problem = a_problem(
        WINDOW,
        Spacing(days=3),
        MustBeHeld(exercise="cedar", soft=100),
        exercises=LINES | {"cedar": {"title": "CEDAR", "days": 1}},
    )
    laydown = a_laydown(problem, a_line("alder", "2027-01-05", 2), a_line("birch", "2027-01-07", 2))
    assert SoftRules().measure(problem, laydown) == 4 * 5 + 2 * 1 + 100


def test_soft_rules_leave_out_hard_ones_and_what_cannot_be_decided() -> None:
    """A hard statement has no price, and an open question none either."""
    hard = ExerciseWindow.model_validate({"exercise": "alder", "startex": "2027-01-01"})
    unknown = DatedAct.model_validate({"act": "notice", "days": 9, "to": "all", "strength": "1..", "soft": 9})
    problem = a_problem(hard, unknown, exercises=LINES)
    assert SoftRules().measure(problem, a_laydown(problem, a_line("alder", "2027-01-05", 2))) == 0


def test_soft_rules_cost_nothing_when_the_cost_is_nought() -> None:
    """A cost of 0 makes a rule a remark."""
    problem = a_problem(MustBeHeld(exercise="alder", soft=0), exercises=LINES)
    assert SoftRules().measure(problem, a_laydown(problem)) == 0


def test_soft_rules_say_how_many_there_are() -> None:
    """The sentence counts the soft statements."""
    problem = a_problem(WINDOW, MustBeHeld(exercise="alder"), exercises=LINES)
    assert (
        SoftRules().explain(problem) == "pay as little as possible for soft rules broken (1 soft statement)"
    )
