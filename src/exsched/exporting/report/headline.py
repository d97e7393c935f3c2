"""What a staff officer reads first: how far to trust it, what is held, what gives way, and what is due."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from exsched.domain.outcome import Status
from exsched.exporting.report.seen import Seen
from exsched.exporting.selection import Selection
from exsched.exporting.wording import counted, day, many
from exsched.rulekit.act import Act
from exsched.rulekit.verdict import Answer, Broken


class Tone(StrEnum):
    """How a statement is coloured; the words say the same."""

    GOOD = "good"
    CARE = "care"
    BAD = "bad"
    PLAIN = "plain"


@dataclass(frozen=True)
class Card:
    """One figure, what it counts, and the section that tells more."""

    figure: str
    text: str
    section: str
    tone: Tone


@dataclass(frozen=True)
class TierRow:
    """One tier: its goals, value, bound and gap as text."""

    number: int
    goals: tuple[str, ...]
    value: int
    bound: str
    gap: str


@dataclass(frozen=True)
class Headline:
    """The first screen."""

    word: str
    tone: Tone
    evidence: str
    verdict: str
    cards: tuple[Card, ...]
    soonest: tuple[Act, ...]
    dearest: tuple[Broken, ...]
    tiers: tuple[TierRow, ...]


def headline(answer: Answer, selection: Selection) -> Headline:
    """The first screen of the report; figures, acts and breaches are those of what is selected."""
    word, evidence = _claim(answer)
    seen = Seen.of(answer, selection)
    return Headline(
        word=word,
        tone=_tone(answer),
        evidence=evidence,
        verdict=("Whole programme: " if selection.narrowed else "") + _verdict(answer),
        cards=tuple(_cards(answer, selection, seen)),
        soonest=seen.open_acts[:5],
        dearest=(*seen.hard, *seen.soft)[:5],
        tiers=tiers(answer),
    )


def _claim(answer: Answer) -> tuple[str, str]:
    result = answer.outcome
    if result is None:
        word = "Schedule given" if answer.verdict.allowed else "Refused: schedule given"
        return word, "not made by the solver here; how far it is from the best is not known"
    said = result.headline()
    evidence = f"{result.evidence.value}: {result.meaning}"
    if not answer.verdict.allowed and result.status is not Status.IMPOSSIBLE:
        return "Refused", f"the solver's answer was: {said}"
    word = said.removesuffix(f" ({evidence})")
    return word[:1].upper() + word[1:], evidence


def _verdict(answer: Answer) -> str:
    found = answer.verdict
    rules = many(found.rules_checked, "rule")
    if not found.allowed:
        broken = many(len(found.hard), "breach", "breaches")
        return f"Refused by the independent checker: {broken} of hard rules, {rules} checked"
    if found.undecided:
        return f"Allowed as far as can be decided, {rules} checked"
    return f"Allowed by the independent checker, {rules} checked"


def _tone(answer: Answer) -> Tone:
    if not answer.verdict.allowed or (answer.outcome and answer.outcome.status is Status.IMPOSSIBLE):
        return Tone.BAD
    if answer.verdict.undecided or (answer.outcome and answer.outcome.status is Status.UNDECIDED):
        return Tone.CARE
    return Tone.GOOD


def _cards(answer: Answer, selection: Selection, seen: Seen) -> list[Card]:
    cards = []
    if seen.hard:
        cards.append(Card(f"{len(seen.hard)}", "breaches of hard rules", "hard", Tone.BAD))
    cards += _held_cards(answer, selection, seen)
    cost = sum(broken.cost for broken in seen.soft)
    tone = Tone.CARE if seen.soft else Tone.GOOD
    cards.append(Card(f"{len(seen.soft)}", f"breaches of soft rules: cost {cost:,}", "soft", tone))
    cards.append(_acts_card(seen.open_acts, answer.problem.programme.as_of))
    if seen.undecided:
        cards.append(
            Card(f"{len(seen.undecided)}", "cannot be decided: data missing", "undecided", Tone.CARE)
        )
    return cards


def _held_cards(answer: Answer, selection: Selection, seen: Seen) -> list[Card]:
    total, held = len(answer.problem.exercises), len(answer.laydown.held)
    if selection.narrowed:
        return [
            Card(
                f"{len(seen.exercises)} of {held}", f"exercises: {selection.words()}", "exercises", Tone.PLAIN
            )
        ]
    if held == total:
        return [Card(f"{held} of {total}", "exercises held", "exercises", Tone.GOOD)]
    lost = sum(e.worth for name, e in answer.problem.exercises.items() if name not in answer.laydown.held)
    return [
        Card(f"{held} of {total}", "exercises held", "exercises", Tone.PLAIN),
        Card(f"{total - held}", f"not held: worth {lost:,} lost", "dropped", Tone.CARE),
    ]


def _acts_card(acts: tuple[Act, ...], today: date) -> Card:
    late = sum(act.due < today for act in acts)
    if not acts:
        return Card("0", "acts open", "acts", Tone.GOOD)
    text = f"acts open, {late} overdue" if late else f"acts open, the next by {day(acts[0].due)}"
    return Card(f"{len(acts)}", text, "acts", Tone.BAD if late else Tone.PLAIN)


def tiers(answer: Answer) -> tuple[TierRow, ...]:
    """Value, bound and gap of each tier; the checker's own values where the solver gave none."""
    result = answer.outcome
    if result and result.tiers:
        return tuple(
            TierRow(
                n,
                tuple(_goal(g.goal, g.value, g.unit, g.weight) for g in tier.goals),
                tier.value,
                "not known" if tier.bound is None else f"{tier.bound:,}",
                _gap(tier.gap_percent, tier.proved),
            )
            for n, tier in enumerate(result.tiers, 1)
        )
    values = answer.verdict.tier_values()
    return tuple(
        TierRow(
            n, tuple(_goal(g.goal, g.value, g.unit, g.weight) for g in tier), value, "not known", "not known"
        )
        for n, (tier, value) in enumerate(zip(answer.verdict.values, values, strict=True), 1)
    )


def _goal(name: str, value: int, unit: str, weight: int) -> str:
    words = name.replace("_", " ")
    return f"{words}: {counted(value, unit)}" + (f" × weight {weight}" if weight != 1 else "")


def _gap(gap: float | None, proved: bool) -> str:
    if proved:
        return "proved best"
    return "not known" if gap is None else f"{gap:.1f} %"
