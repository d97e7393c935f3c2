"""Ctrl-C in the middle of a question: what was found so far is shown, and a script can tell."""

import json
import os
import signal
from pathlib import Path

import pytest

from exsched.commands.entry import run
from exsched.commands.interrupt import Interrupt
from tests.commands.process import KEPT, tiny


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C is pressed as soon as it is caught."""
    enter = Interrupt.__enter__

    def pressed(self: Interrupt) -> Interrupt:
        enter(self)
        os.kill(os.getpid(), signal.SIGINT)
        return self

    monkeypatch.setattr(Interrupt, "__enter__", pressed)


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    "verb",
    [
        "explain {programme}",
        "relax {programme}",
        "why-not {programme} alpha --in 2027-01-12",
        "trade-off {programme} --between wanted_dates,wanted_participation",
        "alternatives {programme} {schedule}",
        "price {programme} {schedule}",
        "replan {programme} {schedule} --cancel alpha",
        "replan {programme} {schedule} --fallbacks alpha",
        "slack {programme} {schedule}",
        "place {programme} {schedule} bravo",
    ],
    ids=lambda verb: verb.partition(" ")[0],
)
def test_interrupted_question_says_so(verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 130, as words and as a document."""
    schedule = tmp_path / "kept.csv"
    schedule.write_text(KEPT, "utf-8")
    arguments = verb.format(programme=tiny(tmp_path), schedule=schedule).split()
    assert run(arguments) == 130
    assert "stopped" in capsys.readouterr().err
    assert run([*arguments, "--json"]) == 130
    assert json.loads(capsys.readouterr().out)["error"]["exit"] == 130
