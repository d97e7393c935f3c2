"""The editions of a series by STARTEX, while that order is not yet decided; for posting."""

from collections.abc import Sequence

from exsched.rulekit.decisions import Decisions, Lit


class Editions:
    """Editions that may each be held or dropped; of two on one day, the first by id is the earlier.

    Each two of them make a literal and each three another, so that n editions cost n cubed: five make some
    400 constraints, ten some 4,000. Series have few editions within one horizon; which two follow each
    other cannot be said without those that may lie between.
    """

    def __init__(self, ids: Sequence[str], decisions: Decisions) -> None:
        self.ids = tuple(sorted(ids))
        self._decisions = decisions
        self._earlier: dict[tuple[str, str], Lit] = {}

    def earlier(self, one: str, other: str) -> Lit:
        """Both are held, the one earlier than the other."""
        pair = (one, other)
        if pair not in self._earlier:
            self._earlier[pair] = self._is_earlier(one, other)
        return self._earlier[pair]

    def _is_earlier(self, one: str, other: str) -> Lit:
        d = self._decisions
        if one > other:
            return d.before(one, other)
        return d.all_of([d.held(one), d.held(other), d.negation(d.before(other, one))])

    def between(self, one: str, other: str) -> list[Lit]:
        """For each further edition: it is held after the one and before the other."""
        rest = [name for name in self.ids if name not in {one, other}]
        return [self._decisions.all_of([self.earlier(one, n), self.earlier(n, other)]) for n in rest]

    def ahead_of(self, other: str) -> list[Lit]:
        """For each further edition: it is held before the other."""
        return [self.earlier(name, other) for name in self.ids if name != other]

    def follows(self, one: str, other: str) -> Lit:
        """The other is the next edition held after the one."""
        d = self._decisions
        return d.all_of([self.earlier(one, other), *map(d.negation, self.between(one, other))])

    def is_first(self, other: str) -> Lit:
        """It is held, and no edition is held before it."""
        d = self._decisions
        return d.all_of([d.held(other), *map(d.negation, self.ahead_of(other))])
