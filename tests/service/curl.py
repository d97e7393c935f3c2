"""The API as the handbook shows it: with curl."""

import json
import subprocess
from typing import Any

from tests.service.server import Server


def curl(server: Server, method: str, path: str, *arguments: str, body: bytes | None = None) -> Any:
    """One request below /api/v1 that must succeed; its answer as data, or as text when it is not JSON."""
    sent = ["--data-binary", "@-"] if body is not None else []
    done = subprocess.run(
        ["curl", "-sS", "--fail-with-body", "-X", method, *arguments, *sent, f"{server.url}/api/v1{path}"],
        input=body,
        capture_output=True,
        timeout=300,
        check=False,
    )
    text = done.stdout.decode()
    assert done.returncode == 0, f"{method} {path}: {done.stderr.decode()} {text[:2000]}"
    return json.loads(text) if text.startswith(("{", "[")) else text


def post(server: Server, path: str, document: Any = None) -> Any:
    """POST of a JSON document."""
    if document is None:
        return curl(server, "POST", path)
    return curl(
        server, "POST", path, "-H", "Content-Type: application/json", body=json.dumps(document).encode()
    )


def watched(server: Server, path: str, *arguments: str) -> list[dict[str, str]]:
    """Server-sent events until the stream ends: `id`, `event` and `data` of each."""
    wanted = ["-N", "-H", "Accept: text/event-stream", "--max-time", "240", *arguments]
    text = curl(server, "GET", path, *wanted)
    return [
        dict(line.split(": ", 1) for line in block.splitlines() if ": " in line and not line.startswith(":"))
        for block in text.split("\n\n")
        if "data: " in block
    ]
