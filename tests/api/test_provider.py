"""What is heard of an identity provider: kept, asked for anew, and refused."""

import json
import threading
from collections.abc import Callable

import pytest

from api.clock import now
from api.errors import ProviderError, SignInError
from api.provider import FRESH_SECONDS, PAUSE_SECONDS, STALE_SECONDS, Heard, Provider, usable
from api.settings import Settings
from tests.api.oidc import AUDIENCE, OwnProvider, Signer, listening

CONFIGURATION = "/.well-known/openid-configuration"


class Time:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def provider(own: OwnProvider, time: Time) -> Provider:
    return Provider(Settings(oidc_issuer=own.issuer, oidc_audience=AUDIENCE), time)


def test_new_keys_are_found_and_old_ones_forgotten(provider: Provider, own: OwnProvider, time: Time) -> None:
    assert provider.key("first").kid == provider.key(None).kid == "first"
    own.signers = [Signer("second"), Signer("third", "ES256")]
    time.now += PAUSE_SECONDS
    assert provider.key("second").kid == "second"
    with pytest.raises(SignInError):
        provider.key("first")
    with pytest.raises(SignInError):
        provider.key(None)
    assert own.asked == [CONFIGURATION, "/jwks"] * 2


def test_unknown_keys_are_asked_for_once_in_some_seconds(provider: Provider, own: OwnProvider, time: Time) -> None:
    provider.key("first")
    for _ in range(3):
        for number in range(20):
            with pytest.raises(SignInError):
                provider.key(f"none {number}")
        time.now += PAUSE_SECONDS
    assert own.asked.count("/jwks") == 3


def test_keys_serve_for_a_day_while_the_provider_is_away(provider: Provider, own: OwnProvider, time: Time) -> None:
    provider.key("first")
    own.answers[CONFIGURATION] = (500, b"{}")
    time.now += FRESH_SECONDS + 1
    assert provider.key("first").kid == "first"
    time.now += PAUSE_SECONDS
    with pytest.raises(ProviderError):
        provider.key("second")
    time.now = STALE_SECONDS + 1
    with pytest.raises(ProviderError):
        provider.key("first")
    del own.answers[CONFIGURATION]
    time.now += PAUSE_SECONDS
    assert provider.key("first").kid == "first"


def test_a_provider_that_is_away_is_not_asked_by_every_request(provider: Provider, own: OwnProvider) -> None:
    own.answers["/jwks"] = (503, b"")
    for _ in range(5):
        with pytest.raises(ProviderError):
            provider.key("first")
    assert own.asked == [CONFIGURATION, "/jwks"]


def test_one_thread_asks_for_all(provider: Provider, own: OwnProvider) -> None:
    found: list[str | None] = []

    def ask() -> None:
        try:
            found.append(provider.key("first").kid)
        except ProviderError:
            found.append(None)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert set(found) <= {"first", None}
    assert provider.key("first").kid == "first" in found
    assert own.asked == [CONFIGURATION, "/jwks"]


@pytest.mark.parametrize("before", [False, True], ids=["nothing was heard", "keys were heard"])
def test_nobody_waits_while_another_asks(
    provider: Provider, time: Time, monkeypatch: pytest.MonkeyPatch, *, before: bool
) -> None:
    asking, answered, hear = threading.Event(), threading.Event(), Provider._hear  # noqa: SLF001 - made to hang
    if before:
        provider.key("first")
        time.now += FRESH_SECONDS

    def hanging(self: Provider) -> Heard:
        asking.set()
        answered.wait(60)
        return hear(self)

    monkeypatch.setattr(Provider, "_hear", hanging)
    first = threading.Thread(target=lambda: provider.key("first"))
    first.start()
    try:
        assert asking.wait(60)
        with pytest.raises(ProviderError):  # not that there is no such key: that cannot be told
            provider.key("second")
        if before:
            assert provider.key("first").kid == "first"
        assert first.is_alive()
    finally:
        answered.set()
        first.join()
    with pytest.raises(SignInError):
        provider.key("second")


ODD: dict[str, Callable[[OwnProvider], object]] = {
    "another issuer": lambda own: own.metadata.update(issuer="https://evil.example"),
    "a slash": lambda own: own.metadata.update(issuer=f"{own.issuer}/"),
    "keys without TLS": lambda own: own.metadata.update(jwks_uri="http://id.example.org/jwks"),
    "keys in a file": lambda own: own.metadata.update(jwks_uri="file:///etc/passwd"),
    "keys at no address": lambda own: own.metadata.update(jwks_uri="https://[::1/jwks"),
    "keys elsewhere": lambda own: own.metadata.update(jwks_uri=f"{own.issuer}/none"),
    "a number": lambda own: own.metadata.update(jwks_uri=7),
    "a redirect": lambda own: own.answers.update({CONFIGURATION: (302, b"")}),
    "no JSON": lambda own: own.answers.update({"/jwks": (200, b"<html>")}),
    "deep": lambda own: own.answers.update({"/jwks": (200, b"[" * 100_000)}),
    "no keys": lambda own: own.answers.update({"/jwks": (200, b'{"keys": 1}')}),
    "too many": lambda own: own.answers.update({"/jwks": (200, json.dumps({"keys": [{}] * 101}).encode())}),
    "too large": lambda own: own.answers.update({"/jwks": (200, b'{"keys": []' + b" " * 300_000 + b"}")}),
}  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_a_provider_that_is_odd_is_not_believed(provider: Provider, own: OwnProvider, odd: str) -> None:
    ODD[odd](own)
    with pytest.raises(ProviderError):
        provider.key("first")


def test_a_provider_that_does_not_listen_is_away() -> None:
    with listening(now) as gone:
        settings = Settings(oidc_issuer=gone.issuer, oidc_audience=AUDIENCE)
    with pytest.raises(ProviderError, match="does not answer"):
        Provider(settings).discovered()


def test_only_keys_that_verify_signatures_are_taken() -> None:
    good = Signer("a").jwk
    assert usable(good) is not None
    assert usable({name: value for name, value in good.items() if name not in {"use", "alg"}}) is not None
    small = Signer("b", owner="careless")
    odd: list[object] = [
        small.jwk, {**good, "use": "enc"}, {**good, "use": 1}, {**good, "n": 1}, {**good, "n": "!"}, {**good, "n": ""},
        {"kty": "oct", "k": "c2VjcmV0", "kid": "a"}, {"kty": ["RSA"]}, {"kty": "EC", "crv": "P-999", "x": "", "y": ""},
        {"kty": "EC", "crv": "P-256", "x": "AQ", "y": "AQ"}, {"kty": "OKP", "crv": "Ed25519", "x": "AQ"}, "key", None,
    ]  # fmt: skip
    assert [usable(one) for one in odd] == [None] * len(odd)
