"""What statements are written about: the facts, the plan that somebody has in mind, and dice."""

from dataclasses import dataclass
from functools import cached_property
from random import Random

from benchmarks.generator.politics import Politics
from benchmarks.generator.scale import Scale
from exsched.domain.exercises import Exercise
from exsched.domain.programme import Programme
from exsched.rulekit.laydown import Held, Laydown


@dataclass(frozen=True)
class Scene:
    """Statements are proposed from here; `settling` then fits them to the plan."""

    scale: Scale
    politics: Politics
    programme: Programme
    plan: Laydown

    @cached_property
    def dice(self) -> Random:
        """The dice of the statements."""
        return self.scale.chance("statements")

    @cached_property
    def held(self) -> list[Held]:
        """What the plan holds, by STARTEX."""
        return sorted(self.plan.held.values(), key=lambda held: (held.execution.start, held.id))

    @cached_property
    def exercises(self) -> list[Exercise]:
        """All exercises, by id."""
        return [self.programme.exercises[name] for name in sorted(self.programme.exercises)]

    def some(self, per: int, least: int = 1) -> int:
        """One for so many exercises."""
        return max(least, self.scale.exercises // per)

    def nations(self, share: float) -> list[str]:
        """Some of the nations."""
        codes = self.scale.codes
        return sorted(self.dice.sample(codes, max(1, round(share * len(codes)))))

    def neighbours(self, count: int) -> list[tuple[Held, Held]]:
        """Pairs of exercises that follow each other in the plan, the second a few places after the first."""
        dice, held = self.dice, self.held
        if len(held) < 8:
            return []
        firsts = [dice.randrange(len(held) - 6) for _ in range(count)]
        return [(held[n], held[n + dice.randint(1, 5)]) for n in sorted(set(firsts))]
