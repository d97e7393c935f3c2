"""What a nation's submission may say: its own entry, forces, venues, exercises and part, nothing else."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from exsched.domain.exercises import Exercise
from exsched.domain.history import PastExercise
from exsched.domain.nations import Agreement
from exsched.domain.programme import ActOnRecord, CoverBlock, Programme
from exsched.intake.assemble import Assembly
from exsched.intake.choices import Choices
from exsched.intake.report import Path, Report, place_of
from exsched.intake.shape import EVERYTHING, misses
from exsched.intake.statements import Said
from exsched.intake.tree import Map, Seq
from exsched.intake.validate import Checker
from exsched.rulekit.rule import Rule
from exsched.rulekit.where import Where

AMONG: dict[str, frozenset[str]] = {
    "incompatible_participants": frozenset({"nations", "against"}),
    "moratorium": frozenset({"parties"}),
    "consensus": frozenset({"members"}),
}
"""Fields that must name the owner, and may name others beside it; a field that is left out is passed over."""
BESIDE: dict[str, frozenset[str]] = {
    "incompatible_participants": frozenset({"unless_present"}),
    "host_refusal": frozenset({"hosts"}),
    "conditional_participation": frozenset({"only_if", "not_if"}),
    "locked_line": frozenset({"sites", "participants", "forces"}),
}
"""Fields that may name anybody: they say when or where, not who; in a lock, what its own exercise has."""
OF_OWN_EXERCISES = frozenset({"required_participants"})
"""Statements that may name anybody when they are about exercises of the owner only."""
_PROVENANCE = frozenset(Rule.model_fields)
_SUBJECTS = ("nation", "group", "force", "venue")
_MAIN_ONLY = frozenset({"schedules"})


@dataclass(frozen=True)
class _Fault:
    path: Path
    what: str
    who: str | None = None


class Submissions:
    """Checks everything that stands in a file with `owner:` at its head, the main file excepted."""

    def __init__(self, programme: Programme, assembly: Assembly, checker: Checker, report: Report) -> None:
        self.facts = programme
        self.assembly = assembly
        self.checker = checker
        self.report = report
        self.choices = Choices(programme)
        self._judges: dict[str, Callable[[str, str, Any], Iterator[_Fault]]] = {
            "nations": self._nation,
            "agreements": self._agreement,
            "venues": self._venue,
            "forces": self._force,
            "exercises": self._exercise,
            "history": self._past,
            "cover": self._cover,
        }

    def check(self, rules: Iterable[Said]) -> None:
        """Refuse what a submission says of others, with the place and who may say it."""
        if not self.assembly.submissions:
            return
        for section, judge in self._judges.items():
            entities = getattr(self.facts, section)
            for name, owner in self._owned(section):
                self._tell(owner, judge(owner, name, entities[name]))
        for section in _MAIN_ONLY:
            for name, owner in self._owned(section):
                self._tell(owner, [_Fault((section, name), f"`{section}:` is for the main file")])
        acts: Seq = self.assembly.tree.get("acts", Seq())
        for n, (act, mark) in enumerate(zip(self.facts.acts, acts.marks, strict=True)):
            if teller := self.assembly.submissions.get(mark[0]):
                self._tell(teller, self._act(teller, ("acts", n), act))
        for said in rules:
            file = self.checker.spot(said.path)[0]
            if speaker := self.assembly.submissions.get(file):
                self._tell(speaker, self._statement(speaker, said))

    def _owned(self, section: str) -> Iterator[tuple[str, str]]:
        """The entities of a section that stand in submissions, each with the owner."""
        bodies: Map = self.assembly.tree.get(section, Map())
        for name in bodies:
            if owner := self.assembly.submissions.get(bodies.marks[name][0]):
                yield name, owner

    def _tell(self, owner: str, faults: Iterable[_Fault]) -> None:
        for fault in faults:
            spot = self.checker.spot(fault.path)
            head = place_of((spot[0], *self.assembly.owners[spot[0]][1][1:3]))
            whose = f"a submission of {fault.who}, or " if fault.who else ""
            what = f"this file is {owner}'s submission ({head}): {fault.what}"
            hint = f"move it to {whose}a file without `owner:`"
            self.report.error("E215", what, spot, path=fault.path, hint=hint)

    # -- facts ----------------------------------------------------------------------------------------------

    def _nation(self, owner: str, name: str, entity: Any) -> Iterator[_Fault]:
        del entity
        if name != owner:
            yield _Fault(("nations", name), f"it cannot describe {name}", name)

    def _agreement(self, owner: str, name: str, entity: Agreement) -> Iterator[_Fault]:
        if owner not in self.facts.expand(entity.parties):
            what = f"{owner} is not a party to {name}"
            yield _Fault(("agreements", name, "parties"), what, entity.parties[0])

    def _venue(self, owner: str, name: str, entity: Any) -> Iterator[_Fault]:
        if entity.host != owner:
            yield _Fault(("venues", name, "host"), f"{name} lies in {entity.host}", entity.host)

    def _cover(self, owner: str, name: str, entity: CoverBlock) -> Iterator[_Fault]:
        host = self.facts.venues[entity.venue].host
        if host != owner:
            yield _Fault(("cover", name, "venue"), f"{entity.venue} lies in {host}", host)

    def _force(self, owner: str, name: str, entity: Any) -> Iterator[_Fault]:
        if entity.nation != owner:
            yield _Fault(("forces", name, "nation"), f"{name} belongs to {entity.nation}", entity.nation)

    def _exercise(self, owner: str, name: str, entity: Exercise) -> Iterator[_Fault]:
        forms = (entity.in_form(form) for form in entity.form_names)
        if entity.command != owner and not any(owner in self.choices.nations(form) for form in forms):
            what = f"{owner} neither commands nor could host or take part in {name}"
            yield _Fault(("exercises", name), what, entity.command)

    def _past(self, owner: str, name: str, entity: PastExercise) -> Iterator[_Fault]:
        present = {entity.command, *entity.hosts, *entity.participants}
        if owner not in present:
            what = f"{owner} neither commanded nor hosted nor took part in {name}"
            yield _Fault(("history", name), what, next(iter(entity.hosts), entity.command))
        for key in ("holidays_lost", "wishes_refused"):
            for nation in getattr(entity, key):
                if nation != owner:
                    what = f"it cannot say what {nation} gave up"
                    yield _Fault(("history", name, key, nation), what, nation)

    def _act(self, owner: str, path: Path, act: ActOnRecord) -> Iterator[_Fault]:
        line = self.facts.exercises[act.exercise]
        if line.id not in self._exercises_of(owner) and owner not in self.choices.nations(line):
            yield _Fault(
                path, f"{owner} has no part in {line.id}, so it cannot put {act.act} on record for it"
            )

    # -- statements -----------------------------------------------------------------------------------------

    def _exercises_of(self, owner: str) -> frozenset[str]:
        """The exercises that are written in files of an owner, or held under its command."""
        written = {name for name, other in self._owned("exercises") if other == owner}
        commanded = {name for name, line in self.facts.exercises.items() if line.command == owner}
        return frozenset(written | commanded)

    def _statement(self, owner: str, said: Said) -> Iterator[_Fault]:
        kind = said.rule.rule
        among, beside = AMONG.get(kind, frozenset()), BESIDE.get(kind, frozenset())
        named = [
            (path, name, kinds)
            for path, name, kinds in misses(said.rule, EVERYTHING)
            if path[0] not in _PROVENANCE and path[0] not in beside
        ]
        exercises = {name for _, name, kinds in named if "exercise" in kinds}
        if kind in OF_OWN_EXERCISES and exercises and exercises <= self._exercises_of(owner):
            return
        subjects = [one for one in named if set(one[2]) & set(_SUBJECTS)]
        yield from self._about_others(owner, said, subjects, among)
        if not subjects:
            yield from self._about_exercises(owner, said, named)

    def _about_others(
        self, owner: str, said: Said, subjects: list[tuple[Path, str, tuple[str, ...]]], among: frozenset[str]
    ) -> Iterator[_Fault]:
        """Whoever is named must be the owner, or belong to it; in some fields it need only be one of them."""
        names = tuple(name for path, name, _ in subjects if path[0] in among)
        if names and owner not in self.facts.expand(names):
            what = f"{said.rule.rule} speaks of {', '.join(names)}, and {owner} is not among them"
            yield _Fault(said.path, what, names[0])
        for path, name, kinds in subjects:
            if path[0] not in among and (whose := self._whose(name, kinds)) - {owner}:
                is_own_name = name in whose
                of = name if is_own_name else f"{name}, which is {', '.join(sorted(whose))}'s"
                what = f"{said.rule.rule} speaks of {of}"
                yield _Fault(said.path + path, what, min(whose - {owner}))

    def _whose(self, name: str, kinds: tuple[str, ...]) -> frozenset[str]:
        if "venue" in kinds:
            return frozenset({self.facts.venues[name].host})
        if "force" in kinds:
            return frozenset({self.facts.forces[name].nation})
        return self.facts.expand((name,))

    def _about_exercises(
        self, owner: str, said: Said, named: list[tuple[Path, str, tuple[str, ...]]]
    ) -> Iterator[_Fault]:
        """A statement that names no nation, force or venue must be about something of the owner's."""
        own, kind = self._exercises_of(owner), said.rule.rule
        filters = [
            value for value in vars(said.rule).values() if isinstance(value, Where) and value != Where()
        ]
        for where in filters:
            meant = {name for name, line in self.facts.exercises.items() if where.matches(line)}
            if not meant <= own:
                what = f"{kind} speaks of {min(meant - own)} too, which is not an exercise of {owner}"
                yield _Fault(said.path, what)
        exercises = [name for path, name, kinds in named if "exercise" in kinds and path[0] != "where"]
        series = getattr(said.rule, "series", None)
        if series is not None:
            exercises += [name for name, line in self.facts.exercises.items() if line.series == series]
        places = [name for _, name, kinds in named if kinds in {("area",), ("pool",)}]
        if exercises and not own & set(exercises):
            yield _Fault(said.path, f"{kind} speaks of {exercises[0]}, which is not an exercise of {owner}")
        elif not exercises and not filters and not (places and all(self._is_own(owner, p) for p in places)):
            about = f"{places[0]}, which is not {owner}'s alone" if places else "everybody"
            yield _Fault(said.path, f"{kind} speaks of {about}")

    def _is_own(self, owner: str, name: str) -> bool:
        """Whether an area holds venues of the owner only, or a pool was written in one of its files."""
        if name in self.facts.areas:
            hosts = {self.facts.venues[venue].host for venue in self.facts.venues_in(name)}
            return hosts == {owner}
        return (name, owner) in set(self._owned("pools"))
