"""Bearer tokens of an organisation's own login: its keys, its signature, our audience, not yet over."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from exsched.service.oidc import look_at
from exsched.service.settings import Settings, SettingsError
from tests.service.api import Api
from tests.service.here import running

ISSUER, AUDIENCE = "https://id.example", "exsched"
A_DAY = 86_400  # longer than a run of all tests: claims are made when they are collected
NO_ALGORITHM = "eyJhbGciOiJub25lIn0"  # {"alg":"none"}
KEY = RSAKey.generate_key(2048, {"kid": "one"}, auto_kid=False)


def claims(**changes: Any) -> dict[str, Any]:
    """What a good token says, with changes; None leaves a claim out."""
    said = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "u1",
        "exp": int(time.time()) + A_DAY,
        "exsched_role": "plan",
        "exsched_nation": "NOR",
        "name": "Kari",
    }
    return {name: value for name, value in (said | changes).items() if value is not None}


def signed(said: dict[str, Any], key: Any = KEY, **header: str) -> str:
    """The token."""
    return jwt.encode(
        {"alg": "RS256", "kid": "one"} | header, said, key, algorithms=["RS256", "HS256", "none"]
    )


@pytest.fixture
def api(sqlite_url: str, tmp_path: Path) -> Iterator[Api]:
    """A service that trusts the issuer."""
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps(KeySet([KEY]).as_dict(private=False)))
    with running(
        sqlite_url,
        oidc_issuer=ISSUER,
        oidc_keys=keys,
        oidc_roles=("plan=planner", "boss=authority", "see=auditor"),
    ) as found:
        yield found


def test_login_of_the_organisation_is_taken(api: Api) -> None:
    """Claims give role, nation and label."""
    assert api.of(signed(claims())).get("/session").json() == {
        "role": "planner",
        "nation": "NOR",
        "programme": None,
        "label": "Kari",
        "account": True,
    }
    boss = api.of(signed(claims(exsched_role=["other", "boss"], exsched_nation=None)))
    assert boss.get("/session").json()["role"] == "authority"
    assert boss.made("/tokens", {"label": "x", "role": "authority"})["token"]["role"] == "authority"


def test_open_mode_ends_where_people_can_log_in(api: Api) -> None:
    """An installation with a login has accounts."""
    assert api.get("/session").status_code == 401


@pytest.mark.parametrize(
    "said",
    [
        claims(iss="https://other.example"),
        claims(aud="other"),
        claims(aud=None),
        claims(exp=int(time.time()) - A_DAY),
        claims(exp=None),
        claims(nbf=int(time.time()) + A_DAY),
        claims(sub=None),
        claims(exsched_role="planner"),
        claims(exsched_role=None),
        claims(exsched_nation=None),
        claims(exsched_nation=["NOR"]),
        claims(exsched_nation=""),
    ],
)
def test_wrong_claims_are_refused(api: Api, said: dict[str, Any]) -> None:
    """Another issuer or audience, over, without an end, no role that we know, a planner without a nation."""
    assert api.of(signed(said)).get("/session").status_code == 401


def test_wrong_signatures_are_refused(api: Api) -> None:
    """No signature, our public key as a shared secret, somebody else's key, a changed token."""
    good = signed(claims())
    public = OctKey.import_key(json.dumps(KEY.as_dict(private=False)))
    head, body, tail = good.split(".")
    wrong = [
        f"{NO_ALGORITHM}.{body}.",
        signed(claims(), public, alg="HS256"),
        signed(claims(), RSAKey.generate_key(2048, {"kid": "one"}, auto_kid=False)),
        signed(claims(), kid="two"),
        f"{head}.{body[:-2]}AA.{tail}",
        "a.b.c",
        "..",
        good + "." + good,
    ]
    assert [api.of(token).get("/session").status_code for token in wrong] == [401] * len(wrong)


@pytest.mark.parametrize("content", [None, "", "{}", '{"keys": [{"kty": "RSA"}]}'])
def test_keys_must_be_readable_at_the_start(tmp_path: Path, content: str | None) -> None:
    """A service that could let nobody in does not start."""
    keys = tmp_path / "keys.json"
    if content is not None:
        keys.write_text(content)
    with pytest.raises(SettingsError, match="EXSCHED_OIDC_KEYS"):
        look_at(Settings(oidc_issuer=ISSUER, oidc_keys=keys))
