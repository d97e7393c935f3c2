"""The schedule file: what was decided, all that follows from it, how it was made and what the checker found.

The core keys (`programme`, `lines`) are exactly those of `domain.schedule`, so that the file is read back
and checked like one typed by hand; what follows from them stands under `derived`, `outcome`, `verdict` and
`made_with`.

A file narrowed to a nation, force or venue names it in `made_with.only`, with `made_with.extract` in words:
the exercises left out are not dropped, so an extract is for reading and not for `verify`; its `outcome` and
`verdict` are those of the whole schedule.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from exsched import __version__
from exsched.domain.outcome import Outcome, TierResult
from exsched.domain.programme import FORMAT_VERSION
from exsched.domain.schedule import Line
from exsched.exporting.acts import standing
from exsched.exporting.selection import EVERYTHING, Selection
from exsched.exporting.wording import many
from exsched.rulekit.act import Act, PlanningEvent
from exsched.rulekit.laydown import Held
from exsched.rulekit.problem import Statement
from exsched.rulekit.verdict import Answer, Verdict

Json = dict[str, Any]


def write(answer: Answer, selection: Selection = EVERYTHING) -> bytes:
    """The schedule file as UTF-8; keys in a fixed order, no clock."""
    return (json.dumps(document(answer, selection), ensure_ascii=False, indent=1) + "\n").encode()


def document(answer: Answer, selection: Selection = EVERYTHING) -> Json:
    """The schedule file as plain data."""
    chosen = {held.id: held for held in selection.held(answer)}
    planning: dict[str, list[PlanningEvent]] = defaultdict(list)
    acts: dict[str, list[Json]] = defaultdict(list)
    for event in answer.planning:
        planning[event.exercise].append(event)
    for act in answer.acts:
        acts[act.exercise].append(_act(act, answer.problem.programme.as_of))
    lines = []
    for name in answer.problem.exercises:
        if name in chosen:
            lines.append(_held(chosen[name], planning[name], acts[name]))
        elif not selection.narrowed and name not in answer.laydown.held:
            lines.append(_dropped(answer, name))
    return {
        "programme": answer.schedule.programme,
        "lines": lines,
        "outcome": outcome(answer.outcome) if answer.outcome else None,
        "verdict": verdict(answer.verdict),
        "made_with": _made_with(answer, selection),
    }


def _core(line: Line) -> Json:
    data: Json = line.model_dump(mode="json", exclude={"form"} if line.form is None else None)
    for field in ("sites", "participants", "forces"):
        data[field] = dict(sorted(data[field].items()))
    return data


def _held(held: Held, planning: Iterable[PlanningEvent], acts: list[Json]) -> Json:
    return _core(held.line) | {
        "derived": _form(held)
        | {
            "title": held.exercise.title,
            "footprint": str(held.footprint),
            "days": held.execution.days,
            "hosts": sorted(held.hosts),
            "roles": {nation: role.value for nation, role in held.roles.items()},
            "forces": [
                {
                    "need": c.need,
                    "force": c.force.id,
                    "nation": c.force.nation,
                    "elements": c.elements,
                    "footprint": str(c.footprint),
                    "travel_known": c.travel_known,
                }
                for c in held.commitments
            ],
            "draws": {
                pool: {"units": units, "dates": str(held.execution)}
                for pool, units in sorted(held.exercise.draws.items())
            },
            "planning": [{"event": e.event, "start": str(e.start), "end": str(e.end)} for e in planning],
            "acts": acts,
        }
    }


def _form(held: Held) -> Json:
    """What holding it in a lesser form means; nothing for an exercise in its full form."""
    if held.line.form is None:
        return {}
    line = held.exercise
    return {"kind": line.kind.value, "strength": line.strength, "worth_lost": line.loses}


def _act(act: Act, as_of: date) -> Json:
    return {
        "duty": act.duty.value,
        "act": act.act,
        "to": act.to,
        "due": str(act.due),
        "standing": standing(act, as_of).value,
        "on_record": str(act.on_record) if act.on_record else None,
        "paragraph": act.paragraph,
    }


def _dropped(answer: Answer, name: str) -> Json:
    exercise = answer.problem.exercises[name]
    core = _core(Line(exercise=name, held=False))
    return core | {"derived": {"title": exercise.title, "worth_lost": exercise.worth}}


def outcome(result: Outcome) -> Json:
    """Status word, evidence level, value and bound of each tier."""
    return {
        "status": result.status.value,
        "evidence": result.evidence.value,
        "evidence_means": result.meaning,
        "headline": result.headline(),
        "within_percent": result.within_percent,
        "why": result.why,
        "tiers": [_tier(n, tier) for n, tier in enumerate(result.tiers, 1)],
    }


def _tier(number: int, tier: TierResult) -> Json:
    return {
        "tier": number,
        "value": tier.value,
        "bound": tier.bound,
        "gap_percent": tier.gap_percent,
        "proved": tier.proved,
        "goals": [goal.model_dump(mode="json") for goal in tier.goals],
    }


def verdict(found: Verdict) -> Json:
    """The certificate, every statement broken with sentence and cost, and those that cannot be decided."""
    return found.certificate() | {
        "values": [[goal.model_dump(mode="json") for goal in tier] for tier in found.values],
        "broken": [
            _said(broken.statement)
            | {
                "hard": broken.hard,
                "exercises": list(broken.violation.exercises),
                "sentence": broken.violation.sentence,
                "amount": broken.violation.amount,
                "unit": broken.statement.rule.unit,
                "cost": broken.cost,
            }
            for broken in (*found.hard, *found.soft)
        ],
        "cannot_be_decided": [
            _said(entry.statement)
            | {
                "exercises": list(entry.undecided.exercises),
                "sentence": entry.undecided.sentence,
                "missing": entry.undecided.missing,
            }
            for entry in found.undecided
        ],
    }


def _said(statement: Statement) -> Json:
    return {
        "statement": statement.key,
        "rule": statement.rule.rule,
        "place": str(statement.place) if statement.place else None,
    }


def _made_with(answer: Answer, selection: Selection) -> Json:
    result = answer.outcome
    return {
        "format": FORMAT_VERSION,
        "exsched": __version__,
        "versions": dict(sorted(result.versions.items())) if result else {},
        "parameters": dict(sorted(result.parameters.items())) if result else {},
        "seed": result.seed if result else None,
        "reproducible": result.reproducible if result else None,
        "as_of": str(answer.problem.programme.as_of),
        "input_sha256": answer.problem.input_hash,
        "only": selection.narrowed,
        "draft": selection.draft,
    } | (_calendars(answer) | _extract(answer, selection))


def _calendars(answer: Answer) -> Json:
    """The data from which dates of periods were worked out; nothing when a planner wrote them all."""
    versions = answer.problem.programme.data_versions
    return {"calendars": versions} if versions else {}


def _extract(answer: Answer, selection: Selection) -> Json:
    """What a narrowed file is, in words; nothing for a whole one."""
    if not selection.narrowed:
        return {}
    count = many(len(selection.held(answer)), "exercise")
    return {
        "extract": f"only {selection.words()}: {count}; not the whole schedule, so not for verify;"
        " outcome and verdict are those of the whole programme"
    }
