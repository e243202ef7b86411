"""Vectors that a process still knows: an encoder with its latest results kept in memory."""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np

from recommender.encoding.base import Encoder, Role, Vectors

CAPACITY = 16_384
"""Vectors kept; about 50 MB of 768 numbers each."""


class RememberedEncoder:
    """Encoder protocol around another encoder; a text that was asked for lately is not encoded again.

    Texts are known by their SHA-256 only. Threads may share it.

    Parameters
    ----------
    capacity : vectors kept, those asked for last
    """

    def __init__(self, encoder: Encoder, capacity: int = CAPACITY) -> None:
        self.encoder = encoder
        self._capacity = capacity
        self._known: OrderedDict[bytes, Vectors] = OrderedDict()
        self._lock = Lock()

    @property
    def name(self) -> str:
        """The name of the encoder inside: memory changes no vector."""
        return self.encoder.name

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self.encoder.dim

    @property
    def widths(self) -> tuple[int, ...]:
        """Widths of the parts of a vector."""
        return self.encoder.widths

    def encode(self, texts: Sequence[str], *, role: Role = "passage") -> Vectors:
        """Return what the encoder returns, from memory where it is there."""
        keys = [_key(text, role) for text in texts]
        wanted = dict(zip(keys, texts, strict=True))
        found = self._recall(list(wanted))
        missing = [key for key in wanted if key not in found]
        if missing:
            vectors = self.encoder.encode([wanted[key] for key in missing], role=role)
            fresh = {key: vector.copy() for key, vector in zip(missing, vectors, strict=True)}
            self._keep(fresh)
            found |= fresh
        if not keys:
            return np.zeros((0, self.dim), dtype=np.float32)
        return np.stack([found[key] for key in keys])

    def _recall(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        with self._lock:
            found = {key: self._known[key] for key in keys if key in self._known}
            for key in found:
                self._known.move_to_end(key)
        return found

    def _keep(self, fresh: dict[bytes, Vectors]) -> None:
        with self._lock:
            self._known.update(fresh)
            while len(self._known) > self._capacity:
                self._known.popitem(last=False)


def _key(text: str, role: Role) -> bytes:
    return hashlib.sha256(f"{role}\0{text}".encode("utf-8", errors="surrogatepass")).digest()
