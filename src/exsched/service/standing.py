"""How the silence procedure of a release stands: who is asked, who answered what, whether it may follow."""

from dataclasses import dataclass

from sqlalchemy import Connection

from exsched.releasing import silence
from exsched.service import clock, publishing, rendering
from exsched.service.context import Service
from exsched.service.storage import releases
from exsched.service.storage.records import Concurrence, Release


@dataclass(frozen=True)
class Standing:
    """As it is now; `why_not` says in a sentence why the release may not follow, None when it may."""

    asked: tuple[str, ...]
    acts: tuple[Concurrence, ...]
    why_not: str | None

    @property
    def broken(self) -> tuple[str, ...]:
        """The nations whose last word is that they break silence."""
        return tuple(one.nation for one in self.acts if one.act == silence.Word.BROKEN)


def standing(service: Service, connection: Connection, release: Release) -> Standing:
    """Worked out from the schedule of the release and what the nations said."""
    who = _asked(service, connection, release)
    acts = releases.concurrences(connection, release.id)
    until = release.silence_until if release.proposed is not None else None
    return Standing(tuple(sorted(who)), acts, silence.may_release(who, acts, until, clock.now()))


def _asked(service: Service, connection: Connection, release: Release) -> frozenset[str]:
    answer = publishing.whole_answer(service, connection, release)
    return rendering.kept(service, ("asked", release.schedule), lambda: silence.asked(answer))
