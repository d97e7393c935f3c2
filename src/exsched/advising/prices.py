"""What it takes to ease a statement: whose signature, how high that is, and how much is asked.

Who signs is the statement's `authority`, else its `owner`, else the nation whose file says it, else the
planning cell. Levels rise from the planning cell (1) over a nation (2) and a named authority (3) to those
that the words below name. Treaties cannot be eased: what a regime of the library says is kept, and so is what
no signature can change, such as one ship in two places.
"""

from collections.abc import Iterable

from exsched.rulekit.problem import Problem, Statement
from exsched.solving.said import Price

PLANNER, NATION, NAMED = 1, 2, 3
LEVELS = {"minister": 4, "ministry": 4, "government": 5, "cabinet": 5, "parliament": 6, "treaty": 7}
"""Levels of authorities by a word of their name."""

FIXED = frozenset({"invited_participants", "no_double_commitment", "programme_horizon", "site_need"})
"""Rules that no signature changes."""
LIBRARY = "library:"

STATEMENT = 10_000
"""Points for each statement that is eased at all."""
_LARGE = 5_000
PER_UNIT = {
    "day": 1_000,
    "day or movement": 1_000,
    "week": 7_000,
    "element-day": 1_000,
    "troop": 2,
    "exercise or troop": 2,
    "ship or tonne": 2,
    "currency unit": 1,
}
"""Points for each unit of the statement's own measure; what is not named costs five days."""


def may_be_eased(said: Statement) -> bool:
    """Whether any signature can ease it."""
    from_library = said.place is not None and said.place.file.startswith(LIBRARY)
    return said.rule.rule not in FIXED and not from_library


def signature(problem: Problem, said: Statement) -> str:
    """Who would have to sign."""
    section, _, rest = said.key.partition(".")
    own = problem.owners.get((section, rest.partition(".")[0])) or problem.owners.get(("rules", said.key))
    parts = [said.rule.owner or own or "", said.rule.authority or ""]
    return " ".join(part for part in parts if part) or problem.programme.programme.organiser


def level(said: Statement, signed_by: str, problem: Problem) -> int:
    """How high the signature is."""
    if said.rule.authority:
        words = said.rule.authority.lower()
        return max((high for word, high in LEVELS.items() if word in words), default=NAMED)
    return NATION if signed_by in problem.programme.nations else PLANNER


def price(problem: Problem, said: Statement) -> Price:
    """What easing the statement costs."""
    who = signature(problem, said)
    return Price(who, level(said, who, problem), STATEMENT, PER_UNIT.get(said.rule.unit, _LARGE))


def prices(problem: Problem, statements: Iterable[Statement]) -> dict[str, Price]:
    """The prices of those that may be eased, by key."""
    return {said.key: price(problem, said) for said in statements if may_be_eased(said)}
