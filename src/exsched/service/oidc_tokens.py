"""Signed tokens (JWT) of one issuer: asymmetric signatures only, for our audience, not yet over."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from exsched.access.viewer import Role, Viewer
from exsched.service import clock
from exsched.service.caller import Caller
from exsched.service.problems import unauthenticated
from exsched.service.settings import Oidc, SettingsError

ALGORITHMS = ["RS256", "PS256", "ES256", "ES384", "EdDSA"]
LEEWAY_SECONDS = 30


def read(settings: Oidc, token: str, salt: str) -> Caller:
    """Whom the token stands for.

    Raises:
        ApiProblem: 401.
    """
    try:
        claims = jwt.decode(token, keys(settings.keys), algorithms=ALGORITHMS).claims
        _rules(settings).validate(claims)
    except (JoseError, ValueError, TypeError, KeyError):
        raise unauthenticated() from None
    return _caller(settings, claims, salt)


def keys(path: Path) -> KeySet:
    """The issuer's keys; a file that was replaced is read again.

    Raises:
        SettingsError: the file cannot be read, or holds no keys.
    """
    try:
        return _keys(path, path.stat().st_mtime_ns)
    except (OSError, ValueError, KeyError, TypeError, JoseError) as wrong:
        raise SettingsError(f"EXSCHED_OIDC_KEYS: no keys can be read ({type(wrong).__name__})") from None


@lru_cache(maxsize=4)
def _keys(path: Path, _changed: int) -> KeySet:
    return KeySet.import_key_set(json.loads(path.read_bytes()))


def _rules(settings: Oidc) -> jwt.JWTClaimsRegistry:
    return jwt.JWTClaimsRegistry(
        now=int(clock.now().timestamp()),
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": settings.issuer},
        aud={"essential": True, "value": settings.audience},
        exp={"essential": True},
        sub={"essential": True},
    )


def _caller(settings: Oidc, claims: dict[str, Any], salt: str) -> Caller:
    said = claims.get(settings.role_claim)
    values = [str(value) for value in said] if isinstance(said, list) else [str(said)]
    roles = {settings.roles.get(value, "" if settings.roles else value) for value in values}
    role = next((role for role in (Role.AUTHORITY, Role.AUDITOR, Role.PLANNER) if role in roles), None)
    nation = claims.get(settings.nation_claim)
    if role is None or (role is Role.PLANNER and not (isinstance(nation, str) and nation)):
        raise unauthenticated()
    subject = f"{claims['iss']} {claims['sub']}"
    name = claims.get("name") or claims.get("preferred_username") or claims["sub"]
    return Caller(
        Viewer(role, nation if role is Role.PLANNER else None, salt),
        f"oidc_{hashlib.sha256(subject.encode()).hexdigest()[:32]}",
        str(name)[:200],
    )
