"""Alternatives: far enough apart, near enough to the best, all of them, and nothing twice."""

import json

import pytest

from exsched.advising.alternatives import Alternatives, Asked, alternatives, told
from exsched.advising.alternatives.twins import images, twins
from exsched.advising.differs import Way
from exsched.checking.judge import judge
from exsched.domain.schedule import Schedule
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem
from exsched.rules.precedence import Precedence
from exsched.solving.limits import Limits
from tests.advising.small import FACTS, a_small_problem, every_allowed
from tests.builders import a_line, a_schedule

LIMITS = Limits(seconds=30, workers=1)


def found(problem: Problem, asked: Asked) -> Alternatives:
    """What is found in a few seconds."""
    return alternatives(problem, LIMITS, asked)


@pytest.mark.parametrize(
    "asked",
    [
        Asked(number=3, within=0, points=3, least=1, days=1),
        Asked(number=2, within=50, points=4, least=2, days=2, differ_in=frozenset({Way.DATES, Way.HELD})),
        Asked(number=4, within=0, points=2, least=1, differ_in=frozenset({Way.SITES})),
    ],
    ids=["one", "two", "sites"],
)
def test_alternatives_agree_with_enumeration(asked: Asked) -> None:
    """Each is the best of all schedules that are below the ceilings and far from all courses before it."""
    problem = a_small_problem()
    every = every_allowed(problem)
    answer = found(problem, asked)
    assert answer.best is not None
    assert answer.best.answer.verdict.tier_values() == every[0][0]
    assert answer.ceilings == tuple(v + v * asked.within // 100 + asked.points for v in every[0][0])
    kept = [answer.best.answer.schedule]
    for course in answer.others:
        able = candidates(problem, every, answer, kept)
        assert course.answer.verdict.allowed
        assert course.answer.verdict.tier_values() == min(values for values, _ in able)
        kept.append(course.answer.schedule)
    if len(answer.others) < asked.number:
        assert answer.exhausted
        assert candidates(problem, every, answer, kept) == []


def candidates(
    problem: Problem, every: list[tuple[tuple[int, ...], Laydown]], answer: Alternatives, kept: list[Schedule]
) -> list[tuple[tuple[int, ...], Laydown]]:
    """What could still be shown."""
    return [
        (values, laydown)
        for values, laydown in every
        if all(v <= most for v, most in zip(values, answer.ceilings, strict=True))
        and all(
            len(answer.asked.from_(one).differing(problem, laydown)) >= answer.asked.least for one in kept
        )
    ]


def test_tier_of_nothing_gives_nothing_back_without_points() -> None:
    """A share of 0 is 0."""
    assert Asked(within=50).ceilings((0, 3, 100)) == (0, 4, 150)
    assert Asked(within=0, points=2).ceilings((0, 3)) == (2, 5)


def test_given_schedule_is_departed_from() -> None:
    """It is the first course, not searched for; ceilings follow from its own values."""
    problem = a_small_problem()
    given = a_schedule(a_line("birch", "2027-03-02", 2, sites={"land": "north"}))
    answer = alternatives(problem, LIMITS, Asked(number=1, within=0), given)
    assert answer.best is not None
    assert (answer.given, answer.best.answer.schedule) == (True, given)
    assert answer.ceilings == judge(problem, given).tier_values()
    assert "alternative 1: tiers" in "\n".join(told.lines(answer))


def test_programme_without_schedule_has_no_courses() -> None:
    """Nothing is claimed beyond what the solve says."""
    late = Precedence.model_validate({"first": "birch", "then": "cedar", "gap": "2.."})
    answer = found(a_small_problem(late, exercises=TWINS), Asked(number=1))
    assert (answer.best, answer.others, answer.possible) == (None, (), False)


def test_answer_can_be_written_as_json() -> None:
    """Courses with their lines, distances, and what was asked."""
    answer = found(a_small_problem(), Asked(number=1, within=0, points=3, days=1))
    document = json.loads(json.dumps(told.as_json(answer)))
    assert [course["name"] for course in document["courses"]] == ["best", "alternative 1"]
    assert document["distances"][0][1] >= 1
    assert document["asked"]["differ_in"] == ["dates", "held", "participants", "sites"]


TWINS = {"birch": FACTS["exercises"]["birch"], "cedar": FACTS["exercises"]["birch"] | {"title": "CEDAR"}}


def test_exchanging_twins_makes_no_other_course() -> None:
    """Two equal exercises on two ranges: the other way round is the same course, and is not shown."""
    problem = a_small_problem(exercises=TWINS)
    assert twins(problem) == [("birch", "cedar")]
    dates = Asked(number=9, within=0, points=1, least=1, days=1, differ_in=frozenset({Way.SITES, Way.DATES}))
    answer = found(problem, dates)
    courses = [course.answer.schedule for course in answer.courses]
    for n, one in enumerate(courses):
        for image in images(problem, one):
            for other in courses[:n]:
                laydown = Laydown(problem, image)
                assert answer.asked.from_(other).differing(problem, laydown)
    assert answer.exhausted


def test_statement_about_one_of_them_parts_twins() -> None:
    """Then they can be told apart."""
    assert twins(a_small_problem(Precedence(first="birch", then="cedar"), exercises=TWINS)) == []


def test_images_are_the_schedule_and_its_exchanges() -> None:
    """Once each; a schedule that an exchange leaves as it is has no other image."""
    problem = a_small_problem(exercises=TWINS)
    one = a_schedule(
        a_line("birch", "2027-03-01", 2, sites={"land": "north"}),
        a_line("cedar", "2027-03-03", 2, sites={"land": "north"}),
    )
    other = a_schedule(
        a_line("cedar", "2027-03-01", 2, sites={"land": "north"}),
        a_line("birch", "2027-03-03", 2, sites={"land": "north"}),
    )
    assert images(problem, one) == [one, other]
