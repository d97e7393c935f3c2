"""What history tells."""

from typing import Any

import pytest

from exsched.domain.history import PastExercise
from exsched.rulekit.past import (
    force_was_there,
    nation_was_there,
    past_matches,
    past_of_force,
    past_of_nation,
    past_open,
    past_parties,
)
from exsched.rulekit.where import Where
from tests.builders import a_programme

LARCH: dict[str, Any] = {
    "dates": "2026-05-01/2026-05-09",
    "kind": "LIVEX",
    "tags": ["night"],
    "series": "larch",
    "hosts": ["ARV"],
    "participants": ["BMK"],
    "forces": {"clover": 1},
}
FACTS = a_programme(
    forces={"clover": {"name": "Clover", "nation": "CAL", "domain": "land"}},
    history={"larch": LARCH, "maple": {"dates": "2026-04-01", "deploy": 3, "participants": ["BMK"]}},
)


def test_past_parties_are_those_named_the_hosts_and_the_owners() -> None:
    """Each of them took part."""
    assert past_parties(FACTS, FACTS.history["larch"]) == {"ARV", "BMK", "CAL"}


def test_past_exercises_come_by_first_day() -> None:
    """Of a nation, and of a force."""
    assert [past.id for past in past_of_nation(FACTS, "BMK")] == ["maple", "larch"]
    assert [past.id for past in past_of_force(FACTS, "clover")] == ["larch"]
    assert list(past_of_force(FACTS, "aster")) == []


@pytest.mark.parametrize(
    ("where", "meant"),
    [
        ({}, True),
        ({"kinds": ["LIVEX", "CPX"]}, True),
        ({"kinds": ["CPX"]}, False),
        ({"tags": ["night"]}, True),
        ({"tags": ["day"]}, False),
        ({"series": "larch"}, True),
        ({"series": "maple"}, False),
        ({"exercises": ["larch"]}, False),
        ({"domains": ["land"]}, None),
        ({"sponsor": "ARV"}, None),
        ({"sponsor": "ARV", "kinds": ["CPX"]}, False),
    ],
)
def test_past_matches_what_history_records(where: dict[str, Any], meant: bool | None) -> None:
    """Kind, tags and series are known, domains and sponsor are not; ids are those of the programme."""
    past = PastExercise.model_validate({"id": "larch", **LARCH})
    assert past_matches(Where.model_validate(where), past) is meant


def test_nobody_knows_who_was_there_when_nobody_wrote_it() -> None:
    """A host that is written was there; of others, nothing is known without participants."""
    facts = a_programme(
        forces={"clover": {"name": "Clover", "nation": "CAL", "domain": "land"}},
        history={"elm": {"dates": "2026-06-01", "hosts": ["ARV"]}, "larch": LARCH},
    )
    elm, larch = facts.history["elm"], facts.history["larch"]
    assert [nation_was_there(facts, elm, nation) for nation in ("ARV", "BMK")] == [True, None]
    assert [nation_was_there(facts, larch, nation) for nation in ("BMK", "DOR")] == [True, False]
    assert [force_was_there(facts, past, "clover") for past in (elm, larch)] == [None, True]
    assert [past.id for past in past_open(facts, "BMK", None)] == ["elm"]
    assert [past.id for past in past_open(facts, None, "clover")] == ["elm"]


@pytest.mark.parametrize(
    ("past", "there"),
    [
        ({"participants": ["CAL"]}, None),
        ({"participants": ["CAL"], "forces": {}}, False),
        ({"participants": ["CAL"], "forces": {"clover": 1}}, True),
        ({"participants": ["ARV"]}, False),
    ],
)
def test_a_force_of_a_participant_may_have_been_there(past: dict[str, Any], there: bool | None) -> None:
    """Only `forces` says which came; without it a nation that was there may have sent any of its own."""
    facts = a_programme(
        forces={"clover": {"name": "Clover", "nation": "CAL", "domain": "land"}},
        history={"elm": {"dates": "2026-06-01"} | past},
    )
    assert force_was_there(facts, facts.history["elm"], "clover") is there
