"""An identity provider over the network: what it says of itself (OpenID Connect Discovery), its keys, its tokens.

What was heard last is kept; a key that is not among it is asked for anew, as providers change their keys, but no
stranger's token makes the service ask more often than once in some seconds.
"""

import json
import logging
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock
from time import monotonic
from typing import Any
from urllib.parse import quote

import httpx2
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey
from pydantic import BaseModel, ConfigDict, ValidationError

from api.addresses import is_private
from api.errors import ProviderError, SignInError
from api.settings import Settings

log = logging.getLogger(__name__)

FRESH_SECONDS = 3600
"""How long what was heard is not asked for again."""
STALE_SECONDS = 24 * 3600
"""How long it serves while the provider does not answer."""
PAUSE_SECONDS = 10
"""Time between two attempts to hear it."""
ANSWER_SECONDS = 3
"""How long one answer may take to come."""
MOST_BYTES = 256 * 1024
"""Largest answer that is read."""
MOST_KEYS = 100
LEAST_RSA_BITS = 2048
AWAY = "The identity provider does not answer, or not as it should; try again in a moment."
REFUSED = "The identity provider did not take the code; begin to sign in again."

Key = RSAKey | ECKey | OKPKey
KINDS: Mapping[str, type[Key]] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}


class Discovered(BaseModel):
    """What a provider says of itself, as far as it is needed."""

    model_config = ConfigDict(frozen=True, strict=True)

    issuer: str
    jwks_uri: str
    authorization_endpoint: str = ""
    token_endpoint: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard of a provider, and when."""

    discovered: Discovered
    keys: tuple[Key, ...]
    at: float

    def key(self, kid: str | None) -> Key | None:
        """Find a key by its id; a token that names none means the only one."""
        found = [key for key in self.keys if kid is None or key.kid == kid]
        return found[0] if len(found) == 1 else None


class Provider:
    """The one identity provider that the settings name."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = monotonic) -> None:
        self.issuer = settings.oidc_issuer
        self.client_id = settings.oidc_client_id
        self.redirect_uri = settings.oidc_redirect_uri
        self.audience = settings.oidc_audience
        self.login_claim = settings.oidc_login_claim
        self._secret = settings.oidc_client_secret.get_secret_value()
        self._clock = clock
        self._lock = Lock()
        self._heard: Heard | None = None
        self._asked = -float(PAUSE_SECONDS)
        self._away = False

    def discovered(self) -> Discovered:
        """Return what the provider says of itself.

        Raises
        ------
        ProviderError
            If it does not answer, or not as it should.
        """
        return self._current().discovered

    def key(self, kid: str | None) -> Key:
        """Find the key that a token names.

        Raises
        ------
        SignInError
            If the provider has no such key.
        ProviderError
            If that cannot be told.
        """
        heard = self._current()
        found = heard.key(kid)
        if found is not None:
            return found
        sure = self._renewed(heard)
        found = self._current().key(kid)
        if found is None:
            raise SignInError("The token names a key that its issuer has not.") if sure else ProviderError(AWAY)
        return found

    def redeem(self, code: str, verifier: str) -> str:
        """Exchange the code of a sign-in for its ID token.

        Raises
        ------
        SignInError
            If the provider does not take the code.
        ProviderError
            If it does not answer, or not as it should.
        """
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "client_id": self.client_id,
            "code_verifier": verifier,
        }
        by_name = (quote(self.client_id, safe=""), quote(self._secret, safe=""))
        endpoint = self.discovered().token_endpoint
        status, told = self._ask("POST", endpoint, data=form, auth=by_name if self._secret else None)
        if status == HTTPStatus.BAD_REQUEST and told.get("error") == "invalid_grant":
            raise SignInError(REFUSED)
        token = told.get("id_token")
        if status != HTTPStatus.OK or not isinstance(token, str):
            log.error("The identity provider answered %d where an ID token was expected", status)
            raise ProviderError(AWAY)
        return token

    def _current(self) -> Heard:
        heard = self._heard
        if heard is not None and self._clock() - heard.at < FRESH_SECONDS:
            return heard
        self._renewed(heard)
        heard = self._heard
        if heard is None or self._clock() - heard.at >= STALE_SECONDS:
            raise ProviderError(AWAY)
        return heard

    def _renewed(self, heard: Heard | None) -> bool:
        """Ask anew, unless it was done a moment ago; False where no answer came, or another thread waits for it.

        One thread waits at most: a provider that hangs, and strangers' tokens, would take all of them otherwise.
        """
        if not self._lock.acquire(blocking=False):
            return False
        try:
            if self._heard is heard and self._clock() - self._asked >= PAUSE_SECONDS:
                self._asked = self._clock()
                try:
                    self._heard, self._away = self._hear(), False
                except ProviderError as error:
                    self._away = True
                    log.warning("The identity provider could not be asked for its keys", exc_info=error)
            return not self._away
        finally:
            self._lock.release()

    def _hear(self) -> Heard:
        _, told = self._ask("GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        try:
            discovered = Discovered.model_validate(told)
        except ValidationError as error:
            raise ProviderError("The identity provider does not say where its keys are.") from error
        if discovered.issuer != self.issuer:
            raise ProviderError("The identity provider calls itself otherwise than KUMPPANI_OIDC_ISSUER does.")
        _, told = self._ask("GET", discovered.jwks_uri)
        told_keys = told.get("keys")
        if not isinstance(told_keys, list) or len(told_keys) > MOST_KEYS:
            raise ProviderError("The identity provider tells no set of keys.")
        keys = tuple(key for told_key in told_keys if (key := usable(told_key)) is not None)
        return Heard(discovered, keys, self._clock())

    def _ask(self, method: str, address: str, **more: Any) -> tuple[int, dict[str, Any]]:  # noqa: ANN401 - as httpx2
        """Ask for a JSON object, without following it anywhere."""
        if not is_private(address):
            raise ProviderError("The identity provider names an address without TLS.")
        body, end = bytearray(), monotonic() + ANSWER_SECONDS
        headers = {"accept": "application/json", "accept-encoding": "identity"}
        try:
            with (
                httpx2.Client(trust_env=False, timeout=ANSWER_SECONDS) as client,
                client.stream(method, address, headers=headers, **more) as answer,
            ):
                for part in answer.iter_raw():
                    body += part
                    if len(body) > MOST_BYTES or monotonic() > end:
                        raise ProviderError("The identity provider answers too much, or too slowly.")
            told = json.loads(body)
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, RecursionError) as error:
            raise ProviderError(AWAY) from error
        return answer.status_code, told if isinstance(told, dict) else {}


def usable(told: object) -> Key | None:
    """Read a key that verifies signatures; None for any other, and for secrets and keys that are too small."""
    parts = _public(told) if isinstance(told, dict) and told.get("use", "sig") == "sig" else {}
    kind = KINDS.get(parts.get("kty", ""))
    if kind is None:
        return None
    try:
        return None if kind is RSAKey and _bits(parts.get("n", "")) < LEAST_RSA_BITS else kind.import_key(parts)
    except (JoseError, ValueError, TypeError, KeyError):  # the last for a curve that nobody knows
        return None


def _bits(number: str) -> int:
    return int.from_bytes(urlsafe_b64decode(number + "==")).bit_length()


def _public(told: dict[str, Any]) -> dict[str, Any]:
    """The parts of a key that matter, as far as they are texts."""
    names = ("kty", "kid", "alg", "use", "n", "e", "crv", "x", "y")
    return {name: told[name] for name in names if isinstance(told.get(name), str)}
