"""Reserved blocks: what is seen in place of an exercise or of a cover block; both look the same."""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from exsched.access.label import label_of_cover
from exsched.access.sight import Seeing
from exsched.access.visible import Sight, visible
from exsched.domain.dates import Period
from exsched.domain.exercises import Duration, Equipment, Exercise, SiteNeed
from exsched.domain.schedule import Line
from exsched.domain.venues import Closure, Venue

RESERVED = "Reserved"
_NOTHING = Equipment(tanks=0, acvs=0, artillery=0, sorties=0)


@dataclass(frozen=True, order=True)
class Block:
    """Some venues, taken for some days, under an id that says nothing."""

    id: str
    venues: tuple[str, ...]
    dates: Period
    text: str = RESERVED

    def exercise(self) -> Exercise:
        """The block in the form of an exercise, for calendars and pictures."""
        length, start = self.dates.days, self.dates.start
        return Exercise(
            id=self.id,
            title=self.text,
            days=Duration(min=length, max=length),
            startex=(Period(start=start, end=start),),
            sites={name: SiteNeed(any_of=(name,)) for name in self.venues},
            strength=0,
            equipment=_NOTHING,
        )

    def line(self) -> Line:
        """The line of the block in a schedule."""
        return Line(
            exercise=self.id,
            startex=self.dates.start,
            endex=self.dates.end,
            sites={name: name for name in self.venues},
        )


def cover_blocks(seeing: Seeing) -> Iterator[Block]:
    """The cover blocks that are shown to the viewer, with the dates that were written."""
    for name, block in seeing.problem.programme.cover.items():
        if visible(seeing.viewer, label_of_cover(seeing.problem, name)) is not Sight.NONE:
            yield Block(opaque(seeing, f"cover/{name}"), (block.venue,), block.dates, block.text)


def busy_blocks(seeing: Seeing) -> Iterator[Block]:
    """A block for each exercise held of which the viewer sees only that: its venues, and whole weeks."""
    held = seeing.laydown.held if seeing.laydown else {}
    horizon = seeing.problem.programme.horizon
    for name in seeing.busy:
        weeks = whole_weeks(held[name].execution).common(horizon) if name in held else None
        if weeks:
            yield Block(opaque(seeing, name), tuple(sorted(held[name].venues)), weeks)


def opaque(seeing: Seeing, name: str) -> str:
    """An id that stays the same and tells nothing to who does not have the installation's salt."""
    code = hmac.new(seeing.viewer.salt.encode(), name.encode(), hashlib.sha256).hexdigest()
    return f"reserved-{code[:12]}"


def whole_weeks(period: Period) -> Period:
    """The ISO weeks, Monday to Sunday, that a period touches."""
    return period.longer(period.start.weekday(), 6 - period.end.weekday())


def closures(blocks: list[Block], venue: Venue, taken: list[Period]) -> Iterator[Closure]:
    """The blocks of a venue as days on which it is shut; days of `taken`, which are seen anyway, stay open.

    Only a venue for one user at a time is shut: at any other there may be room beside the block.
    """
    if venue.takes.exercises != 1:
        return
    for block in blocks:
        if venue.id in block.venues:
            for rest in _rest(block.dates, taken):
                yield Closure(dates=rest, why=block.text)


def _rest(dates: Period, taken: list[Period]) -> Iterator[Period]:
    start = dates.start
    for used in sorted(taken, key=lambda period: period.start):
        if start < used.start <= dates.end:
            yield Period(start=start, end=used.start - timedelta(1))
        start = max(start, used.end + timedelta(1)) if used.end >= dates.start else start
    if start <= dates.end:
        yield Period(start=start, end=dates.end)
