"""Submissions that came by themselves: each nation's file in place of what the bundle has of that nation."""

from collections.abc import Mapping
from pathlib import Path

from exsched.intake.diagnostic import quoted
from exsched.intake.files import Opener
from exsched.intake.report import Report
from exsched.intake.source import text_of
from exsched.intake.tree import Map, value_spot


class JoiningOpener(Opener):
    """Reads a bundle with submissions: whose file it is follows from who sent it, not from its head."""

    def __init__(self, report: Report, submissions: Mapping[str, bytes], names: Mapping[str, str]) -> None:
        super().__init__(report)
        self._submissions = submissions
        self._shown = {nation: names.get(nation, f"submissions/{nation}.yaml") for nation in submissions}
        self._joined: set[str] = set()

    def open_all(self, main: Path) -> None:
        """The bundle, then the submissions of nations that have no file in it."""
        self.open_path(main)
        for nation in sorted(self._submissions):
            self._join(nation)

    def replaced(self, name: str, body: Map) -> bool:
        """A file of the bundle whose head names a nation that sent its own is not read any further."""
        owner = body.get("owner")
        if name in self._shown.values() or not isinstance(owner, str) or owner not in self._submissions:
            return False
        self.report.sources.pop(name, None)
        self._join(owner)
        return True

    def _join(self, nation: str) -> None:
        if nation in self._joined:
            return
        self._joined.add(nation)
        name = self._shown[nation]
        first = len(self.documents)
        self._take(name, text_of(self._submissions[nation], name, self.report), None, None)
        for document in self.documents[first : first + 1]:
            self._stamp(nation, document.name, document.body)

    def _stamp(self, nation: str, name: str, body: Map) -> None:
        said = body.get("owner")
        if "owner" in body and said != nation:
            what = f"this is {nation}'s submission, but its head says {quoted(said)}"
            self.report.error("E211", what, value_spot(body.marks["owner"]), path=("owner",))
        if said != nation:
            body.put("owner", nation, body.marks.get("owner", (name, 0, 0, 0, 0)))
