"""Checks a proof that clauses cannot all be true: step by step, forward, by nothing but unit propagation.

A proof is a list of lines in the DRUP format: `1 -2 0` adds a clause, `d 1 -2 0` says that one is no longer
needed. A clause may be added when assuming all its literals false leads to a contradiction by propagation
alone (E. Goldberg, Y. Novikov: Verification of proofs of unsatisfiability for CNF formulas, DATE 2003). It
then follows from the clauses before it. The proof holds when the empty clause follows. Deleting a clause only
ever makes that harder.
"""

from collections.abc import Iterable, Sequence


class NotProved(Exception):
    """A step does not follow, or nothing was proved at the end; the text says which."""


def check(clauses: Iterable[Sequence[int]], proof: Iterable[str]) -> int:
    """Follow the whole proof; returns how many clauses were added on the way.

    Raises:
        NotProved: the first step that does not follow, or a proof that ends too early.
    """
    known = _Known()
    for clause in clauses:
        known.add(clause)
    steps = 0
    for number, line in enumerate(proof, 1):
        if known.contradiction:
            break
        deletes, clause = _read(line, number)
        if deletes:
            known.delete(clause)
            continue
        if not known.implies(clause):
            raise NotProved(f"step {number} does not follow from those before it")
        known.add(clause)
        steps += 1
    if not known.contradiction:
        raise NotProved("the proof ends without a contradiction")
    return steps


def _read(line: str, number: int) -> tuple[bool, tuple[int, ...]]:
    """Whether a line deletes, and its clause."""
    words = line.split()
    deletes = words[:1] == ["d"]
    try:
        *literals, end = map(int, words[deletes:])
    except ValueError:
        raise NotProved(f"step {number} is no clause") from None
    if end != 0 or 0 in literals:
        raise NotProved(f"step {number} is no clause")
    return deletes, tuple(dict.fromkeys(literals))


class _Known:
    """The clauses that are known, with what follows from them at once."""

    def __init__(self) -> None:
        self.contradiction = False
        self._true: dict[int, bool] = {}  # literal to whether it is true; both signs are entered
        self._trail: list[int] = []  # true literals, in the order in which they became true
        self._followed = 0  # so many of them have been followed up
        self._watched: dict[
            int, list[list[int]]
        ] = {}  # literal to clauses with it in one of the first two places
        self._by_content: dict[frozenset[int], list[list[int]]] = {}

    def add(self, clause: Sequence[int]) -> None:
        """Take in a clause, and all that follows from it at once."""
        literals = list(dict.fromkeys(clause))
        if any(-literal in literals for literal in literals):
            return
        literals.sort(key=lambda literal: self._true.get(literal) is False)  # false ones last
        self._by_content.setdefault(frozenset(literals), []).append(literals)
        if not literals or self._true.get(literals[0]) is False:
            self.contradiction = True
            return
        if len(literals) > 1:
            for literal in literals[:2]:
                self._watched.setdefault(literal, []).append(literals)
        if len(literals) == 1 or self._true.get(literals[1]) is False:
            self.contradiction |= not (self._set(literals[0]) and self._propagate())

    def delete(self, clause: Sequence[int]) -> None:
        """Forget one clause with just these literals; what has followed from it stays."""
        found = self._by_content.get(frozenset(clause))
        if found:
            gone = found.pop()
            for literal in gone[:2]:
                if len(gone) > 1:
                    self._watched[literal] = [kept for kept in self._watched[literal] if kept is not gone]

    def implies(self, clause: Sequence[int]) -> bool:
        """Whether assuming every literal false leads to a contradiction; nothing is changed."""
        before = len(self._trail)
        consistent = all(self._set(-literal) for literal in clause) and self._propagate()
        for literal in self._trail[before:]:
            del self._true[literal], self._true[-literal]
        del self._trail[before:]
        self._followed = before
        return not consistent

    def _set(self, literal: int) -> bool:
        """Make a literal true; False when it is false already."""
        known = self._true.get(literal)
        if known is None:
            self._true[literal], self._true[-literal] = True, False
            self._trail.append(literal)
        return known is not False

    def _propagate(self) -> bool:
        """Follow up all that has become true; False at a contradiction."""
        while self._followed < len(self._trail):
            literal = self._trail[self._followed]
            self._followed += 1
            if not self._follow(-literal):
                return False
        return True

    def _follow(self, false: int) -> bool:
        """Look at every clause that watches a literal that has become false."""
        watching = self._watched.get(false, [])
        kept: list[list[int]] = []
        value = self._true.get
        for place, clause in enumerate(watching):
            if clause[0] == false:
                clause[0], clause[1] = clause[1], false
            if value(clause[0]):
                kept.append(clause)
                continue
            for other in range(2, len(clause)):
                if value(clause[other]) is not False:
                    clause[1], clause[other] = clause[other], false
                    self._watched.setdefault(clause[1], []).append(clause)
                    break
            else:
                kept.append(clause)
                if not self._set(clause[0]):
                    self._watched[false] = kept + watching[place + 1 :]
                    return False
        self._watched[false] = kept
        return True
