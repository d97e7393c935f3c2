"""Folding: as the library does it, and safe where the library is not."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from icalendar.parser import Contentline

from exsched.exporting.folding import folded

LIBRARY: Any = Contentline
PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\\^"), max_size=400)
TEXTS = st.text(st.sampled_from("ab \\^\\é–\U0001f469"), max_size=400)


@given(PLAIN)
def test_folding_agrees_with_the_library(line: str) -> None:
    """The same bytes as icalendar, where there is no backslash."""
    assert folded(line) == LIBRARY(line).to_ical() + b"\r\n"


@given(TEXTS)
def test_folding_is_undone_by_unfolding(line: str) -> None:
    """Nothing is lost; no line is too long, no character or escape is cut."""
    data = folded(line)
    assert data.replace(b"\r\n ", b"").decode() == line + "\r\n"
    physical = data.split(b"\r\n")[:-1]
    assert max(map(len, physical)) <= 75
    for part in physical[:-1]:
        text = part.decode()
        assert (len(text) - len(text.rstrip("\\"))) % 2 == 0
        assert not text.endswith("^")
