"""How an anatomy goes from one process to another: some parts at a time.

Packing all at once would keep a list of everything in it until the end, larger than the anatomy itself, and
let no other thread work meanwhile.
"""

from dataclasses import replace
from typing import IO

from exsched.solving.anatomy import Anatomy, Part
from exsched.solving.spawning import hand_over, take_over

_AT_ONCE = 20_000
"""Parts that are packed together; what they have in common is written once."""


def send(stream: IO[bytes], anatomy: Anatomy) -> None:
    """Write an anatomy for `receive`."""
    hand_over(stream, replace(anatomy, parts=()))
    for first in range(0, len(anatomy.parts), _AT_ONCE):
        hand_over(stream, anatomy.parts[first : first + _AT_ONCE])
    hand_over(stream, ())


def receive(stream: IO[bytes]) -> Anatomy:
    """Read what `send` wrote in our own parent."""
    anatomy: Anatomy = take_over(stream)
    parts: list[Part] = []
    while some := take_over(stream):
        parts += some
    return replace(anatomy, parts=tuple(parts))
