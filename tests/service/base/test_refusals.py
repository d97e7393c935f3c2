"""Every refusal is a problem document, says what to do, and changes nothing."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.service.api import Api
from tests.service.base.inside import app_of, database_away
from tests.service.here import running

TOKENS = "/api/v1/tokens"


def said(answer: Any) -> tuple[int, str]:
    """Status and code of a refusal, which must be a problem document."""
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert document["status"] == answer.status_code
    assert document["type"] == f"urn:exsched:problem:{document['code']}"
    assert {"title", "detail"} <= set(document)
    return answer.status_code, document["code"]


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b'{"label": "x",\n "role": }', {"line": 2, "column": 10}),
        (b'{"label": "x", "label": "y"}', None),
        (b'{"label": NaN}', None),
        (b'{"label": ' + b"[" * 100 + b"]" * 100 + b"}", None),
        (b"[" * 200_000, None),
        (b'{"label": ' + b"9" * 5000 + b"}", None),
        (b'{"label": "\\ud800"}', None),
        (b"\xff\xfe{}", None),
    ],
    ids=["broken", "key twice", "NaN", "deep", "bottomless", "digits", "surrogate", "not UTF-8"],
)
def test_unreadable_json_is_refused(local: Api, body: bytes, where: dict[str, int] | None) -> None:
    """What is not plain JSON gives 400, with its place where there is one, and no echo."""
    answer = local.send("POST", TOKENS, content=body)
    assert said(answer) == (400, "unreadable")
    assert where is None or answer.json()["errors"][0]["where"] == where
    assert len(answer.content) < 600


@pytest.mark.parametrize(
    ("kind", "headers", "code"),
    [
        ("text/plain", {}, "unsupported_type"),
        ("application/x-www-form-urlencoded", {}, "unsupported_type"),
        ("multipart/form-data; boundary=b", {}, "unsupported_type"),
        ("", {}, "unsupported_type"),
        ("application/json", {"Content-Encoding": "gzip"}, "unsupported_encoding"),
    ],
)
def test_body_of_another_type_is_refused(local: Api, kind: str, headers: dict[str, str], code: str) -> None:
    """Only types that a foreign page cannot send by itself are taken, and nothing compressed."""
    answer = local.send(
        "POST", TOKENS, content=b'{"label":"x","role":"authority"}', kind=kind, headers=headers
    )
    assert said(answer) == (415, code)


def test_body_over_the_limit_is_refused(sqlite_url: str) -> None:
    """With its length told or streamed, one byte too many is refused, and the rest is not read."""
    with running(sqlite_url, body_bytes=2000) as local:
        assert said(local.send("POST", TOKENS, content=b" " * 2001)) == (413, "too_large")
        read: list[int] = []

        def streamed() -> Iterator[bytes]:
            for number in range(10):
                read.append(number)
                yield b" " * 1000

        headers = {"Content-Type": "application/json"}
        answer = local.client.post(TOKENS, content=streamed(), headers=headers)
        assert said(answer) == (413, "too_large")


@pytest.mark.parametrize("length", ["-1", "ten", "1e3"])
def test_content_length_must_be_a_number(local: Api, length: str) -> None:
    """What is no length is refused before anything is read."""
    headers = {"Content-Length": length}
    answer = local.client.request("POST", TOKENS, content=b"{}", headers=headers | {"Content-Type": "a/b"})
    assert said(answer) == (400, "bad_request")


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1/x?", "127.0.0.1:8700:1", "a b", "localhost@evil"]
)
def test_other_hosts_are_refused(local: Api, host: str) -> None:
    """A Host header that is not ours reaches nothing, whatever the path."""
    assert said(local.client.get("/api/v1/tokens", headers={"Host": host})) == (400, "wrong_host")


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "get"])
def test_unknown_methods_are_refused(local: Api, method: str) -> None:
    """405 with Allow for what HTTP does not know here."""
    answer = local.client.request(method, "/healthz")
    if method == "get":  # the client writes it large
        assert answer.status_code == 200
    else:
        assert said(answer) == (405, "method_not_allowed")
        assert "GET" in answer.headers["allow"]


def test_known_methods_at_the_wrong_place_are_refused(local: Api) -> None:
    """405 with Allow for an address that knows other methods."""
    answer = local.send("PUT", "/healthz")
    assert said(answer) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "GET"


@pytest.mark.parametrize(
    "path", ["/nothing", "/api", "/api/v1/nothing", "/docs/../../etc/passwd", "/docs/%2e%2e/app.py"]
)
def test_missing_things_give_the_same_answer(local: Api, path: str) -> None:
    """One answer, byte for byte."""
    answer = local.client.get(path)
    assert said(answer) == (404, "not_found")
    assert answer.content == local.client.get("/api/v1/other").content


def test_unknown_parameter_is_refused(local: Api) -> None:
    """A mistyped filter must not give the whole list."""
    answer = local.get("/tokens?lmit=3")
    assert said(answer) == (422, "unknown_parameter")
    assert answer.json()["hint"] == "did you mean limit?"


def test_invalid_body_names_every_place(local: Api) -> None:
    """All mistakes at once, by field, without an echo of what was sent."""
    answer = local.post("/tokens", {"label": "bell \u0007", "role": "king", "crown": "SECRETWORD"})
    assert said(answer) == (422, "invalid_request")
    places = [error["where"]["field"] for error in answer.json()["errors"]]
    assert sorted(places) == ["body.crown", "body.label", "body.role"]
    assert "SECRETWORD" not in answer.text
    assert not any(error["message"].startswith("Value error") for error in answer.json()["errors"])


def test_lost_database_gives_503(local: Api) -> None:
    """A sentence and Retry-After; what the driver said stays in the log."""
    with database_away(local):
        answer = local.get("/tokens")
        assert said(answer) == (503, "database_unavailable")
        assert answer.headers["retry-after"] == "5"
        assert "folder" not in answer.text
    assert local.get("/tokens").status_code == 200


def test_defect_tells_nothing(local: Api, capsys: pytest.CaptureFixture[str]) -> None:
    """The last resort: a constant sentence with the request's id, and no content in the answer or the log."""

    @app_of(local).get("/broken")
    def broken() -> None:
        raise RuntimeError("SECRETWORD")

    answer = local.client.get("/broken")
    assert said(answer) == (500, "defect")
    assert len(answer.headers["x-request-id"]) == 16
    assert "SECRETWORD" not in answer.text + "".join(capsys.readouterr())


def test_too_many_requests_are_refused_by_peer(sqlite_url: str) -> None:
    """The true peer counts, whatever X-Forwarded-For says; each token counts for itself."""
    with running(sqlite_url, requests_per_minute=5) as local:
        authority = local.of(local.new_token("authority"))
        answers = [
            local.client.get("/healthz", headers={"X-Forwarded-For": f"203.0.113.{number}"})
            for number in range(8)
        ]
        assert [answer.status_code for answer in answers].count(429) == 4
        assert said(answers[-1]) == (429, "too_many_requests")
        assert int(answers[-1].headers["retry-after"]) >= 1
        assert authority.get("/session").status_code == 200


def test_plain_http_behind_a_proxy_is_refused(sqlite_url: str) -> None:
    """The API does not redirect: a token sent by http is known by then."""
    with running(sqlite_url, base_url="https://plan.example", trusted_proxies=1) as local:
        headers = {"Host": "plan.example", "X-Forwarded-Proto": "http"}
        assert said(local.client.get("/healthz", headers=headers)) == (403, "forbidden")
        headers["X-Forwarded-Proto"] = "https"
        answer = local.client.get("/healthz", headers=headers)
        assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_every_answer_carries_the_security_headers(local: Api) -> None:
    """Success or refusal, JSON or page."""
    for path in ("/healthz", "/nothing", "/docs", "/api/v1/session", "/robots.txt"):
        headers = local.client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "strict-transport-security" not in headers
        assert "access-control-allow-origin" not in headers
        assert "server" not in headers


def test_refusals_are_described(local: Api) -> None:
    """OpenAPI 3.1 names the form of refusals at every operation for known callers."""
    document = local.client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert "Problem" in document["components"]["schemas"]
    assert "HTTPValidationError" not in json.dumps(document)
    for path, methods in document["paths"].items():
        if path.startswith("/api/v1/"):
            for operation in methods.values():
                assert {"401", "404", "422", "429", "503"} <= set(operation["responses"]), path


def test_root_leads_to_the_description(local: Api) -> None:
    """The address that `exsched serve` shows is of use in a browser."""
    answer = local.send("GET", "/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/docs")
