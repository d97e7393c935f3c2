"""Reads YAML 1.2 from the events of libyaml: no aliases, tags, merge keys, second documents; no recursion.

The event parser is used because every loader built on it either loses positions, reads YAML 1.1 (`NO` is
false there), or ends the process on deep nesting.
"""

from collections.abc import Callable
from typing import Any

import yaml

from exsched.intake.diagnostic import quoted
from exsched.intake.scalars import plain
from exsched.intake.source import Source
from exsched.intake.tree import Builder, Map, Seq, TooMuch


def read_yaml(source: Source, builder: Builder) -> bool:
    """Fill the builder; False when the file cannot be read to its end, which has been reported."""
    reader = _Reader(source, builder)
    try:
        reader.read(yaml.CSafeLoader(source.text))
    except TooMuch:
        return False
    except yaml.MarkedYAMLError as error:
        reader.syntax(error)
        return False
    if not reader.documents:
        builder.error("E109", f"{source.name} holds nothing but comments", 0, 0)
        return False
    return not builder.spoilt


class _Reader:
    """Hands events on to the builder and refuses what the format leaves out."""

    def __init__(self, source: Source, builder: Builder) -> None:
        self.source = source
        self.builder = builder
        self.documents = 0
        self._words: set[str] = set()
        self._quote: tuple[int, int, int] | None = None
        self.takers: dict[type[Any], Callable[[Any], None]] = {
            yaml.ScalarEvent: self.scalar,
            yaml.MappingStartEvent: self.mapping,
            yaml.SequenceStartEvent: self.sequence,
            yaml.MappingEndEvent: self.end,
            yaml.SequenceEndEvent: self.end,
            yaml.AliasEvent: self.alias,
            yaml.DocumentStartEvent: self.document,
        }

    def read(self, events: Any) -> None:
        """Take every event up to the end of the text."""
        takers = self.takers
        while type(event := events.get_event()) is not yaml.StreamEndEvent:
            if take := takers.get(type(event)):
                take(event)

    def document(self, event: Any) -> None:
        """One document, YAML 1.2 if it says so at all."""
        line, column = event.start_mark.line, event.start_mark.column
        self.documents += 1
        if self.documents > 1:
            what = f"one document is expected, a second starts in line {line + 1}"
            raise self.builder.stop("E116", what, line, column)
        if event.version not in {None, (1, 2)}:
            number = ".".join(map(str, event.version))
            raise self.builder.stop("E117", f"YAML {number} is not read, only YAML 1.2", line, column)
        if event.tags:
            raise self.builder.stop("E117", "%TAG is not allowed", line, column)

    def scalar(self, event: Any) -> None:
        """A key, a text, a number, true, false or null."""
        mark = event.start_mark
        line, column = mark.line, mark.column
        if event.tag or event.anchor:
            self._refuse(event, line, column)
        value: Any = event.value
        if not event.implicit[0] and event.end_mark.line > line and event.style in "\"'":
            self._quote = (line, column, event.end_mark.line)
        if self.builder.wants_key:
            self._key(event, value, line, column)
            return
        if event.implicit[0]:
            try:
                value = plain(value)
            except OverflowError:
                self.builder.error("E302", f"the number {quoted(value)} is out of range", line, column)
                value = 0
        self.builder.value(value, line, column)

    def _key(self, event: Any, text: str, line: int, column: int) -> None:
        if event.implicit[0] and text not in self._words:
            if text == "<<":
                self.builder.refuse("E115", "merge keys (<<) are not read", line, column)
            elif not _is_text(text):
                what = f"{text[:40] or 'nothing'} stands where a key is expected; a key is text"
                self.builder.error("E206", what, line, column, f'write "{text[:40]}"' if text else None)
            else:
                self._words.add(text)
        self.builder.key(text, line, column)

    def mapping(self, event: Any) -> None:
        """A mapping begins."""
        self._begin(event, Map())

    def sequence(self, event: Any) -> None:
        """A list begins."""
        self._begin(event, Seq())

    def _begin(self, event: Any, node: Map | Seq) -> None:
        mark = event.start_mark
        if event.tag or event.anchor:
            self._refuse(event, mark.line, mark.column)
        if self.builder.wants_key:
            raise self.builder.stop("E122", "a key must be text", mark.line, mark.column)
        self.builder.open(node, mark.line, mark.column)

    def end(self, event: Any) -> None:
        """A mapping or list ends."""
        del event
        self.builder.close()

    def alias(self, event: Any) -> None:
        """An alias would repeat what stands elsewhere."""
        mark = event.start_mark
        what = f"the alias *{event.anchor[:40]} is not read: nothing may be repeated by reference"
        raise self.builder.stop("E113", what, mark.line, mark.column)

    def _refuse(self, event: Any, line: int, column: int) -> None:
        if event.anchor:
            self.builder.refuse("E113", f"the anchor &{event.anchor[:40]} is not read", line, column)
        if event.tag:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.builder.refuse("E114", f"the tag {quoted(tag)} is not allowed", line, column)

    def syntax(self, error: yaml.MarkedYAMLError) -> None:
        """Say what libyaml stumbled over, at the place where a planner has to look."""
        mark, context = error.problem_mark or error.context_mark, error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        problem = error.problem or "not well-formed"
        if context and "quoted scalar" in (error.context or ""):
            self.builder.error("E112", "this quote is not closed", context.line, context.column)
        elif self._quote and self._quote[2] == line:
            what = f"this quote is closed only in line {line + 1}, where something else follows"
            self.builder.error("E112", what, self._quote[0], self._quote[1])
        elif self._tab(line, column) or "tab character" in problem:
            self.builder.error("E111", "a tab character in the indentation", line, column)
        elif "YAML document" in problem or "directive" in problem:
            self.builder.error("E117", f"{problem}; files are read as YAML 1.2", line, column)
        elif "undefined tag handle" in problem:
            self.builder.error("E114", "tags are not allowed", line, column)
        else:
            self.builder.error("E110", f"not well-formed YAML: {problem}", line, column)

    def _tab(self, line: int, column: int) -> bool:
        lines = self.source.lines
        return line < len(lines) and lines[line][column : column + 1] == "\t"


def _is_text(text: str) -> bool:
    try:
        return isinstance(plain(text), str)
    except OverflowError:
        return False
