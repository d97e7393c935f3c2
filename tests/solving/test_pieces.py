"""Pieces are the exact model with exercises fixed: what they find holds in the whole, and loses nothing."""

import random
from dataclasses import dataclass
from functools import cache, cached_property

import pytest
from ortools.sat.python import cp_model

from exsched.checking.judge import judge
from exsched.domain.exercises import HeldIf
from exsched.intake import load, read_schedule
from exsched.library import examples_dir
from exsched.rulekit.problem import Problem
from exsched.solving.anatomy import Anatomy
from exsched.solving.anatomy.holding import holds
from exsched.solving.anatomy.owners import Owners, owners
from exsched.solving.anatomy.take_apart import take_apart
from exsched.solving.build import Model, build
from exsched.solving.limits import Limits
from exsched.solving.pieces.apart import independent, share
from exsched.solving.pieces.bare import bare, batches
from exsched.solving.pieces.course import Course, value_of
from exsched.solving.pieces.neighbourhoods import Ground
from exsched.solving.pieces.piece import Aim, cut
from exsched.solving.pieces.relations import relations
from exsched.solving.pieces.store import Store
from exsched.solving.search import TierSearch
from tests.random_programmes import a_random_problem
from tests.solved_values import solved_values

SEEDS = range(40)
_DEFINITE = (cp_model.OPTIMAL, cp_model.FEASIBLE)


@dataclass
class Case:
    """A problem, its model as plain data, and any assignment that satisfies it (None: there is none)."""

    problem: Problem

    @cached_property
    def model(self) -> Model:
        return build(self.problem)

    @cached_property
    def anatomy(self) -> Anatomy:
        return take_apart(self.model)

    @cached_property
    def owners(self) -> Owners:
        return owners(self.anatomy)

    @cached_property
    def any_values(self) -> list[int] | None:
        return solution(self.model.cp)

    def broken(self, values: list[int]) -> list[object]:
        parts = self.anatomy.parts
        return [part for part in parts if not holds(part, parts, values)]


def solution(model: cp_model.CpModel) -> list[int] | None:
    """The values of all variables in the best solution; None when there is none."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = 5
    return list(solver.response_proto.solution) if solver.solve(model) in _DEFINITE else None


@cache
def case_of(seed: int) -> Case:
    """The case of one seed, made once."""
    return Case(a_random_problem(seed))


@pytest.fixture
def case(seed: int) -> Case:
    """A case that has a solution."""
    found = case_of(seed)
    if found.any_values is None:
        pytest.skip("no schedule keeps the rules of this random problem")
    return found


def test_most_random_problems_have_a_solution() -> None:
    assert sum(case_of(seed).any_values is not None for seed in SEEDS) > len(SEEDS) / 2


@pytest.mark.parametrize("seed", SEEDS)
def test_solution_of_the_engine_holds_part_by_part(case: Case) -> None:
    assert case.any_values is not None
    assert case.broken(case.any_values) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_piece_joined_to_the_rest_holds_and_is_no_worse(case: Case, seed: int) -> None:
    luck = random.Random(seed)
    values = list(case.any_values or ())
    for _ in range(4):
        freed = luck.randrange(1, 1 << len(case.owners.variables))
        tiers = [tier.at(values) for tier in case.anatomy.tiers]
        piece = cut(case.anatomy, case.owners, freed, values, Aim({0: 1}, {}))
        found = solution(piece.model)
        assert found is not None, "the schedule that stands is a solution of every piece"
        for variable, value in zip(piece.variables, found, strict=True):
            values[variable] = value
        assert case.broken(values) == []
        assert case.anatomy.tiers[0].at(values) <= tiers[0]


@pytest.mark.parametrize("seed", SEEDS)
def test_piece_of_all_exercises_is_the_exact_model(case: Case) -> None:
    values = case.any_values or []
    everyone = (1 << len(case.owners.variables)) - 1
    piece = cut(case.anatomy, case.owners, everyone, values, Aim({0: 1}, {}))
    found = solution(piece.model)
    assert found is not None
    joined = list(values)
    for variable, value in zip(piece.variables, found, strict=True):
        joined[variable] = value
    case.model.cp.minimize(case.model.tiers[0])
    best = solution(case.model.cp)
    assert best is not None
    assert case.anatomy.tiers[0].at(joined) == case.anatomy.tiers[0].at(best)


def test_random_problems_fall_into_independent_parts_now_and_then() -> None:
    """So that the course below is tested on both kinds."""
    parts = [len(independent(case_of(seed).owners)) for seed in SEEDS]
    assert min(parts) == 1 < max(parts)


@pytest.mark.parametrize("seed", SEEDS)
def test_independent_parts_share_nothing(case: Case) -> None:
    """No part of the model mentions variables of two of them."""
    groups = independent(case.owners)
    assert sum(group.bit_count() for group in groups) == len(case.owners.variables)
    for bits in case.owners.of_part:
        assert sum(bool(bits & group) for group in groups) <= 1


@pytest.mark.parametrize("seed", SEEDS)
def test_course_agrees_with_the_exact_search(seed: int) -> None:
    """Both end with the same proved values, or both say that there is no schedule."""
    problem = a_random_problem(seed)
    told: dict[int, tuple[object, object]] = {}

    def tell(word: str, **data: object) -> None:
        if word == "tier_done":
            told[int(str(data["tier"]))] = data["value"], data["proved"]

    search = TierSearch(problem, build(problem), Limits(seconds=20, workers=1), tell, lambda: False)
    ended = Course(search).run()
    expected = solved_values(problem)
    assert (ended == "impossible") == (expected is None)
    if expected is not None:
        assert tuple(told[tier] for tier in sorted(told)) == tuple((value, True) for value in expected)
        assert search.best is not None
        assert judge(problem, search.best).allowed


def test_reproducible_course_does_not_depend_on_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two runs of the same work give the same schedule, one of them on a clock that stands still."""
    problem = load(examples_dir() / "europe-2024").problem
    assert problem is not None

    def found() -> object:
        limits = Limits(seconds=2, reproducible=True)
        search = TierSearch(problem, build(problem), limits, lambda *_, **__: None, lambda: False)
        assert Course(search).run() == "found"
        return search.best, search.values, search.reached

    first = found()
    monkeypatch.setattr("exsched.solving.pieces.course.time.monotonic", lambda: 0.0)
    assert found() == first


def test_piece_is_the_same_whatever_earlier_pieces_have_found() -> None:
    """What is kept of intervals from piece to piece, over all changes between, alters no word of a model."""
    changed, kept = 0, 0
    for seed in SEEDS:
        case, chance = case_of(seed), random.Random(seed)
        if case.any_values is None:
            continue
        store, exercises = Store(case.anatomy, case.any_values), len(case.owners.variables)
        for _ in range(8):
            since, freed = store.snapshot(), chance.randrange(1, 1 << exercises)
            kept += len(since.stays)
            aim = Aim.onward(0, len(since.tiers), {})
            piece = cut(case.anatomy, case.owners, freed, since.values, aim, since.stays)
            afresh = cut(case.anatomy, case.owners, freed, since.values, aim)
            assert (seed, str(piece.model.proto)) == (seed, str(afresh.model.proto))
            found = solution(piece.model)
            assert found is not None
            store.offer(since, dict(zip(piece.variables, found, strict=True)), piece.parts, 0, {})
            changed += store.version > since.version
    assert changed > len(SEEDS) / 2
    assert kept > len(SEEDS)


def test_start_that_takes_too_long_to_complete_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the engine finds no values for a schedule in time, pieces begin with what must be held.

    The schedule is better than what they begin with: its values beside theirs would be those of nobody.
    """
    path = examples_dir() / "europe-2024"
    problem = load(path).problem
    assert problem is not None
    kept, _ = read_schedule(path / "expected" / "schedule.json", problem)
    assert kept is not None
    monkeypatch.setattr(Course, "_known", lambda _: None)  # what it returns when its time is over
    bounds: list[tuple[int, int]] = []

    def tell(word: str, **data: object) -> None:
        if word == "bound":
            bounds.append((int(str(data["tier"])), int(str(data["bound"]))))

    search = TierSearch(problem, build(problem), Limits(seconds=8, workers=1), tell, lambda: False)
    search.know(kept)
    course, best = Course(search, listed=True), search.values
    values = course.prepare()
    assert values is not None
    assert Case(problem).broken(values) == []
    assert course.anatomy.tiers[0].at(values) == search.values[0] > best[0]
    assert course.run() == "found"
    assert search.best is not None
    assert judge(problem, search.best).tier_values() == search.values
    assert [(tier, bound) for tier, bound in bounds if tier < 2 and bound > best[tier]] == []


def test_group_that_was_not_looked_at_is_bounded_by_its_domains() -> None:
    """A part that was given no time must not lend the whole a bound that nobody worked out."""
    shares = 0
    for seed in SEEDS:
        case = case_of(seed)
        if case.any_values is None:
            continue
        search = TierSearch(case.problem, case.model, Limits(), lambda *_, **__: None, lambda: False)
        course = Course(search)
        for tier, total in enumerate(case.anatomy.tiers):
            for group in independent(case.owners):
                least = course._least_share(group, tier)
                assert least <= share(case.owners, total, group, case.any_values)
                shares += 1
    assert shares > len(SEEDS)


def test_first_schedule_of_an_example_holds() -> None:
    """What must be held stands first and holds in every part of the model; batches then add all the rest."""
    problem = load(examples_dir() / "europe-2024").problem
    assert problem is not None
    search = TierSearch(
        problem, build(problem), Limits(reproducible=True), lambda *_, **__: None, lambda: False
    )
    values = bare(search)
    assert values is not None
    case = Case(problem)
    assert case.broken(values) == []
    must = {name for name, line in problem.exercises.items() if line.held is HeldIf.MUST}
    held = {name for name in problem.exercises if value_of(search.model.decisions.held(name), values)}
    assert held == must
    starts = [search.model.decisions.line(name).start.index for name in problem.exercises]
    added = batches(Ground(case.anatomy, case.owners, relations(case.anatomy, case.owners, starts), starts))
    assert sum(batch.bit_count() for batch in added) == len(problem.exercises)
    assert sum(added) == (1 << len(problem.exercises)) - 1


def test_changes_that_do_not_fit_together_are_refused() -> None:
    """Two pieces that were solved side by side, each right alone, are not joined when they clash."""
    solved = (case_of(seed) for seed in SEEDS if case_of(seed).any_values is not None)
    case = next(case for case in solved if len(case.owners.variables) > 1)
    values = list(case.any_values or ())
    store = Store(case.anatomy, values)
    since = store.snapshot()
    wrong = next(
        {v: w}
        for v, domain in enumerate(case.anatomy.domains)
        for w in (domain[0], domain[-1])
        if w != values[v] and case.broken([*values[:v], w, *values[v + 1 :]])
    )
    store.replace(list(values))
    assert store.offer(since, wrong, range(len(case.anatomy.parts)), 0, {}) == 0
    assert store.values == values
