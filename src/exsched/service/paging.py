"""Lists in pages: an opaque cursor, and never a total."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query

from exsched.service.models import Model
from exsched.service.problems import ApiProblem, invalid

Cursor = tuple[datetime, str]
Item = TypeVar("Item")


class Page(Model, Generic[Item]):
    """One page of a list; `next` goes into `after` of the next request, and is missing on the last page."""

    items: tuple[Item, ...]
    next: str | None = None


@dataclass(frozen=True)
class Paging:
    """What page is asked for."""

    limit: int
    after: Cursor | None

    @property
    def look(self) -> int:
        """How many rows to fetch: one more than shown tells whether there is a next page."""
        return self.limit + 1

    def page(self, items: Sequence[Item], keys: Sequence[Cursor]) -> Page[Item]:
        """The page, given up to `look` items and the cursor of each."""
        more = len(items) > self.limit
        last = write(keys[self.limit - 1]) if more else None
        return Page(items=tuple(items[: self.limit]), next=last)


async def _paging(
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
    after: Annotated[str | None, Query(max_length=300, description="`next` of the page before.")] = None,
) -> Paging:
    return Paging(limit, None if after is None else read(after))


PagingDep = Annotated[Paging, Depends(_paging)]


def write(cursor: Cursor) -> str:
    """The cursor as opaque text."""
    instant, key = cursor
    return base64.urlsafe_b64encode(f"{instant.isoformat()} {key}".encode()).decode().rstrip("=")


def read(text: str) -> Cursor:
    """The cursor that `write` wrote.

    Raises:
        ApiProblem: 422.
    """
    try:
        plain = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
        instant, _, key = plain.partition(" ")
        at = datetime.fromisoformat(instant)
    except (ValueError, binascii.Error):
        raise _unknown() from None
    if at.tzinfo is None or "\0" in key:
        raise _unknown()
    return at, key


def _unknown() -> ApiProblem:
    return invalid("invalid_cursor", "`after` is not a cursor of this list.", "take it from `next` of a page")
