"""Earlier schedules written into the programme: each line must fit its exercise, as one in a file must."""

from collections.abc import Iterator

from exsched.domain.exercises import FULL_FORM
from exsched.domain.programme import Programme
from exsched.domain.schedule import Line
from exsched.intake.doubt import Doubt
from exsched.intake.report import Path


def reference_doubts(facts: Programme) -> Iterator[Doubt]:
    """Exercises with two lines, and forms, sites and roles that an exercise does not have."""
    for name, reference in facts.schedules.items():
        first: dict[str, int] = {}
        for n, line in enumerate(reference.lines):
            path: Path = ("schedules", name, "lines", n)
            there = first.setdefault(line.exercise, n)
            if there != n:
                what = f"{line.exercise} has two lines in {name}, number {there + 1} and number {n + 1}"
                yield Doubt("E202", what, (*path, "exercise"))
            yield from _names(facts, line, path)


def _names(facts: Programme, line: Line, path: Path) -> Iterator[Doubt]:
    exercise = facts.exercises[line.exercise]
    if line.form is not None and line.form not in exercise.form_names:
        what = f'{exercise.id} has no form "{line.form}"'
        yield Doubt("E402", what, (*path, "form"), exercise.form_names, line.form)
        return
    form = exercise.in_form(None if line.form == FULL_FORM else line.form)
    for kind, given, known in (("site", line.sites, form.sites), ("role", line.forces, form.forces)):
        for name in given:
            if name not in known:
                part = "sites" if kind == "site" else "forces"
                what = f'{exercise.id} has no {kind} "{name}"'
                yield Doubt("E402", what, (*path, part, name), tuple(known), name)
