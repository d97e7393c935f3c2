"""Need-to-know: who may see what of a programme, and the programme as one viewer sees it."""

from exsched.access.answers import project_answer, project_for_feed
from exsched.access.label import (
    Label,
    label_of_cover,
    label_of_exercise,
    label_of_notes,
    label_of_part,
    label_of_statement,
)
from exsched.access.projection import project, project_both, project_for_what_if, project_schedule
from exsched.access.viewer import WHOLE, Role, Viewer
from exsched.access.visible import Sight, visible

__all__ = [
    "WHOLE",
    "Label",
    "Role",
    "Sight",
    "Viewer",
    "label_of_cover",
    "label_of_exercise",
    "label_of_notes",
    "label_of_part",
    "label_of_statement",
    "project",
    "project_answer",
    "project_both",
    "project_for_feed",
    "project_for_what_if",
    "project_schedule",
    "visible",
]
