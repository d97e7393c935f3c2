"""How often the parts of the job service look and speak: settings, so that tests need not wait."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Intervals:
    """Seconds. From the death of a worker to its job on another: `silence` + `sweep` + `take`, under 90."""

    beat: float = 5
    """Between two signs of life of a worker."""
    silence: float = 60
    """Without a sign of life after which a worker counts as dead."""
    sweep: float = 10
    """Between two looks for dead workers."""
    take: float = 0.5
    """Between two looks into the queue."""
    ask: float = 1
    """Between two looks whether a running job shall stop."""
    progress: float = 0.5
    """Between two progress events of a job."""
    incumbent: float = 1
    """Between two stores of the best schedule so far."""
    retry: float = 1
    """Between two tries of what the database refused."""
    parting: float = 15
    """What a worker may take to hand its job back when it is told to end."""


USUAL = Intervals()
"""Outside tests."""
