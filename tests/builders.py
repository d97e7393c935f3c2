"""Builders: small programmes and schedules with everything filled in that a test does not care about."""

from datetime import date, timedelta
from typing import Any

from exsched.domain.programme import Programme
from exsched.domain.schedule import Line, Schedule
from exsched.rulekit.finding import Finding
from exsched.rulekit.goal import Goal
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem, Statement
from exsched.rulekit.rule import Rule


def a_programme(**parts: Any) -> Programme:
    """A programme of January 2027 with three invented nations; `parts` are top-level keys of the file."""
    basis: dict[str, Any] = {
        "programme": {"id": "tiny", "title": "Tiny programme", "horizon": "2027-01-01/2027-01-31"},
        "nations": {"ARV": {"name": "Arvania"}, "BMK": {"name": "Belmark"}, "CAL": {"name": "Calder"}},
        "venues": {"north": {"name": "North range", "host": "ARV", "kind": "range"}},
    }
    return Programme.model_validate(basis | parts)


def a_problem(*rules: Rule, goals: tuple[Goal, ...] = (), **parts: Any) -> Problem:
    """A problem with just these rules and goals over `a_programme(**parts)`."""
    said = tuple(Statement(rule.id or f"rules[{n}]", rule) for n, rule in enumerate(rules))
    return Problem(a_programme(**parts), said, (goals,) if goals else ())


def a_line(exercise: str, startex: str, days: int = 1, **rest: Any) -> Line:
    """A line held from `startex` for so many days."""
    start = date.fromisoformat(startex)
    return Line(exercise=exercise, startex=start, endex=start + timedelta(days - 1), **rest)


def a_schedule(*lines: Line) -> Schedule:
    """A schedule of the tiny programme."""
    return Schedule(programme="tiny", lines=lines)


def a_laydown(problem: Problem, *lines: Line) -> Laydown:
    """These lines read against the problem."""
    return Laydown(problem, a_schedule(*lines))


def findings(rule: Rule, *lines: Line, **parts: Any) -> list[Finding]:
    """What the rule alone finds in these lines of `a_programme(**parts)`."""
    problem = a_problem(rule, **parts)
    return list(rule.check(problem, a_laydown(problem, *lines)))


def an_exercise(**parts: Any) -> dict[str, Any]:
    """An exercise of one to nine days as written in a file, the title made up."""
    return {"title": "An exercise", "days": {"min": 1, "max": 9}} | parts
