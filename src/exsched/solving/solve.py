"""Solve a problem: start the solver's process, check every schedule it sends, keep the best, end on time."""

from collections.abc import Callable
from dataclasses import replace

from exsched.checking.judge import judge
from exsched.domain.schedule import Schedule
from exsched.goals.hold_exercises import HoldExercises
from exsched.rulekit.problem import Problem
from exsched.solving.child import Job
from exsched.solving.ending import solved
from exsched.solving.engine_version import Unfit, refuse_known_bad
from exsched.solving.limits import Crashed, Limits, Progress, Solved
from exsched.solving.messages import Garbage
from exsched.solving.process import SolverProcess
from exsched.solving.run import Best, Found, Listen, Run


def _silent(_: Progress | Schedule) -> None:
    return


def _never() -> bool:
    return False


def solve(
    problem: Problem,
    limits: Limits | None = None,
    listen: Listen = _silent,
    stop: Callable[[], bool] = _never,
    hint: Schedule | None = None,
    found: Found = _silent,
) -> Solved:
    """Find the best schedule within the limits; `stop` is asked ten times a second.

    `found` gets every schedule that is the best so far, after the checker has allowed it.

    Raises:
        Refused: our own checker refused what the solver returned, or the solver contradicts itself.
        Crashed: the process ended without a schedule, for lack of memory or by a defect of the engine; or the
            engine is one that is known to answer wrongly.
    """
    limits = limits or Limits()
    try:
        refuse_known_bad()
    except Unfit as unfit:
        raise Crashed(str(unfit)) from None
    if not problem.tiers:
        problem = replace(problem, tiers=((HoldExercises(),),))
    run = Run(problem, limits, listen, found)
    if hint is not None and (verdict := judge(problem, hint)).allowed:
        run.best = Best(hint, verdict)
    job = Job(problem, limits, hint, known=run.best is not None, begun=run.begun)
    with SolverProcess(job) as process:
        if hint is None and (schedule := run.listed(lambda: stop() or process.is_ahead)):
            process.suggest(schedule)
        for message in process.messages(wait=0.1):
            if message is None:
                break
            try:
                run.hear(message)
            except Garbage as garbage:
                run.lost = f"sent what is no message ({garbage})"
                break
            if run.ended:
                break
            if run.must_stop(stop):
                process.ask_to_stop()
            if run.must_kill():
                process.kill()
        if not run.ended:
            run.lost = run.killed or run.lost or process.last_words()
    return solved(run)
