"""A small identity provider that listens on this machine; it signs without the library that is under test."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from tests.loopback import Quiet, answering

CLIENT, SECRET, AUDIENCE = "kumppani", "a secret of the client", "https://kumppani.example.org"
REDIRECT = "https://testserver/v1/sign-in/oidc/callback"
Claims = dict[str, Any]


def b64(data: bytes | dict[str, Any]) -> str:
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def whole(number: int) -> str:
    return b64(number.to_bytes((number.bit_length() + 7) // 8, "big"))


@cache
def generated(alg: str, kid: str, owner: str) -> Any:  # noqa: ANN401, ARG001 - any kind of key, one for each id
    """Make a private key, once for all tests."""
    if alg == "ES256":
        return ec.generate_private_key(ec.SECP256R1())
    bits = 1024 if owner == "careless" else 2048
    return ed25519.Ed25519PrivateKey.generate() if alg == "EdDSA" else rsa.generate_private_key(65537, bits)


@dataclass
class Signer:
    """A key of the provider, or of somebody else: what is published of it, and what it signs."""

    kid: str
    alg: str = "RS256"
    owner: str = "provider"
    key: Any = None

    def __post_init__(self) -> None:
        self.key = self.key or generated(self.alg, self.kid, self.owner)

    @property
    def jwk(self) -> dict[str, str]:
        public, known = self.key.public_key(), {"kid": self.kid, "alg": self.alg, "use": "sig"}
        if self.alg == "ES256":
            x, y = (b64(part.to_bytes(32, "big")) for part in (public.public_numbers().x, public.public_numbers().y))
            return {**known, "kty": "EC", "crv": "P-256", "x": x, "y": y}
        if self.alg == "EdDSA":
            return {**known, "kty": "OKP", "crv": "Ed25519", "x": b64(public.public_bytes_raw())}
        return {**known, "kty": "RSA", "n": whole(public.public_numbers().n), "e": whole(public.public_numbers().e)}

    def sign(self, claims: Claims, **header: object) -> str:
        told = {"alg": self.alg, "kid": self.kid, "typ": "JWT", **header}
        text = f"{b64({name: value for name, value in told.items() if value is not None})}.{b64(claims)}"
        return f"{text}.{b64(self._signature(text.encode()))}"

    def _signature(self, data: bytes) -> bytes:
        sha = hashes.SHA256()
        if self.alg == "ES256":
            return b"".join(
                part.to_bytes(32, "big") for part in decode_dss_signature(self.key.sign(data, ec.ECDSA(sha)))
            )
        if self.alg == "EdDSA":
            return bytes(self.key.sign(data))
        pss = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
        return bytes(self.key.sign(data, pss if self.alg == "PS256" else padding.PKCS1v15(), sha))


@dataclass
class OwnProvider:
    """What the provider knows and does; a test may make it misbehave."""

    issuer: str = ""
    signers: list[Signer] = field(default_factory=lambda: [Signer("first")])
    person: Claims = field(default_factory=lambda: {"sub": "p-1", "email": "aino@example.org", "email_verified": True})
    id_token: Claims = field(default_factory=dict)
    """What its ID tokens say otherwise than they should."""
    metadata: Claims = field(default_factory=dict)
    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    """What it answers otherwise at a path."""
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def access(self, at: float, **claims: object) -> str:
        """Make an access token for the service; a claim that is None is left out."""
        told = {
            "iss": self.issuer,
            "aud": AUDIENCE,
            "iat": at,
            "exp": at + 300,
            "azp": "an app",
            **self.person,
            **claims,
        }
        return self.signers[0].sign({name: value for name, value in told.items() if value is not None}, typ="at+jwt")

    def answer(self, path: str, query: dict[str, str]) -> tuple[int, bytes, str]:
        """Answer a request with status, body, and where it sends a browser."""
        self.asked.append(path)
        if path in self.answers:
            return *self.answers[path], ""
        if path == "/authorize":
            code = f"code-{len(self.codes)}"
            self.codes[code] = query
            return 302, b"", f"{query['redirect_uri']}?code={code}&state={query['state']}"
        told = {"/.well-known/openid-configuration": self.described, "/jwks": self.published}.get(path)
        return (404, b"{}", "") if told is None else (200, json.dumps(told()).encode(), "")

    def described(self) -> Claims:
        ends = {name: f"{self.issuer}/{path}" for name, path in ENDPOINTS.items()}
        return {"issuer": self.issuer, **ends, **self.metadata}

    def published(self) -> Claims:
        return {"keys": [{"kty": "new", "kid": "unknown"}, *(signer.jwk for signer in self.signers)]}

    def redeem(self, form: dict[str, str], authorization: str, at: float) -> tuple[int, bytes]:
        """Exchange a code, once, for whoever has the verifier and the secret of the client."""
        self.asked.append("/token")
        if "/token" in self.answers:
            return self.answers["/token"]
        begun = self.codes.pop(form.get("code", ""), {})
        challenge = b64(sha256(form.get("code_verifier", "").encode()).digest())
        if challenge != begun.get("code_challenge") or form.get("redirect_uri") != begun.get("redirect_uri"):
            return 400, b'{"error": "invalid_grant"}'
        expected = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '%20')}".encode()).decode()
        if authorization != f"Basic {expected}":
            return 401, b'{"error": "invalid_client"}'
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": at, "exp": at + 300, "nonce": begun["nonce"]}
        told = {name: value for name, value in {**claims, **self.person, **self.id_token}.items() if value is not None}
        return 200, json.dumps({"id_token": self.signers[0].sign(told), "access_token": "opaque"}).encode()


ENDPOINTS = {"jwks_uri": "jwks", "authorization_endpoint": "authorize", "token_endpoint": "token"}


@contextmanager
def listening(clock: Any) -> Iterator[OwnProvider]:  # noqa: ANN401 - whatever tells the moment
    """Run the provider on a port of its own."""
    own = OwnProvider()

    class Handler(Quiet, BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            self._say(*own.answer(parts.path, {name: value[0] for name, value in parse_qs(parts.query).items()}))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {name: value[0] for name, value in parse_qs(body).items()}
            status, told = own.redeem(form, self.headers.get("authorization", ""), clock().timestamp())
            self._say(status, told, "")

        def _say(self, status: int, body: bytes, location: str) -> None:
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            if location:
                self.send_header("location", location)
            self.end_headers()
            self.wfile.write(body)

    with answering(Handler) as own.issuer:
        yield own
