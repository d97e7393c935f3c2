"""Every rule, one file each. Adding one: its file, its line here, its test file, its pair of examples."""

from exsched.rulekit.rule import Rule
from exsched.rules.abroad_load import AbroadLoad
from exsched.rules.annual_listing import AnnualListing
from exsched.rules.blackout_period import BlackoutPeriod
from exsched.rules.border_standoff import BorderStandoff
from exsched.rules.budget_ceiling import BudgetCeiling
from exsched.rules.certification_deadline import CertificationDeadline
from exsched.rules.conditional_participation import ConditionalParticipation
from exsched.rules.consensus import Consensus
from exsched.rules.content_limit import ContentLimit
from exsched.rules.dated_act import DatedAct
from exsched.rules.demilitarised_area import DemilitarisedArea
from exsched.rules.displaced_exercise import DisplacedExercise
from exsched.rules.disputed_area import DisputedArea
from exsched.rules.duration_bounds import DurationBounds
from exsched.rules.dwell_ratio import DwellRatio
from exsched.rules.event_avoidance import EventAvoidance
from exsched.rules.exercise_count_cap import ExerciseCountCap
from exsched.rules.exercise_window import ExerciseWindow
from exsched.rules.force_availability import ForceAvailability
from exsched.rules.force_need import ForceNeedMet
from exsched.rules.host_authorisation import HostAuthorisation
from exsched.rules.host_load import HostLoad
from exsched.rules.host_refusal import HostRefusal
from exsched.rules.host_rotation import HostRotation
from exsched.rules.incompatible_participants import IncompatibleParticipants
from exsched.rules.invited_participants import InvitedParticipants
from exsched.rules.large_activity_cap import LargeActivityCap
from exsched.rules.legal_cover import LegalCover
from exsched.rules.lift_pool import LiftPool
from exsched.rules.linked_exercises import LinkedExercises
from exsched.rules.locked_line import LockedLine
from exsched.rules.moratorium import Moratorium
from exsched.rules.must_be_held import MustBeHeld
from exsched.rules.national_geographic_limit import NationalGeographicLimit
from exsched.rules.no_double_commitment import NoDoubleCommitment
from exsched.rules.observance import ObservanceKept
from exsched.rules.observation_duty import ObservationDuty
from exsched.rules.periodicity import Periodicity
from exsched.rules.planning_event_capacity import PlanningEventCapacity
from exsched.rules.precedence import Precedence
from exsched.rules.programme_freeze import ProgrammeFreeze
from exsched.rules.programme_horizon import ProgrammeHorizon
from exsched.rules.range_days_cap import RangeDaysCap
from exsched.rules.reciprocal_restraint import ReciprocalRestraint
from exsched.rules.required_participants import RequiredParticipants
from exsched.rules.role_limit import RoleLimit
from exsched.rules.season_window import SeasonWindow
from exsched.rules.shared_asset_pool import SharedAssetPool
from exsched.rules.simultaneity_cap import SimultaneityCap
from exsched.rules.site_need import SiteNeedMet
from exsched.rules.spacing import Spacing
from exsched.rules.standby_exclusion import StandbyExclusion
from exsched.rules.strait_stay import StraitStay
from exsched.rules.strait_tonnage import StraitTonnage
from exsched.rules.strength_ceiling import StrengthCeiling
from exsched.rules.surge_reserve import SurgeReserve
from exsched.rules.tempo_cap import TempoCap
from exsched.rules.third_state_exercise import ThirdStateExercise
from exsched.rules.umbrella import Umbrella
from exsched.rules.venue_capacity import VenueCapacity
from exsched.rules.venue_changeover import VenueChangeover
from exsched.rules.venue_closure import VenueClosure
from exsched.rules.white_space import WhiteSpace

_ALL: tuple[type[Rule], ...] = (
    AbroadLoad,
    AnnualListing,
    BlackoutPeriod,
    BorderStandoff,
    BudgetCeiling,
    CertificationDeadline,
    ConditionalParticipation,
    Consensus,
    ContentLimit,
    DatedAct,
    DemilitarisedArea,
    DisplacedExercise,
    DisputedArea,
    DurationBounds,
    DwellRatio,
    EventAvoidance,
    ExerciseCountCap,
    ExerciseWindow,
    ForceAvailability,
    ForceNeedMet,
    HostAuthorisation,
    HostLoad,
    HostRefusal,
    HostRotation,
    IncompatibleParticipants,
    InvitedParticipants,
    LargeActivityCap,
    LegalCover,
    LiftPool,
    LinkedExercises,
    LockedLine,
    Moratorium,
    MustBeHeld,
    NationalGeographicLimit,
    NoDoubleCommitment,
    ObservanceKept,
    ObservationDuty,
    Periodicity,
    PlanningEventCapacity,
    Precedence,
    ProgrammeFreeze,
    ProgrammeHorizon,
    RangeDaysCap,
    ReciprocalRestraint,
    RequiredParticipants,
    RoleLimit,
    SeasonWindow,
    SharedAssetPool,
    SimultaneityCap,
    SiteNeedMet,
    Spacing,
    StandbyExclusion,
    StraitStay,
    StraitTonnage,
    StrengthCeiling,
    SurgeReserve,
    TempoCap,
    ThirdStateExercise,
    Umbrella,
    VenueCapacity,
    VenueChangeover,
    VenueClosure,
    WhiteSpace,
)

RULES: dict[str, type[Rule]] = {str(rule.model_fields["rule"].default): rule for rule in _ALL}
