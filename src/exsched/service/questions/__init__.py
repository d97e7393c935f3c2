"""What planners may ask the service. A new question is one file here and one line in `QUESTIONS`.

What answers it is imported where it is called, in the question's own process: it loads the solver, which the
service that takes questions does without.
"""

from typing import TYPE_CHECKING, Annotated, Any, Union

from pydantic import BeforeValidator, Discriminator, TypeAdapter
from pydantic_core import PydanticCustomError

from exsched.service.questions.alternatives import Alternatives
from exsched.service.questions.asking import Question, Shown, Told
from exsched.service.questions.compare import Compare
from exsched.service.questions.explain import Explain
from exsched.service.questions.place import Place
from exsched.service.questions.price import Price
from exsched.service.questions.relax import Relax
from exsched.service.questions.replan import Fallbacks, Replan
from exsched.service.questions.ripple import Ripple
from exsched.service.questions.slack import Slack
from exsched.service.questions.trade_off import TradeOff
from exsched.service.questions.why_not import WhyNot

QUESTIONS: tuple[type[Question], ...] = (
    Explain,
    Relax,
    WhyNot,
    Compare,
    Alternatives,
    TradeOff,
    Price,
    Replan,
    Fallbacks,
    Ripple,
    Slack,
    Place,
)
NAMES = tuple(kind.name() for kind in QUESTIONS)


def _known(value: Any) -> Any:
    """Refuse what asks nothing known, in words that name what would do."""
    if isinstance(value, dict) and value.get("question") not in NAMES:
        raise PydanticCustomError("unknown_question", f"`question` is one of {', '.join(NAMES)}")
    return value


if TYPE_CHECKING:
    AnyQuestion = Question
else:
    AnyQuestion = Annotated[Union[QUESTIONS], Discriminator("question"), BeforeValidator(_known)]  # noqa: UP007
_READER: TypeAdapter[Question] = TypeAdapter(AnyQuestion)


def stored(document: dict[str, Any]) -> Question:
    """A question as it was stored: `model_dump(mode="json")` of one."""
    return _READER.validate_python(document)


__all__ = ["NAMES", "QUESTIONS", "AnyQuestion", "Question", "Shown", "Told", "stored"]
