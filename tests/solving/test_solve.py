"""A solve ends with an honest answer: optimal, impossible, stopped, out of time or memory, or refused."""

import json
import os
import signal
import subprocess
import time
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from exsched.checking.judge import judge
from exsched.domain.outcome import Evidence, Status, TierResult
from exsched.goals.hold_exercises import HoldExercises
from exsched.goals.wanted_dates import WantedDates
from exsched.intake import load
from exsched.library import examples_dir
from exsched.rulekit.decisions import Term
from exsched.rulekit.goal import Goal
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem, Settings
from exsched.rulekit.rule import Rule
from exsched.rules.duration_bounds import DurationBounds
from exsched.rules.must_be_held import MustBeHeld
from exsched.rules.precedence import Precedence
from exsched.rules.programme_horizon import ProgrammeHorizon
from exsched.rules.spacing import Spacing
from exsched.solving.limits import Crashed, Limits, Progress, Refused
from exsched.solving.solve import solve
from tests.builders import a_line, a_problem, a_schedule

TWO = {
    "alder": {"title": "ALDER", "days": 5, "wanted": "2027-01-10"},
    "birch": {"title": "BIRCH", "days": 5, "wanted": "2027-01-12"},
}
CLAIMED_OR_MORE = {Evidence.CLAIMED, Evidence.CONFIRMED}
"""Whether there is time for a second formulation depends on the machine."""
HELD = (MustBeHeld(exercise="alder"), MustBeHeld(exercise="birch"))


def one_after_the_other() -> Precedence:
    """BIRCH begins after ALDER has ended."""
    return Precedence.model_validate({"rule": "precedence", "first": "alder", "then": "birch", "gap": "1.."})


def two(*rules: Rule, goal: Goal | None = None, **change: Any) -> Problem:
    """ALDER and BIRCH, held for the days written, under these rules."""
    exercises = {name: {**body, **change} for name, body in TWO.items()}
    programme = a_problem(exercises=exercises).programme
    kinds = (ProgrammeHorizon, DurationBounds)
    facts = (rule for kind in kinds for _, rule in kind.from_facts(programme))
    return a_problem(*HELD, *facts, *rules, goals=(goal or WantedDates(),), exercises=exercises)


def large() -> Problem:
    """The European year: enough to keep the solver busy for minutes."""
    problem = load(examples_dir() / "europe-2024").problem
    assert problem is not None
    return problem


def test_solve_proves_the_best_schedule() -> None:
    """Wished for two days apart, they must lie five apart: three days are given up."""
    solved = solve(two(one_after_the_other()), Limits(seconds=20))
    assert solved.answer is not None
    assert solved.outcome.status is Status.OPTIMAL
    assert solved.outcome.evidence in CLAIMED_OR_MORE
    assert [(tier.value, tier.bound, tier.proved) for tier in solved.outcome.tiers] == [(3, 3, True)]


def test_solve_says_impossible_only_when_two_configurations_agree() -> None:
    """Two exercises of 20 days, one after the other, do not fit into January."""
    words: list[str] = []
    problem = two(one_after_the_other(), days=20)
    solved = solve(problem, Limits(seconds=20), listen=lambda progress: words.append(progress.word))
    assert solved.answer is None
    assert solved.outcome.status is Status.IMPOSSIBLE
    assert solved.outcome.evidence in CLAIMED_OR_MORE
    assert words == ["building", "built", "confirming"]


def test_solve_starts_from_a_hint_and_never_loses_it() -> None:
    """A schedule that is known to be good stays when nothing better is found, even without time to search."""
    known = a_schedule(a_line("alder", "2027-01-10", 5), a_line("birch", "2027-01-15", 5))
    for stop in ((lambda: False), (lambda: True)):
        solved = solve(two(one_after_the_other()), Limits(seconds=20), stop=stop, hint=known)
        assert solved.answer is not None
        assert solved.answer.verdict.tier_values() == (3,)


def test_hint_that_breaks_a_rule_is_only_a_suggestion() -> None:
    """A schedule that the checker refuses is never handed back."""
    wrong = a_schedule(a_line("alder", "2027-01-10", 5), a_line("birch", "2027-01-12", 5))
    solved = solve(two(one_after_the_other()), Limits(seconds=20), hint=wrong)
    assert solved.answer is not None
    assert (solved.answer.verdict.allowed, solved.outcome.status) == (True, Status.OPTIMAL)


def test_tier_that_gave_back_is_not_called_best() -> None:
    """What a later tier took back shows as the distance from the best possible, not as proved."""
    wanting = replace(
        two(one_after_the_other()),
        tiers=((WantedDates(),), (Late(),)),
        settings=Settings(give_back_permille=700),
    )
    solved = solve(wanting, Limits(seconds=20))
    first = solved.outcome.tiers[0]
    assert (first.value, first.bound, first.proved) == (5, 3, False)
    assert solved.outcome.status in {Status.WITHIN, Status.FEASIBLE}


def test_programme_without_goals_is_solved() -> None:
    """With nothing to strive for, any schedule that is allowed will do."""
    solved = solve(replace(two(one_after_the_other()), tiers=()), Limits(seconds=20))
    assert solved.answer is not None
    assert (solved.answer.verdict.allowed, solved.outcome.status) == (True, Status.OPTIMAL)


def test_distance_from_the_best_is_measured_from_the_best() -> None:
    """A value of 100 over a bound of 50 can lie 100 per cent above the best, whatever share of it that is."""
    tier = TierResult(goals=(), value=100, bound=50)
    assert (tier.gap_percent, tier.above_best_percent) == (50.0, 100.0)
    assert TierResult(goals=(), value=3, bound=0).above_best_percent is None


def test_stop_keeps_the_best_so_far() -> None:
    """Asked to stop after the first schedule it ends with that one or a better, long before its limit."""
    heard: list[Progress] = []
    begun = time.monotonic()
    solved = solve(
        large(), Limits(seconds=300), listen=heard.append, stop=lambda: any(p.word == "first" for p in heard)
    )
    assert time.monotonic() - begun < 150
    assert solved.answer is not None
    assert solved.answer.verdict.allowed
    assert "stopping" in {p.word for p in heard}
    assert solved.outcome.status in {Status.WITHIN, Status.FEASIBLE}


def test_process_that_ignores_the_limit_is_killed_and_the_best_kept() -> None:
    """A frozen solver is ended five seconds after its limit; what it had found stays."""
    heard: list[Progress] = []

    def freeze(progress: Progress) -> None:
        heard.append(progress)
        if progress.word == "first":
            os.kill(_child(), signal.SIGSTOP)

    solved = solve(large(), Limits(seconds=12), listen=freeze)
    assert solved.answer is not None
    assert solved.outcome.why == "killed 5 s after the time limit of 12 s"


def _child() -> int:
    own = subprocess.run(
        ["pgrep", "-P", str(os.getpid()), "-f", "solving.child"], capture_output=True, check=True
    )
    return int(own.stdout.split()[0])


def test_memory_limit_is_an_environment_error() -> None:
    """A solver without memory says so; it never says impossible."""
    with pytest.raises(Crashed, match="memory limit is 120 MB"):
        solve(two(one_after_the_other()), Limits(seconds=20, memory_mb=120, listing=False))


def test_same_seed_gives_the_same_bytes_whatever_the_order_of_the_file() -> None:
    """Reproducible runs decide and claim the same when entities and statements come in another order."""
    problem = load(examples_dir() / "nordic-baltic-2027").problem
    assert problem is not None
    limits = Limits(seconds=20, seed=7, reproducible=True)
    bodies = []
    for asked in (problem, turned_round(problem)):
        solved = solve(asked, limits)
        assert solved.answer is not None
        assert solved.outcome.reproducible
        bodies.append(
            json.dumps(solved.answer.schedule.model_dump(mode="json")) + solved.outcome.model_dump_json()
        )
    assert bodies[0] == bodies[1]


def turned_round(problem: Problem) -> Problem:
    """The same problem with every section and all statements in the opposite order."""
    sections = ("nations", "agreements", "areas", "venues", "forces", "pools", "periods", "exercises")
    facts = {name: dict(reversed(getattr(problem.programme, name).items())) for name in sections}
    programme = problem.programme.model_copy(update=facts)
    return replace(problem, programme=programme, statements=tuple(reversed(problem.statements)))


class Late(WantedDates):
    """A goal of the test: ALDER as early as possible in January."""

    def post(self, problem: Problem, decisions: Any) -> list[Term]:
        del problem
        return [Term(1, decisions.shortfall([Term(1, decisions.startex("alder"))], [(None, 0)]))]

    def measure(self, problem: Problem, laydown: Laydown) -> int:
        del problem
        return (laydown.held["alder"].execution.start - date(2027, 1, 1)).days


class LaxSpacing(Spacing):
    """A rule whose posting says nothing: the solver will break it."""

    def post(self, problem: Problem, decisions: Any) -> None:
        del problem, decisions


def test_schedule_that_the_checker_refuses_never_leaves() -> None:
    """With a posting that is too weak the checker stops the result."""
    rule = LaxSpacing(days=9, hard=True)
    with pytest.raises(Refused, match="the checker refuses"):
        solve(two(rule), Limits(seconds=20))


class BoastfulDates(WantedDates):
    """A goal that measures less than it posts: the solver's proof is then about something else."""

    def measure(self, problem: Problem, laydown: Laydown) -> int:
        return max(0, super().measure(problem, laydown) - 1)


def test_value_that_differs_from_the_recomputed_one_never_leaves() -> None:
    """An optimum that the checker measures differently is refused."""
    with pytest.raises(Refused, match="claimed 3, recomputed 2"):
        solve(two(one_after_the_other(), goal=BoastfulDates()), Limits(seconds=20))


class HarshHold(MustBeHeld):
    """A posting that is too strict: it allows nothing."""

    def post(self, problem: Problem, decisions: Any) -> None:
        super().post(problem, decisions)
        decisions.never([])


def test_impossible_is_refused_when_a_schedule_is_known() -> None:
    """A hint that satisfies every rule refutes an `impossible`."""
    known = a_schedule(a_line("alder", "2027-01-10", 5), a_line("birch", "2027-01-15", 5))
    with pytest.raises(Refused, match="one is known"):
        solve(two(HarshHold(exercise="alder")), hint=known)


def test_weights_too_large_for_exact_arithmetic_are_told() -> None:
    """Weights beyond what the engine can be trusted with are an error with a hint, not an overflow."""
    heavy = two(goal=HoldExercises(weight=1_000_000), held="may", worth=1_000_000)
    with pytest.raises(Crashed, match="hint: use smaller weights"):
        solve(heavy, Limits(seconds=5))


def test_time_out_without_a_schedule_is_undecided() -> None:
    """A stop before anything was found leaves no schedule, and is never called impossible."""
    solved = solve(large(), Limits(seconds=60), stop=lambda: True)
    assert (solved.answer, solved.outcome.status) == (None, Status.UNDECIDED)


def test_answer_is_judged_by_the_checker() -> None:
    """The verdict that travels with the answer is the checker's own."""
    problem = two(one_after_the_other())
    solved = solve(problem, Limits(seconds=20))
    assert solved.answer is not None
    assert solved.answer.verdict == judge(problem, solved.answer.schedule)
    assert solved.answer.laydown.held["alder"].execution.start >= date(2027, 1, 1)


def test_no_solver_process_is_left() -> None:
    """After a solve, and after a refused one, nothing of it is running."""
    solve(two(one_after_the_other()), Limits(seconds=5))
    left = subprocess.run(
        ["pgrep", "-P", str(os.getpid()), "-f", "solving.child"], capture_output=True, check=False
    )
    assert left.stdout == b""
