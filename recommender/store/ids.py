"""Ids and secrets: random, so that nothing can be read from them or guessed."""

import hashlib
import secrets

ID_BYTES = 12
SECRET_BYTES = 32


def new_id(prefix: str) -> str:
    """Make an id such as ``org-Zk3…``."""
    return f"{prefix}-{secrets.token_urlsafe(ID_BYTES)}"


def new_secret() -> str:
    """Make a bearer token; it has enough entropy that a plain hash of it cannot be searched."""
    return f"kumppani_{secrets.token_urlsafe(SECRET_BYTES)}"


def hashed(secret: str) -> str:
    """Hash a bearer token as the store keeps it."""
    return hashlib.sha256(secret.encode()).hexdigest()
