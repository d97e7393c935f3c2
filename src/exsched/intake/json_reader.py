"""Reads JSON (RFC 8259) with the position of every value; no duplicate keys, NaN or half characters."""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from exsched.intake.diagnostic import quoted
from exsched.intake.scalars import MOST_DIGITS, Scalar, fraction
from exsched.intake.source import Source
from exsched.intake.tree import Builder, Map, Seq, TooMuch

_TOKEN = re.compile(
    r"""[ \t\n\r]*(?:
    (?P<mark>[{}\[\],:])
  | (?P<text>"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*")
  | (?P<number>-?(?:0|[1-9][0-9]*)(?P<rest>(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?))(?![\w.])
  | (?P<word>true|false|null)(?!\w)
  | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
_BLANK = re.compile(r"[ \t\n\r]*")
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None}
_SURROGATE = re.compile("[\ud800-\udfff]")


class _Token(NamedTuple):
    kind: str
    text: str
    line: int
    column: int


def read_json(source: Source, builder: Builder) -> bool:
    """Fill the builder; False when the file cannot be read to its end, which has been reported."""
    try:
        _Reader(source, builder).read()
    except TooMuch:
        return False
    return True


class _Reader:
    """A parser with a stack of its own: what is open, and what may come next."""

    def __init__(self, source: Source, builder: Builder) -> None:
        self.source = source
        self.builder = builder
        self._open: list[str] = []

    def read(self) -> None:
        """Read one value and nothing after it.

        Raises:
            TooMuch: when the text is not JSON; the reason has been reported.
        """
        wanted = "value"
        last = _Token("mark", "", 0, 0)
        for token in self._tokens():
            wanted, last = self._step(wanted, token, last), token

    def _tokens(self) -> Iterator[_Token]:
        text, at = self.source.text, 0
        while True:
            match = _TOKEN.match(text, at)
            if match is None:
                raise self._unreadable(_BLANK.match(text, at).end())  # type: ignore[union-attr]
            kind = match.lastgroup if match.lastgroup != "rest" else "number"
            assert kind is not None
            yield _Token(kind, match[kind], *self.source.position(match.start(kind)))
            if kind == "end":
                return
            at = match.end()

    def _step(self, wanted: str, token: _Token, last: _Token) -> str:
        what = token.text if token.kind == "mark" else token.kind
        if wanted in {"value", "value or ]"}:
            if what in {"text", "number", "word"}:
                self.builder.value(self._scalar(token), token.line, token.column)
                return self._after()
            if what in {"{", "["}:
                self._open.append(what)
                self.builder.open(Map() if what == "{" else Seq(), token.line, token.column)
                return "key or }" if what == "{" else "value or ]"
        if wanted in {"key", "key or }"} and what == "text":
            self.builder.key(str(self._scalar(token)), token.line, token.column)
            return ":"
        if (wanted == ":" and what == ":") or (wanted == "end" and what == "end"):
            return "value"
        if wanted == ", or }" and what == ",":
            return "key"
        if wanted == ", or ]" and what == ",":
            return "value"
        if wanted.endswith(f" or {what}"):
            self._open.pop()
            self.builder.close()
            return self._after()
        raise self._surprise(wanted, token, last)

    def _after(self) -> str:
        if not self._open:
            return "end"
        return ", or }" if self._open[-1] == "{" else ", or ]"

    def _scalar(self, token: _Token) -> Scalar:
        if token.kind == "word":
            return _WORDS[token.text]
        return self._text(token) if token.kind == "text" else self._number(token)

    def _text(self, token: _Token) -> str:
        if "\\" not in token.text:
            return token.text[1:-1]
        try:
            text: str = json.loads(token.text)
        except ValueError:
            raise self.builder.stop("E110", "a wrong escape in this text", token.line, token.column) from None
        if _SURROGATE.search(text):
            what = "the text holds half a character (a lone surrogate), which is not valid Unicode"
            self.builder.error("E121", what, token.line, token.column)
            return "?"
        return text

    def _number(self, token: _Token) -> Scalar:
        try:
            if token.text.lstrip("-").isdigit():
                if len(token.text) > MOST_DIGITS:
                    raise OverflowError
                return int(token.text)
            return fraction(token.text)
        except OverflowError:
            what = f"the number {quoted(token.text)} is out of range"
            self.builder.error("E302", what, token.line, token.column)
            return 0

    def _surprise(self, wanted: str, token: _Token, last: _Token) -> TooMuch:
        if last.text == "," and token.text in {"}", "]"}:
            what = f"a comma before {token.text}"
            return self.builder.stop("E110", what, last.line, last.column, "delete the comma")
        if token.kind == "end":
            return self.builder.stop("E110", "the text ends too early", token.line, token.column)
        expected = {"end": "nothing more", "value": "a value", "key": "a key in double quotes"}.get(
            wanted, wanted
        )
        found = "a value" if token.kind in {"text", "number", "word"} else f"`{token.text}`"
        return self.builder.stop("E110", f"expected {expected}, found {found}", token.line, token.column)

    def _unreadable(self, at: int) -> TooMuch:
        line, column = self.source.position(at)
        rest = self.source.text[at : at + 12]
        if word := re.match(r"-?(NaN|Infinity)", rest):
            return self.builder.stop("E120", f"{word[0]} is not a number of JSON", line, column)
        if rest[0] in "/#":
            hint = "delete the comment, or save the file as .yaml"
            return self.builder.stop("E110", "comments are not read in JSON", line, column, hint)
        if rest[0] == '"':
            return self.builder.stop("E112", "this quote is not closed on its line", line, column)
        if rest[0] == "'":
            return self.builder.stop("E110", "JSON has double quotes only", line, column, 'write "…"')
        return self.builder.stop("E110", f"not well-formed JSON at {quoted(rest[:1])}", line, column)
