"""Ask about a case: the best schedule by the solver, all best ones by trying, both in compact words."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from itertools import product
from pathlib import Path

from exsched.checking.judge import judge
from exsched.domain.exercises import FULL_FORM, Role
from exsched.domain.schedule import Schedule
from exsched.intake import load
from exsched.proof.growing import OF_ONE_LINE
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.problem import Problem
from exsched.solving.build import build
from exsched.solving.limits import Limits
from exsched.solving.search import TierSearch
from tests.universe import Choice, every_choice, laydown_of

Words = tuple[str, ...]
"""A schedule: one line for each exercise."""

HERE = Path(__file__).parent
OF_THE_CASE = "case-"
"""How the ids of the statements begin that a case is about."""


@cache
def case(name: str) -> Problem:
    """The programme of a case; it loads without an error."""
    loaded = load(HERE / f"{name}.yaml")
    assert loaded.problem is not None, [said.render() for said in loaded.diagnostics]
    assert loaded.exit_code == 0
    return loaded.problem


def of_the_case(problem: Problem) -> list[str]:
    """The statements that the case is about."""
    return [s.key for s in problem.statements if s.key.startswith(OF_THE_CASE)]


def without(problem: Problem, keys: Iterable[str]) -> Problem:
    """The same programme without some statements."""
    left_out = set(keys)
    kept = tuple(s for s in problem.statements if s.key not in left_out)
    return replace(problem, statements=kept)


def best_schedule(problem: Problem) -> Schedule | None:
    """What the solver proves to be best, without a process of its own; None when nothing is allowed."""
    proved: list[bool] = []

    def tell(word: str, **data: object) -> None:
        if word == "tier_done":
            proved.append(bool(data["proved"]))

    search = TierSearch(problem, build(problem), Limits(seconds=60, workers=1), tell, lambda: False)
    ended = search.run()
    assert ended in {"found", "impossible"}
    assert all(proved)
    return search.best


@lru_cache(maxsize=1)
def _every_choice(name: str) -> dict[str, list[Choice]]:
    """All lines of each exercise of a case; its statements do not matter."""
    problem = case(name)
    return {exercise: every_choice(problem, exercise) for exercise in problem.exercises}


def every_best(name: str, left_out: Iterable[str] = ()) -> set[Words]:
    """All best schedules of a case in words, found by trying every one."""
    problem = without(case(name), left_out)
    lines = [_allowed(problem, exercise, choices) for exercise, choices in _every_choice(name).items()]
    judged = []
    for chosen in product(*lines):
        schedule = laydown_of(problem, chosen).schedule
        verdict = judge(problem, schedule)
        if verdict.allowed:
            judged.append((verdict.tier_values(), schedule))
    best = min((values for values, _ in judged), default=None)
    return {in_words(problem, schedule) for values, schedule in judged if values == best}


def _allowed(problem: Problem, name: str, choices: list[Choice]) -> list[Choice]:
    """The lines of one exercise that are allowed when nothing else is held."""
    alone = [
        s.rule
        for s in problem.statements
        if s.rule.cost is None
        and s.rule.rule in OF_ONE_LINE
        and getattr(s.rule, "exercise", name) in {name, None}
    ]
    alone.sort(key=lambda rule: rule.rule != "exercise_window")  # the quickest to refuse a line

    def allowed(choice: Choice) -> bool:
        laydown = laydown_of(problem, [choice])
        return not any(hasattr(found, "amount") for rule in alone for found in rule.check(problem, laydown))

    return [choice for choice in choices if allowed(choice)]


def in_words(problem: Problem, schedule: Schedule | None) -> Words:
    """One line for each exercise, by date, those not held at the end."""
    if schedule is None:
        return ("impossible",)
    held = Laydown(problem, schedule).held
    by_date = sorted(held.values(), key=lambda line: (line.execution.start, line.id))
    dropped = [f"{name} dropped" for name in problem.exercises if name not in held]
    return (*(" ".join(_words(line)) for line in by_date), *dropped)


def _words(line: Held) -> Iterator[str]:
    yield line.id
    if line.exercise.form != FULL_FORM:
        yield f"as {line.exercise.form}"
    yield str(line.execution)
    sites = line.line.sites
    if sites:
        yield f"at {' and '.join(sites[need] for need in sorted(sites))}"
    shown = {Role.FULL: ""}
    yield "+".join(f"{who}{shown.get(role, f':{role}')}" for who, role in sorted(line.roles.items()))
    taken = sorted((force, n) for forces in line.line.forces.values() for force, n in forces.items())
    if taken:
        yield f"with {' and '.join(f'{n} {force}' for force, n in taken)}"


def broken_by(problem: Problem, schedule: Schedule | None) -> list[str]:
    """The hard statements that the checker says a schedule breaks."""
    if schedule is None:
        return []
    return sorted({broken.statement.key for broken in judge(problem, schedule).hard})
