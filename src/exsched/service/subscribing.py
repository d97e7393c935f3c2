"""Feeds as the people behind them manage them: whose view, of what, and the bytes to begin with."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from difflib import get_close_matches

from sqlalchemy import Connection

from exsched.releasing.audience import Audience, Kind
from exsched.service import clock, publishing, reach, rendering
from exsched.service.caller import Caller
from exsched.service.context import Service
from exsched.service.models.feeds import NewFeed
from exsched.service.paging import Cursor
from exsched.service.problems import forbidden, invalid, not_found
from exsched.service.storage import feeds, records, releases, tokens
from exsched.service.storage.errors import Stale
from exsched.service.storage.locks import hold_programme
from exsched.service.storage.records import NewRendering, Token

SOON = timedelta(days=30)


def audience(
    service: Service, connection: Connection, caller: Caller, programme: str, wanted: NewFeed
) -> Audience:
    """Whose view the feed shows, and of what; all names come from what that view holds.

    Raises:
        ApiProblem: 403 for another nation's view, 422 for a name that the view does not hold.
    """
    nation = wanted.nation or ""
    if caller.is_planner:
        if nation not in {"", caller.nation}:
            raise forbidden(f"You may make feeds for {caller.nation} only.")
        nation = caller.nation
    if (wanted.kind is Kind.WHOLE) != (wanted.about is None):
        raise invalid("invalid_feed", "`about` is the id that goes with `kind`; a whole view has none.")
    if nation and not caller.is_planner:
        reach_nations = reach.nations(
            service, connection, reach.programme(service, connection, caller, programme)
        )
        _known("nation", nation, reach_nations)
    if wanted.about is not None:
        _known(wanted.kind, wanted.about, _names(service, connection, programme, nation, wanted.kind))
    return Audience(nation, wanted.kind, wanted.about or "", wanted.proposals)


def _names(service: Service, connection: Connection, programme: str, nation: str, kind: Kind) -> list[str]:
    if nation:
        base, viewer = reach.base_of_nations(connection, programme), rendering.viewer_of(service, nation)
        problem = rendering.seen(service, connection, programme, base, viewer)
    else:
        newest = reach.usable(connection, programme).number
        problem = rendering.whole(service, connection, programme, newest)
    facts = problem.programme
    held: dict[Kind, Iterable[str]] = {
        Kind.NATION: facts.nations,
        Kind.FORCE: facts.forces,
        Kind.VENUE: facts.venues,
        Kind.EXERCISE: facts.exercises,
    }
    return sorted(held[kind])


def _known(kind: str, name: str, names: Sequence[str]) -> None:
    if name not in names:
        near = get_close_matches(name, names, 1)
        hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(names[:12]) or 'none'}"
        raise invalid("unknown_name", f"There is no {kind} {name} in this view.", hint)


def beginning(
    service: Service, connection: Connection, programme: str, shown_to: Audience
) -> tuple[NewRendering | None, tuple[str | None, str | None]]:
    """The bytes of a new audience, where there are any to make, and the releases that they show."""
    state = _state(connection, programme)
    if feeds.rendering(connection, programme, shown_to.key) is not None:
        return None, state
    return publishing.rendering_of(service, connection, programme, shown_to), state


def put(
    connection: Connection, programme: str, new: NewRendering | None, state: tuple[str | None, str | None]
) -> None:
    """Store the first bytes of an audience, or make sure that there still are none to store.

    Whoever publishes waits for the same lock, so that no audience is made between its look and its commit.

    Raises:
        Stale: something was released since they were made.
    """
    hold_programme(connection, programme)
    if _state(connection, programme) != state:
        raise Stale("something was released in between")
    if new is None:
        return
    release = state[0] or state[1]
    assert release is not None
    if feeds.rendering(connection, programme, new.audience) is None:
        feeds.put(connection, programme, release, [new])


def _state(connection: Connection, programme: str) -> tuple[str | None, str | None]:
    in_force, proposed = releases.in_force(connection, programme), releases.proposed(connection, programme)
    return (in_force.id if in_force else None, proposed.id if proposed else None)


def new_token(
    service: Service, caller: Caller, programme: str, wanted: NewFeed, shown_to: Audience
) -> records.NewToken:
    """The token behind the address.

    Raises:
        ApiProblem: 422, it would have ended already.
    """
    now = clock.now()
    expires = wanted.expires or now + timedelta(days=service.settings.feed_days)
    if expires <= now:
        raise invalid("invalid_feed", "The feed would have ended already.", "choose a later `expires`")
    return records.NewToken(
        kind="feed",
        role="feed",
        label=wanted.label,
        made_by=caller.token,
        nation=shown_to.viewer_nation or None,
        programme=programme,
        scope={"kind": str(shown_to.kind), "about": shown_to.id or None, "proposals": shown_to.proposals},
        audience=shown_to.key,
        expires=expires,
    )


def own(service: Service, connection: Connection, caller: Caller, id_: str) -> Token:
    """A feed that the caller may see.

    Raises:
        ApiProblem: 404.
    """
    found = tokens.get(connection, id_)
    if found is None or found.kind != "feed" or found.programme is None or not may_see(caller, found):
        raise not_found()
    reach.programme(service, connection, caller, found.programme)
    return found


def may_see(caller: Caller, feed: Token) -> bool:
    """Whether a feed is the caller's own nation's, or the caller sees everything."""
    return caller.viewer.sees_everything or (caller.is_planner and feed.nation == caller.nation)


def page(
    connection: Connection, caller: Caller, programme: str, after: Cursor | None, limit: int
) -> list[Token]:
    """Feeds of a programme that the caller may see, newest first."""
    found: list[Token] = []
    while len(found) < limit:
        batch = tokens.page(connection, "feed", programme, after, 200)
        found += [feed for feed in batch if may_see(caller, feed)]
        if len(batch) < 200:
            break
        after = (batch[-1].created, batch[-1].id)
    return found[:limit]
