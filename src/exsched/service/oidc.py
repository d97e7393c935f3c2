"""Bearer tokens of the organisation's own login (OpenID Connect), checked against its keys in a local file.

Nothing of it is loaded unless an issuer is set; then the extra `exsched[oidc]` is needed.
"""

from typing import TYPE_CHECKING

from exsched.service.problems import unauthenticated
from exsched.service.settings import SettingsError

if TYPE_CHECKING:
    from exsched.service.caller import Caller
    from exsched.service.context import Service
    from exsched.service.settings import Settings


def look_at(settings: "Settings") -> None:
    """Find out at the start whether the organisation's login can be used.

    Raises:
        SettingsError: the extra is not installed, or the keys cannot be read.
    """
    oidc = settings.oidc
    if oidc is None:
        return
    try:
        from exsched.service.oidc_tokens import keys  # noqa: PLC0415 - needs the extra
    except ImportError:
        raise SettingsError("EXSCHED_OIDC_ISSUER needs `pip install exsched[oidc]`") from None
    keys(oidc.keys)


def caller(service: "Service", token: str) -> "Caller":
    """Whom a signed token stands for.

    Raises:
        ApiProblem: 401, for every reason alike.
    """
    settings = service.settings.oidc
    if settings is None:
        raise unauthenticated()
    from exsched.service.oidc_tokens import read  # noqa: PLC0415 - needs the extra

    return read(settings, token, service.installation.secret)
