"""A model in which every hard statement can be left out or eased, each by itself.

A rule posts itself softly when it has a price: then it measures by how much it is broken. Here every hard
statement is posted so, and a switch holds its breaches at nothing. One posting thus serves the plan, the
search for a conflict (which switches cannot be on together?) and the search for a way out (which breaches are
the least?). Nothing in the model rests on a statement that can be switched off: where every statement can be,
the days of STARTEX are those of the whole horizon.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from exsched.rulekit.decisions import Term
from exsched.rulekit.problem import Problem, Statement
from exsched.solving.decisions import SolverDecisions
from exsched.solving.logic import Bool, Number


@dataclass(frozen=True)
class Switched:
    """The model; by key of each hard statement that binds anything, its switch and what it is broken by."""

    problem: Problem
    decisions: SolverDecisions
    switches: Mapping[str, Bool]
    breaches: Mapping[str, Number]

    @property
    def cp(self) -> cp_model.CpModel:
        """The CP-SAT model."""
        return self.decisions.logic.model


def switched(problem: Problem, only_these: Collection[str] | None = None) -> Switched:
    """Post every hard statement with a switch; soft statements and goals are left out.

    With `only_these` all others hold always: then the model is hardly larger than the ordinary one.
    """
    statements = sorted(hard(problem.statements), key=lambda said: said.key)
    able = {said.key for said in statements} if only_these is None else only_these
    firm = tuple(said for said in statements if said.key not in able)
    decisions = SolverDecisions(replace(problem, statements=firm))
    for said in firm:
        said.rule.post(problem, decisions)
    switches: dict[str, Bool] = {}
    breaches: dict[str, Number] = {}
    for said in (said for said in statements if said.key in able):
        amounts = _posted(problem, decisions, said)
        if said.key in switches:
            raise ValueError(f"two statements are called {said.key}")
        if amounts:
            breaches[said.key] = decisions.logic.total(amounts)
            switches[said.key] = switch = decisions.logic.model.new_bool_var(f"switch {said.key}")
            for amount in amounts:
                decisions.logic.model.add(1 * amount.of <= 0).only_enforce_if(switch)
    return Switched(problem, decisions, switches, breaches)


def hard(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements that may not be broken at any price."""
    return tuple(said for said in statements if said.rule.cost is None)


def only(problem: Problem, keys: Collection[str]) -> Problem:
    """The problem with these statements alone, and nothing to make small."""
    wanted = frozenset(keys)
    kept = tuple(said for said in problem.statements if said.key in wanted)
    return replace(problem, statements=kept, tiers=())


def _posted(problem: Problem, decisions: SolverDecisions, said: Statement) -> list[Term]:
    """What the statement can be broken by, in its own unit."""
    known = len(decisions.breaches())
    decisions.cost = 1
    said.rule.model_copy(update={"soft": 1}).post(problem, decisions)
    decisions.cost = None
    return [
        term
        for term in decisions.breaches()[known:]
        if decisions.logic.bounds(1 * term.of)[1] > 0  # what cannot be broken needs no switch
    ]
