"""An exercise is held only with the consent of all members."""

from datetime import date
from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.act import Act, Duty
from exsched.rulekit.finding import Violation
from exsched.rules.consensus import Consensus
from tests.builders import a_laydown, a_line, a_problem, an_exercise
from tests.rules.worsening import an_example, best_with_and_without

DEADLINE = "2026-12-01"
LINE = a_line("alder", "2027-01-05", 2)


def facts(as_of: str) -> dict[str, Any]:
    """A programme of January 2027 as of some day."""
    head = {"id": "tiny", "title": "T", "horizon": "2027-01-01/2027-01-31", "as_of": as_of}
    lines = {name: an_exercise() for name in ("alder", "birch")}
    return {"programme": head, "groups": {"pact": ["BEL", "CAR", "DOR"]}, "exercises": lines}


def a_rule(**parts: Any) -> Consensus:
    """The pact decides on ALDER by 1 December."""
    basis = {"members": ["pact"], "exercises": ["alder"], "deadline": DEADLINE}
    return Consensus.model_validate(basis | parts)


def found(rule: Consensus, *lines: Line, as_of: str = "2026-12-02") -> list[tuple[str, int]]:
    """Sentences and amounts when these lines are held."""
    problem = a_problem(rule, **facts(as_of))
    said = rule.check(problem, a_laydown(problem, *(lines or (LINE,))))
    return [(f.sentence, f.amount) for f in said if isinstance(f, Violation)]


@pytest.mark.parametrize("as_of", ["2026-11-30", DEADLINE, "2026-12-02"])
@pytest.mark.parametrize("procedure", ["silence", "express"])
def test_consensus_ends_with_an_objection(as_of: str, procedure: str) -> None:
    """An objection on record stands before and after the deadline; each that objects counts."""
    rule = a_rule(objections=["DOR", "BEL"], consents=["CAR"], procedure=procedure)
    sentence = "alder is held in spite of the objection of BEL, DOR"
    assert found(rule, as_of=as_of) == [(sentence, 2)]


def test_consensus_does_not_ask_others() -> None:
    """Who is no member cannot object."""
    assert found(a_rule(objections=["ARV"])) == []


@pytest.mark.parametrize("as_of", ["2026-11-30", DEADLINE, "2026-12-02"])
def test_consensus_by_silence_needs_no_word(as_of: str) -> None:
    """Who says nothing does not stand in the way."""
    assert found(a_rule(), as_of=as_of) == []


@pytest.mark.parametrize(("as_of", "missing"), [("2026-11-30", 0), (DEADLINE, 0), ("2026-12-02", 2)])
def test_consensus_by_word_needs_every_word_after_the_deadline(as_of: str, missing: int) -> None:
    """On the day of the deadline a consent can still come; a day later each that is missing counts."""
    rule = a_rule(procedure="express", consents=["CAR"])
    sentence = f"alder is held without the consent of BEL, DOR, due {DEADLINE}"
    assert found(rule, as_of=as_of) == ([(sentence, missing)] if missing else [])


def test_consensus_takes_the_word_of_a_group() -> None:
    """Consents may be given for a group."""
    assert found(a_rule(procedure="express", consents=["pact"])) == []


def test_consensus_tells_objections_from_silence() -> None:
    """A nation that objects is not missing as well."""
    rule = a_rule(procedure="express", consents=["CAR"], objections=["DOR"])
    assert [amount for _, amount in found(rule)] == [1, 1]


def test_consensus_is_about_its_exercises_when_held() -> None:
    """Other exercises, and dropped ones, need none; each exercise is judged by itself."""
    rule = a_rule(objections=["DOR"])
    dropped = Line(exercise="alder", held=False)
    assert found(rule, dropped, a_line("birch", "2027-01-05")) == []
    both = a_rule(objections=["DOR"], exercises=["alder", "birch"])
    assert [amount for _, amount in found(both, LINE, a_line("birch", "2027-01-05"))] == [1, 1]


@pytest.mark.parametrize(
    ("valid", "cases"),
    [("../2027-01-04", 0), ("../2027-01-05", 1), ("2027-01-06/..", 1), ("2027-01-07/..", 0)],
)
def test_consensus_applies_within_validity(valid: str, cases: int) -> None:
    """An exercise counts when one of its days lies within the validity."""
    assert len(found(a_rule(objections=["DOR"], valid=valid))) == cases


@pytest.mark.parametrize(
    ("parts", "as_of", "what", "to"),
    [
        ({}, DEADLINE, "end of silence", "pact"),
        ({"to": "the board"}, "2026-11-01", "end of silence", "the board"),
        ({"procedure": "express", "consents": ["CAR"]}, DEADLINE, "consent of BEL, DOR", "pact"),
        ({"procedure": "express", "consents": ["pact"]}, DEADLINE, None, ""),
        ({}, "2026-12-02", None, ""),
    ],
)
def test_consensus_has_its_act_until_the_deadline(
    parts: dict[str, Any], as_of: str, what: str | None, to: str
) -> None:
    """What is still awaited is listed with its day, for exercises that are held."""
    problem = a_problem(**facts(as_of))
    acts = list(a_rule(**parts).acts(problem, a_laydown(problem, LINE)))
    due = date.fromisoformat(DEADLINE)
    assert acts == ([Act(due, "alder", what, to, "", None, Duty.AUTHORISATION)] if what else [])
    assert list(a_rule(**parts).acts(problem, a_laydown(problem))) == []


def test_consensus_explains_itself() -> None:
    """The sentence says who decides, and how."""
    problem = a_problem(**facts(DEADLINE))
    silence = f"alder may be held if pact consent by silence until {DEADLINE}"
    express = f"alder may be held if pact consent expressly by {DEADLINE}"
    assert [a_rule().explain(problem), a_rule(procedure="express").explain(problem)] == [silence, express]
    assert (a_rule().cost, a_rule(soft=2).cost, a_rule().unit) == (None, 2, "nation")


def test_consensus_hears_one_voice_of_each() -> None:
    """Nobody consents and objects."""
    with pytest.raises(ValueError, match="DOR listed under objections and under consents"):
        a_rule(objections=["DOR"], consents=["DOR"])


def test_consensus_makes_the_best_schedule_worse() -> None:
    """With the rule something is paid, and trying everything finds the same values."""
    with_it, without = best_with_and_without(an_example("consensus"), "consensus")
    assert with_it is not None and without is not None and with_it > without
