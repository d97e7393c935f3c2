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
TRANSCRIPTS = [(topic, *found) for topic in topics() for found in BLOCK.findall(page(topic) or "")]


def test_there_are_transcripts() -> None:
    """So that a change of the fence does not silence the test below."""
    assert {"explain", "relax", "why-not"} <= {topic for topic, *_ in TRANSCRIPTS}


@pytest.mark.slow
@pytest.mark.parametrize(("topic", "command", "told"), TRANSCRIPTS, ids=[one[0] for one in TRANSCRIPTS])
def test_transcript_is_what_the_command_says(
    topic: str,
    command: str,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """From the folder above the examples; `...` on a line of its own stands for lines left out."""
    del topic
    monkeypatch.chdir(Path(examples_dir()).parent)
    run(shlex.split(command)[1:])
    said = LEVEL.sub("(E)", capsys.readouterr().out)
    told = LEVEL.sub("(E)", told)
    pattern = "".join(
        r"(?:.*\n)*" if line == "...\n" else re.escape(line) for line in told.splitlines(keepends=True)
    )
    assert told
    assert re.fullmatch(pattern, said), said
