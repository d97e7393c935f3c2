"""Costs as the solver sees them: terms of a sum, in currency units; what is not written counts 0.

A cost is a rate times a number of days, or of kilometres; that number is a decision of its own, so that no
factor of the sum is larger than the rate that the planner wrote.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exsched.rulekit.costs import exercise_rates, km_there_and_back
from exsched.rulekit.decisions import Decisions, Expr, Lit, Term
from exsched.rulekit.problem import Problem


@dataclass(frozen=True)
class PostedCosts:
    """The costs of each form of an exercise, each counted only when all of `when` hold."""

    problem: Problem
    d: Decisions

    def of_exercise(self, key: str, when: Sequence[Lit] = ()) -> Iterator[Term]:
        """What the exercise itself costs."""
        fixed, by_day = exercise_rates(self.problem.forms[key]) or (0, 0)
        conditions = [self.d.held(key), *when]
        if fixed:
            yield Term(fixed, self.d.all_of(conditions))
        if by_day:
            yield Term(by_day, self.d.only_when(self.d.length(key), conditions))

    def venues(self, key: str) -> list[str]:
        """The venues that the form could use."""
        facts, sites = self.problem.programme, self.problem.forms[key].sites.values()
        return sorted({venue for site in sites for venue in facts.candidates(site)})

    def of_venue(self, key: str, venue: str, when: Sequence[Lit] = ()) -> Iterator[Term]:
        """What one venue costs."""
        if rate := self.problem.programme.venues[venue].cost_per_day:
            used = [self.d.uses(key, [venue]), *when]
            yield Term(rate, self.d.only_when(self.d.length(key), used))

    def roles(self, key: str) -> dict[str, list[str]]:
        """By force that the form could take, the roles that it could fill."""
        found: dict[str, list[str]] = {}
        for role, need in self.problem.forms[key].forces.items():
            for force in self.problem.programme.eligible(need):
                found.setdefault(force, []).append(role)
        return found

    def element_days(self, key: str, force: str, when: Sequence[Lit] = ()) -> Expr:
        """Elements committed, times the days of the force's own footprint."""
        d = self.d
        elements = d.sum_of([Term(1, d.elements(key, role, force)) for role in self.roles(key)[force]])
        return d.only_when(d.product(elements, d.days_of(d.force_days(key, force))), when)

    def of_force(self, key: str, force: str, when: Sequence[Lit] = ()) -> Iterator[Term]:
        """What a force costs by its days."""
        if rate := self.problem.programme.forces[force].cost_per_day:
            yield Term(rate, self.element_days(key, force, when))

    def of_travel(self, key: str, force: str, when: Sequence[Lit] = ()) -> Iterator[Term]:
        """What a force costs by its kilometres."""
        facts, line, d = self.problem.programme, self.problem.forms[key], self.d
        unit = facts.forces[force]
        for role in self.roles(key)[force] if unit.cost_per_km else ():
            need = line.forces[role].site or next(iter(line.sites), "")
            for venue in facts.candidates(line.sites[need]) if need in line.sites else ():
                if km := km_there_and_back(unit, facts.venues[venue].at):
                    way = d.product(km, d.elements(key, role, force))
                    there = [d.at_site(key, need, venue), *when]
                    yield Term(unit.cost_per_km or 0, d.only_when(way, there))
