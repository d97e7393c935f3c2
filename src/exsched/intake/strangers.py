"""Strangers: nations that a rule of the library names and the programme does not have."""

from typing import Any

from pydantic import BaseModel, ValidationError

from exsched.domain.programme import Programme
from exsched.intake.normal_form import plain_rule
from exsched.intake.shape import Known, misses
from exsched.rulekit.rule import Rule


def without_strangers(rule: Rule, facts: Programme) -> Rule:
    """The rule without nations that take part in nothing, since the programme does not have them."""
    known: Known = {"nation": facts.nations, "group": facts.groups}
    trimmed: Rule = _trimmed(rule, _OnlyNations(known))
    return trimmed


def can_be_said(rule: Rule) -> bool:
    """Whether a rule from which names were taken still says something: some need at least one."""
    try:
        type(rule).model_validate(plain_rule(rule))
    except ValidationError:
        return False
    return True


class _OnlyNations(dict[str, Any]):
    """Nations and groups that are known; of any other kind every name is."""

    def __missing__(self, kind: str) -> "_Anything":
        return _Anything()


class _Anything(dict[str, Any]):
    def __contains__(self, name: object) -> bool:
        return True


def _trimmed(model: Any, known: Known) -> Any:
    missing = [(path[0], name) for path, name, _ in misses(model, known) if len(path) <= 2]
    changes: dict[str, Any] = {}
    for key, value in vars(model).items():
        strangers = {name for field, name in missing if field == key}
        if isinstance(value, BaseModel):
            changes[key] = _trimmed(value, known)
        elif strangers and isinstance(value, tuple):
            changes[key] = tuple(name for name in value if name not in strangers)
        elif strangers and isinstance(value, str):
            changes[key] = None
    changes = {key: value for key, value in changes.items() if value != getattr(model, key)}
    return model.model_copy(update=changes) if changes else model
