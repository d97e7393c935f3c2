"""Every goal, one file each."""

from exsched.goals.hold_exercises import HoldExercises
from exsched.goals.level_load import LevelLoad
from exsched.goals.soft_rules import SoftRules
from exsched.goals.wanted_dates import WantedDates
from exsched.goals.wanted_participation import WantedParticipation
from exsched.rulekit.goal import Goal

_ALL: tuple[type[Goal], ...] = (HoldExercises, LevelLoad, SoftRules, WantedDates, WantedParticipation)

GOALS: dict[str, type[Goal]] = {str(goal.model_fields["goal"].default): goal for goal in _ALL}
