"""Token buckets in memory: each key may burst up to its allowance and refills evenly."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

KEPT = 50_000


class Rate:
    """At most `per_minute` for each key, in bursts up to that number; keys long unused are forgotten."""

    def __init__(self, per_minute: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._full = float(per_minute)
        self._speed = per_minute / 60
        self._monotonic = monotonic
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str) -> float:
        """Take one; 0 when there was one, else the seconds until there is."""
        now = self._monotonic()
        with self._lock:
            left, then = self._left.pop(key, (self._full, now))
            left = min(self._full, left + (now - then) * self._speed)
            wait = 0.0 if left >= 1 else (1 - left) / self._speed
            self._left[key] = (left if wait else left - 1, now)
            if len(self._left) > KEPT:
                self._left.popitem(last=False)
        return wait


class Limits:
    """The rates of one process."""

    def __init__(self, requests: int, refused: int, feed_misses: int) -> None:
        self.requests = Rate(requests)
        self.refused = Rate(refused)
        self.feed_misses = Rate(feed_misses)
