"""The handbook is complete: whatever can be typed or seen is described, and nothing else is."""

import inspect
import re
from enum import StrEnum
from types import ModuleType
from typing import Any

import pytest
import typer
from pydantic import BaseModel

from exsched.commands.app import app
from exsched.commands.exits import Exit
from exsched.domain import exercises, forces, history, nations, periods, programme, schedule, venues
from exsched.domain.outcome import Evidence, Status
from exsched.exporting import FORMATS
from exsched.handbook import code_entry, docstring_page, page, topics
from exsched.intake.assemble import TOP_KEYS
from exsched.intake.codes import CODES
from exsched.intake.statements import Solve
from exsched.library import library_names, models_dir
from exsched.rulekit.goal import Goal
from exsched.rulekit.rule import Rule
from tests.handbook.tables import TABLES, page_with_table

MODULES = (programme, periods, history, nations, venues, forces, exercises, schedule)
VERBS = {
    command.name or (command.callback and command.callback.__name__): command.callback
    for command in app.registered_commands
}


def text(topic: str) -> str:
    """A page that exists."""
    found = page(topic)
    assert found is not None
    return found


def models() -> dict[str, type[BaseModel]]:
    """Every model that a planner writes in a file."""

    def mine(module: ModuleType) -> list[tuple[str, Any]]:
        return [(name, kind) for name, kind in vars(module).items() if inspect.isclass(kind)]

    found = {
        name: kind
        for module in MODULES
        for name, kind in mine(module)
        if issubclass(kind, BaseModel) and kind.__module__ == module.__name__
    }
    return found | {"Rule": Rule, "Goal": Goal, "Solve": Solve}


def described(heading: str) -> dict[str, str]:
    """Field to meaning, as the format page says under a heading."""
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", text("format"), re.MULTILINE | re.DOTALL)
    assert section is not None, heading
    return dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", section[1], re.MULTILINE))


@pytest.mark.parametrize("name", models())
def test_format_page_describes_every_field(name: str) -> None:
    """Every field of every model stands on the format page, in the model's order, and no other."""
    assert list(described(name)) == list(models()[name].model_fields)


@pytest.mark.parametrize("name", models())
def test_format_page_marks_what_must_be_given(name: str) -> None:
    """A star stands at exactly the fields that have no default; the id is the key itself."""
    fields = models()[name].model_fields
    starred = {field for field, about in described(name).items() if about.startswith("* ")}
    named = {"rule"} if name == "Rule" else {"goal"} if name == "Goal" else set()
    wanted = {field for field, info in fields.items() if info.is_required()} - (
        {"id"} if name != "Header" else set()
    )
    assert starred == wanted | named


def test_format_page_describes_the_head_of_a_file() -> None:
    """Every top-level key stands under the head of a file or under the programme."""
    assert set(described("Head of a file")) | set(described("Programme")) == set(TOP_KEYS)


def test_format_page_has_no_model_that_is_gone() -> None:
    """A heading without a model would describe what cannot be written."""
    headings = set(re.findall(r"^## (\w+)$", text("format"), re.MULTILINE))
    assert headings == set(models())


def words_of_choices() -> list[str]:
    """Every word that a field with fixed words takes."""
    kinds = [kind for module in MODULES for kind in vars(module).values() if inspect.isclass(kind)]
    enums = {kind for kind in kinds if issubclass(kind, StrEnum) and kind is not StrEnum}
    return sorted({str(word) for kind in enums for word in kind})


def test_format_page_names_every_word_of_a_choice() -> None:
    """Kinds, domains, roles and states are all spelt out."""
    known = set(re.findall(r"\w+", text("format")))
    assert [word for word in words_of_choices() if word not in known] == []


@pytest.mark.parametrize("topic", TABLES)
def test_table_follows_from_the_code(topic: str) -> None:
    """Renew with `python -m tests.handbook.tables`."""
    assert text(topic) == page_with_table(topic)


def test_every_diagnostic_code_has_an_entry() -> None:
    """`exsched help E401` works for each."""
    assert [code for code in CODES if not code_entry(code)] == []
    assert code_entry("E000") is None


def test_every_regime_is_listed_with_what_it_is() -> None:
    """Each regime file has a line of its own that says what it is."""
    rows = re.findall(r"^\| `library:regimes/([\w-]+)` \| (.+) \|$", text("regimes"), re.MULTILINE)
    assert [name for name, _ in rows] == sorted(
        path.stem for path in (models_dir() / "regimes").glob("*.yaml")
    )
    assert [name for name, about in rows if len(about) < 40] == []


def test_library_page_lists_every_file_that_can_be_included() -> None:
    """What ships can be found."""
    listed = re.findall(r"^\| `library:([\w/-]+)` \|", text("library"), re.MULTILINE)
    assert sorted(listed) == sorted(library_names())


def test_exit_codes_page_lists_every_code() -> None:
    """Code and meaning are those of the program."""
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", text("exit-codes"), re.MULTILINE)
    assert rows == [(str(int(code)), code.meaning) for code in Exit]


def test_trust_page_lists_every_status_and_level() -> None:
    """The five words and the five levels, with the program's own meaning."""
    rows = dict(re.findall(r"^\| `?(\w+)`? \| (.+) \|$", text("trust"), re.MULTILINE))
    assert [word.value for word in Status if word.value not in rows] == []
    assert {level.value: level.meaning for level in Evidence} == {
        level.value: rows[level.value] for level in Evidence
    }


def test_commands_page_describes_every_command_and_option() -> None:
    """Each verb has a section that names each of its options."""
    whole = text("commands")
    missing = []
    for verb, callback in VERBS.items():
        section = re.search(rf"^## .*exsched {verb}\b.*?(?=^## |\Z)", whole, re.MULTILINE | re.DOTALL)
        assert section is not None, verb
        assert callback is not None
        missing += [(verb, option) for option in options(callback) if option not in section[0] + whole[:1500]]
    assert missing == []
    assert all(option in whole for option in ("--version", "--help", "--json", "--install-completion"))


def options(callback: Any) -> list[str]:
    """The options of a verb as they are typed."""
    found = []
    for name, parameter in inspect.signature(callback).parameters.items():
        for mark in getattr(parameter.annotation, "__metadata__", ()):
            if isinstance(mark, typer.models.OptionInfo):
                given = [mark.default, *(mark.param_decls or ())]  # in an annotation the first lands there
                typed = [word for word in given if isinstance(word, str) and word.startswith("-")]
                found += typed or [f"--{name.replace('_', '-')}"]
    return list(dict.fromkeys(found))


def test_commands_page_lists_every_export_format() -> None:
    """Each format is named."""
    assert [name for name in FORMATS if f"`{name}`" not in text("commands")] == []


def test_index_lists_every_page() -> None:
    """The table of contents is whole."""
    listed = re.findall(r"^\| `([\w-]+)` \|", text("index"), re.MULTILINE)
    assert sorted(listed) == sorted(set(topics()) - {"index"})


def test_links_between_pages_lead_somewhere() -> None:
    """Every `exsched help X` names a page, a rule, a goal or a code."""
    from exsched.goals import GOALS
    from exsched.rules import RULES

    known = {*topics(), *RULES, *GOALS, *CODES, *map(str, VERBS), "PAGE", "RULE", "GOAL"}
    named = {name for topic in topics() for name in re.findall(r"exsched help ([\w-]+)", text(topic))}
    named |= {
        name for topic in topics() for name in re.findall(r"exsched (?:rules|goals) (\w+)", text(topic))
    }
    assert named - known - {"NAME"} == set()


def test_page_of_an_unknown_topic_is_none() -> None:
    """A topic never leads out of the handbook."""
    assert (page("nothing"), page("../exsched"), page("")) == (None, None, None)


def test_docstring_becomes_paragraphs_and_lists() -> None:
    """Labels become bold heads, marked words become list items, lines of a paragraph are joined."""
    docstring = """The fact.

What it says      One thing
                  and more:
                  `first`   this
                            and that;
                  `second`  other.
Why it exists     Reasons.

Plain text
goes on.
"""
    assert docstring_page(docstring) == (
        "The fact.\n\n**What it says.** One thing and more:\n\n- `first`: this and that;\n\n"
        "- `second`: other.\n\n**Why it exists.** Reasons.\n\nPlain text goes on."
    )
