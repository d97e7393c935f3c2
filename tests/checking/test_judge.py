"""The checker judges any schedule: broken, undecided, values and a certificate that fits what was judged."""

from exsched import __version__
from exsched.checking.judge import fingerprint, judge
from exsched.domain.dates import Span
from exsched.goals.wanted_dates import WantedDates
from exsched.rulekit.finding import Violation
from exsched.rulekit.verdict import Answer, Broken
from exsched.rules.dated_act import DatedAct
from exsched.rules.must_be_held import MustBeHeld
from exsched.rules.spacing import Spacing
from tests.builders import a_line, a_problem, a_schedule

TWO = {
    "alder": {"title": "ALDER", "days": 2, "wanted": "2027-01-05"},
    "birch": {"title": "BIRCH", "days": 2, "strength": 100},
}


def test_judge_lists_what_is_broken_with_its_price() -> None:
    """A hard statement broken refuses the schedule; a soft one costs its price times the amount."""
    problem = a_problem(MustBeHeld(exercise="birch"), Spacing(days=5, soft=3), exercises=TWO)
    lone = judge(problem, a_schedule(a_line("alder", "2027-01-05", 2)))
    close = judge(problem, a_schedule(a_line("alder", "2027-01-05", 2), a_line("birch", "2027-01-08", 2)))
    assert (lone.word, [b.statement.rule.rule for b in lone.hard], lone.soft) == (
        "refused",
        ["must_be_held"],
        (),
    )
    assert (close.word, close.hard, [(b.violation.amount, b.cost) for b in close.soft]) == (
        "allowed",
        (),
        [(3, 9)],
    )


def test_judge_never_takes_missing_data_for_satisfied() -> None:
    """An exercise without a strength leaves a rule on strength open, and the verdict says so."""
    rule = DatedAct(act="notice", days=42, to="all", strength=Span(least=50))
    verdict = judge(a_problem(rule, exercises=TWO), a_schedule(a_line("alder", "2027-01-05", 2)))
    assert (verdict.word, verdict.allowed, len(verdict.undecided)) == (
        "allowed as far as can be decided",
        True,
        1,
    )


def test_judge_measures_every_goal_of_every_tier() -> None:
    """The value of a tier is the sum of its goals, each times its weight."""
    problem = a_problem(goals=(WantedDates(weight=4), WantedDates()), exercises=TWO)
    verdict = judge(problem, a_schedule(a_line("alder", "2027-01-07", 2)))
    assert ([[g.value for g in tier] for tier in verdict.values], verdict.tier_values()) == ([[2, 2]], (10,))


def test_certificate_names_what_was_judged() -> None:
    """Input, schedule, number of rules and verdict travel together."""
    problem = a_problem(MustBeHeld(exercise="birch"), exercises=TWO)
    schedule = a_schedule(a_line("birch", "2027-01-05", 2))
    assert judge(problem, schedule).certificate() == {
        "verdict": "allowed",
        "rules_checked": 1,
        "hard_broken": 0,
        "soft_broken": 0,
        "undecided": 0,
        "input_sha256": "",
        "schedule_sha256": fingerprint(schedule),
        "checker": f"exsched {__version__}",
    }


def test_fingerprint_depends_on_decisions_and_not_on_order() -> None:
    """Lines in another order are the same schedule; a day's difference is another."""
    one, other = a_line("alder", "2027-01-05", 2), a_line("birch", "2027-01-09", 2)
    moved = a_line("birch", "2027-01-10", 2)
    same = fingerprint(a_schedule(one, other)) == fingerprint(a_schedule(other, one))
    assert (same, fingerprint(a_schedule(one, other)) == fingerprint(a_schedule(one, moved))) == (True, False)


def test_hard_breach_has_no_price() -> None:
    """What may not be broken costs nothing: it refuses."""
    problem = a_problem(MustBeHeld(exercise="birch"), exercises=TWO)
    broken = Broken(problem.statements[0], Violation(("birch",), "it is not held"))
    assert (broken.hard, broken.cost) == (True, 0)


def test_answer_collects_acts_and_planning_events_by_date() -> None:
    """Every duty that follows from the dates is listed, soonest first."""
    rule = DatedAct(act="notice", days=42, to="all States", paragraph="38", soft=1)
    planned = {name: {**body, "planning": "ftx"} for name, body in TWO.items()}
    problem = a_problem(rule, exercises=planned, planning={"ftx": {"IPC": 30, "FPC": 4}})
    schedule = a_schedule(a_line("alder", "2027-01-05", 2), a_line("birch", "2027-01-09", 2))
    answer = Answer(problem, schedule, judge(problem, schedule))
    assert [(act.exercise, str(act.due)) for act in answer.acts] == [
        ("alder", "2026-11-24"),
        ("birch", "2026-11-28"),
    ]
    assert [(e.event, e.exercise, str(e.start)) for e in answer.planning] == [
        ("IPC", "alder", "2026-06-08"),
        ("IPC", "birch", "2026-06-08"),
        ("FPC", "alder", "2026-12-07"),
        ("FPC", "birch", "2026-12-07"),
    ]
