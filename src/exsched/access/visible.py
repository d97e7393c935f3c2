"""The one decision of need-to-know: how much of a thing a viewer sees; what is not granted is denied."""

from enum import StrEnum

from exsched.access.label import Label
from exsched.access.viewer import Viewer


class Sight(StrEnum):
    """How much is seen: nothing, a reserved block, or all."""

    NONE = "none"
    BUSY = "busy"
    FULL = "full"


def visible(viewer: Viewer, label: Label) -> Sight:
    """How much of something with this label the viewer sees."""
    if viewer.sees_everything:
        return Sight.FULL
    if viewer.nation is None:
        return Sight.NONE
    if viewer.nation in label.full:
        return Sight.FULL
    if viewer.nation in label.busy:
        return Sight.BUSY
    return Sight.NONE
