"""Reads a schedule, ours or typed by hand: YAML, JSON or CSV; what can be derived is derived again."""

from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

from exsched.domain.exercises import FULL_FORM, Exercise
from exsched.domain.schedule import Line, Schedule
from exsched.intake.diagnostic import Diagnostic, Severity, quoted
from exsched.intake.files import parse
from exsched.intake.references import OF_KIND
from exsched.intake.report import Path, Report
from exsched.intake.shape import misses
from exsched.intake.shorthand import Shorthand
from exsched.intake.source import Source, read_source, text_of
from exsched.intake.table import read_table
from exsched.intake.tree import Map, Mark, Seq, key_spot, value_spot
from exsched.intake.validate import Checker
from exsched.rulekit.problem import Problem

DERIVED = frozenset({"outcome", "verdict", "made_with"})
"""Keys that tell how a schedule was made and judged; nothing is taken from them but the input's hash."""
LINE_DERIVED = frozenset({"derived"})
_KEYS = ("programme", "lines")


def read_schedule(
    source: FilePath | str, problem: Problem, *, stdin: bytes | None = None
) -> tuple[Schedule | None, tuple[Diagnostic, ...]]:
    """The schedule in a file or (for `-`) in the bytes of standard input; None when it is refused."""
    report = Report()
    text = _text(source, stdin, report)
    body = _body(text, problem, report) if text else None
    if body is None or text is None:
        return None, report.diagnostics()
    schedule = _Reader(body, problem, Checker(body, (text.name, 0, 0, 0, 0), report)).read()
    return (None if report.broken else schedule), report.diagnostics()


def _text(source: FilePath | str, stdin: bytes | None, report: Report) -> Source | None:
    if str(source) == "-":
        return text_of(stdin or b"", "-", report)
    path = FilePath(source)
    if path.is_dir():
        report.error("E103", f"{path.name or '.'} is a folder", hint="give the schedule file itself")
        return None
    return read_source(path, path.name, report)


def _body(text: Source, problem: Problem, report: Report) -> Map | None:
    if text.name.endswith(".csv") or (text.name == "-" and _looks_like_table(text)):
        return read_table(text, problem.programme.programme.id, report)
    builder = parse(text, report)
    if builder is None:
        return None
    if isinstance(builder.root, Map):
        return builder.root
    found = "a list" if isinstance(builder.root, Seq) else quoted(builder.root)
    what = f"a mapping is expected at the top of {text.name}, found {found}"
    report.error("E201", what, (text.name, 0, 0), hint="a schedule has `programme:` and `lines:`")
    return None


def _looks_like_table(text: Source) -> bool:
    return "exercise" in text.lines[0] and not any(char in text.lines[0] for char in ":{[")


class _Reader:
    """Checks a schedule against its programme, line by line."""

    def __init__(self, body: Map, problem: Problem, checker: Checker) -> None:
        self.body = body
        self.problem = problem
        self.checker = checker
        self.report = checker.report
        facts = problem.programme
        self.known = {kind: getattr(facts, section, {}) for kind, section in OF_KIND.items()}

    def read(self) -> Schedule | None:
        """The schedule, as far as it is in order."""
        for key in self.body:
            if key not in (*_KEYS, *DERIVED):
                spot = self.checker.spot((key,), at_key=True)
                what = f"unknown key {quoted(key)}"
                self.report.error("E203", what, spot, path=(key,), known=_KEYS, meant=key)
        self._same_programme()
        written = self.body.get("lines")
        if not isinstance(written, Seq):
            spot = self.checker.spot(("lines",))
            self.report.error("E204", "`lines` is missing, a list with one entry for each exercise", spot)
            return None
        lines = tuple(self._lines(written))
        self._same_input()
        return (
            None
            if self.report.broken
            else Schedule(programme=self.problem.programme.programme.id, lines=lines)
        )

    def _same_programme(self) -> None:
        own, said = self.problem.programme.programme.id, self.body.get("programme")
        if said is None:
            self.report.error(
                "E204", "`programme` is missing, the id of the programme", self.checker.spot(())
            )
        elif said != own:
            what = f"this is a schedule of {quoted(said)}, not of {quoted(own)}"
            self.report.error("E403", what, self.checker.spot(("programme",)), path=("programme",))

    def _same_input(self) -> None:
        made_with, line = self.body.get("made_with"), next(iter(self.body["lines"]), None)
        holder, path = (made_with, "made_with") if isinstance(made_with, Map) else (line, "lines")
        said = holder.get("input_sha256") if isinstance(holder, Map) else None
        if said and self.problem.input_hash and said != self.problem.input_hash:
            what = "the programme has changed since this schedule was made"
            spot = self.checker.spot((path, "input_sha256"))
            self.report.error("W613", what, spot, path=(path,), severity=Severity.NOTE)

    def _lines(self, written: Seq) -> Iterator[Line]:
        first: dict[str, Mark] = {}
        for n, body in enumerate(written):
            path: Path = ("lines", n)
            if not isinstance(body, Map):
                what = f"a mapping with `exercise:` is expected, found {quoted(body)}"
                self.report.error("E205", what, self.checker.spot(path), path=path)
                continue
            line = self._line(body, path)
            if line is None:
                continue
            mark = body.marks["exercise"]
            there = first.setdefault(line.exercise, mark)
            if there is not mark:
                what = f"{line.exercise} has two lines, in line {there[1] + 1} and in line {mark[1] + 1}"
                self.report.error("E202", what, value_spot(mark), path=path)
            yield line

    def _line(self, body: Map, path: Path) -> Line | None:
        exercise = self.problem.exercises.get(str(body.get("exercise")))
        if exercise is None:
            self._unknown_exercise(body, path)
            return None
        core: dict[str, Any] = {
            key: value
            for key, value in body.items()
            if value is not None and key not in LINE_DERIVED and key != "input_sha256"
        }
        exercise = self._in_form(exercise, core, path)
        core = Shorthand(self.problem.programme, exercise, self.checker, path).spelt_out(core)
        line = self.checker.model(Line, core, path)
        if line is None:
            return None
        for inner, name, kinds in misses(line, self.known):
            known = tuple(sorted(k for kind in kinds for k in self.known[kind]))
            what = f"{quoted(name)} is not a {' or '.join(kinds)} of this programme"
            spot = self.checker.spot(path + inner)
            self.report.error("E401", what, spot, path=path + inner, known=known, meant=name)
        for kind, given, there in (
            ("site", line.sites, exercise.sites),
            ("role", line.forces, exercise.forces),
        ):
            for name in given:
                if name not in there:
                    inner = (*path, "sites" if kind == "site" else "forces", name)
                    what = f"{exercise.id} has no {kind} {quoted(name)}"
                    spot = self.checker.spot(inner, at_key=True)
                    self.report.error("E402", what, spot, path=inner, known=tuple(there), meant=name)
        return line

    def _in_form(self, exercise: Exercise, core: dict[str, Any], path: Path) -> Exercise:
        """The exercise in the form that the line names; `full` is its own and need not be named."""
        form = core.get("form")
        if form is None or form == FULL_FORM:
            core.pop("form", None)
            return exercise.in_form(None)
        if form in exercise.forms:
            return exercise.in_form(form)
        spot = self.checker.spot((*path, "form"))
        what = f"{exercise.id} has no form {quoted(form)}"
        self.report.error("E402", what, spot, path=path, known=exercise.form_names, meant=str(form))
        return exercise

    def _unknown_exercise(self, body: Map, path: Path) -> None:
        if "exercise" not in body:
            self.report.error("E204", "`exercise` is missing", self.checker.spot(path), path=path)
            return
        name = body["exercise"]
        self.report.error(
            "E401",
            f"{quoted(name)} is not an exercise of this programme",
            key_spot(body.marks["exercise"]) if name is None else value_spot(body.marks["exercise"]),
            path=path,
            known=tuple(self.problem.exercises),
            meant=str(name),
        )
