"""What every part of the service needs: settings, the database, the job engine. One per process."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastapi import Request

from exsched.service.rates import Limits
from exsched.service.settings import Settings
from exsched.service.storage import installation
from exsched.service.storage.database import Database, Unavailable
from exsched.service.storage.records import Installation
from exsched.service.uses import Uses

if TYPE_CHECKING:
    from exsched.service.jobs.engine import Engine


@dataclass
class Service:
    """One process of the service.

    Args:
        engine: None where no jobs are taken (tests of other parts, `exsched tokens`).
    """

    settings: Settings
    database: Database
    engine: "Engine | None" = None
    uses: Uses = field(default_factory=Uses)
    limits: Limits = field(init=False)
    _installation: Installation | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Rates follow from the settings."""
        settings = self.settings
        self.limits = Limits(
            settings.requests_per_minute, settings.logins_per_minute, settings.feed_misses_per_minute
        )

    @property
    def installation(self) -> Installation:
        """Domain of UIDs and secret of opaque ids; they never change, so they are read once.

        Raises:
            Unavailable: the database does not answer.
        """
        if self._installation is None:
            with self.database.reading() as connection:
                self._installation = installation.get(connection)
        if self._installation is None:
            raise Unavailable("the database has not been set up; run `exsched migrate`")
        return self._installation


def service_of(request: Request) -> Service:
    """The service that answers this request."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service
