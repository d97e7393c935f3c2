"""Rows for yes and no: clauses, literals that are others together, literals that speak of days."""

from collections.abc import Iterable

import numpy as np

from exsched.solving.anatomy import AllOf, AnyOf, AtMostOne
from exsched.solving.bounds.days import Base, Key, Mask
from exsched.solving.bounds.meaning import Literal, negated, variable_of
from exsched.solving.bounds.words import Expression, Words


class Literals(Words):
    """Writes what is said of literals."""

    def _clause(self, literals: Iterable[Literal]) -> None:
        found = Expression()
        for literal in {self.meaning.name(each) for each in literals}:
            self._add_literal(found, literal)
        self._at_least(found, 1)

    def _logic(self, part: object) -> None:
        if isinstance(part, AnyOf):
            clause = (*map(negated, part.when), *part.literals)
            last = max(clause, key=variable_of, default=0)
            if set(map(negated, clause)) - {negated(last)} != set(self.meaning.both.get(last, [None])):
                self._clause(clause)
        elif isinstance(part, AllOf):
            said = self.meaning.both.get(part.when[0], ()) if len(part.when) == 1 else ()
            for literal in part.literals:
                if literal not in said:
                    self._clause((*map(negated, part.when), literal))
        elif isinstance(part, AtMostOne) and not part.when:
            found = Expression()
            for literal in part.literals:
                self._add_literal(found, literal, -1)
            self._at_least(found, -1)

    def _definitions(self) -> None:
        """Say what literals mean that rows speak of; later ones first, for they speak of earlier ones."""
        defined = {*self.meaning.below, *self.meaning.both}
        for literal in sorted(defined, key=variable_of, reverse=True):
            if self.days.has_column(literal):
                if literal in self.meaning.below:
                    self._below(literal)
                elif not self._event(literal):
                    self._both(literal)

    def _both(self, literal: Literal) -> None:
        """All of some others; and if their opposites exclude each other, its opposite is their sum."""
        parts = self.meaning.both[literal]
        for part in parts:
            self._clause([negated(literal), part])
        self._clause([literal, *map(negated, parts)])
        if self.meaning.disjoint(map(negated, parts)):
            found = Expression()
            self._add_literal(found, negated(literal))
            for part in parts:
                self._add_literal(found, negated(part), -1)
            self._at_least(found, 0)

    def _below(self, literal: Literal) -> None:
        """At or below a limit: the share of the days on which it surely is, or can be."""
        of, limit = self.meaning.below[literal]
        reach = self.days.reach(of)
        if reach is not None:
            base = self.days.bases[reach.base]
            self._holds_when(literal, frozenset(), base, reach.high <= limit)
            self._holds_when(negated(literal), frozenset(), base, reach.low > limit)

    def _event(self, literal: Literal) -> bool:
        """Days of one base, and at most one literal or several whose shares are known: its shares."""
        done = False
        for base in self.days.bases_of(self.meaning.both[literal]):
            found = self.days.split(self.meaning.both[literal], base)
            if found is None or not self.days.has_joint(found[0], base):
                continue
            key, mask = found
            self._holds_when(literal, key, base, mask)
            if key:
                self._only_when(literal, key, base, mask)
            else:
                self._holds_when(negated(literal), key, base, ~mask)
            done = True
        return done

    def _only_when(self, literal: Literal, key: Key, base: Base, mask: Mask) -> None:
        """The literal is at most the share of these days with all of the key."""
        found = Expression()
        self._add_literal(found, literal, -1)
        for column in np.array(self.days.joint(key, base))[base.some_in(mask)].tolist():
            found.terms[column] += 1
        self._at_least(found, 0)

    def _holds_when(self, literal: Literal, key: Key, base: Base, mask: Mask) -> None:
        """The literal is at least the share of these days with all of the key."""
        found = Expression()
        self._add_literal(found, literal)
        self._less(found, self.days.share_of(key, base, mask.astype(np.int64)))
        self._at_least(found, 0)

    @staticmethod
    def _less(found: Expression, share: tuple[dict[int, int], int]) -> None:
        for column, factor in share[0].items():
            found.terms[column] -= factor
        found.constant -= share[1]
