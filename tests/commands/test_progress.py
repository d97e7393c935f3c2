"""What a solve says while it runs."""

import pytest

from exsched.commands.progress import Lines, gap
from exsched.solving.limits import Progress


def a_step(
    word: str, seconds: float, value: int | None = None, bound: int | None = None, tier: int = 0
) -> Progress:
    """One step of a solve with two tiers."""
    return Progress(seconds, tier, 2, ("hold_exercises",), value, bound, 1, word)


def test_lines_tell_what_a_log_needs(capsys: pytest.CaptureFixture[str]) -> None:
    """The first schedule, each second's better one, ends of tiers; no repetition."""
    listen = Lines()
    for step in (
        a_step("building", 0),
        a_step("first", 0.5, 9),
        a_step("better", 0.6, 9),
        a_step("better", 0.7, 8),
        a_step("better", 0.8, 7),
        a_step("bound", 1.0, 7, 2),
        a_step("bound", 1.1, 7, 3),
        a_step("tier_done", 1.2, 7, 7),
        a_step("first", 1.3, 4, tier=1),
    ):
        listen(step)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines() == [
        "    0.0 s  tier 1/2 hold_exercises: building the model",
        "    0.5 s  tier 1/2 hold_exercises: first schedule, value 9, gap unknown",
        "    0.7 s  tier 1/2 hold_exercises: better schedule, value 8, gap unknown",
        "    1.0 s  tier 1/2 hold_exercises: better bound, value 7, bound 2, gap 71.4 %",
        "    1.2 s  tier 1/2 hold_exercises: end of the tier, value 7, bound 7, gap none",
        "    1.3 s  tier 2/2 hold_exercises: first schedule, value 4, gap unknown",
    ]


@pytest.mark.parametrize(
    ("value", "bound", "words"),
    [
        (None, 3, "unknown"),
        (3, None, "unknown"),
        (3, 3, "none"),
        (0, 0, "none"),
        (4, 3, "25.0 %"),
        (5, 0, "100.0 %"),
    ],
)
def test_gap_in_words(value: int | None, bound: int | None, words: str) -> None:
    """No bound is never read as no gap."""
    assert gap(value, bound) == words
