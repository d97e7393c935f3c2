"""Why a write is not done: somebody else was faster, or the queue is full."""


class Stale(Exception):
    """What the caller had read is no longer so; nothing was changed. Read again and decide again."""


class Exists(Exception):
    """There is one with this id already."""


class QueueFull(Exception):
    """As many jobs of this owner wait as may wait."""
