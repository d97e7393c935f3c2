"""The data that ship with the program are found."""

import pytest

from exsched.intake import Severity, load_text
from exsched.library import examples_dir, library_file, library_names, models_dir


def test_folders_exist() -> None:
    """Both folders are there, in a checkout and in the wheel."""
    assert models_dir().is_dir()
    assert examples_dir().is_dir()


def test_library_file_finds_a_regime() -> None:
    """A name is a path below models/ without its ending."""
    assert library_file("regimes/vienna-document-2011") == models_dir() / "regimes/vienna-document-2011.yaml"


@pytest.mark.parametrize(
    "name",
    ["", "nowhere", "../pyproject", "regimes/../regimes/x", "/etc/passwd", "Regimes/x", "regimes/x.yaml"],
)
def test_library_file_knows_nothing_else(name: str) -> None:
    """A name never leads out of models/."""
    assert library_file(name) is None


@pytest.mark.parametrize("name", library_names())
def test_library_data_are_in_order(name: str) -> None:
    """Each library file can be included in a programme that has the nations."""
    nations = "library:reference/nations, library:reference/nations-world"
    text = (
        "programme: {id: tiny, title: Tiny, horizon: 2027-01-01/2027-12-31}\n"
        f"include: [{nations}, library:{name}]\n"
    )
    loaded = load_text(text)
    assert [d.render() for d in loaded.diagnostics if d.severity is Severity.ERROR] == []
