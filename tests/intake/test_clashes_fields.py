"""What intake calls impossible rests on judges that know every field of the rule they judge.

A field that is new to a rule can free exercises from it. Look at its judge in `intake/clashes*.py` before
you add the field here.
"""

from exsched.intake.clashes import _JUDGES
from exsched.rulekit.rule import Rule

KNOWN_TO_ITS_JUDGE = {
    "AbroadLoad": "exercises nation strength",
    "AnnualListing": "act band below deadline domains duty exempt hosts kinds parties tags to years_before"
    " zone",
    "BlackoutPeriod": "areas counts dates effect nations period venues",
    "ConditionalParticipation": "nation not_if only_if roles where",
    "Consensus": "consents deadline exercises members objections procedure to",
    "ContentLimit": "barred nation only roles",
    "DatedAct": "act band below days domains duty exempt hosts kinds parties strength tags to zone",
    "DemilitarisedArea": "area exercises tags",
    "DisputedArea": "area nations scope",
    "EventAvoidance": "after area before dates nations period",
    "ExerciseCountCap": "force max nation per role where within",
    "HostAuthorisation": "authorisations host to",
    "HostLoad": "exercises nation per_year strength",
    "HostRefusal": "areas hosts nation roles",
    "IncompatibleParticipants": "against area exempt nations scope unless_present",
    "Moratorium": "area dates exempt exempt_tags kinds parties period tags where",
    "RequiredParticipants": "all_of at_least at_most exercises of roles",
    "RoleLimit": "areas nation roles where",
    "StrengthCeiling": "area exercise host most",
    "TempoCap": "days force nation within",
}
OF_EVERY_RULE = {*Rule.model_fields, "rule", "paragraph", "checked"}


def test_every_judge_knows_all_fields_of_its_rule() -> None:
    """The fields of each rule are those that its judge was written for."""
    fields = {kind.__name__: " ".join(sorted(set(kind.model_fields) - OF_EVERY_RULE)) for kind in _JUDGES}
    assert fields == KNOWN_TO_ITS_JUDGE
