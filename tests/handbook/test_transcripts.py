"""Transcripts in the handbook are what the commands say: each block fenced as `console` is run again."""

import re
import shlex
from pathlib import Path

import pytest

from exsched.commands.entry import run
from exsched.handbook import page, topics
from exsched.library import examples_dir

BLOCK = re.compile(r"^```console\n\$ (exsched [^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LEVEL = re.compile(r"\(E[0-9]: [^)]*\)")
"""How far an answer was confirmed follows from the time that a machine takes."""
REAL = "examples/europe-2024"
QUESTIONS = (
    *("explain", "relax", "why-not", "price", "slack", "alternatives", "trade-off", "compare", "replan"),
    *("ripple", "place", "bundle", "replay"),
)
TRANSCRIPTS = {topic: found for topic in topics() if (found := BLOCK.findall(page(topic) or ""))}
LEFT_OUT = "..."
"""What a transcript leaves out of a line, or lines when it stands alone."""


def test_there_are_transcripts() -> None:
    """So that a change of the fence does not silence the test below: each is asked of a real year."""
    real = (blocks for blocks in TRANSCRIPTS.values() if any(REAL in command for command, _ in blocks))
    asked = {command.split()[1] for blocks in real for command, _ in blocks}
    assert asked >= {*QUESTIONS}


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("topic", sorted(TRANSCRIPTS))
def test_transcripts_are_what_the_commands_say(
    topic: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """In a folder with the examples, one after the other; what a command writes is there for the next one."""
    (tmp_path / "examples").symlink_to(examples_dir())
    monkeypatch.chdir(tmp_path)
    for command, told in TRANSCRIPTS[topic]:
        run(shlex.split(command)[1:])
        said = LEVEL.sub("(E)", capsys.readouterr().out)
        assert told
        assert re.fullmatch(_pattern(LEVEL.sub("(E)", told)), said), f"$ {command}\n{said}"


def _pattern(told: str) -> str:
    return "".join(
        r"(?:.*\n)*" if line == f"{LEFT_OUT}\n" else ".*".join(map(re.escape, line.split(LEFT_OUT)))
        for line in told.splitlines(keepends=True)
    )
