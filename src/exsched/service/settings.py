"""What can be set from outside: EXSCHED_* in the environment, or options of `exsched serve`."""

import ipaddress
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

ENVIRONMENT = "EXSCHED_"


class SettingsError(Exception):
    """A setting cannot be used; the sentence names it as the user wrote it."""


def _listed(value: object) -> object:
    return (
        tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value
    )


def _origin(value: str) -> str:
    if value and not re.fullmatch(r"https?://[^/?#\s]+/?", value):
        raise ValueError("write it as https://host, without a path")
    return value


Origin = Annotated[str, AfterValidator(_origin)]
Listed = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Oidc(BaseModel):
    """Bearer tokens of an organisation's own login; nothing of it is used unless an issuer is set."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    issuer: str
    audience: str
    keys: Path  # a JWKS file; exsched fetches nothing
    role_claim: str = "exsched_role"
    nation_claim: str = "exsched_nation"
    roles: Mapping[str, str] = Field(default_factory=dict)  # value of the claim -> role


class Settings(BaseModel):
    """The settings of one process."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    database: str = "sqlite:///exsched.db"
    host: str = "127.0.0.1"
    port: int = Field(8700, ge=0, le=65535)
    base_url: Origin = ""  # what links and feeds start with; never taken from a request
    domain: str = ""  # in the UIDs of calendar entries; fixed by the first start
    allowed_hosts: Listed = ()  # besides those of base_url, host and this machine
    trusted_proxies: int = Field(0, ge=0, le=10)  # how many stand in front and write X-Forwarded-For
    slots: int = Field(1, ge=0, le=64)  # solves at the same time in the worker that `serve` starts
    log_level: str = Field("info", pattern="^(debug|info|warning|error)$")

    body_bytes: int = Field(10 * 1024 * 1024, ge=1024)
    body_seconds: float = Field(60, gt=0)
    requests_per_minute: int = Field(600, ge=1)  # of one token, or of one address without a token
    logins_per_minute: int = Field(20, ge=1)  # refused credentials of one address
    session_hours: int = Field(12, ge=1, le=24 * 31)
    idempotency_hours: int = Field(24, ge=1)
    feed_cache_seconds: float = Field(5, ge=0, le=30)
    feed_misses_per_minute: int = Field(120, ge=1)  # unknown feeds asked for by one address
    feed_days: int = Field(400, ge=1)  # until a feed's address ends, unless said otherwise

    oidc_issuer: str = ""
    oidc_audience: str = "exsched"
    oidc_keys: Path | None = None
    oidc_role_claim: str = "exsched_role"
    oidc_nation_claim: str = "exsched_nation"
    oidc_roles: Listed = ()  # value=role, value=role …

    @property
    def url(self) -> str:
        """What links start with, without a slash at the end."""
        return (self.base_url or f"http://{_in_url(self.host)}:{self.port}").rstrip("/")

    @property
    def https(self) -> bool:
        """Whether people reach the service by https."""
        return self.url.startswith("https://")

    @property
    def hosts(self) -> frozenset[str]:
        """The names in a Host header that are ours, in lower case, without port."""
        named = {urlsplit(self.url).hostname or "", self.host.lower(), *map(str.lower, self.allowed_hosts)}
        return frozenset({"localhost", "127.0.0.1", "::1", *named} - {"", "0.0.0.0", "::"})  # noqa: S104

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the service, and no proxy is told to stand in front."""
        public = urlsplit(self.url).hostname or ""
        return is_loopback(self.host) and is_loopback(public) and not self.trusted_proxies

    @property
    def oidc(self) -> Oidc | None:
        """The organisation's login, or None.

        Raises:
            SettingsError: an issuer without keys, or a role that cannot be read.
        """
        if not self.oidc_issuer:
            return None
        if self.oidc_keys is None:
            raise SettingsError(
                "EXSCHED_OIDC_ISSUER needs EXSCHED_OIDC_KEYS, the issuer's keys as a JWKS file"
            )
        pairs = [entry.partition("=") for entry in self.oidc_roles]
        if any(not (value and role) for value, _, role in pairs):
            raise SettingsError("EXSCHED_OIDC_ROLES: write value=role, value=role")
        return Oidc(
            issuer=self.oidc_issuer,
            audience=self.oidc_audience,
            keys=self.oidc_keys,
            role_claim=self.oidc_role_claim,
            nation_claim=self.oidc_nation_claim,
            roles={value: role for value, _, role in pairs},
        )


def from_environment(environment: Mapping[str, str], **options: Any) -> Settings:
    """Settings from EXSCHED_* and from options; an option that is not None wins.

    Raises:
        SettingsError: a value cannot be used.
    """
    said: dict[str, Any] = {
        name: environment[ENVIRONMENT + name.upper()]
        for name in Settings.model_fields
        if environment.get(ENVIRONMENT + name.upper())
    }
    said |= {name: value for name, value in options.items() if value is not None}
    try:
        return Settings(**said)
    except ValidationError as wrong:
        first = wrong.errors(include_input=False)[0]
        name = str(first["loc"][0])
        how = f"--{name.replace('_', '-')}" if options.get(name) is not None else ENVIRONMENT + name.upper()
        raise SettingsError(f"{how}: {str(first['msg']).removeprefix('Value error, ')}") from None


def is_loopback(host: str) -> bool:
    """Whether an address or name means this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _in_url(host: str) -> str:
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - what to show, not where to bind
        return "localhost"
    return f"[{host}]" if ":" in host else host
