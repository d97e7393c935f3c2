"""Speaks to the API in few words: the same for a running server and for the application in this process."""

import json
from collections.abc import Mapping
from typing import Any

import httpx2

Headers = Mapping[str, str]
NONE: Headers = {}
YAML, JSON, CSV = "application/yaml", "application/json", "text/csv"


class Api:
    """One caller: a client and a token."""

    def __init__(self, client: httpx2.Client, token: str | None = None) -> None:
        self.client = client
        self.token = token

    def of(self, token: str | None) -> "Api":
        """The same service with another token."""
        return Api(self.client, token)

    def send(
        self,
        method: str,
        path: str,
        *,
        document: Any = None,
        content: bytes | None = None,
        kind: str = JSON,
        headers: Headers = NONE,
    ) -> httpx2.Response:
        """One request; the path is taken as it is."""
        sent = dict(headers)
        if document is not None:
            content = json.dumps(document).encode()
        if content is not None:
            sent.setdefault("Content-Type", kind)
        if self.token is not None:
            sent["Authorization"] = f"Bearer {self.token}"
        return self.client.request(method, path, content=content, headers=sent)

    def get(self, path: str, headers: Headers = NONE) -> httpx2.Response:
        """GET below /api/v1."""
        return self.send("GET", f"/api/v1{path}", headers=headers)

    def post(self, path: str, document: Any = None, headers: Headers = NONE) -> httpx2.Response:
        """POST of a JSON document below /api/v1."""
        return self.send("POST", f"/api/v1{path}", document=document, headers=headers)

    def put(self, path: str, content: bytes, kind: str = YAML, headers: Headers = NONE) -> httpx2.Response:
        """PUT of a file below /api/v1."""
        return self.send("PUT", f"/api/v1{path}", content=content, kind=kind, headers=headers)

    def made(self, path: str, document: Any, headers: Headers = NONE) -> Any:
        """POST that must succeed; its answer as data."""
        return done(self.post(path, document, headers))

    def new_token(self, role: str, nation: str | None = None, **more: Any) -> str:
        """The secret of a new token."""
        secret: str = self.made(
            "/tokens", {"label": f"{role} {nation or ''}".strip(), "role": role, "nation": nation} | more
        )["secret"]
        return secret


def done(answer: httpx2.Response) -> Any:
    """The data of an answer that must be a success."""
    assert answer.status_code < 300, f"{answer.request.method} {answer.request.url}: {answer.text[:600]}"
    return answer.json() if answer.content else None
