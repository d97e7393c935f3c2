"""`exsched ask`: ask a service a question about a programme there, and wait for the answer."""

import json as json_format
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

import typer

from exsched.commands.exits import Exit, Stop
from exsched.commands.options import JsonOption
from exsched.commands.remote import DEFAULT_URL, TokenOption, UrlOption

if TYPE_CHECKING:
    from exsched.commands.remote import Remote

_LOOK = 0.5
"""Seconds between two looks at whether the answer is there."""


def ask(
    programme: Annotated[str, typer.Argument(metavar="ID", help="The programme's id on the service.")],
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help="Its name, such as explain; or a JSON file, or -.")
    ],
    url: UrlOption = DEFAULT_URL,
    token: TokenOption = None,
    json: JsonOption = False,
) -> None:
    """Ask a service about what you may see of a programme there.

    A question that needs more than its name is the JSON of the API: `exsched help api` has one of each.
    Exit 0 with the answer, 3 when the question makes no sense there, 5 when it has no answer.
    """
    from exsched.commands.remote import Remote
    from exsched.commands.talk import say, show, show_json

    remote = Remote(url, token)
    path = f"/programmes/{quote(programme, safe='')}/questions"
    job = remote.send("POST", path, document=_read(question)).json()["id"]
    say(f"question {job}")
    found = _answered(remote, job)
    if found["state"] != "succeeded":
        why = (found["problem"] or {}).get("sentence") or f"the question was {found['state']}"
        raise Stop(Exit.UNDECIDED, f"no answer: {why}", document={"question": found})
    if json:
        show_json({"question": found})
    else:
        show("\n".join(found["lines"]))


def _read(question: str) -> Any:
    """The question as the API takes it.

    Raises:
        Stop: usage (2).
    """
    if question != "-" and not question.endswith(".json"):
        return {"question": question}
    try:
        text = sys.stdin.read() if question == "-" else Path(question).read_text("utf-8")
        return json_format.loads(text)
    except FileNotFoundError:
        raise Stop(Exit.USAGE, f"{question}: there is no such file") from None
    except ValueError as trouble:
        raise Stop(Exit.USAGE, f"{question}: not JSON: {trouble}", "`exsched help api` shows one") from None


def _answered(remote: "Remote", job: str) -> dict[str, Any]:
    """The question, once it has ended."""
    try:
        while True:
            found: dict[str, Any] = remote.get(f"/questions/{job}").json()
            if found["ended"]:
                return found
            time.sleep(_LOOK)
    except KeyboardInterrupt:
        sentence = f"no longer waiting; the service goes on with {job}"
        hint = "POST …/cancel ends it: `exsched help api`"
        raise Stop(Exit.INTERRUPTED, sentence, hint, {"question": {"id": job}}) from None
