"""Every rule, one file each. Adding one: its file, its line here, its test file, its pair of examples."""

from exsched.rulekit.rule import Rule
from exsched.rules.incompatible_participants import IncompatibleParticipants
from exsched.rules.venue_closure import VenueClosure

_ALL: tuple[type[Rule], ...] = (
    IncompatibleParticipants,
    VenueClosure,
)

RULES: dict[str, type[Rule]] = {str(rule.model_fields["rule"].default): rule for rule in _ALL}
