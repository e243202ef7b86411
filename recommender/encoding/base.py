"""The seam between texts and vectors."""

from collections.abc import Sequence
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Role = Literal["query", "passage"]


class Encoder(Protocol):
    """Texts in, unit vectors out, same order.

    ``name`` is the identity of the encoder, weights included: two encoders of one name give the same vectors.
    It is part of every cache key and of the bundle's manifest.
    """

    @property
    def name(self) -> str:
        """Identity, weights included."""
        ...

    @property
    def dim(self) -> int:
        """Length of a vector."""
        ...

    @property
    def widths(self) -> tuple[int, ...]:
        """Widths of the parts that a vector consists of, each with a centre of its own; they sum to ``dim``."""
        ...

    def encode(self, texts: Sequence[str], *, role: Role = "passage") -> Vectors:
        """Return float32 of shape (len(texts), dim): unit rows, and a zero row for a text with no words.

        ``role`` says which side of a comparison the texts stand on; encoders without sides ignore it.
        """
        ...


def has_words(text: str) -> bool:
    """Return whether there is a letter or a digit of any script in `text`."""
    return any(character.isalnum() for character in text)
