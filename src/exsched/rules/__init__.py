"""Every rule, one file each. Adding one: its file, its line here, its test file, its pair of examples."""

from exsched.rulekit.rule import Rule
from exsched.rules.abroad_load import AbroadLoad
from exsched.rules.blackout_period import BlackoutPeriod
from exsched.rules.dated_act import DatedAct
from exsched.rules.duration_bounds import DurationBounds
from exsched.rules.exercise_window import ExerciseWindow
from exsched.rules.force_availability import ForceAvailability
from exsched.rules.force_need import ForceNeedMet
from exsched.rules.host_load import HostLoad
from exsched.rules.host_refusal import HostRefusal
from exsched.rules.incompatible_participants import IncompatibleParticipants
from exsched.rules.invited_participants import InvitedParticipants
from exsched.rules.legal_cover import LegalCover
from exsched.rules.linked_exercises import LinkedExercises
from exsched.rules.locked_line import LockedLine
from exsched.rules.must_be_held import MustBeHeld
from exsched.rules.no_double_commitment import NoDoubleCommitment
from exsched.rules.precedence import Precedence
from exsched.rules.programme_horizon import ProgrammeHorizon
from exsched.rules.required_participants import RequiredParticipants
from exsched.rules.shared_asset_pool import SharedAssetPool
from exsched.rules.site_need import SiteNeedMet
from exsched.rules.spacing import Spacing
from exsched.rules.venue_capacity import VenueCapacity
from exsched.rules.venue_changeover import VenueChangeover
from exsched.rules.venue_closure import VenueClosure

_ALL: tuple[type[Rule], ...] = (
    AbroadLoad,
    BlackoutPeriod,
    DatedAct,
    DurationBounds,
    ExerciseWindow,
    ForceAvailability,
    ForceNeedMet,
    HostLoad,
    HostRefusal,
    IncompatibleParticipants,
    InvitedParticipants,
    LegalCover,
    LinkedExercises,
    LockedLine,
    MustBeHeld,
    NoDoubleCommitment,
    Precedence,
    ProgrammeHorizon,
    RequiredParticipants,
    SharedAssetPool,
    SiteNeedMet,
    Spacing,
    VenueCapacity,
    VenueChangeover,
    VenueClosure,
)

RULES: dict[str, type[Rule]] = {str(rule.model_fields["rule"].default): rule for rule in _ALL}
