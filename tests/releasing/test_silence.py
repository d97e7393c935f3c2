"""The silence procedure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from exsched.releasing.silence import OutOfTurn, State, Step, after, asked, may_release, may_speak
from tests.releasing import plans

UNTIL = datetime(2026, 12, 14, 12, tzinfo=UTC)
BEFORE, LATER = UNTIL - timedelta(1), UNTIL + timedelta(1)
ASKED = frozenset({"ARV", "BMK", "CLD"})


@dataclass(frozen=True)
class Said:
    """One nation's word."""

    nation: str
    act: str


def said(**words: str) -> list[Said]:
    """The words of some nations, in the order given."""
    return [Said(nation, act) for nation, act in words.items()]


def test_silence_that_runs_out_is_consent() -> None:
    """From the very instant at which it ends."""
    assert may_release(ASKED, [], UNTIL, UNTIL) is None
    assert may_release(ASKED, [], UNTIL, UNTIL - timedelta(seconds=1)) == (
        "silence runs until 14 Dec 2026 at 12:00 UTC; ARV, BMK and CLD can still break it"
    )


def test_release_may_follow_at_once_when_all_concur() -> None:
    """Nobody needs to wait for silence when all have spoken."""
    some = said(ARV="concurred", BMK="concurred")
    assert may_release(ASKED, some, UNTIL, BEFORE) == (
        "silence runs until 14 Dec 2026 at 12:00 UTC; CLD can still break it"
    )
    assert may_release(ASKED, [*some, Said("CLD", "concurred")], UNTIL, BEFORE) is None


def test_broken_silence_holds_the_release_up() -> None:
    """Also after the period; until the nation concurs: its last word counts."""
    broken = said(ARV="broken", BMK="concurred", CLD="broken")
    assert may_release(ASKED, broken, UNTIL, LATER) == "silence was broken by ARV and CLD"
    healed = [*broken, Said("ARV", "concurred"), Said("CLD", "concurred")]
    assert may_release(ASKED, healed, UNTIL, LATER) is None


def test_word_of_a_nation_that_is_not_asked_does_not_count() -> None:
    """Neither to break nor to concur."""
    assert may_release(ASKED, said(DOR="broken"), UNTIL, LATER) is None
    assert may_release(ASKED, said(DOR="concurred"), UNTIL, BEFORE) is not None


def test_draft_may_follow_only_when_nobody_is_asked() -> None:
    """Otherwise the authority proposes it, or records an override."""
    assert may_release(ASKED, [], None, BEFORE) == "it was not proposed to ARV, BMK and CLD"
    assert may_release([], [], None, BEFORE) is None


def test_nation_may_speak_while_silence_runs() -> None:
    """Breaking is for then; concurring also later, to heal a break."""
    assert may_speak("ARV", ASKED, Step.BREAK, UNTIL, BEFORE) is None
    assert may_speak("ARV", ASKED, Step.CONCUR, UNTIL, LATER) is None
    assert may_speak("ARV", ASKED, Step.BREAK, UNTIL, UNTIL) == (
        "silence ended on 14 Dec 2026 at 12:00 UTC: tell the scheduling authority"
    )
    assert may_speak("DOR", ASKED, Step.CONCUR, UNTIL, BEFORE) == (
        "DOR is not asked: no exercise of this release concerns it"
    )


def test_states_follow_each_other_as_told() -> None:
    """Every step from every state: where it leads, or a refusal with what is possible."""
    leads = {}
    for state, step in product(State, Step):
        try:
            leads[state.value, step.value] = after(state, step).value
        except OutOfTurn as refused:
            assert "hint: " in str(refused)
    assert leads == {
        ("draft", "propose"): "proposed",
        ("draft", "publish"): "released",
        ("draft", "withdraw"): "withdrawn",
        ("proposed", "concur"): "proposed",
        ("proposed", "break"): "proposed",
        ("proposed", "publish"): "released",
        ("proposed", "withdraw"): "withdrawn",
        ("released", "supersede"): "superseded",
    }


def test_refused_step_says_what_is_possible() -> None:
    """In words for a planner."""
    with pytest.raises(OutOfTurn) as refused:
        after(State.PROPOSED, Step.PROPOSE)
    assert str(refused.value) == (
        "a release that is proposed cannot be proposed\n"
        "hint: possible now: concur, break, publish and withdraw"
    )
    with pytest.raises(OutOfTurn, match="hint: make a new release instead"):
        after(State.WITHDRAWN, Step.PUBLISH)


def test_asked_are_those_who_see_an_exercise() -> None:
    """A nation that sees none is not asked, not even where its forces are in one: that would tell it so."""
    facts = plans.base().problem.programme
    assert asked(plans.base()) == frozenset(facts.nations)
    only = {name: None for name in facts.exercises if name != "winter-lift-27"}
    assert asked(plans.plan(only)) == {"ARV", "GOT"}
    hidden = facts.exercises["winter-lift-27"].model_copy(update={"release": ()})
    secret = plans.with_facts(
        facts.model_copy(update={"exercises": facts.exercises | {"winter-lift-27": hidden}})
    )
    sent = plans.plan(only, secret).laydown.held["winter-lift-27"].commitments
    assert "GOT" in {commitment.force.nation for commitment in sent}
    assert asked(plans.plan(only, secret)) == frozenset()
    assert asked(plans.plan(dict.fromkeys(facts.exercises))) == frozenset()
