"""Reservations that were there before any exercise: who is never with whom, where, and in what."""

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.generator.scale import Facts, Scale


@dataclass(frozen=True)
class Politics:
    """What a plan of somebody who knows the nations keeps from the start."""

    apart: frozenset[frozenset[str]]
    stays_away: frozenset[tuple[str, str]]
    """Guest and host."""
    barred: frozenset[tuple[str, str]]
    """Nation and tag."""
    staff_only: frozenset[str]
    """These send no troops to anything live."""

    def lets(self, nation: str, kind: str, tags: Iterable[str]) -> bool:
        """Whether a nation comes to such an exercise at all."""
        live = kind in {"LIVEX", "FTX"} and nation in self.staff_only
        return not live and not any((nation, tag) in self.barred for tag in tags)

    def agrees(self, nations: Iterable[str], hosts: Iterable[str]) -> bool:
        """Whether these nations are seen together, and on the soil of these hosts."""
        present = sorted({*nations, *hosts})
        pairs = (frozenset((a, b)) for n, a in enumerate(present) for b in present[n + 1 :])
        if any(pair in self.apart for pair in pairs):
            return False
        where = [*hosts]
        return not any((guest, host) in self.stays_away for guest in present for host in where)


def politics(scale: Scale) -> Politics:
    """Some reservations, the more the more nations there are."""
    dice, codes = scale.chance("politics"), scale.codes
    some = max(2, scale.nations // 6)
    pairs = [frozenset(dice.sample(codes, 2)) for _ in range(some)]
    away = [(guest, host) for guest, host in (dice.sample(codes, 2) for _ in range(some))]
    barred = [(code, "collective-defence") for code in dice.sample(codes, max(1, some // 2))]
    return Politics(frozenset(pairs), frozenset(away), frozenset(barred), frozenset(dice.sample(codes, 1)))


def statements(known: Politics) -> list[Facts]:
    """The reservations as the nations write them."""
    pairs = sorted(sorted(pair) for pair in known.apart)
    why = {"authority": "minister", "reason": "political"}
    return [
        *({"rule": "incompatible_participants", "nations": [a, b], "owner": a} | why for a, b in pairs),
        *(
            {"rule": "host_refusal", "nation": guest, "hosts": [host], "owner": guest} | why
            for guest, host in sorted(known.stays_away)
        ),
        *(
            {"rule": "content_limit", "nation": nation, "barred": [tag], "owner": nation}
            | {"authority": "parliament", "reason": "constitution"}
            for nation, tag in sorted(known.barred)
        ),
        *(
            {"rule": "role_limit", "nation": nation, "roles": ["staff", "observer", "host"]}
            | {"where": {"kinds": ["LIVEX", "FTX"]}, "owner": nation, "reason": "law"}
            for nation in sorted(known.staff_only)
        ),
    ]
