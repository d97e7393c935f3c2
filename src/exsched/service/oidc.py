"""Bearer tokens of the organisation's own login (OpenID Connect), checked against its keys in a local file.

Nothing of it is loaded unless an issuer is set; then the extra `exsched[oidc]` is needed.
"""

from typing import TYPE_CHECKING

from exsched.service.problems import unauthenticated

if TYPE_CHECKING:
    from exsched.service.caller import Caller
    from exsched.service.context import Service


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
