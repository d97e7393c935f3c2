"""The feeds in memory: who may read which bytes, renewed together, the last good ones kept."""

from dataclasses import dataclass

from exsched.service.feeds.answers import Ready, ready
from exsched.service.feeds.waiting import waiting
from exsched.service.storage import feed_index, feeds, installation
from exsched.service.storage.database import Database, Unavailable
from exsched.service.storage.feed_index import Audience, FeedToken


@dataclass(frozen=True)
class Book:
    """One consistent state: read in one transaction, replaced as a whole."""

    version: int  # of what the database holds; it rises with every change
    tokens: dict[str, FeedToken]
    ready: dict[Audience, Ready]
    domain: str

    def answer(self, token: FeedToken, at_hand: Ready | None = None) -> Ready:
        """What this subscriber gets; before the first release, a calendar that says so.

        Args:
            token: the subscriber's.
            at_hand: the feed that was read together with the token, for a book that is older than both.
        """
        known = self.ready.get(token.audience) or at_hand
        return known or ready(waiting(token.id, token.created, self.domain))


EMPTY = Book(-1, {}, {}, "")


def read(database: Database, before: Book) -> Book:
    """The present state; what has not changed since `before` is not read again.

    Raises:
        Unavailable: the database does not answer; `before` stays good.
    """
    with database.reading() as connection:
        if (here := installation.get(connection)) is None:
            raise Unavailable("the database has not been set up")
        version = feeds.version(connection)  # first: what changes meanwhile is seen by the next reading
        if version == before.version:
            return before
        tokens = {token.sha256: token for token in feed_index.tokens(connection)}
        ready_now: dict[Audience, Ready] = {}
        for audience, etag in feed_index.etags(connection).items():
            known = before.ready.get(audience)
            if known is not None and known.stored_etag == etag:
                ready_now[audience] = known
            elif (served := feed_index.served(connection, audience)) is not None:
                ready_now[audience] = ready(served)
    return Book(version, tokens, ready_now, here.domain)


def find(database: Database, sha256: str) -> tuple[FeedToken, Ready | None] | None:
    """A token that is not in the book, made a moment ago, with its feed; None for one that was never made.

    Raises:
        Unavailable: the database does not answer.
    """
    with database.reading() as connection:
        found = feed_index.tokens(connection, sha256)
        if not found:
            return None
        served = feed_index.served(connection, found[0].audience)
    return found[0], None if served is None else ready(served)
