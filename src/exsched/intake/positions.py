"""Where each path of a programme was written, looked up when somebody asks."""

from collections.abc import Iterator, Mapping, Sequence

from exsched.intake.files import LIBRARY
from exsched.intake.report import Path, Report, place_of
from exsched.intake.statements import Said
from exsched.intake.tree import Map, Mark, find, value_spot
from exsched.rulekit.problem import Place, Statement


class Positions(Mapping[Path, Place]):
    """From path to place; a path that was not written leads to the nearest thing above it.

    A copy sent to another process is empty: positions are for messages, and those are written here.
    """

    def __init__(
        self,
        tree: Map,
        start: Mark,
        report: Report,
        said: Sequence[Said] = (),
        outdated: Sequence[Statement] = (),
    ) -> None:
        self._tree = tree
        self._start = start
        self.report = report
        self.said = tuple(said)
        self.outdated = tuple(outdated)

    def __getitem__(self, path: Path) -> Place:
        _, mark, written = find(self._tree, path, self._start)
        if not written:
            raise KeyError(path)
        return place_of(value_spot(mark))

    def __iter__(self) -> Iterator[Path]:
        for section, body in self._tree.items():
            yield (section,)
            if isinstance(body, Map):
                yield from ((section, name) for name in body)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __reduce__(self) -> tuple[type[dict[Path, Place]], tuple[()]]:
        return dict, ()

    def own(self, path: Path) -> bool:
        """Whether the planner wrote it, rather than the library."""
        place = self.get(path)
        return place is None or not place.file.startswith(LIBRARY)
