"""What a service does now and then: write counts down, and forget what nobody needs any more."""

from datetime import timedelta

from exsched.service import clock
from exsched.service.context import Service
from exsched.service.storage import idempotency, sessions


def write_uses(service: Service) -> None:
    """Write last use and number of uses of all tokens.

    Raises:
        Unavailable: the counts wait for the next time.
    """
    service.uses.flush(service.database)


def purge(service: Service) -> None:
    """Remove sessions that are over, and answers that were kept for repeated requests long enough.

    Raises:
        Unavailable: they stay until the next time.
    """
    before = clock.now() - timedelta(hours=service.settings.idempotency_hours)
    with service.database.writing() as connection:
        sessions.purge(connection)
        idempotency.purge(connection, before)
