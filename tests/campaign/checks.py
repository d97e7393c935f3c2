"""Runs the relations and the proofs of the campaign on one random programme at a time."""

import copy
import random
from collections import Counter
from dataclasses import dataclass, field

from exsched.proof.check import Refused
from exsched.proof.numbers import TooLarge
from exsched.solving.certifying import certify
from exsched.solving.recheck import recheck
from tests.campaign.relations import CHANGES, WORST
from tests.proof.forging import FORGERIES, Document, forged
from tests.random_programmes import a_random_body, problem_of
from tests.solved_values import solved_best, solved_values


@dataclass
class Checked:
    """What has been checked so far: how often by name, and what went wrong."""

    done: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: "Checked") -> None:
        """Take in what another process has checked."""
        self.done += other.done
        self.wrong += other.wrong


def check_relations(seed: int, so_far: Checked) -> None:
    """Every change that applies to the programme of this seed."""
    body = a_random_body(seed)
    values, schedule = solved_best(problem_of(*body))
    before = WORST if values is None else values
    for name, change in CHANGES.items():
        changed = change.make(copy.deepcopy(body), random.Random(f"{seed} {name}"), schedule)
        if changed is None:
            continue
        found = solved_values(problem_of(*changed))
        after = WORST if found is None else found
        so_far.done[name] += 1
        if not change.holds(after, before):
            so_far.wrong.append(f"seed {seed}: {name}: before {before}, after {after}")


def check_proofs(seed: int, so_far: Checked) -> None:
    """A true proof of the programme of this seed is accepted, and one forgery of it is refused."""
    problem = problem_of(*a_random_body(seed))
    _, schedule = solved_best(problem)
    try:
        document = certify(problem, schedule, "clauses", 60)
        recheck(document, problem)
    except TooLarge:
        so_far.done["too large"] += 1
        return
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding of the campaign
        so_far.wrong.append(f"seed {seed}: a true proof is not accepted: {error!r}")
        return
    so_far.done["accepted"] += 1
    forgery = FORGERIES[seed % len(FORGERIES)]
    _refuse(seed, forged(document, forgery), so_far, forgery.__name__)
    if schedule is not None:
        none = document | {"claim": "impossible", "values": [], "schedule": None, "proofs": [["0"]]}
        _refuse(seed, none, so_far, "impossible made up")


def _refuse(seed: int, document: Document, so_far: Checked, name: str) -> None:
    try:
        recheck(document, problem_of(*a_random_body(seed)))
    except Refused:
        so_far.done["refused"] += 1
        so_far.done[f"refused: {name}"] += 1
    else:
        so_far.wrong.append(f"seed {seed}: accepted although forged: {name}")
