"""What a schedule file claims about how it was made, carried on only while it is still true."""

import json
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

if TYPE_CHECKING:
    from exsched.domain.outcome import Outcome
    from exsched.rulekit.verdict import Verdict


def outcome(content: bytes, verdict: "Verdict") -> "Outcome | None":
    """The outcome written in a schedule file, or None.

    It is taken only when the file's certificate is about this very programme and these very lines, and when
    the values claimed are those that the checker has just measured: a schedule changed by hand has lost it.
    """
    try:
        document = json.loads(content)
    except ValueError:
        return None  # YAML or CSV: typed by hand, nothing is claimed
    if not isinstance(document, dict) or not _about(document.get("verdict"), verdict):
        return None
    claimed = _read(document.get("outcome"), document.get("made_with"))
    if claimed is None or tuple(tier.value for tier in claimed.tiers) != verdict.tier_values():
        return None
    return claimed


def _about(certificate: Any, verdict: "Verdict") -> bool:
    if not isinstance(certificate, dict):
        return False
    same = ("input_sha256", "schedule_sha256")
    return all(certificate.get(key) == verdict.certificate()[key] for key in same)


def _read(claim: Any, made_with: Any) -> "Outcome | None":
    from exsched.domain.outcome import Outcome

    if not isinstance(claim, dict) or not isinstance(made_with, dict):
        return None
    facts = {key: claim[key] for key in ("status", "evidence", "within_percent", "why") if key in claim}
    facts |= {
        key: made_with[key] for key in ("seed", "reproducible", "parameters", "versions") if key in made_with
    }
    try:
        facts["tiers"] = [
            {key: tier[key] for key in ("goals", "value", "bound", "proved")}
            for tier in claim.get("tiers", [])
        ]
        return Outcome.model_validate(facts, strict=False)
    except (ValidationError, KeyError, TypeError):
        return None  # not in the shape that we write: then it is not our claim
