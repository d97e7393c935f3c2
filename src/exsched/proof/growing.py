"""Which rules can be judged before a schedule is whole, so that not every schedule need be tried."""

REPAIRABLE = frozenset(
    {
        "certification_deadline",
        "host_rotation",
        "linked_exercises",
        "periodicity",
        "programme_freeze",
        "reciprocal_restraint",
        "umbrella",
    }
)
"""Rules that a further line can repair; all others, once broken, stay broken."""

OF_ONE_LINE = frozenset(
    {
        "annual_listing",
        "blackout_period",
        "border_standoff",
        "conditional_participation",
        "consensus",
        "content_limit",
        "dated_act",
        "demilitarised_area",
        "disputed_area",
        "duration_bounds",
        "event_avoidance",
        "exercise_window",
        "force_need",
        "host_authorisation",
        "host_refusal",
        "invited_participants",
        "legal_cover",
        "locked_line",
        "moratorium",
        "must_be_held",
        "national_geographic_limit",
        "observation_duty",
        "programme_horizon",
        "required_participants",
        "role_limit",
        "season_window",
        "site_need",
        "standby_exclusion",
        "strait_stay",
        "third_state_exercise",
        "venue_closure",
    }
)
"""Rules that look at one line at a time: judged once for each line instead of once for each schedule."""
