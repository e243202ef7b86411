"""Whom a token of the identity provider names, and the sign-in by browser: a code with PKCE, state and nonce.

Nothing is kept between the two steps of a sign-in: a random secret lies in a cookie of the browser, and state, nonce
and verifier are hashes of it. Whoever sees the addresses in between cannot come back to the secret.
"""

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import GuestProtocol
from joserfc.jws import JWSRegistry
from joserfc.jwt import JWTClaimsRegistry, decode

from api.addresses import is_private
from api.errors import ProviderError, SignInError
from api.provider import AWAY, Key, Provider
from recommender.store.nouns import Identity

ALGORITHMS = frozenset({"RS256", "PS256", "ES256", "Ed25519", "EdDSA"})
"""Signatures that are taken; none by a shared secret, so that no public key can pass for one."""
TYPES = frozenset({"", "jwt", "at+jwt", "application/at+jwt"})
"""What an access token may call itself."""
LEEWAY_SECONDS = 30
"""How far the provider's clock may be off."""
MOST_CHARACTERS = 16_384
MOST_SUBJECT = 255
COOKIE = "__Host-kumppani-sign-in"
COOKIE_SECONDS = 600
NO_TOKEN = "The token is none of the identity provider's."  # noqa: S105 - a message

NO_ACCOUNT = "No account is open to you here; ask an admin to make one for the login that your identity provider tells."


class _Registry(JWSRegistry):
    """Takes the algorithms above, ``EdDSA`` without the warning that its name is old."""

    def get_alg(self, name: str) -> Any:  # noqa: ANN401 - as in the base class, whose type it does not export
        if name not in ALGORITHMS:
            raise SignInError(NO_TOKEN)
        return self.algorithms[name]


_REGISTRY = _Registry(strict_check_header=False)


def is_foreign(token: str) -> bool:
    """Whether a bearer token looks like one of an identity provider, and not like one of ours."""
    return token.count(".") == 2  # noqa: PLR2004 - header, claims and signature


def of_access_token(provider: Provider, token: str, *, at: datetime) -> Identity:
    """Say whom an access token names.

    Raises
    ------
    SignInError
        If it is not good, or not for this service.
    ProviderError
        If the provider's keys cannot be had.
    """
    return _named(provider, _read(provider, token, provider.audience, at))


def begin(provider: Provider) -> tuple[str, str]:
    """Begin a sign-in: the address to send the browser to, and the secret that its cookie keeps meanwhile.

    Raises
    ------
    ProviderError
        If the provider does not answer.
    """
    endpoint = provider.discovered().authorization_endpoint
    if not is_private(endpoint):
        raise ProviderError(AWAY)
    secret = secrets.token_urlsafe(32)
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": provider.redirect_uri,
        "scope": "openid email profile",
        "state": _derived(secret, "state"),
        "nonce": _derived(secret, "nonce"),
        "code_challenge": _hashed(_derived(secret, "verifier")),
        "code_challenge_method": "S256",
    }
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}", secret


def finish(provider: Provider, secret: str, told: Mapping[str, str], *, at: datetime) -> Identity:
    """Finish a sign-in with what the browser brings back: ``code``, ``state``, perhaps ``iss``.

    Raises
    ------
    SignInError
        If it is not what this browser began, or the provider does not vouch for anybody.
    ProviderError
        If the provider does not answer.
    """
    same = hmac.compare_digest(_derived(secret, "state").encode(), told.get("state", "").encode())
    if not secret or not same or told.get("iss", provider.issuer) != provider.issuer:
        raise SignInError("This is not the sign-in that this browser began; begin again.")
    if not told.get("code"):
        raise SignInError("The identity provider has not signed you in.")
    token = provider.redeem(told["code"], _derived(secret, "verifier"))
    claims = _read(provider, token, provider.client_id, at)
    nonce, parties = claims.get("nonce"), claims["aud"]
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), _derived(secret, "nonce").encode()):
        raise SignInError("The ID token is not of this sign-in.")
    several = isinstance(parties, list) and len(parties) > 1
    if claims.get("azp", None if several else provider.client_id) != provider.client_id:
        raise SignInError("The ID token was made out to another service.")
    return _named(provider, claims)


def _read(provider: Provider, token: str, audience: str, at: datetime) -> dict[str, Any]:
    """Check a token and return its claims."""

    def key(signed: GuestProtocol) -> Key:
        return _key(provider, signed.headers())

    if not audience or len(token) > MOST_CHARACTERS:
        raise SignInError(NO_TOKEN)
    try:
        claims = decode(token, key, registry=_REGISTRY).claims
        _claims(provider.issuer, audience, at).validate(claims)
    except ExpiredTokenError as error:
        raise SignInError("The token is over; sign in again.") from error
    except (JoseError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise SignInError(NO_TOKEN) from error
    return claims


def _key(provider: Provider, header: Mapping[str, object]) -> Key:
    """Find the key by its id alone; what else a header says of keys is a stranger's word."""
    kid, kind = header.get("kid"), header.get("typ", "")
    known = isinstance(kind, str) and kind.casefold() in TYPES
    if not known or "crit" in header or not (kid is None or isinstance(kid, str)):
        raise SignInError(NO_TOKEN)
    key = provider.key(kid)
    if key.alg not in {None, header.get("alg")}:
        raise SignInError(NO_TOKEN)
    return key


def _claims(issuer: str, audience: str, at: datetime) -> JWTClaimsRegistry:
    return JWTClaimsRegistry(
        now=int(at.timestamp()),
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": audience},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    )


def _named(provider: Provider, claims: Mapping[str, Any]) -> Identity:
    """Take subject and login; an e-mail address only where the provider has seen that it is the person's."""
    subject, login = claims["sub"], claims.get(provider.login_claim)
    if len(subject) > MOST_SUBJECT or not subject.isprintable():
        raise SignInError(NO_TOKEN)
    vouched = provider.login_claim != "email" or claims.get("email_verified") is True
    usable = vouched and isinstance(login, str) and login.isprintable()
    return Identity(provider.issuer, subject, login if usable else None)


def _derived(secret: str, purpose: str) -> str:
    return _hashed(f"{purpose}:{secret}")


def _hashed(text: str) -> str:
    return urlsafe_b64encode(sha256(text.encode()).digest()).rstrip(b"=").decode()
