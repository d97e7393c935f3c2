"""How a problem is told."""

import pytest

from exsched.intake import CODES, Diagnostic, Refusal, Severity, exit_code, load_text, render_all
from exsched.intake.diagnostic import closest, escaped, quoted
from exsched.rulekit.problem import Place
from tests.intake.programmes import a_loaded, errors


def a_diagnostic(code: str = "E401", severity: Severity = Severity.ERROR) -> Diagnostic:
    """A diagnostic without a place."""
    return Diagnostic(code, severity, "a message")


def test_render_shows_place_line_caret_names_and_hint() -> None:
    """Where, what, the line with a caret, the known names, what was meant, and how to mend it."""
    loaded = a_loaded("exercises:", "  alpha: {title: Alpha, days: 3, participants: [ARV, BMX]}")
    assert [d.render() for d in loaded.diagnostics] == [
        """\
programme.yaml:5:54: error[E401]: "BMX" is not a nation of this programme
    5 |   alpha: {title: Alpha, days: 3, participants: [ARV, BMX]}
      |                                                      ^
   known: ARV, BMK, CAL
   did you mean: BMK?
   hint: correct the name, or define it under `nations:`"""
    ]


def test_as_json_holds_the_same() -> None:
    """Programs read code, place and path."""
    (found,) = a_loaded("exercises: {alpha: {title: Alpha, days: 0}}").diagnostics
    assert found.as_json() == {
        "code": "E302",
        "severity": "error",
        "message": "must be 1 or more, found 0",
        "file": "programme.yaml",
        "line": 4,
        "column": 41,
        "path": "exercises.alpha.days",
        "known": [],
        "suggestion": None,
        "hint": "write a value within the range",
    }


def test_render_puts_the_caret_under_wide_characters() -> None:
    """Characters of double width, combining ones and escapes do not shift the caret."""
    loaded = load_text('{"exercises": {"演習": 1, "e\u0301": 2, "\\ud800": 3}}', "a.json")
    (found,) = (d for d in loaded.diagnostics if d.code == "E121")
    line, caret = found.render().split("\n")[1:3]
    assert line[line.index("| ") + 2 :].startswith('{"exercises": {"演習": 1, "e\u0301": 2, "\\ud800')
    assert caret.index("^") == line.index('"\\ud800') + 2 - 1


def test_render_cuts_long_lines_around_the_caret() -> None:
    """A file of one line is shown around the place that matters."""
    text = '{"groups": {' + ", ".join(f'"G{n}": []' for n in range(1000)) + ', "G0": []}}'
    (found,) = (d for d in load_text(text, "a.json").diagnostics if d.code == "E202")
    line, caret = found.render().split("\n")[1:3]
    assert len(line) < 130
    assert line[caret.index("^") :].startswith('"G0": []}}')


def test_render_shows_no_control_characters() -> None:
    """Values and lines are escaped: nothing in a file can write to the terminal."""
    loaded = load_text('a: "\x1b[31m"\n"\u202e": 1\n')
    assert all(line.isprintable() for line in render_all(loaded.diagnostics).split("\n"))


def test_render_all_counts_the_rest() -> None:
    """Fifty are shown, the others counted."""
    loaded = a_loaded("exercises:", *(f"  e{n}: {{title: A, days: 0}}" for n in range(60)))
    text = render_all(loaded.diagnostics)
    assert (len(loaded.diagnostics), text.count("error[E302]")) == (60, 50)
    assert text.endswith("\nand 10 more")


def test_several_errors_at_one_place_are_one() -> None:
    """A value that fits none of several forms is reported once."""
    loaded = a_loaded("agreements: {sofa: {kind: 7, parties: [ARV, BMK]}}")
    assert errors(loaded) == [("E301", "text is expected, found 7")]


@pytest.mark.parametrize(
    ("diagnostics", "code"),
    [
        ([], 0),
        ([a_diagnostic("W601", Severity.WARNING)], 0),
        ([a_diagnostic("E507")], 4),
        ([a_diagnostic("E507"), a_diagnostic("E401")], 3),
        ([a_diagnostic("E101")], 2),
        ([a_diagnostic("E102")], 6),
    ],
)
def test_exit_code_tells_why(diagnostics: list[Diagnostic], code: int) -> None:
    """Refused, impossible, wrong usage and a fault of the environment are told apart."""
    assert exit_code(diagnostics) == code


def test_codes_are_complete() -> None:
    """Every code has a title, a refusal and one way to mend it."""
    for code, meaning in CODES.items():
        assert code[0] in "EW"
        assert meaning.title
        assert meaning.hint
        assert isinstance(meaning.refusal, Refusal)


def test_closest_prefers_another_case() -> None:
    """`arv` means ARV; what is far from everything means nothing."""
    assert closest("arv", ["ARC", "ARV"]) == "ARV"
    assert closest("particpants", ["participants", "planning"]) == "participants"
    assert closest("zzz", ["participants"]) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (None, "nothing"),
        ("a\nb", '"a\\u000ab"'),
        ([1], "a list"),
        ({}, "a mapping"),
        (1.5, "1.5"),
    ],
)
def test_quoted_shows_a_value(value: object, text: str) -> None:
    """Values are shown on one line."""
    assert quoted(value) == text


def test_escaped_shortens() -> None:
    """At most eighty characters are shown."""
    assert len(escaped("x" * 500)) == 80


def test_place_counts_from_one() -> None:
    """The first character of a file is 1:1."""
    (found,) = load_text("- a\n").diagnostics
    assert found.place == Place("programme.yaml", 1, 1)
