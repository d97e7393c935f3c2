"""Joins the files of a programme into one tree; an id given by two of them is an error that names both."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, get_args, get_origin

from exsched.domain.programme import Programme
from exsched.intake.diagnostic import quoted
from exsched.intake.files import LIBRARY, Document
from exsched.intake.report import Report, place_of
from exsched.intake.shape import bare, hints
from exsched.intake.tree import Map, Mark, Seq, key_spot, value_spot

SECTIONS = tuple(name for name, hint in hints(Programme).items() if get_origin(bare(hint)) is dict)
"""Mappings from id to entity; every file may add to them."""
LISTS = (*(name for name, hint in hints(Programme).items() if get_origin(bare(hint)) is tuple), "rules")
"""Lists that every file may add to."""
SINGLE = ("programme", "goals", "solve")
"""What only one file may say."""
TOP_KEYS = (*Programme.model_fields, "include", "owner", "rules", "goals", "solve")

MOST = {"exercises": 20_000, "rules": 20_000, "nations": 500}
"""Entries of a section in one programme."""


@dataclass
class Assembly:
    """The joined tree, and by file the owner that is stamped on every statement in it.

    A file with an owner is a submission, unless it is the main file; what it includes belongs to it.
    """

    tree: Map = field(default_factory=Map)
    owners: dict[str, tuple[Any, Mark]] = field(default_factory=dict)
    submissions: dict[str, str] = field(default_factory=dict)
    main: str = ""

    def owner_of(self, file: str) -> str | None:
        """Whose file this is."""
        owner = self.owners.get(file, (None,))[0]
        return owner if isinstance(owner, str) else None


def assemble(documents: Iterable[Document], report: Report) -> Assembly:
    """Join documents in their order, and report what does not go together."""
    joined = Assembly()
    for document in documents:
        joined.main = joined.main or document.name
        _own(joined, document, report)
        for key, value in document.body.items():
            _join(joined, document, key, value, report)
    for section in SECTIONS:
        _look_alikes(joined.tree, (section,), report)
    _look_alikes(joined.tree, ("nations", "groups"), report)
    for section, most in MOST.items():
        _limit(joined.tree, section, most, report)
    return joined


def _own(joined: Assembly, document: Document, report: Report) -> None:
    """Note whose file it is: as its head says, else that of the submission which includes it."""
    name = document.name
    mine = (document.body["owner"], document.body.marks["owner"]) if "owner" in document.body else None
    inherited = joined.owners.get(document.parent or "") if document.parent in joined.submissions else None
    if mine and inherited and mine[0] != inherited[0]:
        what = f"{quoted(mine[0])} owns this file, and {quoted(inherited[0])} the one that includes it"
        report.error("E211", what, value_spot(mine[1]), path=("owner",))
    owner = None if document.shipped else mine or inherited
    if owner:
        joined.owners[name] = owner
    if owner and name != joined.main and isinstance(owner[0], str):
        joined.submissions[name] = owner[0]


def _main_only(joined: Assembly, document: Document, key: str, value: Any, report: Report) -> bool:
    """Report what a submission may not say at all: the programme itself, goals, library data."""
    owner = joined.submissions.get(document.name)
    shared = [name for name in (value if isinstance(value, list) else [value]) if _shipped(name)]
    if owner is None or not (key in SINGLE or (key == "include" and shared)):
        return False
    said = f"`{shared[0]}` is included" if key == "include" else f"`{key}:` is said"
    what = f"{said} in {owner}'s submission, and only the main file may do so"
    report.error("E216", what, key_spot(document.body.marks[key]), path=(key,))
    return True


def _shipped(name: Any) -> bool:
    return isinstance(name, str) and name.startswith(LIBRARY)


def _join(joined: Assembly, document: Document, key: str, value: Any, report: Report) -> None:
    mark = document.body.marks[key]
    if _main_only(joined, document, key, value, report) or key in {"include", "owner"}:
        return
    if key == "exsched" and key in joined.tree and joined.tree[key] == value:
        return
    elif key in SECTIONS:
        if value is not None and _is(value, Map, mark, "a mapping (`id: …`)", report):
            _join_section(joined.tree, key, value, mark, report)
    elif key in LISTS:
        if value is not None and _is(value, Seq, mark, "a list", report):
            _join_list(joined.tree, key, value, mark)
    elif key in joined.tree:
        first = place_of(value_spot(joined.tree.marks[key]))
        report.error("E207", f"`{key}` is said here and in {first}", key_spot(mark), path=(key,))
    elif key in TOP_KEYS:
        joined.tree.put(key, value, mark)
    else:
        what, spot = f"unknown key {quoted(key)}", key_spot(mark)
        hint = "a schedule is read by `exsched verify PROGRAMME SCHEDULE`" if key == "lines" else None
        report.error("E203", what, spot, path=(key,), known=TOP_KEYS, meant=key, hint=hint)


def _is(value: Any, kind: type[Map] | type[Seq], mark: Mark, wanted: str, report: Report) -> bool:
    if not isinstance(value, kind):
        report.error("E205", f"{wanted} is expected, found {quoted(value)}", value_spot(mark))
    return isinstance(value, kind)


def _join_section(tree: Map, key: str, value: Map, mark: Mark, report: Report) -> None:
    if key not in tree:
        tree.put(key, Map(), mark)
    section: Map = tree[key]
    for name, body in value.items():
        if name in section:
            first = place_of(key_spot(section.marks[name]))
            what = f"{quoted(name)} is given under `{key}:` here and in {first}"
            report.error("E207", what, key_spot(value.marks[name]), path=(key, name))
        else:
            section.put(name, body, value.marks[name])


def _join_list(tree: Map, key: str, value: Seq, mark: Mark) -> None:
    if key not in tree:
        tree.put(key, Seq(), mark)
    tree[key].extend(value)
    tree[key].marks.extend(value.marks)


def _look_alikes(tree: Map, sections: tuple[str, ...], report: Report) -> None:
    first: dict[str, tuple[str, Mark]] = {}
    for section in sections:
        names: Map = tree.get(section, Map())
        for name in names:
            mark = names.marks[name]
            folded = unicodedata.normalize("NFKC", name).casefold()
            other, there = first.setdefault(folded, (name, mark))
            if there is not mark:
                what = f"{quoted(name)} looks the same as {quoted(other)} in {place_of(key_spot(there))}"
                report.error("E208", what, key_spot(mark), path=(section, name))


def _limit(tree: Map, section: str, most: int, report: Report) -> None:
    count = len(tree.get(section, ()))
    if count > most:
        what = f"{count:,} {section}; at most {most:,} are read"
        report.error("E214", what, key_spot(tree.marks[section]), path=(section,))


def entity_type(section: str) -> Any:
    """What the entries of a section are."""
    return get_args(bare(hints(Programme)[section]))[1]
