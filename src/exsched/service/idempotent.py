"""`Idempotency-Key`: a creation that is sent twice happens once, and is answered twice alike."""

import hashlib
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request, Response
from sqlalchemy import Connection

from exsched.service import clock
from exsched.service.caller import CallerDep
from exsched.service.problems import conflict
from exsched.service.storage import idempotency
from exsched.service.storage.records import StoredAnswer

KEPT = frozenset({"content-type", "location", "etag", "cache-control"})


@dataclass(frozen=True)
class Once:
    """In the transaction that creates use `before` at its beginning and `keep` at its end.

    Where work is done and may be refused before that transaction, ask `given` first: what has changed since
    must not turn an answer that was given into a refusal.

    Args:
        key: None when the client sent none; then all of them do nothing.
    """

    token: str
    key: str | None
    request_sha256: str

    def given(self, connection: Connection) -> Response | None:
        """The answer given before, or None; a transaction that only reads will do.

        Raises:
            ApiProblem: 409, the key was used for another request.
        """
        found = None if self.key is None else idempotency.find(connection, self.token, self.key)
        return None if found is None else self._again(found)

    def before(self, connection: Connection) -> Response | None:
        """The answer given before, or None: then do the work.

        Raises:
            ApiProblem: 409, the key was used for another request.
        """
        if self.key is None:
            return None
        given = idempotency.reserve(connection, self.token, self.key, self.request_sha256)
        return None if given is None else self._again(given)

    def _again(self, given: StoredAnswer) -> Response:
        if given.request_sha256 != self.request_sha256 or given.status == 0:
            raise conflict(
                "key_used", "This Idempotency-Key was used for another request.", "choose a new key for it"
            )
        return Response(given.body, given.status, headers=dict(given.headers))

    def keep(self, connection: Connection, response: Response) -> Response:
        """Remember the answer; gives it back."""
        if self.key is not None:
            headers = [[name, value] for name, value in response.headers.items() if name in KEPT]
            answer = StoredAnswer(
                token=self.token,
                key=self.key,
                request_sha256=self.request_sha256,
                status=response.status_code,
                headers=headers,
                body=bytes(response.body),
                at=clock.now(),
            )
            idempotency.keep(connection, answer)
        return response


async def _once(
    request: Request,
    caller: CallerDep,
    key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            min_length=1,
            max_length=200,
            description="The same key with the same request gives the same answer, without doing it twice.",
        ),
    ] = None,
) -> Once:
    content = f"{request.method} {request.scope['path']}?".encode() + request.scope.get("query_string", b"")
    content += b"\n" + await request.body()
    return Once(caller.token, key, hashlib.sha256(content).hexdigest())


OnceDep = Annotated[Once, Depends(_once)]
