"""Tokens are made, shown once, listed in pages, and revoked."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from exsched.service import housekeeping
from exsched.service.clock import CLOCK
from exsched.service.storage.tables import IDEMPOTENCY, TOKEN
from tests.service.api import Api
from tests.service.base.inside import service_of

WANTED = {"label": "Norwegian cell", "role": "planner", "nation": "NOR"}


def test_token_is_shown_once_and_stored_as_digest_only(authority: Api) -> None:
    """The secret opens the door, and stands nowhere in the database."""
    answer = authority.post("/tokens", WANTED, {"Idempotency-Key": "first"})
    made = answer.json()
    assert answer.headers["location"] == f"/api/v1/tokens/{made['token']['id']}"
    assert authority.of(made["secret"]).get("/session").json()["nation"] == "NOR"
    with service_of(authority).database.reading() as connection:
        stored = f"{connection.execute(select(TOKEN)).all()} {connection.execute(select(IDEMPOTENCY)).all()}"
    assert made["secret"] not in stored
    assert "secret" not in str(authority.get("/tokens").json()["items"])


def test_repeated_creation_makes_one_token(authority: Api) -> None:
    """The same key gives the same token without its secret; for another request it is refused."""
    key = {"Idempotency-Key": "k1"}
    first, again = authority.made("/tokens", WANTED, key), authority.post("/tokens", WANTED, key)
    assert again.status_code == 201
    assert again.json() == {"token": first["token"], "secret": None}
    other = authority.post("/tokens", WANTED | {"label": "other"}, key)
    assert (other.status_code, other.json()["code"]) == (409, "key_used")
    assert len(authority.get("/tokens").json()["items"]) == 2


def test_kept_answers_are_forgotten_in_time(authority: Api) -> None:
    """A key may be used again once its answer is older than the installation keeps answers."""
    key = {"Idempotency-Key": "k1"}
    authority.made("/tokens", WANTED, key)
    service = service_of(authority)
    housekeeping.purge(service)
    assert authority.post("/tokens", WANTED | {"label": "other"}, key).status_code == 409
    later = datetime.now(UTC) + timedelta(hours=service.settings.idempotency_hours, minutes=1)
    CLOCK.set_to(lambda: later)
    try:
        housekeeping.purge(service)
    finally:
        CLOCK.set_to(None)
    assert authority.post("/tokens", WANTED | {"label": "other"}, key).status_code == 201


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"label": "x", "role": "planner"}, "invalid_token"),
        ({"label": "x", "role": "auditor", "nation": "NOR"}, "invalid_token"),
        ({"label": "x", "role": "auditor", "expires": "2020-01-01T00:00:00Z"}, "invalid_token"),
        ({"label": "x", "role": "auditor", "expires": "2020-01-01T00:00:00"}, "invalid_request"),
        ({"label": "x", "role": "auditor", "programme": "nothing"}, "unknown_programme"),
        ({"label": "x", "role": "feed"}, "invalid_request"),
        ({"label": " ", "role": "auditor"}, "invalid_request"),
        ({"label": "x" * 201, "role": "auditor"}, "invalid_request"),
        ({"label": "x", "role": "auditor", "id": "tok_mine"}, "invalid_request"),
        ({"label": "x", "role": "auditor", "sha256": "0" * 64}, "invalid_request"),
    ],
)
def test_senseless_tokens_are_refused(authority: Api, wanted: dict[str, object], code: str) -> None:
    """A token that makes no sense, or sets what is not the caller's to set, is not made."""
    answer = authority.post("/tokens", wanted)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert len(authority.get("/tokens").json()["items"]) == 1


@pytest.mark.parametrize("more", [{"role": "auditor"}, {"role": "planner", "nation": "NOR"}])
def test_first_token_must_be_the_authority_s(local: Api, more: dict[str, object]) -> None:
    """Otherwise nobody could make another."""
    answer = local.post("/tokens", {"label": "x"} | more)
    assert (answer.status_code, answer.json()["code"]) == (409, "first_token")


def test_list_goes_in_pages(authority: Api) -> None:
    """Newest first, each once, with an opaque cursor and no total."""
    for number in range(5):
        authority.new_token("planner", f"N{number}")
    seen: list[str] = []
    after = ""
    while True:
        page = authority.get(f"/tokens?limit=2{after}").json()
        seen += [item["label"] for item in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert seen == [*(f"planner N{number}" for number in (4, 3, 2, 1, 0)), "authority"]
    for wrong in ("?after=nonsense", "?after=bm8", "?limit=0", "?limit=x", "?limit=201"):
        assert authority.get(f"/tokens{wrong}").status_code == 422


def test_revoked_token_opens_nothing(authority: Api) -> None:
    """At once; doing it again changes nothing, and what is no API token is not found."""
    made = authority.made("/tokens", WANTED)
    path = f"/api/v1/tokens/{made['token']['id']}"
    assert [authority.send("DELETE", path).status_code for _ in range(2)] == [204, 204]
    assert authority.of(made["secret"]).get("/session").status_code == 401
    assert authority.send("DELETE", "/api/v1/tokens/tok_nothing").status_code == 404


def test_planner_may_revoke_its_own_token_only(authority: Api) -> None:
    """Who has lost a token can end it without asking; others' are out of reach, existing or not."""
    made, other = authority.made("/tokens", WANTED), authority.made("/tokens", WANTED)
    planner = authority.of(made["secret"])
    answers = [
        planner.send("DELETE", f"/api/v1/tokens/{id_}") for id_ in (other["token"]["id"], "tok_nothing")
    ]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].content == answers[1].content
    assert planner.send("DELETE", f"/api/v1/tokens/{made['token']['id']}").status_code == 204


def test_uses_are_counted_in_batches(authority: Api) -> None:
    """Last use and number of uses are written when the counts are flushed."""
    made = authority.made("/tokens", WANTED)
    for _ in range(3):
        authority.of(made["secret"]).get("/session")
    service = service_of(authority)
    service.uses.flush(service.database)
    found = authority.get("/tokens").json()["items"][0]
    assert found["uses"] == 3
    assert datetime.now(UTC) - datetime.fromisoformat(found["last_used"]) < timedelta(minutes=1)


def test_token_life_is_in_the_audit_log(authority: Api) -> None:
    """Who made and revoked which token; without labels or secrets."""
    made = authority.made("/tokens", WANTED)
    authority.send("DELETE", f"/api/v1/tokens/{made['token']['id']}")
    entries = authority.get("/audit").json()
    assert [entry["action"] for entry in entries["items"]] == ["token.make", "token.make", "token.revoke"]
    assert entries["items"][1]["details"] == {"role": "planner", "nation": "NOR", "programme": None}
    assert made["secret"] not in str(entries)
