"""Small programmes as text, and the questions that tests ask about them."""

from exsched.intake import Loaded, Severity, lint, load_text
from exsched.rulekit.problem import Problem

HEAD = """\
programme: {id: tiny, title: Tiny programme, horizon: 2027-01-01/2027-12-31}
nations: {ARV: {name: Arvania}, BMK: {name: Belmark}, CAL: {name: Calder}}
venues: {north: {name: North range, host: ARV, kind: range}}
"""


def a_text(*parts: str) -> str:
    """The head and what follows it."""
    return HEAD + "\n".join(parts) + "\n"


def a_loaded(*parts: str) -> Loaded:
    """What comes of loading the head and what follows it."""
    return load_text(a_text(*parts))


def a_problem(*parts: str) -> Problem:
    """The problem that the head and what follows it stand for."""
    loaded = a_loaded(*parts)
    assert loaded.problem is not None, "\n".join(d.render() for d in loaded.diagnostics)
    return loaded.problem


def errors(loaded: Loaded) -> list[tuple[str, str]]:
    """Code and message of each error."""
    return [(d.code, d.message) for d in loaded.diagnostics if d.severity is Severity.ERROR]


def warnings(*parts: str) -> list[tuple[str, int, str]]:
    """Code, line and message of each warning about the head and what follows it."""
    return [(d.code, d.place.line if d.place else 0, d.message) for d in lint(a_problem(*parts))]
