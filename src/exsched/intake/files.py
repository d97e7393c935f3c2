"""Opens the files of a programme: the main file, and what it includes from its folder and the library."""

import json
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from exsched.intake.diagnostic import quoted
from exsched.intake.json_reader import read_json
from exsched.intake.report import Report, Spot
from exsched.intake.source import MOST_BYTES, Source, read_source, text_of
from exsched.intake.tree import MOST_NODES, Builder, Map, Seq, value_spot
from exsched.intake.yaml_reader import read_yaml
from exsched.library import library_file, library_names, models_dir

MOST_DEPTH = 5
MOST_FILES = 500
LIBRARY = "library:"
_SUFFIXES = (".yaml", ".yml", ".json")
_MAIN = ("programme.yaml", "programme.yml", "programme.json")
_SAYS_PROGRAMME = re.compile(r'^(programme|"programme")\s*:', re.MULTILINE)
_ELSEWHERE = re.compile(r"^[/~]|\\|^[A-Za-z]:|//|^\w{2,}:|[\x00-\x1f]|(^|/)\.\.(/|$)")


@dataclass(frozen=True)
class Document:
    """One file that was read; `folder` is where its own includes start, None when it has no folder.

    `parent` is the file that included it first.
    """

    name: str
    body: Map
    folder: Path | None = None
    root: Path | None = None
    parent: str | None = None

    @property
    def shipped(self) -> bool:
        """Whether it comes from the library."""
        return self.name.startswith(LIBRARY)


def main_file(source: Path, report: Report) -> Path | None:
    """The file to start with: the one given, or the main file of the folder given."""
    if not source.is_dir():
        return source
    try:
        candidates = _candidates(source)
    except PermissionError:
        report.error("E104", f"{source.name or '.'} may not be read")
        return None
    if len(candidates) == 1:
        return candidates[0]
    names = ", ".join(path.name for path in candidates)
    found = f"several files with `programme:` ({names})" if candidates else "no file with `programme:`"
    report.error("E103", f"{source.name or '.'} is a folder and holds {found}")
    return None


def _candidates(folder: Path) -> list[Path]:
    for name in _MAIN:
        if (folder / name).is_file():
            return [folder / name]
    return [path for path in sorted(folder.iterdir()) if path.suffix in _SUFFIXES and _has_programme(path)]


def _has_programme(path: Path) -> bool:
    if not path.is_file() or path.stat().st_size > MOST_BYTES:
        return False
    return _SAYS_PROGRAMME.search(path.read_bytes().decode(errors="replace")) is not None


def parse(source: Source, report: Report, nodes: int = MOST_NODES) -> Builder | None:
    """What one file says; None when it is not well-formed, which has been reported."""
    builder = Builder(source.name, report, nodes)
    read = (
        read_json if source.name.endswith((".json", ".geojson")) or _is_nameless_json(source) else read_yaml
    )
    return builder if read(source, builder) else None


def _is_nameless_json(source: Source) -> bool:
    if source.name != "-" or source.text.lstrip()[:1] not in {"{", "["}:
        return False
    try:
        json.loads(source.text)
    except (ValueError, RecursionError):
        return False
    return True


class Opener:
    """Reads a file and everything that it includes; each file once."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.documents: list[Document] = []
        self.readable = True
        self.nulls = False
        self.nodes = MOST_NODES
        self._trail: list[str] = []
        self._seen: set[str] = set()

    def open_path(self, path: Path) -> None:
        """Start with a file."""
        folder = path.parent
        source = read_source(path, path.name, self.report)
        self._take(path.name, source, folder, folder.resolve() if source else None)

    def open_bytes(self, data: bytes, name: str) -> None:
        """Start with text that has no folder."""
        self._take(name, text_of(data, name, self.report), None, None)

    def _take(self, name: str, source: Source | None, folder: Path | None, root: Path | None) -> None:
        self._seen.add(name)
        parsed = parse(source, self.report, self.nodes) if source else None
        if parsed is None:
            self.readable = False
            return
        self.nodes, self.nulls = parsed.nodes, self.nulls or parsed.nulls
        body = parsed.root
        if not isinstance(body, Map):
            found = "a list" if isinstance(body, Seq) else quoted(body)
            self.report.error(
                "E201", f"a mapping is expected at the top of {name}, found {found}", (name, 0, 0)
            )
            self.readable = False
            return
        if not (self._trail and self.replaced(name, body)):
            self._add(Document(name, body, folder, root, self._trail[-1] if self._trail else None))

    def replaced(self, name: str, body: Map) -> bool:
        """Whether something else was read in place of an included file."""
        del name, body
        return False

    def _add(self, document: Document) -> None:
        name = document.name
        self.documents.append(document)
        self._trail.append(name)
        self._includes(document)
        self._trail.pop()

    def _includes(self, document: Document) -> None:
        wanted = document.body.get("include")
        if wanted is None:
            return
        if isinstance(wanted, str):
            self._include(document, wanted, value_spot(document.body.marks["include"]))
        elif isinstance(wanted, Seq):
            for item, mark in zip(wanted, wanted.marks, strict=True):
                self._include(document, item, value_spot(mark))
        else:
            spot = value_spot(document.body.marks["include"])
            self.report.error("E205", f"a list of file names is expected, found {quoted(wanted)}", spot)

    def _include(self, document: Document, wanted: object, spot: Spot) -> None:
        found = self._resolve(document, wanted, spot)
        if found is None:
            self.readable = False
            return
        name, path, root = found
        if name in self._trail:
            circle = " -> ".join([*self._trail[self._trail.index(name) :], name])
            self.report.error("E132", f"these files include each other: {circle}", spot)
            self.readable = False
        elif name in self._seen:
            return
        elif len(self._trail) >= MOST_DEPTH or len(self._seen) >= MOST_FILES:
            what = f"includes reach deeper than {MOST_DEPTH} files, or join more than {MOST_FILES}"
            self.report.error("E133", what, spot)
            self.readable = False
        else:
            self._take(name, read_source(path, name, self.report), path.parent, root)

    def _resolve(self, document: Document, wanted: object, spot: Spot) -> tuple[str, Path, Path] | None:
        if not isinstance(wanted, str) or not wanted.strip():
            self.report.error("E130", f"a file name is expected, found {quoted(wanted)}", spot)
            return None
        if wanted.startswith(LIBRARY):
            return self._from_library(wanted, spot)
        found = self.beside(document, wanted, spot)
        if found is None or document.root is None:
            return None
        inside, path = found
        if document.shipped:
            inside = f"{LIBRARY}{PurePosixPath(inside).with_suffix('')}"
        return inside, path, document.root

    def beside(
        self, document: Document, wanted: str, spot: Spot, suffixes: tuple[str, ...] = _SUFFIXES
    ) -> tuple[str, Path] | None:
        """A file inside the folder of a document, and its name; None after reporting why it is not read."""
        if _ELSEWHERE.search(wanted) or PurePosixPath(wanted).suffix not in suffixes:
            kinds = f"{', '.join(suffixes[:-1])} or {suffixes[-1]}"
            what = f"{quoted(wanted)} is not the relative name of a {kinds} file inside this folder"
            self.report.error("E130", what, spot)
            return None
        if document.folder is None or document.root is None:
            self.report.error("E130", f"{document.name} has no folder to include {quoted(wanted)} from", spot)
            return None
        path = document.folder / wanted
        if not path.resolve().is_relative_to(document.root):
            self.report.error("E130", f"{quoted(wanted)} leads out of this folder", spot)
            return None
        if not path.is_file():
            self.report.error("E131", f"{quoted(wanted)} is not a file of this folder", spot)
            return None
        return path.resolve().relative_to(document.root).as_posix(), path

    def _from_library(self, wanted: str, spot: Spot) -> tuple[str, Path, Path] | None:
        name = wanted.removeprefix(LIBRARY)
        path = library_file(name)
        if path is None:
            what = f"the library has no {quoted(name)}"
            self.report.error("E134", what, spot, known=library_names(), meant=name)
            return None
        return wanted, path, models_dir().resolve()
