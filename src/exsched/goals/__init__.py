"""Every goal, one file each."""

from exsched.goals.burden_sharing import BurdenSharing
from exsched.goals.fair_concessions import FairConcessions
from exsched.goals.fair_hosting import FairHosting
from exsched.goals.hold_exercises import HoldExercises
from exsched.goals.interoperability import Interoperability
from exsched.goals.level_load import LevelLoad
from exsched.goals.low_cost import LowCost
from exsched.goals.low_travel import LowTravel
from exsched.goals.objective_coverage import ObjectiveCoverage
from exsched.goals.soft_rules import SoftRules
from exsched.goals.stability import Stability
from exsched.goals.wanted_dates import WantedDates
from exsched.goals.wanted_participation import WantedParticipation
from exsched.goals.wanted_sites import WantedSites
from exsched.rulekit.goal import Goal

_ALL: tuple[type[Goal], ...] = (
    BurdenSharing,
    FairConcessions,
    FairHosting,
    HoldExercises,
    Interoperability,
    LevelLoad,
    LowCost,
    LowTravel,
    ObjectiveCoverage,
    SoftRules,
    Stability,
    WantedDates,
    WantedParticipation,
    WantedSites,
)

GOALS: dict[str, type[Goal]] = {str(goal.model_fields["goal"].default): goal for goal in _ALL}
