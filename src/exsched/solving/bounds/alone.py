"""What some exercises say alone, for a model that is too large as a whole: smaller domains, and costs.

What others have a part in is left out, but of a no-overlap or a cumulative the group's own intervals stay. So
each group's model is a relaxation of the whole, and what no solution of it has, none of the whole has either:
an exercise that fits no venue, a start day that no rule leaves. What groups cost at least adds up.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from ortools.sat.python import cp_model

from exsched.solving.anatomy import Anatomy, Cumulative, NoOverlap, Sum
from exsched.solving.anatomy.bonds import bonds, clusters
from exsched.solving.anatomy.folding import Folded
from exsched.solving.anatomy.owners import Owners, bits, owners
from exsched.solving.bounds.tighten import presolved
from exsched.solving.search import DEFINITE, whole

_GROUP = 20
"""Exercises of a group."""
_SECONDS = 5.0
"""Seconds that one group may take, to be presolved and to be solved."""


class Groups:
    """All exercises in groups that are bound to each other most, over domains that are made smaller."""

    def __init__(self, anatomy: Anatomy, size: int = _GROUP) -> None:
        self.known = owners(anatomy)
        self.anatomy = anatomy
        """The same parts over domains of which every solution of the whole takes its values."""
        self._loose, self._first = self.known.loose, [domain[0] for domain in anatomy.domains]
        self._groups = clusters(bonds(self.known), size)
        self._wide = list(self._groups)

    def narrow(self) -> bool:
        """Make the domains of one more group smaller; False when that is done for all."""
        if not self._wide:
            return False
        alone, domains = self._alone(self._wide.pop()), list(self.anatomy.domains)
        found = presolved("\n".join(alone.text), _SECONDS)
        for variable, domain in zip(alone.variables, found, strict=False):
            domains[variable] = domain
        self.anatomy = replace(self.anatomy, domains=tuple(domains))
        return True

    # -- what they cost -------------------------------------------------------------------------------------

    def bounds(self, tier: int, stopped: Callable[[], bool]) -> Iterator[int]:
        """Rising bounds on a tier: what the domains leave of it, then what each group adds to that."""
        while not stopped() and self.narrow():
            yield self.anatomy.least(self.anatomy.tiers[tier])
        bound = self.anatomy.least(self.anatomy.tiers[tier])
        yield bound
        for group in self._groups:
            if stopped():
                return
            cost = self._cost(group, tier)
            least, left = _least(self._alone(group), cost), self.anatomy.least(cost)
            if least is not None and least > left:
                bound += least - left
                yield bound

    def _cost(self, group: list[int], tier: int) -> Sum:
        """What of a tier is the group's alone."""
        of, others = self.known.of_variable, ~bits(group)
        return self.anatomy.tiers[tier].only(lambda variable: of[variable] != 0 and not of[variable] & others)

    # -- a group's model ------------------------------------------------------------------------------------

    def _alone(self, group: list[int]) -> Folded:
        """What the group's own variables and parts say, and what is left of the parts that it shares."""
        known, others = self.known, ~bits(group)
        free = {v for place in group for v in known.variables[place] if not known.of_variable[v] & others}
        folded = Folded(self.anatomy, free.union(self._loose), self._first)
        for number in sorted({n for place in group for n in known.parts[place]}):
            part = self.anatomy.parts[number]
            if not known.of_part[number] & others:
                folded.add(number)
            elif isinstance(part, NoOverlap | Cumulative) and not part.when:
                _add_own(folded, part, known, others)
        return folded


def _least(alone: Folded, cost: Sum) -> int | None:
    """The least that a cost can be in a group's model, as far as it is proved in time."""
    variables, factors, _ = alone.sum(cost)
    model = cp_model.CpModel()
    objective = f"objective{{vars:{variables} coeffs:{factors}}}"
    if not variables or not model.proto.parse_text_format("\n".join([*alone.text, objective])):
        return None
    solver = cp_model.CpSolver()
    p = solver.parameters
    p.num_workers, p.max_time_in_seconds = 1, _SECONDS
    p.presolve_inclusion_work_limit = 0
    return whole(solver.best_objective_bound) if solver.solve(model) in DEFINITE else None


def _add_own(folded: Folded, part: NoOverlap | Cumulative, known: Owners, others: int) -> None:
    """Add the part with the group's own intervals, unless others have a say in demands or capacity."""
    kept = [place for place, number in enumerate(part.intervals) if not known.of_part[number] & others]
    intervals = tuple(part.intervals[place] for place in kept)
    if isinstance(part, NoOverlap):
        folded.add_tasks(replace(part, intervals=intervals))
        return
    demands = tuple(part.demands[place] for place in kept)
    said = {variable for one in (part.capacity, *demands) for variable in one.variables}
    if not any(known.of_variable[variable] & others for variable in said):
        folded.add_tasks(replace(part, intervals=intervals, demands=demands))
