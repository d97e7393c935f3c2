"""Share the burden of sending forces among nations as was agreed.

What it measures  How far what each nation sends is from its agreed share of what all of them send: of the
                  nations' deviations the largest (`by: worst`), or their sum (`by: sum`).
Of                `element_days`   elements of its forces, times the days of the force's own footprint;
                  `strength_days`  the same times the troops of one element, in hundreds rounded up;
                  `cost`           what its forces cost: `cost_per_day` for each element and day of its own
                                   footprint, and `cost_per_km` for each element and km there and back; what
                                   is not written counts 0.
Shares            In any proportion, such as those of an agreed cost key; a nation that is left out has 1, so
                  without any they are equal. Only what these nations send is shared out.
History           Forces under `history:` count with the days from first arrival to last departure written
                  there; a force that is no longer in the programme, and ways travelled, are not known and
                  count 0.
Unit              Part: with S as the sum of the shares in smallest whole numbers, S parts are one
                  element-day, hundred troop-days or currency unit, and a deviation is |sent x S - share x
                  sent by all|.
Does not measure  Troops that are written for a nation without a force (they have no days of their own), nor
                  hosting: see `fair_hosting`.
Real case         NATO's common budgets are paid by an agreed cost-share formula with a percentage for each
                  ally (NATO topic page "Funding NATO"); such a key can be written as `shares`.
"""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, Literal

from exsched.rulekit.costs import Sort
from exsched.rulekit.costs_counted import items_of
from exsched.rulekit.costs_posted import PostedCosts
from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.laydown import Held, Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.shares import SharingGoal


class Burden(StrEnum):
    """What of the forces is shared."""

    ELEMENT_DAYS = "element_days"
    STRENGTH_DAYS = "strength_days"
    COST = "cost"


class BurdenSharing(SharingGoal):
    """Keep every nation near its share of what is sent."""

    goal: Literal["burden_sharing"] = "burden_sharing"
    of: Burden = Burden.ELEMENT_DAYS

    unit: ClassVar[str] = "part"

    def explain(self, problem: Problem) -> str:
        """The goal as one sentence."""
        return f"share the {self.of.replace('_', '-')} of forces among {self.among()}"

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> list[Term]:
        """The deviation of each nation, from what it could send to each form of each exercise."""
        costs = PostedCosts(problem, decisions)
        before = self._before(problem)
        carried = {nation: [Term(before[nation], decisions.all_of([]))] for nation in self.quotas(problem)}
        for key in problem.forms:
            for force in costs.roles(key):
                nation = problem.programme.forces[force].nation
                if nation in carried:
                    carried[nation] += self._of_form(costs, key, force)
        return self.deviations_posted(problem, decisions, carried)

    def _of_form(self, costs: PostedCosts, key: str, force: str) -> Iterator[Term]:
        if self.of is Burden.COST:
            yield from costs.of_force(key, force)
            yield from costs.of_travel(key, force)
        else:
            troops = costs.problem.programme.forces[force].strength
            factor = 1 if self.of is Burden.ELEMENT_DAYS else -(-troops // 100)
            yield Term(factor, costs.element_days(key, force))

    # -- checker --------------------------------------------------------------------------------------------

    def measure(self, problem: Problem, laydown: Laydown) -> int:
        """What each nation sends, and sent before, against its share."""
        carried = self._before(problem)
        for held in laydown.held.values():
            for nation, amount in self._sent(held):
                carried[nation] += amount
        return self.deviation_measured(problem, carried)

    def _sent(self, held: Held) -> Iterator[tuple[str, int]]:
        if self.of is Burden.COST:
            for item in items_of(held):
                if item.sort in {Sort.FORCES, Sort.TRAVEL}:
                    yield item.whose or "", item.amount or 0
            return
        for commitment in held.commitments:
            days = commitment.elements * commitment.footprint.days
            hundreds = (commitment.force.strength + 99) // 100
            yield commitment.force.nation, days * (1 if self.of is Burden.ELEMENT_DAYS else hundreds)

    # -- what history says ----------------------------------------------------------------------------------

    def _before(self, problem: Problem) -> Counter[str]:
        """What each nation sent in past years: a fact, the same for every schedule."""
        forces = problem.programme.forces
        sent: Counter[str] = Counter()
        for past in problem.programme.history.values():
            for name, elements in (past.forces or {}).items():
                if name in forces:
                    force = forces[name]
                    rates = {Burden.ELEMENT_DAYS: 1, Burden.COST: force.cost_per_day or 0}
                    rate = rates.get(self.of, (force.strength + 99) // 100)
                    sent[force.nation] += elements * past.footprint.days * rate
        return sent
