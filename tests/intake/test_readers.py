"""YAML and JSON read from their text, with positions."""

import json
import random
from typing import Any

import pytest

from exsched.intake.json_reader import read_json
from exsched.intake.report import Report
from exsched.intake.scalars import plain
from exsched.intake.source import Source
from exsched.intake.tree import Builder, Map, Seq, find
from exsched.intake.yaml_reader import read_yaml


def from_yaml(text: str) -> Any:
    """The tree of a YAML text, or the codes of what is wrong with it."""
    report = Report()
    builder = Builder("a.yaml", report)
    return (
        builder.root if read_yaml(Source("a.yaml", text), builder) else [d.code for d in report.diagnostics()]
    )


def from_json(text: str) -> tuple[bool, Any]:
    """Whether a JSON text is taken, and its tree."""
    report = Report()
    builder = Builder("a.json", report)
    return read_json(Source("a.json", text), builder) and not report.broken, builder.root


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("12:30", "12:30"),
        ("2027-01-02", "2027-01-02"),
        ("1_000", "1_000"),
        ("8..24", "8..24"),
        ("010", 10),
        ("0o17", 15),
        ("0x1F", 31),
        ("-3", -3),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("null", None),
        ("nul", "nul"),
        ("+", "+"),
        ("-", "-"),
    ],
)
def test_plain_follows_the_core_schema(text: str, value: object) -> None:
    """YAML 1.2.2 section 10.3.2 decides what a plain scalar is."""
    assert (plain(text), type(plain(text))) == (value, type(value))


@pytest.mark.parametrize("text", ["9" * 5000, "1e400", ".inf", "-.INF", ".nan", "0x" + "F" * 40])
def test_plain_refuses_numbers_that_no_field_holds(text: str) -> None:
    """Numbers without end are refused without being computed."""
    with pytest.raises(OverflowError):
        plain(text)


def test_yaml_keeps_the_position_of_keys_and_values() -> None:
    """A scalar is found at its value, a mapping or list at its key; keys are found too."""
    tree = from_yaml("a:\n  b:\n    - x\n    - {c: 1}\n")
    start = ("a.yaml", 0, 0, 0, 0)
    assert find(tree, ("a", "b"), start)[1:] == (("a.yaml", 1, 2, 1, 2), ("a", "b"))
    assert find(tree, ("a", "b", 1, "c"), start)[1:] == (("a.yaml", 3, 10, 3, 7), ("a", "b", 1, "c"))


def test_find_passes_over_what_was_not_written() -> None:
    """Parts that only the model knows are skipped, and a name finds its entry in a list."""
    tree = from_yaml("must: [NOR, SWE]\nsite: north\n")
    start = ("a.yaml", 0, 0, 0, 0)
    assert find(tree, ("must", "function-before", "SWE", "role"), start)[2] == ("must", "SWE")
    assert find(tree, ("site", "any_of", 0), start)[2] == ("site",)


@pytest.mark.parametrize("text", ["'a': *b\n", "*a : b\n", "a: {<<: *b}\n"])
def test_yaml_refuses_references_anywhere(text: str) -> None:
    """An alias is refused as value, as key and in a merge."""
    assert "E113" in from_yaml(text)


def test_yaml_reads_block_texts() -> None:
    """Folded and literal texts are texts, numbers in quotes too."""
    assert from_yaml("a: |\n  12\nb: >-\n  x\n  y\nc: '7'\n") == {"a": "12\n", "b": "x y", "c": "7"}


DOCUMENTS = [
    '{"a": [1, -2, 3.5, 1e3, true, false, null, "x", {"b": {}}], "c": []}',
    "[]",
    '"text"',
    "0",
    " [ 1 , 2 ]\n\t{} ".replace("{}", " "),
    r'{"escape": "\" \\ \/ \b \f \n \r \t \u00e9 \ud83d\ude00"}',
]
WRONG = [
    '{"a" 1}',
    '{"a": 1,}',
    "[1,]",
    "[1 2]",
    "{,}",
    "[,1]",
    '{"a": }',
    "{1: 2}",
    "[1]]",
    "{]",
    "01",
    "1.",
    ".5",
    "+1",
    "1e",
    "- 1",
    "tru",
    "nulls",
    '"a\nb"',
    '"\\x"',
    '"\\u12"',
    "'a'",
    "NaN",
    "[Infinity]",
    "// x\n{}",
    "{} x",
    "",
    "[",
    '{"a"',
    "\u00a0{}",
]


@pytest.mark.parametrize("text", DOCUMENTS)
def test_json_reads_what_the_standard_library_reads(text: str) -> None:
    """Well-formed JSON gives the same values."""
    assert from_json(text) == (True, json.loads(text))


@pytest.mark.parametrize("text", WRONG)
def test_json_refuses_what_is_not_json(text: str) -> None:
    """RFC 8259 and nothing more."""
    assert from_json(text)[0] is False


def test_json_agrees_with_the_standard_library_on_damaged_texts() -> None:
    """Ten thousand texts with a character changed, put in or left out: both take it, or we refuse it."""
    chance = random.Random(7)
    for _ in range(10_000):
        text = chance.choice(DOCUMENTS + WRONG)
        at, what = chance.randrange(len(text) + 1), chance.choice(' ,:{}[]"\\eE+-.019atfn\n')
        text = text[:at] + chance.choice([what, ""]) + text[at + chance.randrange(2) :]
        try:
            wanted: tuple[bool, Any] = True, json.loads(text, parse_constant=refuse_constant)
        except ValueError:
            wanted = False, None
        taken, value = from_json(text)
        stricter = codes(text) & {"E121", "E202", "E302"}
        assert taken == wanted[0] or stricter, text
        if taken:
            assert value == wanted[1], text


def refuse_constant(name: str) -> None:
    """NaN and Infinity are not JSON, whatever the standard library says."""
    raise ValueError(name)


def codes(text: str) -> set[str]:
    """The codes of what is wrong with a JSON text."""
    report = Report()
    read_json(Source("a.json", text), Builder("a.json", report))
    return {d.code for d in report.diagnostics()}


def test_trees_are_ordinary_mappings_and_lists() -> None:
    """What is read compares equal to plain data."""
    tree = from_yaml("a: [1, {b: x}]\n")
    assert tree == {"a": [1, {"b": "x"}]}
    assert (type(tree), type(tree["a"])) == (Map, Seq)
