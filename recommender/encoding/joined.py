"""Several encoders as one: their vectors side by side."""

import hashlib
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from recommender.encoding.base import Encoder, Role, Vectors


class JoinedEncoder:
    """Encoder protocol over several encoders; what one has no vector for, the others are left to say.

    Parameters
    ----------
    members : at least one, in the order of their parts in a vector
    """

    def __init__(self, members: Sequence[Encoder]) -> None:
        if not members:
            raise ValueError("there is no encoder to join")
        self.members = tuple(members)

    @cached_property
    def name(self) -> str:
        """Names of the members, joined; a hash stands for what is too long."""
        names = "+".join(member.name for member in self.members)
        return f"joined-{hashlib.sha256(names.encode()).hexdigest()[:16]}" if len(self.members) > 1 else names

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """Widths of the parts of all members."""
        return tuple(width for member in self.members for width in member.widths)

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return sum(self.widths)

    def encode(self, texts: Sequence[str], *, role: Role = "passage") -> Vectors:
        """Return unit rows of shape (len(texts), dim), zero where no member has a vector."""
        parts = [member.encode(texts, role=role) for member in self.members]
        heard = np.sqrt(sum(part.any(axis=1).astype(np.float32) for part in parts))
        return np.asarray(np.hstack(parts) / np.maximum(heard, 1)[:, None], dtype=np.float32)
