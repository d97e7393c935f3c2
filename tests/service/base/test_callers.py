"""Who asks is found before anything is read, and every failure looks alike."""

from datetime import UTC, datetime, timedelta

import pytest

from exsched.service.storage import tokens
from exsched.service.storage.records import NewToken
from tests.service.api import Api
from tests.service.base.inside import from_address, service_of
from tests.service.here import running

WHO = "/session"


def test_local_authority_needs_no_account(local: Api) -> None:
    """Without a token in the database, this machine is the authority."""
    assert local.get(WHO).json() == {
        "role": "authority",
        "nation": None,
        "programme": None,
        "label": "this machine, no account",
        "account": False,
    }


def test_first_token_ends_the_open_mode(local: Api) -> None:
    """As soon as there is a token everybody needs one, and revoking it does not open the door again."""
    secret = local.new_token("authority")
    assert local.get(WHO).status_code == 401
    authority = local.of(secret)
    found = authority.get("/tokens").json()["items"][0]["id"]
    assert authority.send("DELETE", f"/api/v1/tokens/{found}").status_code == 204
    assert local.get(WHO).status_code == 401


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_open_mode_is_not_for_what_a_proxy_forwards(local: Api, header: str) -> None:
    """A request that came through a proxy did not begin on this machine."""
    assert local.get(WHO, {header: "127.0.0.1"}).status_code == 401


def test_open_mode_is_not_for_other_addresses(local: Api) -> None:
    """Another machine is nobody."""
    assert from_address(local, "192.0.2.7").get(WHO).status_code == 401


def test_open_mode_is_not_for_services_with_a_public_address(sqlite_url: str) -> None:
    """A base URL elsewhere means that a proxy stands in front."""
    with running(sqlite_url, base_url="https://plan.example") as api:
        assert api.get(WHO).status_code == 401


def test_refused_credentials_all_get_the_same_bytes(local: Api, authority: Api) -> None:
    """None, malformed, unknown, expired, revoked, and a feed's secret: no difference shows."""
    service = service_of(local)
    past = datetime.now(UTC) - timedelta(days=1)
    with service.database.writing() as connection:
        expired = NewToken(kind="api", role="authority", label="old", made_by="local", expires=past)
        _, old = tokens.create(connection, expired)
        token, gone = tokens.create(
            connection, NewToken(kind="api", role="authority", label="gone", made_by="local")
        )
        tokens.revoke(connection, token.id)
        _, feed = tokens.create(connection, NewToken(kind="feed", role="feed", label="feed", made_by="local"))
    headers = [{"Authorization": f"Bearer {secret}"} for secret in (old, gone, feed, "exs_no", "a.b.c")]
    headers += [{"Authorization": value} for value in ("Basic eDp5", "Bearer", "", "Bearer " + "x" * 9000)]
    answers = [local.get(WHO), *(local.get(WHO, one) for one in headers)]
    assert {(answer.status_code, answer.content) for answer in answers} == {(401, answers[0].content)}
    assert authority.get(WHO).status_code == 200


def test_caller_is_known_before_the_body_is_read(authority: Api, local: Api) -> None:
    """Without a token nobody learns what a body or a parameter should look like."""
    broken = local.send("POST", "/api/v1/tokens", content=b'{"label":')
    assert broken.status_code == 401
    assert local.get("/tokens?lmit=1").status_code == 401


def test_planner_is_told_what_it_may_not_do(authority: Api) -> None:
    """A role that is too small is told so; it comes before what is wrong with the body."""
    planner = authority.of(authority.new_token("planner", "ARV"))
    answer = planner.post("/tokens", {"nonsense": 1})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert planner.get("/audit").status_code == 403
    auditor = authority.of(authority.new_token("auditor"))
    assert auditor.get("/audit").status_code == 200
    assert auditor.post("/tokens", {"label": "x", "role": "auditor"}).status_code == 403


def test_wrong_tokens_are_slowed_down_and_right_ones_are_not(sqlite_url: str) -> None:
    """After too many guesses from one address only the guesses are refused."""
    with running(sqlite_url, logins_per_minute=5) as local:
        authority = local.of(local.new_token("authority"))
        statuses = [local.of("exs_guess").get(WHO).status_code for _ in range(8)]
        assert statuses == [401] * 5 + [429] * 3
        assert authority.get(WHO).status_code == 200


def test_session_stands_for_its_token(local: Api, authority: Api) -> None:
    """A token becomes a cookie that scripts cannot read; it ends with the session."""
    answer = local.post(WHO, {"token": authority.token})
    cookie = answer.headers["set-cookie"]
    assert answer.json()["role"] == "authority"
    assert cookie.startswith("exsched_session=exs_")
    assert {"HttpOnly", "Path=/", "SameSite=strict"} <= set(cookie.split("; "))
    assert local.get(WHO).json()["account"] is True
    assert local.send("DELETE", "/api/v1/session").status_code == 204
    local.client.cookies.clear()
    assert local.get(WHO, {"Cookie": cookie.partition(";")[0]}).status_code == 401


def test_session_ends_with_its_token(local: Api, authority: Api) -> None:
    """Revoking a token ends the sessions that it began."""
    other = authority.made("/tokens", {"label": "second", "role": "authority"})
    local.post(WHO, {"token": other["secret"]})
    assert local.get(WHO).status_code == 200
    authority.send("DELETE", f"/api/v1/tokens/{other['token']['id']}")
    assert local.get(WHO).status_code == 401


def test_session_is_for_right_tokens_only(local: Api, authority: Api) -> None:
    """A wrong token begins nothing."""
    answer = local.post(WHO, {"token": "exs_wrong"})
    assert (answer.status_code, "set-cookie" in answer.headers) == (401, False)


def test_api_sets_no_cookies(authority: Api) -> None:
    """Nothing but the session's own address does."""
    for path in ("/tokens", "/audit", "/session"):
        assert "set-cookie" not in authority.get(path).headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
    ],
)
def test_other_sites_cannot_write(local: Api, headers: dict[str, str]) -> None:
    """A page elsewhere cannot use a browser that sits on this machine or holds a session."""
    assert local.post("/tokens", {"label": "x", "role": "authority"}, headers).status_code == 403
    assert local.get("/tokens").json()["items"] == []


def test_own_page_can_write(local: Api) -> None:
    """The page of this service is at home."""
    headers = {"Origin": "http://127.0.0.1:8700", "Sec-Fetch-Site": "same-origin"}
    assert local.post("/tokens", {"label": "x", "role": "authority"}, headers).status_code == 201
