"""Access tokens of an identity provider: which open an account, and all the ways in which others do not."""

import base64
import hmac
import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fastapi.testclient import TestClient

from api.access import Action, Caller
from api.app import create_app
from api.clock import now
from api.errors import SignInError
from api.settings import Settings, read_settings
from recommender.errors import InputError
from recommender.store import accounts, tokens
from recommender.store.nouns import Identity, Role, UserId
from recommender.store.store import Store
from recommender.store.writer import Transaction
from tests.api.fakes import FakeServing
from tests.api.oidc import AUDIENCE, CLIENT, OwnProvider, Signer, b64
from tests.api.people import Headers, People, store_of

LOGIN = "aino@example.org"


@pytest.fixture
def client(own: OwnProvider, tmp_path: Path) -> Iterator[TestClient]:
    settings = Settings(workspace=tmp_path, oidc_issuer=own.issuer, oidc_audience=AUDIENCE, oidc_client_id=CLIENT,
                        oidc_redirect_uri="https://testserver/v1/sign-in/oidc/callback")  # fmt: skip
    with TestClient(create_app(FakeServing, settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def admin(client: TestClient) -> Headers:
    return People(store_of(client)).add("admin", Role.ADMIN)


@pytest.fixture
def account(client: TestClient, admin: Headers) -> str:
    """Make an account that awaits its login at the provider."""
    made = client.post("/v1/accounts", json={"login": LOGIN, "role": "advisor"}, headers=admin)
    return str(made.json()["id"])


def me(client: TestClient, token: str) -> tuple[int, str]:
    answer = client.get("/v1/me", headers={b"Authorization": f"Bearer {token}".encode()})
    assert answer.status_code in {200, 401}, answer.text
    return answer.status_code, str(answer.json().get("id") or answer.json()["detail"])


def access(own: OwnProvider, **claims: object) -> str:
    return own.access(now().timestamp(), **claims)


@pytest.mark.parametrize("alg", ["RS256", "PS256", "ES256", "EdDSA"])
def test_an_access_token_opens_the_account_of_its_person(
    client: TestClient, own: OwnProvider, account: str, alg: str
) -> None:
    own.signers = [Signer("one", alg), Signer("two", alg)]
    assert me(client, access(own)) == (200, account)
    assert me(client, access(own, email=None)) == (200, account), "by the subject from then on"
    assert me(client, access(own, aud=["another", AUDIENCE])) == (200, account)
    assert [path for path in own.asked if path == "/jwks"] == ["/jwks"], "keys are asked for once"


def test_an_address_that_changes_hands_opens_nothing(
    client: TestClient, own: OwnProvider, account: str, admin: Headers
) -> None:
    assert me(client, access(own))[0] == 200
    assert me(client, access(own, sub="p-2"))[0] == 401
    before = client.get("/v1/accounts", headers=admin).json()["items"]
    assert [one["linked"] for one in before] == [False, True]
    key = client.post("/v1/me/keys", json={"label": "x"}, headers={"Authorization": f"Bearer {access(own)}"}).json()
    assert client.delete(f"/v1/accounts/{account}/identity", headers=admin).json()["linked"] is False
    assert me(client, key["token"])[0] == 401
    assert me(client, access(own, sub="p-2")) == (200, account)
    assert me(client, access(own))[0] == 401


@pytest.mark.parametrize("claims", [
    {"email": "nobody@example.org"}, {"email_verified": False}, {"email_verified": None}, {"email_verified": "true"},
    {"email": ["aino@example.org"]}, {"email": None}, {"email": "aino@example.org\x00"}, {"email": "\ud800"},
], ids=str)  # fmt: skip
def test_who_has_no_account_stays_outside(
    client: TestClient, own: OwnProvider, account: str, claims: dict[str, object]
) -> None:
    status, detail = me(client, access(own, **claims))
    assert (status, "ask an admin" in detail) == (401, True)
    assert me(client, access(own)) == (200, account)


@pytest.mark.parametrize("more", [{"password": "four small boats sail at dawn"}, {}], ids=["password", "key"])
def test_an_account_that_is_used_otherwise_is_not_taken_over(
    client: TestClient, own: OwnProvider, admin: Headers, more: dict[str, str]
) -> None:
    if more:
        client.post("/v1/accounts", json={"login": LOGIN, "role": "advisor", **more}, headers=admin)
    else:
        People(store_of(client)).add(LOGIN, Role.ADVISOR)
    assert me(client, access(own))[0] == 401


def test_a_closed_account_is_closed_for_its_person_too(
    client: TestClient, own: OwnProvider, account: str, admin: Headers
) -> None:
    token = access(own)
    assert me(client, token)[0] == 200
    for closed, status in ((True, 401), (False, 200)):
        client.patch(f"/v1/accounts/{account}", json={"disabled": closed}, headers=admin)
        assert me(client, token)[0] == status


@pytest.mark.parametrize("change", ["the account is closed", "its person is forgotten", "another person has come"])
def test_what_is_over_meanwhile_writes_nothing(
    client: TestClient, own: OwnProvider, account: str, admin: Headers, change: str
) -> None:
    assert me(client, access(own))[0] == 200
    store = store_of(client)
    with store.reading() as connection:
        user = accounts.find(connection, UserId(account))
    caller = Caller(store, Action.ASK, user, named=Identity(own.issuer, "p-1", LOGIN)).to(Action.SELF)
    assert caller.write(lambda _: "written") == "written"
    if change == "the account is closed":
        client.patch(f"/v1/accounts/{account}", json={"disabled": True}, headers=admin)
    else:
        client.delete(f"/v1/accounts/{account}/identity", headers=admin)
    if change == "another person has come":
        assert me(client, access(own, sub="p-2")) == (200, account)
    with pytest.raises(SignInError):
        caller.write(lambda _: "written")


def test_who_is_forgotten_meanwhile_makes_no_key(
    client: TestClient, own: OwnProvider, account: str, admin: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = {"Authorization": f"Bearer {access(own)}"}
    assert me(client, access(own))[0] == 200
    write = Store.write

    def later(store: Store, work: Callable[[Transaction], object]) -> object:
        monkeypatch.setattr(Store, "write", write)
        assert client.delete(f"/v1/accounts/{account}/identity", headers=admin).status_code == 200
        return write(store, work)

    monkeypatch.setattr(Store, "write", later)
    answer = client.post("/v1/me/keys", json={"label": "mine"}, headers=headers)
    assert answer.status_code == 401, answer.text
    with store_of(client).reading() as connection:
        assert tokens.keys(connection, UserId(account)) == []


@pytest.mark.usefixtures("account")
def test_a_token_of_the_provider_cannot_be_ended_here(client: TestClient, own: OwnProvider) -> None:
    answer = client.delete("/v1/sessions/current", headers={"Authorization": f"Bearer {access(own)}"})
    assert (answer.status_code, "sign out there" in answer.text) == (409, True)


def by_hand(own: OwnProvider, *, key: bytes | None = None, **header: object) -> str:
    """Put a token together that has no signature, or one by a shared secret."""
    claims = access(own).split(".")[1]
    text = f"{b64({'alg': 'none', 'kid': 'first', **header})}.{claims}"
    return f"{text}.{b64(hmac.digest(key, text.encode(), 'sha256')) if key is not None else ''}"


def pem(own: OwnProvider) -> bytes:
    return bytes(own.signers[0].key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def claims_of(own: OwnProvider) -> dict[str, object]:
    part = access(own).split(".")[1]
    told: dict[str, object] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return told


def stranger(own: OwnProvider, **header: object) -> str:
    return Signer("first", owner="stranger").sign(claims_of(own), **header)


def tampered(own: OwnProvider) -> str:
    head, _, signature = access(own).split(".")
    return f"{head}.{b64(claims_of(own) | {'sub': 'p-9', 'email': 'admin'})}.{signature}"


MOMENT = now().timestamp()
ATTACKS: dict[str, Callable[[OwnProvider], str]] = {
    "no signature": by_hand,
    "no signature, capitals": lambda own: by_hand(own, alg="None"),
    "HS256 with the public key": lambda own: by_hand(own, alg="HS256", key=pem(own)),
    "HS256 with the key as told": lambda own: by_hand(own, alg="HS256", key=json.dumps(own.signers[0].jwk).encode()),
    "HS256 with nothing": lambda own: by_hand(own, alg="HS256", key=b""),
    "HS256 and no key named": lambda own: by_hand(own, alg="HS256", kid=None, key=pem(own)),
    "an algorithm that is a list": lambda own: by_hand(own, alg=["RS256"]),
    "another algorithm of the key": lambda own: Signer("first", "PS256", key=own.signers[0].key).sign(claims_of(own)),
    "another's key": stranger,
    "a key that it brings": lambda own: stranger(own, jwk=Signer("first", owner="stranger").jwk),
    "a key at its address": lambda own: stranger(own, jku=f"{own.issuer}/evil", x5u=f"{own.issuer}/evil"),
    "a path for a key": lambda own: stranger(own, kid="../../dev/null"),
    "a query for a key": lambda own: stranger(own, kid="first' OR '1'='1"),
    "a number for a key": lambda own: stranger(own, kid=1),
    "no key named, another's": lambda own: stranger(own, kid=None),
    "what must be understood": lambda own: own.signers[0].sign(claims_of(own), crit=["exp"], exp=1),
    "an unencoded payload": lambda own: own.signers[0].sign(claims_of(own), b64=False, crit=["b64"]),
    "tampered claims": tampered,
    "cut signature": lambda own: access(own)[:-8],
    "no signature at all": lambda own: access(own).rsplit(".", 1)[0] + ".",
    "another issuer": lambda own: access(own, iss="https://evil.example"),
    "an issuer with a slash": lambda own: access(own, iss=f"{own.issuer}/"),
    "issuers": lambda own: access(own, iss=[own.issuer]),
    "no issuer": lambda own: access(own, iss=None),
    "another audience": lambda own: access(own, aud="another"),
    "an ID token": lambda own: access(own, aud=CLIENT),
    "audiences inside a text": lambda own: access(own, aud=f"another {AUDIENCE}"),
    "an audience that is an object": lambda own: access(own, aud={AUDIENCE: True}),
    "no audience": lambda own: access(own, aud=None),
    "over": lambda own: access(own, exp=MOMENT - 120),
    "never over": lambda own: access(own, exp=None),
    "over at no number": lambda own: access(own, exp=float("nan")),
    "over at infinity": lambda own: access(own, exp=float("inf")),
    "over at a text": lambda own: access(own, exp="9999999999"),
    "over at a truth": lambda own: access(own, exp=True),
    "not yet good": lambda own: access(own, nbf=now().timestamp() + 600),
    "made in the future": lambda own: access(own, iat=now().timestamp() + 600),
    "made at no time": lambda own: access(own, iat=None),
    "nobody": lambda own: access(own, sub=None),
    "an empty subject": lambda own: access(own, sub=""),
    "a number as subject": lambda own: access(own, sub=1),
    "a long subject": lambda own: access(own, sub="p" * 256),
    "a subject with NUL": lambda own: access(own, sub="p-1\0"),
    "half a character": lambda own: access(own, sub="\ud800"),
    "a logout token": lambda own: own.signers[0].sign(claims_of(own), typ="logout+jwt"),
    "claims that are a list": lambda own: own.signers[0].sign([claims_of(own)]),  # type: ignore[arg-type]
    "deep": lambda own: own.signers[0].sign(claims_of(own)).split(".")[0] + f".{b64(b'[' * 9000)}.x",
    "a header that is a list": lambda own: f"{b64(b'[1]')}.{access(own).split('.')[1]}.x",
    "a header without algorithm": lambda own: f"{b64({'kid': 'first'})}.{access(own).split('.')[1]}.x",
    "large": lambda own: access(own, more="x" * 16_384),
    "dots": lambda _: "..",
    "no base64": lambda _: "é.%.?",
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_forged_token_opens_anything(client: TestClient, own: OwnProvider, account: str, attack: str) -> None:
    assert me(client, access(own)) == (200, account), "a good one is good"
    status, detail = me(client, ATTACKS[attack](own))
    assert status == 401
    assert "example" not in detail
    assert "/evil" not in own.asked


def test_whatever_is_changed_in_a_token_spoils_it(client: TestClient, own: OwnProvider, account: str) -> None:
    token = access(own)
    assert me(client, token) == (200, account)
    last = len(token) - 1
    for place in {*range(0, last, 17), token.index("."), token.rindex(".")}:
        other = "B" if token[place] != "B" else "C"
        assert me(client, token[:place] + other + token[place + 1 :])[0] == 401, place


def test_without_an_audience_no_access_token_is_taken(own: OwnProvider, tmp_path: Path) -> None:
    redirect = "https://testserver/v1/sign-in/oidc/callback"
    settings = Settings(workspace=tmp_path, oidc_issuer=own.issuer, oidc_client_id=CLIENT, oidc_redirect_uri=redirect)
    with TestClient(create_app(FakeServing, settings)) as client:
        People(store_of(client))
        assert me(client, access(own, aud=""))[0] == me(client, access(own, aud=CLIENT))[0] == 401


def test_a_fingerprint_is_no_token(client: TestClient, own: OwnProvider) -> None:
    assert me(client, sha256(access(own).encode()).hexdigest())[0] == 401


@pytest.mark.parametrize(("variables", "fault"), [
    ({"oidc_issuer": "http://id.example.org", "oidc_audience": "a"}, "https://"),
    ({"oidc_issuer": "https://user:word@id.example.org", "oidc_audience": "a"}, "https://"),
    ({"oidc_issuer": "https://id.example.org?x=1", "oidc_audience": "a"}, "no query"),
    ({"oidc_issuer": "https://id.example.org"}, "KUMPPANI_OIDC_AUDIENCE"),
    ({"oidc_issuer": "https://id.example.org", "oidc_client_id": "a"}, "KUMPPANI_OIDC_REDIRECT_URI"),
    ({"oidc_issuer": "https://id.example.org", "oidc_audience": "a", "oidc_client_id": "a"}, "differ"),
    ({"oidc_redirect_uri": "http://kumppani.example.org/x"}, "https://"),
], ids=str)  # fmt: skip
def test_settings_that_would_not_be_safe_are_refused(variables: dict[str, str], fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        read_settings(**variables)
