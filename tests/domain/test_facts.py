"""Facts refuse what cannot be meant, and answer simple questions about themselves."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from exsched.domain.exercises import Duration, Exercise, ForceNeed, Participants, Role, SiteNeed
from exsched.domain.forces import Force, travel_days
from exsched.domain.names import Id, Name, Note, Tags
from exsched.domain.outcome import Evidence, GoalValue, Outcome, Status, TierResult
from exsched.domain.programme import Header
from exsched.domain.schedule import Line
from tests.builders import a_programme, a_schedule, an_exercise


def said(kind: Any, value: Any) -> str:
    """What is said about a value that is refused."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    return caught.value.errors()[0]["msg"].removeprefix("Value error, ")


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (Id, "EX 1", "an id has 1 to 64 of A-Z a-z 0-9 . _ - and starts with a letter or digit"),
        (Id, "__proto__", "an id has 1 to 64 of A-Z a-z 0-9 . _ - and starts with a letter or digit"),
        (Id, "All", "'All' is reserved; choose another id"),
        (Name, "A\u202eB", "bidirectional control U+202E is not allowed in text"),
        (Name, "A\nB", "line break U+000A is not allowed in a single-line text"),
        (Note, "A\u2028B", "line break U+2028 is not allowed in a single-line text"),
        (Note, "A\x1bB", "control character U+001B is not allowed in text"),
        (Name, "  ", "the text is empty"),
        (Tags, ("a", "b", "a"), "a listed twice"),
        (Duration, {"min": 4, "max": 2}, "min 4 is above max 2; swap the two numbers"),
        (Duration, {"min": 2, "max": 4, "wanted": 5}, "wanted 5 lies outside 2..4"),
        (SiteNeed, {}, "a site needs one of any_of, provides, hosts, area"),
        (ForceNeed, {"need": 1}, "a force role needs one of any_of, capability, domain"),
        (ForceNeed, {"need": "-2..1", "domain": "air"}, "need must be 0 or more"),
        (Participants, {"must": ["ARV"], "may": ["ARV"]}, "ARV listed under must and under may"),
        (Participants, ["ARV", "ARV"], "ARV listed twice"),
        (Line, {"exercise": "alder"}, "alder is held: it needs startex and endex"),
    ],
)
def test_value_that_cannot_be_meant_is_refused(kind: Any, value: Any, message: str) -> None:
    """Each has its own sentence."""
    assert said(kind, value) == message


def test_line_whose_end_lies_before_its_start_is_refused() -> None:
    """Both days are named."""
    line = {"exercise": "alder", "startex": "2027-03-02", "endex": "2027-03-01"}
    assert said(Line, line) == "alder: ENDEX 2027-03-01 lies before STARTEX 2027-03-02"


def test_texts_are_normalised() -> None:
    """Composed and decomposed letters are one text; notes keep their lines."""
    assert TypeAdapter(Name).validate_python("E\u0301") == "\u00c9"
    assert TypeAdapter(Note).validate_python("a\nb\tc") == "a\nb\tc"


def test_short_forms_mean_the_long_ones() -> None:
    """A bare venue, a list, a number of days, a worth and a list of nations are short for the full forms."""
    assert SiteNeed.model_validate("north") == SiteNeed(any_of=("north",))
    assert SiteNeed.model_validate(["north", "south"]) == SiteNeed(any_of=("north", "south"))
    assert Duration.model_validate(5) == Duration(min=5, max=5)
    parts = Participants.model_validate({"must": {"ARV": None}, "may": {"BMK": 7}})
    assert (parts.must["ARV"].role, parts.may["BMK"].worth) == (Role.FULL, 7)
    assert Participants.model_validate(["ARV"]).must.keys() == {"ARV"}


def test_exercise_knows_what_is_written_for_a_nation() -> None:
    """Under `must`, under `may`, or nothing."""
    body = {
        "id": "a",
        "title": "A",
        "days": 1,
        "participants": {"must": {"ARV": {"role": "staff"}}, "may": {"BMK": 3}},
    }
    exercise = Exercise.model_validate(body)
    assert [exercise.declared_role(n) for n in ("ARV", "BMK", "CAL")] == [Role.STAFF, Role.FULL, None]
    assert exercise.part("CAL") is None


def test_travel_days_follow_distance_and_speed() -> None:
    """Oslo to Madrid is 2,388.7 km: five days at 500 km a day, and one fixed; None without data."""
    body: dict[str, Any] = {
        "id": "f",
        "name": "F",
        "nation": "ARV",
        "domain": "land",
        "home": (59.9139, 10.7522),
    }
    force = Force.model_validate(body | {"mobility": {"km_per_day": 500, "fixed_days": 1}})
    assert travel_days(force, (40.4168, -3.7038)) == 6
    assert travel_days(force, None) is None
    assert travel_days(Force.model_validate(body), None) == 0


def test_programme_expands_groups_and_finds_what_fits() -> None:
    """Groups of groups and circles of them, areas by name and host, venues and forces by what they offer."""
    programme = a_programme(
        groups={"EAST": ["ARV", "WEST"], "WEST": ["BMK", "EAST"]},
        areas={"far": {"venues": ["north"], "nations": ["CAL"]}},
        venues={
            "north": {"name": "N", "host": "ARV", "kind": "range", "provides": ["winter"]},
            "south": {"name": "S", "host": "CAL", "kind": "range"},
        },
        forces={
            "guards": {"name": "G", "nation": "ARV", "domain": "land", "capabilities": ["parade"]},
            "wing": {"name": "W", "nation": "BMK", "domain": "air"},
        },
    )
    assert programme.expand(("EAST",)) == {"ARV", "BMK"}
    assert programme.venues_in("far") == {"north", "south"}
    assert programme.candidates(SiteNeed(provides=("winter",))) == ("north",)
    assert programme.candidates(SiteNeed(hosts=("CAL",))) == ("south",)
    assert programme.candidates(SiteNeed(area="far")) == ("north", "south")
    assert programme.eligible(ForceNeed.model_validate({"need": 1, "capability": "parade"})) == ("guards",)
    assert programme.eligible(ForceNeed.model_validate({"need": 1, "domain": "air"})) == ("wing",)
    assert programme.eligible(
        ForceNeed.model_validate({"need": 1, "any_of": ["wing", "guards"], "of": ["ARV"]})
    ) == ("guards",)


def test_programme_judges_lead_times_at_its_first_day_unless_told() -> None:
    """`as_of` is the first day of the horizon when it is left out."""
    told = {"id": "t", "title": "T", "horizon": "2027-01-01/2027-01-31", "as_of": "2026-11-01"}
    assert str(a_programme().as_of) == "2027-01-01"
    assert str(a_programme(programme=told).as_of) == "2026-11-01"


def test_programme_refuses_what_it_cannot_read() -> None:
    """An unknown zone, an unknown version and a body that is no mapping."""
    head = {"id": "t", "title": "T", "horizon": "2027-01-01"}
    assert (
        said(Header, head | {"time_zone": "Mars/Base"})
        == "'Mars/Base' is not a time zone of the IANA database"
    )
    with pytest.raises(
        ValidationError, match="format version 99 is not supported; this release reads version 1"
    ):
        a_programme(exsched=99)
    with pytest.raises(ValidationError, match="valid dictionary"):
        a_programme(venues=["north"])


def test_schedule_without_a_line_means_not_held() -> None:
    """An exercise that the schedule does not name is dropped."""
    assert a_schedule().line("alder") == Line(exercise="alder", held=False)


def test_tier_tells_its_gap_only_when_a_bound_is_known() -> None:
    """The gap is a share of the value, 0 when the bound is reached."""
    goal = (GoalValue(goal="wanted_dates", unit="day", value=40, weight=1),)
    gaps = [TierResult(goals=goal, value=40, bound=bound).gap_percent for bound in (None, 30, 40)]
    assert gaps == [None, 25.0, 0.0]


@pytest.mark.parametrize("status", list(Status))
def test_outcome_says_status_and_evidence_in_one_line(status: Status) -> None:
    """Five status words, never mixed, each with its evidence."""
    line = Outcome(status=status, evidence=Evidence.CHECKED, within_percent=2.5).headline()
    assert line.endswith("(E1: feasible, confirmed by the independent checker)")
    assert line.startswith("no schedule" if status is Status.IMPOSSIBLE else status.value)


@pytest.mark.parametrize("level", list(Evidence))
def test_best_possible_and_impossible_are_words_for_what_is_confirmed(level: Evidence) -> None:
    """One run of one solver is a claim; two formulations or a proof are more."""
    sure = level in {Evidence.CONFIRMED, Evidence.CERTIFIED}
    said = {
        status: Outcome(status=status, evidence=level, within_percent=1.0).headline() for status in Status
    }
    assert ("best possible" in said[Status.OPTIMAL]) == sure
    assert ("best possible" in said[Status.WITHIN]) == sure
    assert said[Status.IMPOSSIBLE].startswith("impossible") == sure


def test_outcome_never_calls_a_schedule_checked_where_there_is_none() -> None:
    """Impossible, claimed by the solver: the evidence speaks of the runs, not of a schedule."""
    line = Outcome(status=Status.IMPOSSIBLE, evidence=Evidence.CLAIMED).headline()
    assert line == (
        "no schedule found, claimed impossible "
        "(E2: claimed by two runs of one solver that agree; there is no proof to check)"
    )


def _line_in_forms(**parts: Any) -> Exercise:
    return Exercise.model_validate({"id": "x"} | an_exercise(**parts))


def test_form_changes_what_it_says_and_nothing_else() -> None:
    """What a form leaves out is as in the full one; `sites: {}` leaves the site out."""
    line = _line_in_forms(
        strength=20_000,
        sites={"land": "range"},
        participants=["ARV"],
        forms={"staff": {"loses": 4, "kind": "CPX", "strength": 300, "sites": {}}},
    )
    staff = line.in_form("staff")
    assert (staff.kind, staff.strength, staff.sites, staff.days) == ("CPX", 300, {}, line.days)
    assert (staff.participants, staff.loses, staff.form, staff.key) == (
        line.participants,
        4,
        "staff",
        "x/staff",
    )
    full = line.in_form(None)
    assert (full.strength, full.loses, full.form, full.key, line.key) == (20_000, 0, "full", "x/full", "x")


def test_exercise_of_one_form_is_its_own_form() -> None:
    """Without fall-backs nothing is copied and the key is the id."""
    line = _line_in_forms()
    assert (line.in_form(None) is line, line.key, line.form_names) == (True, "x", ("full",))


def test_no_form_is_called_full() -> None:
    """That name means the exercise itself."""
    with pytest.raises(ValidationError, match="'full' is the exercise itself"):
        _line_in_forms(forms={"full": {}})
