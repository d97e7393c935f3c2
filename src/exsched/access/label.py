"""Labels: which nations may see an exercise, a part in it, its notes, a cover block, a statement."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from exsched.domain.exercises import Exercise
from exsched.intake.shape import EVERYTHING, misses
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.problem import Problem, Statement
from exsched.rulekit.rule import Rule

PROVENANCE = frozenset(Rule.model_fields)
"""What a statement says of itself; the nations named there are not what it is about."""


@dataclass(frozen=True)
class Label:
    """The nations that see all of something, and those that see a reserved block in its place."""

    full: frozenset[str] = frozenset()
    busy: frozenset[str] = frozenset()

    def join(self, other: "Label") -> "Label":
        """The label of what is derived from both: only who sees both sees it."""
        either = self.full | self.busy
        also = other.full | other.busy
        full = self.full & other.full
        return Label(full, (either & also) - full)


NOBODY = Label()


def owner_of(problem: Problem, section: str, name: str) -> str | None:
    """The nation whose file says it, None when nobody's does."""
    return problem.owners.get((section, name))


def _owner(problem: Problem, section: str, name: str) -> frozenset[str]:
    owner = owner_of(problem, section, name)
    return frozenset({owner}) if owner else frozenset()


def label_of_exercise(problem: Problem, exercise: str, laydown: Laydown | None = None) -> Label:
    """Who sees an exercise: as `release` and `busy` say; left out, those who take part, command or wrote it.

    The owner of its file always sees it. With a laydown, those who take part there see it too.
    """
    line = problem.exercises[exercise]
    full = _owner(problem, "exercises", exercise)
    if line.release is not None:
        full |= problem.expand(line.release)
    else:
        full |= _cast(problem, line)
        held = laydown.held.get(exercise) if laydown else None
        full |= _present(problem, line, held) if held else frozenset()
    return Label(full, problem.expand(line.busy) - full)


def _cast(problem: Problem, line: Exercise) -> frozenset[str]:
    """Who is written to take part, or could, and may know it; and who commands."""
    named = {*line.participants.must, *line.participants.may}
    told = {nation for nation in named if _may_know_of_itself(problem, line, nation)}
    return frozenset(told | ({line.command} if line.command else set()))


def _present(problem: Problem, line: Exercise, held: Held) -> frozenset[str]:
    """Who takes part in it as it is held: a host or an owner of forces knows, whatever is written."""
    forced = held.hosts | {commitment.force.nation for commitment in held.commitments}
    return frozenset(n for n in held.roles if n in forced or _may_know_of_itself(problem, line, n))


def _may_know_of_itself(problem: Problem, line: Exercise, nation: str) -> bool:
    part = line.part(nation)
    return part is None or part.release is None or nation in problem.expand(part.release)


def label_of_part(problem: Problem, exercise: str, nation: str, whole: Label) -> Label:
    """Who may know that a nation takes part in an exercise, out of those who see the exercise (`whole`)."""
    part = problem.exercises[exercise].part(nation)
    if part is None or part.release is None:
        return Label(whole.full)
    told = problem.expand(part.release) | _owner(problem, "exercises", exercise)
    return Label(whole.full & told)


def label_of_notes(problem: Problem, exercise: str, whole: Label) -> Label:
    """Who may read source and notes of an exercise, out of those who see it (`whole`)."""
    told = problem.exercises[exercise].notes_release
    return Label(whole.full & (problem.expand(told or ()) | _owner(problem, "exercises", exercise)))


def label_of_cover(problem: Problem, block: str) -> Label:
    """Who sees a cover block: as a reserved block, never as what it is."""
    return Label(busy=problem.expand(problem.programme.cover[block].release))


def label_of_statement(problem: Problem, statement: Statement) -> Label:
    """Who may be told of a statement, as far as it itself says.

    As `release` says; left out, its owner; without one, the nations that it names or whose forces and venues
    it names; when it names none, every nation. The owner always knows it. Whether a viewer also sees the
    exercises that it names is for the projection to ask.
    """
    rule = statement.rule
    own = _owner(problem, "rules", statement.key) | ({rule.owner} if rule.owner else set())
    if rule.release is not None:
        return Label(problem.expand(rule.release) | own)
    if own:
        return Label(own)
    return Label(frozenset(nations_in(problem, rule)) or frozenset(problem.programme.nations))


def names_in(rule: Rule) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every name that a rule gives of what it is about, with the kinds of thing that it may name."""
    for path, name, kinds in misses(rule, EVERYTHING):
        if path[0] not in PROVENANCE:
            yield name, kinds


def nations_in(problem: Problem, rule: Rule) -> Iterator[str]:
    """The nations that a rule names, by themselves, in groups, or by their forces and venues."""
    facts = problem.programme
    for name, kinds in names_in(rule):
        if "nation" in kinds or "group" in kinds:
            yield from problem.expand((name,))
        elif "force" in kinds and name in facts.forces:
            yield facts.forces[name].nation
        elif "venue" in kinds and name in facts.venues:
            yield facts.venues[name].host


def exercises_in(rule: Rule) -> frozenset[str]:
    """The exercises that a rule names."""
    return frozenset(name for name, kinds in names_in(rule) if "exercise" in kinds)


def joined(labels: Iterable[Label]) -> Label:
    """The label of what is derived from all of these; nobody sees what comes from nothing."""
    found: Label | None = None
    for label in labels:
        found = label if found is None else found.join(label)
    return found or NOBODY
