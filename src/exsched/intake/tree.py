"""What a constraint file says, as mappings and lists that know where each of their entries was written."""

from typing import Any

from exsched.intake.diagnostic import quoted
from exsched.intake.report import Path, Report, Spot
from exsched.intake.scalars import Scalar

Mark = tuple[str, int, int, int, int]
"""File; line and column of the value; line and column of its key. All count from 0."""

MOST_NESTING = 64
MOST_NODES = 2_000_000


class Map(dict[str, Any]):
    """A mapping with the position of each entry."""

    __slots__ = ("marks",)

    def __init__(self) -> None:
        super().__init__()
        self.marks: dict[str, Mark] = {}

    def put(self, key: str, value: Any, mark: Mark) -> None:
        """Add an entry."""
        self[key] = value
        self.marks[key] = mark


class Seq(list[Any]):
    """A list with the position of each entry."""

    __slots__ = ("marks",)

    def __init__(self) -> None:
        super().__init__()
        self.marks: list[Mark] = []


Node = Map | Seq | Scalar
_HOLDERS = frozenset({Map, Seq})
"""A mapping or list is found at its key: in block style it begins a line later, at its first entry."""


def find(node: Node, path: Path, start: Mark) -> tuple[Node, Mark, Path]:
    """What lies at a path, where, and the parts of the path that were written; the others are passed over.

    A list of names may stand for a mapping, so a name also finds the entry of a list that equals it.
    """
    mark, written = start, []
    for part in path:
        if isinstance(node, Map) and part in node:
            mark, node = node.marks[str(part)], node[str(part)]
        elif isinstance(node, Seq) and 0 <= (at := _index(node, part)) < len(node):
            mark, node = node.marks[at], node[at]
        else:
            continue
        written.append(part)
    return node, mark, tuple(written)


def _index(node: Seq, part: str | int) -> int:
    return part if isinstance(part, int) else node.index(part) if part in node else -1


def key_spot(mark: Mark) -> Spot:
    """Where the key stands."""
    return mark[0], mark[3], mark[4]


def value_spot(mark: Mark) -> Spot:
    """Where the value stands."""
    return mark[0], mark[1], mark[2]


class TooMuch(Exception):
    """The file cannot be read any further; the reason has been reported."""


class Builder:
    """Builds the tree from what a reader finds one after the other; never recursive.

    `nodes` is what may still be read: a whole programme shares one allowance.
    """

    def __init__(self, name: str, report: Report, nodes: int = MOST_NODES) -> None:
        self.name = name
        self.report = report
        self.nodes = nodes
        self.root: Node = None
        self.nulls = False
        self.spoilt = False
        self._open: list[Map | Seq | None] = []
        self._node: Map | Seq | None = None
        self._key: str | None = None
        self._key_at = (0, 0)
        self._again = False

    @property
    def wants_key(self) -> bool:
        """Whether the next thing read is the key of a mapping."""
        return self._key is None and type(self._node) is Map

    def error(self, code: str, message: str, line: int, column: int, hint: str | None = None) -> None:
        """Report a problem and go on."""
        self.report.error(code, message, (self.name, line, column), hint=hint)

    def refuse(self, code: str, message: str, line: int, column: int) -> None:
        """Report something that the format leaves out; what it would have meant is not guessed."""
        self.spoilt = True
        self.error(code, message, line, column)

    def stop(self, code: str, message: str, line: int, column: int, hint: str | None = None) -> TooMuch:
        """Report a problem after which nothing can be read."""
        self.error(code, message, line, column, hint)
        return TooMuch()

    def key(self, text: str, line: int, column: int) -> None:
        """A key was read; its value comes next, and is passed over when the key was there before."""
        node = self._node
        assert type(node) is Map
        self._again = text in node
        if self._again:
            first = node.marks[text][3] + 1
            what = f"the key {quoted(text)} is given twice, in line {first} and in line {line + 1}"
            self.error("E202", what, line, column)
        self._key, self._key_at = text, (line, column)

    def value(self, value: Node, line: int, column: int) -> None:
        """A value was read."""
        self.nodes -= 1
        if self.nodes < 0:
            raise self.stop("E119", f"more than {MOST_NODES:,} entries", line, column)
        if value is None:
            self.nulls = True
        node = self._node
        if type(node) is Map:
            assert self._key is not None
            if not self._again:
                node[self._key] = value
                at = (line, column) if type(value) not in _HOLDERS else self._key_at
                node.marks[self._key] = (self.name, *at, *self._key_at)
            self._key, self._again = None, False
        elif type(node) is Seq:
            node.append(value)
            node.marks.append((self.name, line, column, line, column))
        else:
            self.root = value

    def open(self, node: Map | Seq, line: int, column: int) -> None:
        """A mapping or list begins."""
        if len(self._open) >= MOST_NESTING:
            raise self.stop("E118", f"nested deeper than {MOST_NESTING} levels", line, column)
        self.value(node, line, column)
        self._open.append(self._node)
        self._node = node

    def close(self) -> None:
        """The mapping or list that was opened last ends."""
        self._node = self._open.pop()
