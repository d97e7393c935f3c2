"""How a solve ends: the honest answer to what has been heard."""

from importlib.metadata import version
from math import ceil

from exsched import __version__
from exsched.domain.outcome import Evidence, Outcome, Status, TierResult
from exsched.rulekit.verdict import Answer, Verdict
from exsched.solving.limits import Crashed, Refused, Solved
from exsched.solving.run import Run

WITHIN_AT_MOST = 50
"""Per cent above the bound beyond which the distance from the best counts as not settled."""


def solved(run: Run) -> Solved:
    """The honest answer.

    Raises:
        Refused: what was heard contradicts itself, the checker or a schedule that is known.
        Crashed: the process ended without a schedule.
    """
    if run.ended in {"impossible", "unconfirmed", "contradicted"}:
        return _nothing(run)
    if run.best is None:
        if run.ended == "found":
            raise Refused("the solver says that it has found a schedule, and shows none")
        if run.lost and not run.killed:
            limit = f"its memory limit is {run.limits.memory_mb} MB"
            raise Crashed(f"the solver's process {run.lost}; {limit}")
        return Solved(_outcome(run, Status.UNDECIDED, Evidence.UNVERIFIED, why=run.lost or None), None)
    tiers = _tiers(run, run.best.verdict)
    outcome = _judged(run, tiers)
    answer = Answer(run.problem, run.best.schedule, run.best.verdict, outcome)
    return Solved(outcome, answer, died=bool(run.lost and not run.killed))


def _nothing(run: Run) -> Solved:
    if run.ended == "contradicted" or run.best is not None:
        raise Refused("one run of the solver says that there is no schedule, another has one")
    if run.ended == "unconfirmed":
        why = "one run says impossible, a second configuration could not confirm it within the limits"
        return Solved(_outcome(run, Status.UNDECIDED, Evidence.UNVERIFIED, why=why), None)
    if run.disputed:
        return Solved(_outcome(run, Status.UNDECIDED, Evidence.UNVERIFIED, why=run.disputed), None)
    return Solved(_outcome(run, Status.IMPOSSIBLE, run.final, why="two configurations agree"), None)


def _tiers(run: Run, verdict: Verdict) -> tuple[TierResult, ...]:
    found = []
    for number, (goals, value) in enumerate(zip(verdict.values, verdict.tier_values(), strict=True)):
        bound = run.bounds.get(number, 0)
        if value < bound:
            raise Refused(
                f"tier {number + 1}: the solver's bound {bound} lies above the schedule's value {value}"
            )
        proved = value == bound and not run.disputed
        bound = 0 if run.disputed else bound
        found.append(TierResult(goals=goals, value=value, bound=bound, proved=proved))
    return tuple(found)


def _judged(run: Run, tiers: tuple[TierResult, ...]) -> Outcome:
    open_tier = next((tier for tier in tiers if not tier.proved), None)
    if open_tier is None:
        return _outcome(run, Status.OPTIMAL, run.final, tiers)
    above = None if run.disputed else open_tier.above_best_percent
    if above is None or above > WITHIN_AT_MOST:
        why = run.disputed or run.lost or None
        return _outcome(run, Status.FEASIBLE, Evidence.CHECKED, tiers, why=why)
    within = ceil(10 * above) / 10
    return _outcome(run, Status.WITHIN, Evidence.CLAIMED, tiers, within=within, why=run.lost or None)


def _outcome(
    run: Run,
    status: Status,
    evidence: Evidence,
    tiers: tuple[TierResult, ...] = (),
    within: float | None = None,
    why: str | None = None,
) -> Outcome:
    limits = run.limits
    cut_short = bool(run.killed or run.lost or run.stopping_since is not None)
    return Outcome(
        status=status,
        evidence=evidence,
        tiers=tiers,
        within_percent=within,
        reproducible=limits.reproducible and not cut_short,
        seed=limits.seed,
        parameters={
            "seconds": limits.seconds,
            "workers": 1 if limits.reproducible else limits.workers,
            "memory_mb": limits.memory_mb,
            "engine": run.engine,
        },
        versions={"exsched": __version__, "ortools": version("ortools")},
        why=why,
    )
