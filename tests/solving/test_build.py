"""A built model as plain data: read once, and not kept twice."""

from exsched.solving.anatomy import AllOf, AnyOf, Linear
from exsched.solving.anatomy.take_apart import take_apart
from exsched.solving.build import build
from tests.random_programmes import a_random_problem


def test_model_is_read_again_when_more_is_posted() -> None:
    """What was read is used again, but never for another model."""
    model = build(a_random_problem(0))
    before = model.read()
    assert model.read() is before
    model.cp.add_bool_or([model.decisions.logic.true])
    after = model.read()
    assert len(after.constraints) == len(before.constraints) + 1
    model.forget()
    assert model.read() is not after
    assert model.read() == after


def test_what_a_model_says_twice_is_kept_once() -> None:
    """Literals and ranges that are equal are one thing in memory: a large model says most things often."""
    for seed in range(5):
        anatomy, kept = take_apart(build(a_random_problem(seed))), dict[tuple[int, ...], set[int]]()
        for part in anatomy.parts:
            if isinstance(part, Linear):
                kept.setdefault(part.ranges, set()).add(id(part.ranges))
            if isinstance(part, Linear | AllOf | AnyOf):
                kept.setdefault(part.when, set()).add(id(part.when))
        assert kept
        assert all(len(ids) == 1 for ids in kept.values()), seed
