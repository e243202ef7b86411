"""Passwords: hashed by Argon2id, the parameters those of its library (RFC 9106, the second recommended set)."""

from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from recommender.errors import QueryError

LEAST = 12
"""Shortest password, in characters (OWASP ASVS 5.0 asks for 8 at least, and recommends 15)."""
MOST = 256
"""Longest password, in characters."""

_hasher = PasswordHash((Argon2Hasher(),))


def hash_password(password: str) -> str:
    """Hash a password with a salt of its own.

    Raises
    ------
    QueryError
        If it is shorter than `LEAST` or longer than `MOST` characters, or of too few different ones.
    """
    if not LEAST <= len(password) <= MOST:
        raise QueryError(f"A password has {LEAST} to {MOST} characters; take a sentence that only you know.")
    if len(set(password)) < LEAST // 2:
        raise QueryError("The password repeats few characters; take a sentence that only you know.")
    return _hasher.hash(password)


def is_right(password: str, password_hash: str | None) -> bool:
    """Whether a password fits its hash; where there is no hash, the answer is no and takes as long."""
    if password_hash is None:
        _hasher.verify(password, _nobody())
        return False
    return _hasher.verify(password, password_hash)


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")
