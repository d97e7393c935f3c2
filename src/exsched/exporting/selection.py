"""What of an answer is exported: all of it, or what concerns one nation, force or venue."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from exsched.domain.exercises import Role
from exsched.rulekit.laydown import Held
from exsched.rulekit.verdict import Answer


class View(StrEnum):
    """What the rows of a timeline are."""

    EXERCISE = "exercise"
    NATION = "nation"
    VENUE = "venue"
    FORCE = "force"


class UnknownName(ValueError):
    """The selection asks for something that the programme does not have."""


@dataclass(frozen=True)
class Selection:
    """Exercises in which the nation takes part or hosts, with the force, at the venue; all must hold.

    `exercise` asks for a single one.
    """

    nation: str | None = None
    force: str | None = None
    venue: str | None = None
    draft: bool = False
    by: View = View.EXERCISE
    exercise: str | None = None

    @property
    def narrowed(self) -> dict[str, str]:
        """What the selection is narrowed to, by kind; empty when everything is selected."""
        asked = {
            "nation": self.nation,
            "force": self.force,
            "venue": self.venue,
            "exercise": self.exercise,
        }
        return {kind: name for kind, name in asked.items() if name is not None}

    def held(self, answer: Answer) -> tuple[Held, ...]:
        """The exercises held that are selected, by STARTEX.

        Raises:
            UnknownName: when a name is not in the programme.
        """
        facts = answer.problem.programme
        self._known("nation", facts.nations)
        self._known("force", facts.forces)
        self._known("venue", facts.venues)
        self._known("exercise", facts.exercises)
        return self.found(answer)

    def found(self, answer: Answer) -> tuple[Held, ...]:
        """The same, and nothing for a name that is not in the programme: a feed outlives names."""
        found = (held for held in answer.laydown.held.values() if self.takes(held))
        return tuple(sorted(found, key=lambda held: (held.execution.start, held.id)))

    def takes(self, held: Held) -> bool:
        """Whether an exercise that is held is selected."""
        return (
            (
                self.nation is None
                or held.takes_part(self.nation, frozenset(Role))
                or self.nation in held.hosts
            )
            and (self.force is None or any(c.force.id == self.force for c in held.commitments))
            and (self.venue is None or self.venue in held.venues)
            and self.exercise in {None, held.id}
        )

    def words(self) -> str:
        """The selection as words for a title, such as `nation NOR, venue narvik`; empty for everything."""
        return ", ".join(f"{kind} {name}" for kind, name in self.narrowed.items())

    def _known(self, kind: str, known: Iterable[str]) -> None:
        name = self.narrowed.get(kind)
        names = sorted(known)
        if name is None or name in names:
            return
        close = get_close_matches(name, names, n=1)
        hint = (
            f"did you mean {close[0]}?"
            if close
            else f"known: {', '.join(names[:12])}{' …' * (len(names) > 12)}"
        )
        raise UnknownName(f"the programme has no {kind} {name!r}\nhint: {hint}")


EVERYTHING = Selection()
