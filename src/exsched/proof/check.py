"""Checks a proof file. Alone: `python -m exsched.proof.check FILE`; needs the standard library only.

Alone, it rebuilds the clauses from the model in the file and follows every step of the reasoning. Whether
that model is the programme's, and whether the schedule has its values, is for
`exsched certify --check FILE PROGRAMME` to say.
"""

import json
import sys
from pathlib import Path
from typing import Any

from exsched.proof import reasoning
from exsched.proof.numbers import TooLarge
from exsched.proof.parts import Parts

FORMAT = "exsched proof 1"
CLAIMS = ("impossible", "optimal")
TRUSTED = (
    "that the clauses say what the rules say; tests compare both with the checker on every schedule of "
    "small programmes"
)


class Refused(Exception):
    """The file proves nothing; the text says why."""


def check_reasoning(document: dict[str, Any]) -> list[int]:
    """Follow every proof in the file; returns the number of steps for each claim.

    Raises:
        Refused: a proof does not hold, or is not about what is claimed.
    """
    model, proofs = document["model"], document["proofs"]
    asked = ceilings(document["claim"], document["values"], model["give_back_permille"])
    if len(proofs) != len(asked):
        raise Refused(f"{len(asked)} proofs are needed, the file has {len(proofs)}")
    steps = []
    for limits, proof in zip(asked, proofs, strict=True):
        try:
            steps.append(reasoning.check(clauses_of(model, limits), proof))
        except reasoning.NotProved as wrong:
            raise Refused(f"proof {len(steps) + 1}: {wrong}") from None
    return steps


def ceilings(claim: str, values: list[int], give_back_permille: int) -> list[list[int]]:
    """What must be impossible: for each claim, the most that each tier may be, from the first tier on."""
    if claim == "impossible":
        return [[]]
    kept = [value + value * give_back_permille // 1000 for value in values]
    return [[*kept[:tier], value - 1] for tier, value in enumerate(values)]


def clauses_of(model: dict[str, Any], limits: list[int]) -> list[tuple[int, ...]]:
    """The clauses that say: a schedule keeps every rule, and its tiers stay within the limits."""
    parts = Parts(model)
    for tier, limit in zip(model["tiers"], limits, strict=False):
        parts.below(tier, limit)
    return parts.clauses


def read(content: bytes) -> dict[str, Any]:
    """The proof file, in the right form.

    Raises:
        Refused: it is no proof file.
    """
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise Refused("it is not JSON") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise Refused(f'it is no proof file: "format" is not "{FORMAT}"')
    if document.get("claim") not in CLAIMS or document.get("way") not in {"clauses", "trials"}:
        raise Refused("its claim or its way is not known")
    for name, kind in _FORM.items():
        if not isinstance(document.get(name), kind):
            raise Refused(f"{name} is missing or in the wrong form")
    if not all(type(value) is int for value in document["values"]):
        raise Refused("values are not whole numbers")
    if document["way"] == "clauses":
        _read_reasoning(document)
    return document


_FORM = {"programme": str, "input_sha256": str, "values": list, "proofs": list}


def _read_reasoning(document: dict[str, Any]) -> None:
    model = document.get("model")
    if not isinstance(model, dict) or set(model) != {"domains", "parts", "tiers", "give_back_permille"}:
        raise Refused("the model is missing or in the wrong form")
    if type(model["give_back_permille"]) is not int or model["give_back_permille"] < 0:
        raise Refused("the model is missing or in the wrong form")
    if document["claim"] == "optimal" and len(document["values"]) != len(model["tiers"]):
        raise Refused("there is not one value for each tier")
    for proof in document["proofs"]:
        if not isinstance(proof, list) or not all(isinstance(line, str) for line in proof):
            raise Refused("a proof is no list of lines")


def follow(document: dict[str, Any]) -> list[int]:
    """`check_reasoning` for a file from anywhere: a model that cannot be read is refused as well."""
    try:
        return check_reasoning(document)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        raise Refused("the model is not in the right form") from None
    except TooLarge as error:
        raise Refused(f"the model is too large: {error}") from None


def main(arguments: list[str]) -> int:
    """Check one file; 0 when its reasoning holds, 4 when not, 2 and 6 when there is nothing to read."""
    if len(arguments) != 1:
        print("usage: python -m exsched.proof.check FILE", file=sys.stderr)
        return 2
    try:
        document = read(Path(arguments[0]).read_bytes())
        if document["way"] == "trials":
            raise Refused("nothing was reasoned: `exsched certify --check FILE PROGRAMME` tries all again")
        steps = follow(document)
    except OSError as error:
        print(f"{arguments[0]}: cannot be read: {error.strerror}", file=sys.stderr)
        return 6
    except Refused as refused:
        print(f"{arguments[0]}: refused: {refused}", file=sys.stderr)
        return 4
    print(f"programme {document['programme']}, input {document['input_sha256']}")
    print(f"the model in the file is {document['claim']} {document['values'] or ''}".rstrip())
    print(f"every step follows: {', '.join(map(str, steps))} clauses added")
    print("not checked here: that the model is the programme's, and that a schedule has these values")
    print(f"trusted: {TRUSTED}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
