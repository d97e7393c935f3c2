"""What planners may ask the service. A new question is one file here and one line in `QUESTIONS`."""

from typing import TYPE_CHECKING, Annotated, Any, Union

from pydantic import Discriminator, TypeAdapter

from exsched.service.questions.asking import Question, Shown, Told
from exsched.service.questions.explain import Explain
from exsched.service.questions.relax import Relax
from exsched.service.questions.why_not import WhyNot

QUESTIONS: tuple[type[Question], ...] = (Explain, Relax, WhyNot)
NAMES = tuple(kind.name() for kind in QUESTIONS)

if TYPE_CHECKING:
    AnyQuestion = Question
else:
    AnyQuestion = Annotated[
        Union[QUESTIONS],  # noqa: UP007 - made of the list
        Discriminator(
            "question",
            custom_error_type="unknown_question",
            custom_error_message=f"say what is asked: `question` is one of {', '.join(NAMES)}",
        ),
    ]
_READER: TypeAdapter[Question] = TypeAdapter(AnyQuestion)


def stored(document: dict[str, Any]) -> Question:
    """A question as it was stored: `model_dump(mode="json")` of one."""
    return _READER.validate_python(document)


__all__ = ["NAMES", "QUESTIONS", "AnyQuestion", "Question", "Shown", "Told", "stored"]
