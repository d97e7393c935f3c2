"""Why each line of a replanned schedule is touched: put back as published, what would it break?

The question is asked of the checker for every changed line by itself, with all other lines as they are now.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from exsched.advising.published import moved
from exsched.checking.judge import judge
from exsched.releasing.changes import Change
from exsched.rulekit.problem import Statement
from exsched.rulekit.verdict import Answer, Broken

_KINDS = {
    "linked": {"linked_exercises", "precedence", "umbrella", "spacing", "displaced_exercise", "consensus"},
    "force": {
        "no_double_commitment",
        "force_availability",
        "force_need",
        "dwell_ratio",
        "tempo_cap",
        "standby_exclusion",
        "surge_reserve",
        "abroad_load",
    },
    "venue": {"site_need", "simultaneity_cap", "range_days_cap", "border_standoff", "host_load"},
    "notice": {"dated_act", "annual_listing", "programme_freeze", "certification_deadline", "legal_cover"},
}
_WORDS = {
    "hit": "hit itself",
    "linked": "linked",
    "force": "shares a force",
    "venue": "shares a venue",
    "notice": "notice periods",
    "rule": "another statement",
    "added": "new",
    "choice": "nothing compels it",
}


@dataclass(frozen=True)
class Touched:
    """One changed line, why, and what it would break as it was."""

    change: Change
    kind: str
    because: tuple[str, ...]

    @property
    def lines(self) -> list[str]:
        """The change, and below it why."""
        return [self.change.sentence, f"   {_WORDS[self.kind]}: {'; '.join(self.because)}"]

    def as_json(self) -> dict[str, Any]:
        """The same as JSON values."""
        before, after = self.change.before, self.change.after
        return {
            "exercise": self.change.exercise,
            "kinds": [kind.value for kind in self.change.kinds],
            "sentence": self.change.sentence,
            "why": self.kind,
            "because": list(self.because),
            "before": before.as_json() if before else None,
            "after": after.as_json() if after else None,
        }


def cascade(before: Answer, after: Answer, changes: Collection[Change]) -> tuple[Touched, ...]:
    """Each change with its reason; what was hit itself first, then in order of days."""
    hit = {name for broken in before.verdict.hard for name in broken.violation.exercises}
    found = [_touched(before, after, change, change.exercise in hit) for change in changes]
    return tuple(sorted(found, key=lambda one: one.kind != "hit"))


def _touched(before: Answer, after: Answer, change: Change, hit: bool) -> Touched:
    name = change.exercise
    if change.before is None and name not in before.schedule.by_exercise:
        return Touched(change, "added", ("it is not in the published schedule",))
    if hit:
        broken = [b for b in before.verdict.hard if name in b.violation.exercises]
        return Touched(change, "hit", _sentences(broken))
    back = moved(after.schedule, before.schedule.line(name))
    broken = list(judge(after.problem, back).hard)
    if not broken:
        return Touched(change, "choice", ("as published it would still fit, at a higher price elsewhere",))
    return Touched(change, kind_of(broken[0].statement), _sentences(broken))


def kind_of(said: Statement) -> str:
    """What sort of statement it is: about links, forces, venues, notice periods, or another."""
    if said.rule.rule.startswith("venue_"):
        return "venue"
    return next((kind for kind, rules in _KINDS.items() if said.rule.rule in rules), "rule")


def _sentences(broken: list[Broken]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(b.violation.sentence for b in broken))
