"""Every goal, one file each."""

from exsched.goals.hold_exercises import HoldExercises
from exsched.rulekit.goal import Goal

_ALL: tuple[type[Goal], ...] = (HoldExercises,)

GOALS: dict[str, type[Goal]] = {str(goal.model_fields["goal"].default): goal for goal in _ALL}
