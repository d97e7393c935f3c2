"""A replanned schedule in words and as data: the cascade, dated acts, what is proved."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from exsched.advising.acts_moved import ActMoved, acts_moved
from exsched.advising.cascade import Touched, cascade
from exsched.advising.replan import Replanned
from exsched.domain.outcome import Status
from exsched.exporting.wording import many
from exsched.rulekit.verdict import Broken

_MOST_ACTS = 30
"""Acts told in words; the document has them all."""


@dataclass(frozen=True)
class Told:
    """What is told of a replanned schedule."""

    found: Replanned

    @cached_property
    def touched(self) -> tuple[Touched, ...]:
        """The cascade."""
        after = self.found.after
        return cascade(self.found.before, after, self.found.changes) if after else ()

    @cached_property
    def acts(self) -> tuple[ActMoved, ...]:
        """Dated acts of the lines that change."""
        names = {change.exercise for change in self.found.changes}
        after = self.found.after
        return acts_moved(self.found.before, after, names, self.found.today) if after else ()

    def lines(self) -> list[str]:
        """The answer for people."""
        found = self.found
        if found.after is None:
            return self._hits() + self._nothing()
        if not found.changes:
            return ["nothing has to change: the published schedule keeps every rule as things are now"]
        lines = [*self._hits(), f"{self._summary()}:"]
        for touched in self.touched:
            lines += [f"  {line}" for line in touched.lines]
        return [*lines, *self._acts(), *self._soft(), self.claim]

    def _hits(self) -> list[str]:
        if not self.found.hits:
            return []
        sentences = dict.fromkeys(broken.violation.sentence for broken in self.found.hits)
        return ["the published schedule does not hold any more:", *(f"  {text}" for text in sentences)]

    def _nothing(self) -> list[str]:
        found = self.found
        if found.stuck:
            return ["this concerns the frozen part alone, which stays as it is: there is no way"]
        if found.impossible:
            return [
                "no schedule keeps every hard rule: `exsched explain` shows what clashes, `relax` a way out"
            ]
        return ["no schedule was found within the limits, and none is ruled out"]

    def _summary(self) -> str:
        found = self.found
        count = len(found.changes)
        kept = len(found.before.laydown.held.keys() - {change.exercise for change in found.changes})
        return (
            f"{many(count, 'exercise')} {'changes' if count == 1 else 'change'} at a price of "
            f"{many(found.points or 0, 'point')}, {kept} stay as published"
        )

    def _acts(self) -> list[str]:
        if not self.acts:
            return []
        rest = len(self.acts) - _MOST_ACTS
        more = [f"  and {rest} more; --json shows them all"] if rest > 0 else []
        return ["dated acts:", *(f"  {act.sentence}" for act in self.acts[:_MOST_ACTS]), *more]

    def _soft(self) -> list[str]:
        """What soft statements find now and did not before, of those that cost more than before."""
        assert self.found.after is not None
        before, after = self.found.before.verdict.soft, self.found.after.verdict.soft
        known, then, now = {b.violation.sentence for b in before}, _costs(before), _costs(after)
        new = [b for b in after if b.violation.sentence not in known]
        dearer = [b for b in new if now[b.statement.key] > then[b.statement.key]]
        told = [f"  {b.violation.sentence} (costs {b.cost})" for b in dearer]
        return ["soft rules newly broken:", *told] if told else []

    @property
    def claim(self) -> str:
        """What is proved about the price: of the whole programme, of a ring, or nothing."""
        found = self.found
        if found.proved or not found.changes:
            return "proved: no schedule of the whole programme needs less"
        whole = f"of the whole programme is known that it needs at least {many(found.bound, 'point')}"
        ring = found.ring_proved
        if ring:
            return f"proved least while only these may change: {', '.join(ring.free)}; {whole}"
        return f"not proved least; {whole}"

    def as_json(self) -> dict[str, Any]:
        """The answer for a program."""
        found = self.found
        after = found.after
        return {
            "hits": [b.violation.sentence for b in found.hits],
            "frozen": list(found.frozen),
            "stuck": [b.violation.sentence for b in found.stuck],
            "changes": [touched.as_json() for touched in self.touched],
            "acts": [act.as_json() for act in self.acts],
            "points": found.points,
            "bound": found.bound,
            "proved": "whole" if found.proved else "ring" if found.ring_proved else None,
            "claim": self.claim if after else None,
            "impossible": found.impossible,
            "searches": [
                {
                    "free": len(search.free),
                    "whole": search.whole,
                    "status": Status.IMPOSSIBLE.value if search.barren else search.outcome.status.value,
                    "points": search.points,
                }
                for search in found.searches
            ],
            "verdict": after.verdict.certificate() if after else None,
        }


def _costs(broken: Iterable[Broken]) -> Counter[str]:
    """What each statement costs in all."""
    total = Counter[str]()
    for one in broken:
        total[one.statement.key] += one.cost
    return total
