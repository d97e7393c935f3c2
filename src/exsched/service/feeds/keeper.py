"""Keeps the book of feeds fresh without letting anybody wait for it where that can be helped."""

import asyncio
import logging
import time

from exsched.service.feeds import book
from exsched.service.feeds.answers import Ready
from exsched.service.storage.database import Database, Unavailable
from exsched.service.storage.feed_index import FeedToken

LOG = logging.getLogger("exsched.feeds")
OLDEST_SECONDS = 30.0  # a state older than this is renewed before it is used
PATIENCE_SECONDS = 2.0  # how long a request waits for that
NEVER = float("-inf")


class Keeper:
    """Renews the book when somebody asks and it is older than `seconds`; one renewal at a time."""

    def __init__(self, database: Database, seconds: float) -> None:
        self._database = database
        self._seconds = seconds
        self._book = book.EMPTY
        self._read_at = NEVER
        self._tried_at = NEVER
        self._forgotten = True
        self._renewing: asyncio.Task[None] | None = None

    def forget(self) -> None:
        """The next request sees what the database holds then."""
        self._forgotten = True

    def now(self) -> book.Book | None:
        """The book when it needs no renewal, else None."""
        old = self._forgotten or time.monotonic() - self._read_at >= self._seconds
        return None if old else self._book

    async def fresh(self) -> book.Book:
        """The book; without a database the last good one.

        Raises:
            Unavailable: there never was one.
        """
        if (good := self.now()) is not None:
            return good
        now = time.monotonic()
        renewing = self._start(now)
        must = self._forgotten or self._seconds == 0 or now - self._read_at >= OLDEST_SECONDS
        if renewing is not None and must:
            await asyncio.wait({renewing}, timeout=PATIENCE_SECONDS)
        if self._read_at == NEVER:
            raise Unavailable("the feeds have not been read yet")
        return self._book

    async def find(self, sha256: str) -> tuple[FeedToken, Ready | None] | None:
        """A token that the book does not have, and its feed if there is one, straight from the database.

        Raises:
            Unavailable: the database does not answer.
        """
        found = await asyncio.to_thread(book.find, self._database, sha256)
        if found is not None:
            self._book.tokens[sha256] = found[0]  # making a token does not raise the version
            self.forget()  # but the bytes for it may be as new as the token
        return found

    def _start(self, now: float) -> "asyncio.Task[None] | None":
        if self._renewing is not None and not self._renewing.done():
            return self._renewing
        if now - self._tried_at < self._seconds and not self._forgotten:
            return None  # it failed a moment ago
        self._tried_at = now
        self._renewing = asyncio.create_task(self._renew())
        return self._renewing

    async def _renew(self) -> None:
        began = time.monotonic()
        self._forgotten = False
        try:
            self._book = await asyncio.to_thread(book.read, self._database, self._book)
            self._read_at = began
        except Unavailable as trouble:
            LOG.error("feeds are served from memory", extra={"reason": str(trouble)[:200]})
