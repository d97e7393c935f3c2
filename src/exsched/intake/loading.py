"""From constraint files to a problem: read, join, check, and say everything that is wrong at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

from exsched.domain.programme import Programme
from exsched.intake.areas import read_areas
from exsched.intake.assemble import Assembly, assemble
from exsched.intake.calendar_periods import resolve_periods
from exsched.intake.collector import without_collector
from exsched.intake.diagnostic import Diagnostic, exit_code
from exsched.intake.expiry import split_outdated
from exsched.intake.facts import Facts
from exsched.intake.files import Opener, main_file
from exsched.intake.fingerprint import input_hash
from exsched.intake.joined import JoiningOpener
from exsched.intake.logic import contradictions
from exsched.intake.owners import owners_of
from exsched.intake.positions import Positions
from exsched.intake.references import References
from exsched.intake.report import Report, dotted, place_of
from exsched.intake.statements import Said, Statements
from exsched.intake.submissions import Submissions
from exsched.intake.tree import Mark
from exsched.intake.validate import Checker
from exsched.rulekit.problem import Problem, Statement
from exsched.rules import RULES


@dataclass(frozen=True)
class Loaded:
    """What came of reading: the problem, if there is one, and everything that was noticed."""

    problem: Problem | None
    diagnostics: tuple[Diagnostic, ...]
    files: tuple[str, ...]

    @property
    def refused(self) -> bool:
        """Whether there is nothing to solve."""
        return self.problem is None

    @property
    def impossible(self) -> bool:
        """Whether no schedule can satisfy the programme, as far as can be seen without solving."""
        return any(diagnostic.impossible for diagnostic in self.diagnostics)

    @property
    def outdated(self) -> tuple[Statement, ...]:
        """Statements that were written and dropped, because no day of the horizon lies in their `valid`."""
        places = self.problem.places if self.problem else None
        return places.outdated if isinstance(places, Positions) else ()

    @property
    def exit_code(self) -> int:
        """How a command that reads no further ends: 0 accepted, 2, 3, 4 or 6 refused."""
        return exit_code(self.diagnostics)


def load(source: FilePath | str, *, stdin: bytes | None = None) -> Loaded:
    """Load a file, a folder, or (for `-`) the bytes of standard input."""
    if str(source) == "-":
        return _load(lambda opener: opener.open_bytes(stdin or b"", "-"))
    path = FilePath(source)

    def start(opener: Opener) -> None:
        if main := main_file(path, opener.report):
            opener.open_path(main)

    return _load(start)


def load_text(text: str, name: str = "programme.yaml") -> Loaded:
    """Load a programme from text; it can include library data only. JSON when the name ends in .json."""
    return _load(lambda opener: opener.open_bytes(text.encode(errors="surrogatepass"), name))


def load_joined(
    source: FilePath, submissions: Mapping[str, bytes], names: Mapping[str, str] | None = None
) -> Loaded:
    """Load a bundle with each nation's own submission in place of the bundle's files whose head names it.

    A submission is its nation's, whatever its head says. Messages show it under its name in `names`, else as
    `submissions/NOR.yaml`; one whose name ends in .json is read as JSON.
    """
    path = FilePath(source)
    with without_collector():
        report = Report()
        opener = JoiningOpener(report, submissions, names or {})
        if main := main_file(path, report):
            opener.open_all(main)
        return _loaded(opener, report)


def _load(start: Callable[[Opener], None]) -> Loaded:
    with without_collector():
        report = Report()
        opener = Opener(report)
        start(opener)
        return _loaded(opener, report)


def _loaded(opener: Opener, report: Report) -> Loaded:
    problem = _problem(opener, report) if opener.readable and opener.documents else None
    return Loaded(problem, report.diagnostics(), tuple(report.sources))


def _problem(opener: Opener, report: Report) -> Problem | None:
    assembly = assemble(opener.documents, report)
    start: Mark = (assembly.main, 0, 0, 0, 0)
    read_areas(assembly.tree, opener)
    checker = Checker(assembly.tree, start, report)
    references = References(assembly, checker, report)
    references.trim_library(assembly.tree)
    facts = Facts(assembly, checker, report)
    facts.read(empty=opener.nulls)
    facts.owners(assembly)
    reader = Statements(assembly, checker, report)
    rules, tiers, settings = reader.rules(), reader.tiers(), reader.settings()
    references.check_facts(facts.parts, facts.listed)
    rules = references.check_rules(rules)
    references.check_goals(tiers)
    references.report_unknown()
    users = (*(said.rule for said in rules), *(goal for tier in tiers for goal in tier), *facts.entities())
    resolve_periods(facts.parts, users, references, checker, report)
    if report.malformed():
        return None
    programme = checker.model(Programme, facts.parts, ())
    if programme is None:
        return None
    Submissions(programme, assembly, checker, report).check(rules)
    rules, outdated = split_outdated(rules, programme, checker, report)
    said = [*rules, *_facts(programme, assembly, checker)]
    contradictions(programme, said, checker)
    if report.malformed():
        return None
    dropped = tuple(_statements(outdated, len(outdated), checker))
    positions = Positions(assembly.tree, start, report, said, dropped)
    statements = tuple(_statements(said, len(rules), checker))
    return Problem(
        programme=programme,
        statements=statements,
        tiers=tiers,
        settings=settings,
        input_hash=input_hash(programme, (one.rule for one in rules), tiers, settings),
        owners=owners_of(assembly, statements),
        places=positions,
    )


def _facts(programme: Programme, assembly: Assembly, checker: Checker) -> Iterator[Said]:
    """The rules that facts stand for; those from a file with an owner carry it."""
    for kind in RULES.values():
        for path, rule in kind.from_facts(programme):
            owner = assembly.owner_of(checker.spot(path)[0]) if assembly.owners else None
            yield Said(path, rule.model_copy(update={"owner": owner}) if owner else rule)


def _statements(said: Iterable[Said], written: int, checker: Checker) -> Iterator[Statement]:
    taken: dict[str, int] = {}
    for n, one in enumerate(said):
        key = (one.rule.id if n < written else None) or dotted(one.path)
        taken[key] = taken.get(key, 0) + 1
        unique = key if taken[key] == 1 else f"{key} ({taken[key]})"
        yield Statement(unique, one.rule, place_of(checker.spot(one.path)), fact=n >= written)
