"""Signing in by browser through an identity provider of our own, over real HTTP."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.app import create_app
from api.identity import COOKIE
from api.settings import Settings
from recommender.store.nouns import Role
from tests.api.fakes import FakeServing
from tests.api.oidc import CLIENT, REDIRECT, SECRET, OwnProvider, Signer
from tests.api.people import People, store_of

START, BACK = "/v1/sign-in/oidc", "/v1/sign-in/oidc/callback"
Answer = httpx2.Response


@pytest.fixture
def client(own: OwnProvider, tmp_path: Path) -> Iterator[TestClient]:
    """Return a browser: it keeps cookies, and follows nothing by itself."""
    settings = Settings(workspace=tmp_path, oidc_issuer=own.issuer, oidc_client_id=CLIENT, oidc_redirect_uri=REDIRECT,
                        oidc_client_secret=SecretStr(SECRET))  # fmt: skip
    app = create_app(FakeServing, settings)
    with TestClient(
        app, base_url="https://testserver", raise_server_exceptions=False, follow_redirects=False
    ) as client:
        yield client


@pytest.fixture
def account(client: TestClient) -> str:
    """Make an account that awaits its login at the provider."""
    admin = People(store_of(client)).add("admin", Role.ADMIN)
    made = client.post("/v1/accounts", json={"login": "aino@example.org", "role": "sme"}, headers=admin)
    return str(made.json()["id"])


def sent(client: TestClient) -> str:
    """Begin, and let the provider sign the person in; return where it sends the browser."""
    begun = client.get(START)
    assert begun.status_code == 303, begun.text
    return str(httpx2.get(begun.headers["location"]).headers["location"])


def told(address: str) -> dict[str, str]:
    return {name: value[0] for name, value in parse_qs(urlsplit(address).query).items()}


def refused(answer: Answer, detail: str, status: int = 401) -> None:
    assert (answer.status_code, detail in answer.json()["detail"]) == (status, True), answer.text
    assert "token" not in answer.json()


def test_a_person_signs_in_by_browser(client: TestClient, account: str) -> None:
    for _ in range(2):
        answer = client.get(sent(client))
        assert answer.status_code == 200, answer.text
        assert answer.headers["cache-control"] == "no-store"
        headers = {"Authorization": f"Bearer {answer.json()['token']}"}
        assert client.get("/v1/me", headers=headers).json()["id"] == account
        assert COOKIE not in client.cookies
        assert client.delete("/v1/sessions/current", headers=headers).status_code == 204


def test_the_cookie_is_for_this_service_alone_and_the_addresses_tell_nothing_of_it(client: TestClient) -> None:
    begun = client.get(START)
    cookie = begun.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert {"Path=/", "Secure", "HttpOnly", "SameSite=lax", "Max-Age=600"} <= set(cookie.split("; "))
    secret = client.cookies[COOKIE]
    asked = told(begun.headers["location"])
    assert secret not in begun.headers["location"]
    assert asked["code_challenge_method"] == "S256"
    assert (asked["client_id"], asked["redirect_uri"], asked["scope"].split()[0]) == (CLIENT, REDIRECT, "openid")
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    assert all(len(asked[name]) == 43 for name in ("state", "nonce", "code_challenge"))
    assert told(client.get(START).headers["location"])["state"] != asked["state"]


@pytest.mark.usefixtures("account")
def test_a_sign_in_of_another_browser_is_refused(client: TestClient, own: OwnProvider) -> None:
    address = sent(client)
    client.cookies.clear()
    refused(client.get(address), "begin again")
    client.get(START)
    refused(client.get(address), "begin again")
    client.cookies.clear()
    refused(client.get(BACK), "begin again")
    refused(client.get(f"{BACK}?state=&code=x"), "begin again")
    assert "/token" not in own.asked


@pytest.mark.usefixtures("account")
def test_a_sign_in_counts_once(client: TestClient) -> None:
    address, cookie = sent(client), client.cookies[COOKIE]
    assert client.get(address).status_code == 200
    refused(client.get(address), "begin again")
    refused(client.get(address, headers={"Cookie": f"{COOKIE}={cookie}"}), "did not take the code")


@pytest.mark.usefixtures("account")
def test_a_code_of_another_sign_in_is_refused(client: TestClient) -> None:
    stolen = told(sent(client))["code"]
    client.cookies.clear()
    own_state = told(sent(client))["state"]
    refused(client.get(f"{BACK}?code={stolen}&state={own_state}"), "did not take the code")


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(("claims", "detail"), [
    ({"nonce": "another"}, "not of this sign-in"),
    ({"nonce": None}, "not of this sign-in"),
    ({"nonce": 1}, "not of this sign-in"),
    ({"aud": "another"}, "none of the identity provider's"),
    ({"aud": [CLIENT, "another"]}, "another service"),
    ({"aud": [CLIENT, "another"], "azp": "another"}, "another service"),
    ({"azp": "another"}, "another service"),
    ({"iss": "https://evil.example"}, "none of the identity provider's"),
    ({"exp": 1}, "over"),
    ({"iat": None}, "none of the identity provider's"),
    ({"email_verified": False}, "ask an admin"),
    ({"email": "nobody@example.org"}, "ask an admin"),
], ids=str)  # fmt: skip
def test_an_id_token_that_is_not_right_signs_nobody_in(
    client: TestClient, own: OwnProvider, claims: dict[str, object], detail: str
) -> None:
    own.id_token = claims
    refused(client.get(sent(client)), detail)


@pytest.mark.usefixtures("account")
def test_several_audiences_are_right_where_the_party_is_named(client: TestClient, own: OwnProvider) -> None:
    own.id_token = {"aud": [CLIENT, "another"], "azp": CLIENT}
    assert client.get(sent(client)).status_code == 200


@pytest.mark.usefixtures("account")
def test_an_id_token_by_another_key_signs_nobody_in(client: TestClient, own: OwnProvider) -> None:
    address = sent(client)
    own.signers = [Signer("first", owner="stranger")]
    own.answers["/jwks"] = (200, b'{"keys": []}')
    refused(client.get(address), "none of the identity provider's")


def test_what_the_provider_refuses_or_another_answers_is_told(client: TestClient, own: OwnProvider) -> None:
    state = told(client.get(START).headers["location"])["state"]
    refused(client.get(f"{BACK}?state={state}&error=access_denied&error_description=CANARY"), "has not signed you in")
    refused(client.get(f"{BACK}?state={state}&code=x&iss=https://evil.example"), "begin again")
    assert client.get(f"{BACK}?state={state}&code={'x' * 5000}").status_code == 422
    assert "/token" not in own.asked


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("answer", [
    (500, b"{}"), (200, b"no JSON"), (200, b"[]"), (200, b'{"id_token": 1}'), (302, b"{}"), (401, b'{"error": "x"}'),
    (200, b"x" * 300_000),
], ids=lambda answer: f"{answer[0]} {answer[1][:10]!r}")  # fmt: skip
def test_a_provider_that_answers_otherwise_is_told_as_503(
    client: TestClient, own: OwnProvider, answer: tuple[int, bytes]
) -> None:
    own.answers["/token"] = answer
    refused(client.get(sent(client)), "The identity provider", 503)


def test_without_a_provider_there_is_no_such_sign_in(tmp_path: Path) -> None:
    with TestClient(create_app(FakeServing, Settings(workspace=tmp_path))) as client:
        for path in (START, BACK):
            refused(client.get(path), "no sign-in through an identity provider", 404)
