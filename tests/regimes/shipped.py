"""The regimes that ship, as rules and facts."""

from pathlib import Path
from typing import Any

import yaml

from exsched.library import models_dir
from exsched.rulekit.rule import Rule
from exsched.rules import RULES


def regime_files() -> list[Path]:
    """Every regime file."""
    return sorted((models_dir() / "regimes").glob("*.yaml"))


def body_of(name: str) -> dict[str, Any]:
    """The body of a regime file."""
    body = yaml.safe_load((models_dir() / "regimes" / f"{name}.yaml").read_text(encoding="utf-8"))
    assert isinstance(body, dict)
    return body


def rules_of(name: str) -> dict[str, Rule]:
    """The statements of a regime by id."""
    found = [RULES[entry["rule"]].model_validate(entry) for entry in body_of(name)["rules"]]
    return {str(rule.id): rule for rule in found}
