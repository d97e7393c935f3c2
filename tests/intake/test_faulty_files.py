"""Every file in tests/faulty is refused with the codes and lines that it carries itself."""

import re
from pathlib import Path

import pytest

from exsched.intake import Diagnostic, Severity, load, read_schedule
from exsched.intake.codes import LINT, LOGIC, READING, REFERENCES, STRUCTURE, VALUES

FAULTY = Path(__file__).parent.parent / "faulty"
SCHEDULES = FAULTY / "schedules"
PROGRAMME = SCHEDULES / "programme.yaml"
Expected = list[tuple[str, int, str]]

FILES = sorted(
    path
    for path in FAULTY.iterdir()
    if path.suffix in {".yaml", ".json"} or (path.is_dir() and path != SCHEDULES)
)
SCHEDULE_FILES = sorted(
    path for path in SCHEDULES.iterdir() if path.suffix in {".yaml", ".json", ".csv"} and path != PROGRAMME
)


def expected(path: Path) -> Expected:
    """What the first comment of a file, or the file beside it, says: `E203:4`, in folders with a name."""
    beside = path.with_name(f"{path.name}.expect")
    text = (
        beside.read_text() if beside.exists() else path.read_bytes().decode(errors="replace").split("\n")[0]
    )
    marks = re.findall(r"(E\d{3}):(\d+)(?: ([\w./-]+))?", text)
    assert marks, f"{path.name} does not say what is expected"
    return [(code, int(line), name or path.name) for code, line, name in marks]


def found(diagnostics: tuple[Diagnostic, ...], path: Path) -> Expected:
    """The codes and lines of the errors, in the order in which they are shown."""
    return [
        (d.code, d.place.line if d.place else 0, d.place.file if d.place else path.name)
        for d in diagnostics
        if d.severity is Severity.ERROR
    ]


def contents() -> dict[str, int]:
    """What lies in the folder, with the time of the last change."""
    return {str(path): path.stat().st_mtime_ns for path in FAULTY.rglob("*")}


def assert_says_all(diagnostics: tuple[Diagnostic, ...]) -> None:
    """Each text names place, message and a way to mend it, on lines of a length that can be read."""
    for diagnostic in diagnostics:
        text = diagnostic.render()
        assert diagnostic.message
        assert "hint: " in text
        assert "Traceback" not in text
        assert "pydantic" not in text.lower()
        assert str(FAULTY) not in text
        assert len(diagnostic.message) < 400
        assert all(line.isprintable() and len(line) < 1000 for line in text.split("\n"))
        if diagnostic.place:
            assert text.startswith(f"{diagnostic.place}: {diagnostic.severity.value}[{diagnostic.code}]: ")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_faulty_programme_is_refused_where_it_says(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong programme gives exactly the codes and lines that it announces, and nothing is written."""
    monkeypatch.chdir(FAULTY)
    before = contents()
    loaded = load(path)
    assert found(loaded.diagnostics, path) == expected(path)
    assert loaded.problem is None or all(d.impossible for d in loaded.diagnostics)
    assert loaded.exit_code in {2, 3, 4}
    assert_says_all(loaded.diagnostics)
    assert contents() == before


@pytest.mark.parametrize("path", SCHEDULE_FILES, ids=lambda path: path.name)
def test_faulty_schedule_is_refused_where_it_says(path: Path) -> None:
    """A wrong schedule gives exactly the codes and lines that it announces, and nothing is written."""
    before = contents()
    problem = load(PROGRAMME).problem
    assert problem is not None
    schedule, diagnostics = read_schedule(path, problem)
    assert found(diagnostics, path) == expected(path)
    assert schedule is None
    assert_says_all(diagnostics)
    assert contents() == before


def test_faulty_files_are_many() -> None:
    """There are more than eighty wrong files."""
    assert len(FILES) + len(SCHEDULE_FILES) > 150


def test_codes_all_have_a_faulty_file() -> None:
    """Every code that refuses an input is shown by a file, but for those that need a special machine."""
    shown = {code for path in (*FILES, *SCHEDULE_FILES) for code, _, _ in expected(path)}
    by_hand = {"E101", "E102", "E104", "E105", "E115", "E119"}
    codes = READING | STRUCTURE | VALUES | REFERENCES | LOGIC
    assert set(codes) - shown <= by_hand
    assert not set(codes) & set(LINT)
