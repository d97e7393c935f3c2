"""An exercise and its line as somebody sees them who did not write them: hidden parts leave no hole."""

from collections.abc import Mapping
from typing import Any, TypeVar

from exsched.access.sight import Seeing
from exsched.domain.dates import Span
from exsched.domain.exercises import Exercise, ForceNeed, Form, Locks, Part, Participants, SiteNeed
from exsched.domain.schedule import Line

Value = TypeVar("Value")


def exercise_seen(seeing: Seeing, line: Exercise, without: frozenset[str] = frozenset()) -> Exercise:
    """An exercise as the viewer sees it; `without` are sites whose choice it may not see.

    Its owner sees all of it. For anybody else parts, forces and sites of hidden nations are gone, and so is
    every least number, which would show that somebody is missing; labels are gone for everybody.
    """
    quiet = {"release": None, "busy": (), "notes_release": None}
    notes = {} if seeing.reads_notes(line.id) else {"source": None, "notes": None}
    if seeing.owns("exercises", line.id):
        return line.model_copy(update=quiet | {"participants": _unlabelled(line.participants)})
    view = _View(seeing, seeing.hidden_in(line.id), without)
    return line.model_copy(update=quiet | notes | view.parts_of(line))


def line_seen(seeing: Seeing, line: Line) -> Line:
    """What is decided about an exercise, without the parts of hidden nations, and in an order of its own."""
    hidden = frozenset() if seeing.owns("exercises", line.exercise) else seeing.hidden_in(line.exercise)
    view = _View(seeing, hidden, frozenset())
    present = {nation: role for nation, role in line.participants.items() if nation not in hidden}
    forces = {role: _sorted(taken) for role, taken in view.taken(line.forces).items()}
    return line.model_copy(
        update={
            "sites": _sorted(view.places(line.sites)),
            "participants": _sorted(present),
            "forces": _sorted(forces),
        }
    )


def _sorted(entries: Mapping[str, Value]) -> dict[str, Value]:
    return dict(sorted(entries.items()))


def sites_hidden(seeing: Seeing, line: Line) -> frozenset[str]:
    """The sites of a line that lie in a nation whose part the viewer may not know of."""
    return frozenset(line.sites) - frozenset(line_seen(seeing, line).sites)


class _View:
    """Takes out of an exercise what names hidden nations, and the sites that are not to be seen."""

    def __init__(self, seeing: Seeing, hidden: frozenset[str], without: frozenset[str]) -> None:
        self._facts = seeing.problem.programme
        self._hidden = hidden
        self._without = without

    def parts_of(self, line: Exercise) -> dict[str, Any]:
        """The parts of an exercise that are seen otherwise than they are written."""
        sites = self.sites(line.sites)
        return {
            "sites": sites,
            "participants": self._participants(line.participants),
            "forces": self._forces(line.forces, sites),
            "command": None if line.command in self._hidden else line.command,
            "forms": {name: self._form(form, sites) for name, form in line.forms.items()},
            "locked": self._locks(line.locked) if line.locked else None,
        }

    def _participants(self, said: Participants) -> Participants:
        must, may = self._nations(said.must), self._nations(said.may)
        return said.model_copy(update={"must": must, "may": may, "count": None})

    def _nations(self, parts: Mapping[str, Part]) -> dict[str, Part]:
        return _bare({nation: part for nation, part in parts.items() if nation not in self._hidden})

    def sites(self, needs: Mapping[str, SiteNeed]) -> dict[str, SiteNeed]:
        """The site needs; one for which only hidden hosts are named is gone."""
        seen = {name: self._site(need) for name, need in needs.items() if name not in self._without}
        return {name: need for name, need in seen.items() if need is not None}

    def _site(self, need: SiteNeed) -> SiteNeed | None:
        any_of = tuple(name for name in need.any_of if self._host(name) not in self._hidden)
        hosts = tuple(name for name in need.hosts if name not in self._hidden)
        if bool(any_of) != bool(need.any_of) or bool(hosts) != bool(need.hosts):
            return None
        return need.model_copy(update={"any_of": any_of, "hosts": hosts})

    def _forces(self, needs: Mapping[str, ForceNeed], sites: Mapping[str, SiteNeed]) -> dict[str, ForceNeed]:
        seen = {name: self._force(need, sites) for name, need in needs.items()}
        return {name: need for name, need in seen.items() if need is not None}

    def _force(self, need: ForceNeed, sites: Mapping[str, SiteNeed]) -> ForceNeed | None:
        any_of = tuple(name for name in need.any_of if self._nation(name) not in self._hidden)
        of = tuple(name for name in need.of if name not in self._hidden)
        if bool(any_of) != bool(need.any_of) or bool(of) != bool(need.of):
            return None
        most = need.nations.most if need.nations else None
        return need.model_copy(
            update={
                "any_of": any_of,
                "of": of,
                "need": Span(least=0, most=need.need.most),
                "nations": None if most is None else Span(most=most),
                "site": need.site if need.site in sites else None,
            }
        )

    def _form(self, form: Form, sites: Mapping[str, SiteNeed]) -> Form:
        own = None if form.sites is None else self.sites(form.sites)
        forces = None if form.forces is None else self._forces(form.forces, sites if own is None else own)
        return form.model_copy(update={"sites": own, "forces": forces})

    def _locks(self, locked: Locks) -> Locks | None:
        nations = locked.participants
        kept = locked.model_copy(
            update={
                "sites": {n: v for n, v in self.places(locked.sites).items() if n not in self._without},
                "participants": None
                if nations is None
                else tuple(n for n in nations if n not in self._hidden),
                "forces": self.taken(locked.forces),
            }
        )
        return kept if kept != Locks() else None

    def places(self, sites: Mapping[str, str]) -> dict[str, str]:
        """Sites by need, without those in hidden nations."""
        return {need: venue for need, venue in sites.items() if self._host(venue) not in self._hidden}

    def taken(self, forces: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
        """Forces by role, without those of hidden nations; a role that only they fill is gone."""
        seen = {
            role: {name: n for name, n in taken.items() if self._nation(name) not in self._hidden}
            for role, taken in forces.items()
        }
        return {role: taken for role, taken in seen.items() if taken}

    def _host(self, venue: str) -> str:
        return self._facts.venues[venue].host

    def _nation(self, force: str) -> str:
        return self._facts.forces[force].nation


def _unlabelled(said: Participants) -> Participants:
    return said.model_copy(update={"must": _bare(said.must), "may": _bare(said.may)})


def _bare(parts: Mapping[str, Part]) -> dict[str, Part]:
    """Parts without their labels."""
    return {
        nation: part if part.release is None else part.model_copy(update={"release": None})
        for nation, part in parts.items()
    }
