"""A forgotten library file is one mistake."""

from exsched.intake import load_text
from exsched.intake.forgotten import held_by
from tests.intake.programmes import errors

HEAD = "programme: {id: tiny, title: Tiny, horizon: 2027-01-01/2027-12-31}\n"


def test_a_forgotten_include_is_said_once() -> None:
    """Names that one library file has are told together, with the file; a misspelt one by itself."""
    text = HEAD + "exercises: {alpha: {title: A, days: 3, participants: [NOR, SWE, FIN, DNK, XXX]}}\n"
    assert errors(load_text(text)) == [
        (
            "E406",
            '"NOR", "SWE", "FIN" and 1 more are not in this programme; library:reference/nations has them',
        ),
        ("E401", '"XXX" is not a nation of this programme'),
    ]


def test_two_names_are_told_one_by_one() -> None:
    """Few names may as well be misspelt."""
    text = HEAD + "exercises: {alpha: {title: A, days: 3, participants: [NOR, SWE]}}\n"
    assert [code for code, _ in errors(load_text(text))] == ["E401", "E401"]


def test_an_included_file_is_not_offered_again() -> None:
    """What it would give is there."""
    text = HEAD + "include: library:reference/nations\n"
    text += "exercises: {alpha: {title: A, days: 3, participants: [NOR, SWE, FIN, QQQ]}}\n"
    assert [code for code, _ in errors(load_text(text))] == ["E401"]


def test_names_of_a_library_file_are_found() -> None:
    """Sections and ids, whatever stands around them."""
    assert {("nations", "NOR"), ("groups", "NATO")} <= held_by("reference/nations")
    assert held_by("reference/no-such-file") == frozenset()
