"""What a schedule may be taken for: a mark before titles, so that a refused plan never looks agreed."""

from exsched.exporting.selection import Selection
from exsched.rulekit.verdict import Answer

REFUSED, DRAFT = "REFUSED: ", "DRAFT: "


def mark(answer: Answer, selection: Selection) -> str:
    """`REFUSED: ` before `DRAFT: `; empty for an allowed schedule that is no draft."""
    return refusal(answer) + (DRAFT if selection.draft else "")


def refusal(answer: Answer) -> str:
    """`REFUSED: ` where the checker found a hard rule broken, else nothing."""
    return "" if answer.verdict.allowed else REFUSED


def confirmed(answer: Answer, selection: Selection) -> bool:
    """Whether its dates may be shown as firm: allowed, and no draft.

    How firm a single exercise is (`state`) does not count: the programme as a whole is what is published.
    """
    return answer.verdict.allowed and not selection.draft
