"""Every site of an exercise is met by one venue that fits.

What it says      When the exercise is held, the site takes exactly one venue; it is one of `any_of` (if
                  given), offers everything under `provides`, lies in one of `hosts` and in `area`, as the
                  programme says.
Why it exists     An exercise without a place is not planned, and a port without deep water takes no large
                  ship.
Does not say      That the venue is free: see `venue_capacity`, `venue_closure` and `venue_changeover`. Two
                  sites of one exercise may be met by one venue.
Soft unit         One site without a fitting venue.
Undecided         The programme line has no site of this name.
Validity          Applies when the exercise has an execution day inside `valid`.
Facts             Each of `sites` of an exercise.
Real case         A landing needs a beach, a port of debarkation and an air base within one area.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from exsched.domain.exercises import SiteNeed
from exsched.domain.names import ExerciseId, Id
from exsched.domain.programme import Programme
from exsched.domain.venues import Venue
from exsched.rulekit.decisions import Decisions, Term
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.problem import Problem
from exsched.rulekit.rule import Path, Rule


class SiteNeedMet(Rule):
    """A site of an exercise that needs one venue."""

    rule: Literal["site_need"] = "site_need"
    exercise: ExerciseId
    site: Id

    unit: ClassVar[str] = "site"

    @classmethod
    def from_facts(cls, programme: Programme) -> Iterator[tuple[Path, Self]]:
        """One for each site of each exercise, in whichever of its forms it needs it."""
        for name, line in programme.exercises.items():
            for site in line.sites:
                yield ("exercises", name, "sites", site), cls(exercise=name, site=site)
            seen = set(line.sites)
            for form, other in line.forms.items():
                for site in [site for site in other.sites or () if site not in seen]:
                    seen.add(site)
                    path: Path = ("exercises", name, "forms", form, "sites", site)
                    yield path, cls(exercise=name, site=site)

    def explain(self, problem: Problem) -> str:
        """The statement as one sentence."""
        forms = [problem.forms[key] for key in problem.forms_of(self.exercise)]
        need = next((line.sites[self.site] for line in forms if self.site in line.sites), None)
        return f"{self.exercise} needs one venue for {self.site}{f': {_words(need)}' if need else ''}"

    def post(self, problem: Problem, decisions: Decisions) -> None:
        """Choose exactly one of the venues that fit."""
        for key in problem.forms_of(self.exercise):
            need = problem.forms[key].sites.get(self.site)
            if need is None:
                continue
            when = [decisions.touches(key, self.valid)]
            fitting = problem.programme.candidates(need)
            choices = [Term(1, decisions.at_site(key, self.site, venue)) for venue in fitting]
            if choices:
                decisions.within(choices, [(1, 1)], when)
            else:
                decisions.never(when)

    def check(self, problem: Problem, laydown: Laydown) -> Iterator[Finding]:
        """Look at the venue that the site has."""
        held = laydown.held.get(self.exercise)
        if held is None or not held.touches(self.valid.period()):
            return
        need, venue = held.exercise.sites.get(self.site), held.sites.get(self.site)
        if need is None and any(self.site in problem.forms[key].sites for key in problem.forms_of(held.id)):
            return
        if need is None:
            missing = f"exercises.{self.exercise}.sites.{self.site}"
            yield Undecided((held.id,), f"what {held.id} needs for {self.site} is not known", missing)
        elif venue is None:
            yield Violation((held.id,), f"{held.id} has no venue for {self.site}")
        elif faults := list(_faults(problem.programme, need, venue)):
            yield Violation(
                (held.id,), f"{venue.id} does not fit {self.site} of {held.id}: {'; '.join(faults)}"
            )


def _faults(facts: Programme, need: SiteNeed, venue: Venue) -> Iterator[str]:
    if need.any_of and venue.id not in need.any_of:
        yield f"it is not one of {', '.join(need.any_of)}"
    if lacking := sorted(set(need.provides) - set(venue.provides)):
        yield f"it does not provide {', '.join(lacking)}"
    if need.hosts and venue.host not in facts.expand(need.hosts):
        yield f"it lies in {venue.host}, not in {', '.join(need.hosts)}"
    if need.area:
        held = facts.areas[need.area].holds(venue)
        if held is None:
            yield f"it is not known to be in {need.area}: it has no position"
        elif not held:
            yield f"it is not in {need.area}"


def _words(need: SiteNeed) -> str:
    parts = [
        f"one of {', '.join(need.any_of)}" if need.any_of else "",
        f"with {', '.join(need.provides)}" if need.provides else "",
        f"in {', '.join(need.hosts)}" if need.hosts else "",
        f"in {need.area}" if need.area else "",
    ]
    return ", ".join(part for part in parts if part)
