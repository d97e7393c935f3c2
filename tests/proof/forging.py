"""Forged proof files: each is a true one with something changed that makes it worthless."""

import copy
from collections.abc import Callable
from typing import Any

Document = dict[str, Any]
Forgery = Callable[[Document], None]


def part_left_out(document: Document) -> None:
    """The model lacks a part."""
    del document["model"]["parts"][len(document["model"]["parts"]) // 2]


def part_added(document: Document) -> None:
    """The model has a part that nobody said, and that nothing can keep."""
    document["model"]["parts"].append(["AnyOf", [], []])
    document["proofs"] = [[] for _ in document["proofs"]]


def domain_narrowed(document: Document) -> None:
    """A number of the model has lost all values but one."""
    domains = document["model"]["domains"]
    wide = next(place for place, domain in enumerate(domains) if domain[0] < domain[-1])
    domains[wide] = [domains[wide][0]] * 2


def give_back_lowered(document: Document) -> None:
    """What a later tier may take back is another."""
    document["model"]["give_back_permille"] += 500


def another_programme(document: Document) -> None:
    """The file names another input."""
    document["input_sha256"] = "0" * 64


def value_lowered(document: Document) -> None:
    """A value is claimed that the schedule has not."""
    document["values"] = [value - 1 for value in document["values"]] or [0]


def value_raised(document: Document) -> None:
    """A value is claimed that is worse than the schedule's."""
    document["values"] = [value + 1 for value in document["values"]] or [7]


def claim_turned(document: Document) -> None:
    """What proves the one is said to prove the other."""
    document["claim"] = "impossible" if document["claim"] == "optimal" else "optimal"


def proof_missing(document: Document) -> None:
    """One proof is not there."""
    document["proofs"].pop()


def proof_of_nothing(document: Document) -> None:
    """The first line of each proof says something about literals that no clause speaks of."""
    document["proofs"] = [["1000000007 0", *proof] for proof in document["proofs"]]
    document["model"]["parts"] = []
    document["model"]["tiers"] = [[[], [], tier[2]] for tier in document["model"]["tiers"]]


def schedule_spoilt(document: Document) -> None:
    """The schedule does not hold what it is said to hold, or is there although none can be."""
    document["schedule"] = {"programme": document["programme"], "lines": []}
    document["values"] = [*document["values"], 0]


FORGERIES: tuple[Forgery, ...] = (
    part_left_out,
    part_added,
    domain_narrowed,
    give_back_lowered,
    another_programme,
    value_lowered,
    value_raised,
    claim_turned,
    proof_missing,
    proof_of_nothing,
    schedule_spoilt,
)


def forged(document: Document, forgery: Forgery) -> Document:
    """A changed copy."""
    other = copy.deepcopy(document)
    forgery(other)
    return other
