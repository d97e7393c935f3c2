"""Settings come from the environment and from options."""

import pytest

from exsched.service.settings import Settings, SettingsError, from_environment


def test_settings_take_options_before_the_environment() -> None:
    """An option wins over EXSCHED_*, and both over what is usual."""
    environment = {
        "EXSCHED_PORT": "9000",
        "EXSCHED_HOST": "::1",
        "EXSCHED_ALLOWED_HOSTS": "a.example, b.example",
    }
    found = from_environment(environment, port=9001, database=None)
    assert (found.port, found.host, found.database) == (9001, "::1", "sqlite:///exsched.db")
    assert found.allowed_hosts == ("a.example", "b.example")
    assert found.url == "http://[::1]:9001"


@pytest.mark.parametrize(
    ("environment", "options", "named"),
    [
        ({"EXSCHED_PORT": "many"}, {}, "EXSCHED_PORT"),
        ({}, {"port": 70000}, "--port"),
        ({"EXSCHED_LOG_LEVEL": "loud"}, {}, "EXSCHED_LOG_LEVEL"),
        ({}, {"base_url": "https//plan.example"}, "--base-url"),
        ({"EXSCHED_BASE_URL": "https://plan.example/under?x"}, {}, "EXSCHED_BASE_URL"),
    ],
)
def test_settings_name_what_cannot_be_used(
    environment: dict[str, str], options: dict[str, object], named: str
) -> None:
    """The sentence names the setting as it was written."""
    with pytest.raises(SettingsError, match=f"^{named}: "):
        from_environment(environment, **options)


@pytest.mark.parametrize(
    ("settings", "alone"),
    [
        (Settings(), True),
        (Settings(host="::1"), True),
        (Settings(host="localhost"), True),
        (Settings(host="0.0.0.0"), False),  # noqa: S104 - what is refused
        (Settings(host="192.0.2.1"), False),
        (Settings(base_url="https://plan.example"), False),
        (Settings(base_url="http://localhost:8700"), True),
        (Settings(trusted_proxies=1), False),
    ],
)
def test_loopback_means_that_nobody_else_can_reach_it(settings: Settings, alone: bool) -> None:
    """A public address or a proxy counts as being reachable, wherever the process itself listens."""
    assert settings.loopback is alone


def test_hosts_are_ours_only() -> None:
    """Names come from the settings; an address that means 'everywhere' is no name."""
    found = Settings(host="::", base_url="https://Plan.example:8443", allowed_hosts=("Second.example",))
    assert found.hosts == {"localhost", "127.0.0.1", "::1", "plan.example", "second.example"}
    assert found.https


@pytest.mark.parametrize("roles", ["staff", "staff=", "=planner"])
def test_oidc_roles_must_be_pairs(roles: str) -> None:
    """A mapping that cannot be read is refused at the start."""
    settings = from_environment({}, oidc_issuer="https://id.example", oidc_keys="keys.json", oidc_roles=roles)
    with pytest.raises(SettingsError, match="EXSCHED_OIDC_ROLES"):
        _ = settings.oidc


def test_oidc_needs_keys() -> None:
    """Keys are never fetched, so a file must be named."""
    with pytest.raises(SettingsError, match="EXSCHED_OIDC_KEYS"):
        _ = Settings(oidc_issuer="https://id.example").oidc
    assert Settings().oidc is None
